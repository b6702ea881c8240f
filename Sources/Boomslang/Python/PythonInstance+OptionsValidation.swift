import WASI

/// What options can mean something, before anything is made with them.
extension PythonInstance.Options {
  /// - Throws: `invalidOptions`, which names the option.
  func validate() throws(PythonError) {
    for argument in arguments { try argument.requireNoNull("arguments") }
    try environment.validate()
    try ByteString(currentDirectory).requirePath("currentDirectory")
    var paths: Set<ByteString> = []
    for mount in mounts {
      let path = try mount.guestPath()
      guard paths.insert(path).inserted else { throw .invalidOptions("mounts: there are two at \(path)") }
    }
  }
}

extension PythonExecutorFactory.Configuration {
  /// - Throws: `invalidOptions`, which names the option.
  func validate() throws(PythonError) {
    try environment.validate()
    for path in pythonPath { try ByteString(path).requirePath("pythonPath") }
  }
}

extension WASIConfiguration.Mount {
  /// The path as the guest takes it: absolute, without a slash at its end.
  /// - Throws: `invalidOptions`.
  func guestPath() throws(PythonError) -> ByteString {
    try path.requirePath("mounts")
    let components = path.bytes.split(separator: UInt8(ascii: "/"))
    let normal = ByteString(components.flatMap { [UInt8(ascii: "/")] + $0 })
    for component in components where component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8) {
      throw .invalidOptions("mounts: a path must not have the name \(ByteString(component)): \(path)")
    }
    guard !components.isEmpty, !GuestPath.reserved.contains(where: { normal == ByteString($0) }) else {
      throw .invalidOptions("mounts: \(path) is not a path for a mount, nor are /, \(GuestPath.reserved.joined(separator: ", "))")
    }
    // A mount in there would have the place of modules of Python's own.
    guard !components[0].elementsEqual(GuestPath.home.utf8.dropFirst()) else {
      throw .invalidOptions("mounts: \(path) lies in \(GuestPath.home), which is Python's")
    }
    return normal
  }
}

extension [ByteString: ByteString] {
  fileprivate func validate() throws(PythonError) {
    for (name, value) in self {
      if name.isEmpty { throw .invalidOptions("environment: a variable has no name") }
      if name.bytes.contains(UInt8(ascii: "=")) { throw .invalidOptions("environment: a name must not have an equals sign: \(name)") }
      try name.requireNoNull("environment")
      try value.requireNoNull("environment")
    }
  }
}

extension ByteString {
  fileprivate func requireNoNull(_ option: String) throws(PythonError) {
    if bytes.contains(0) { throw .invalidOptions("\(option): a text must not have a NUL: \(self)") }
  }

  fileprivate func requirePath(_ option: String) throws(PythonError) {
    try requireNoNull(option)
    guard bytes.first == UInt8(ascii: "/") else { throw .invalidOptions("\(option): a path in the guest must be absolute: \(self)") }
  }
}
