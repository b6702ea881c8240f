import WasmCore

/// Why something that was to be done in the guest was not.
enum GuestFailure: Error {
  /// It was ended in the middle: by itself, from outside, or by a mistake of the guest.
  case trap(Trap)
  /// It could not be done, and the guest is as good as before.
  case refused(PythonError)
}
