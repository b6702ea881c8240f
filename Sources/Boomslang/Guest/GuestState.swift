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
  /// - Parameter reseeds: whether those draw random numbers of their own, and this one others than it would have.
  /// - Throws: what is refused is an `imageImpossible`.
  func freeze(_ settings: InstanceSettings, reseeds: Bool) throws(GuestFailure) -> GuestState {
    guard has(.suspend) else { throw .refused(.imageImpossible("the guest is of a version that has no images")) }
    try call(.suspend, reseeds ? 1 : 0)
    do {
      let descriptors = try host.freezeDescriptors()
      return GuestState(
        instance: try instance.freeze(), version: version, interruptRequest: interruptRequest, settings: settings.guest,
        descriptors: descriptors.isInitial ? nil : descriptors, files: try settings.files.freeze(host.configuration.mounts))
    } catch {
      throw .refused(.imageImpossible("\(error)"))
    }
  }
}
