import WASI
import WasmCore

/// The state of a guest at rest: what other instances begin with.
struct GuestState: Sendable {
  let instance: InstanceImage
  /// The version of the interface, and what `get_interrupt_request` returned.
  let version: Int32
  let interruptRequest: UInt32
  /// What the guest was told last.
  let settings: GuestSettings
  /// nil: what every guest has open from the start.
  let descriptors: DescriptorImage?
  let files: FileImages
}

extension GuestInstance {
  /// Keeps the state, for others to begin with.
  /// - Throws: what is refused is an `imageImpossible`.
  func freeze(_ settings: InstanceSettings) throws(GuestFailure) -> GuestState {
    guard has(.suspend) else { throw .refused(.imageImpossible("the guest is of a version that has no images")) }
    try withoutFuel { () throws(GuestFailure) in try call(.suspend, 1) }
    do {
      let descriptors = try host.freezeDescriptors()
      return GuestState(
        instance: try instance.freeze(), version: version, interruptRequest: interruptRequest, settings: settings.guest,
        descriptors: descriptors.isInitial ? nil : descriptors, files: settings.files.freeze(host.configuration.mounts))
    } catch {
      throw .refused(.imageImpossible("\(error)"))
    }
  }
}
