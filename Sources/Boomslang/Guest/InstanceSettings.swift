/// What differs between instances of a guest, and stays for as long as one lives.
struct InstanceSettings: Sendable {
  let options: PythonInstance.Options
  let files: GuestFiles
  let input = InputSource()
  let bridge: HostBridge
  let guest: GuestSettings

  /// - Parameter files: what is in the file systems from the start.
  /// - Throws: `invalidOptions`.
  init(_ options: PythonInstance.Options, _ factory: PythonExecutorFactory.Configuration, _ files: FileImages = FileImages()) throws(PythonError) {
    self.options = options
    self.files = try GuestFiles(options, files)
    bridge = options.hostBridge ?? factory.hostBridge
    guest = GuestSettings(options, factory)
  }
}
