/// The numbers by which a guest tells devices apart: those of its mounts in their order, then the others in the order in which it sees them.
/// The system's own would tell about the host, and those of file systems in memory depend on how many there were before: with these, the
/// same guest sees the same in every process.
struct DeviceNumbers {
  private var numbers: [UInt64: UInt64] = [:]

  /// 0 is that of streams, which have none.
  private static let firstMount: UInt64 = 1
  /// Those of other devices, which mounts that are added later do not change.
  private static let firstOther: UInt64 = 1_000
  private var others: UInt64 = 0

  init(_ mounts: [WASIConfiguration.Mount]) {
    for (index, mount) in mounts.enumerated() {
      guard let device = try? mount.fileSystem.openRoot().status().device, numbers[device] == nil else { continue }
      numbers[device] = Self.firstMount + UInt64(index)
    }
  }

  mutating func number(of device: UInt64) -> UInt64 {
    if device == 0 { return 0 }
    if let number = numbers[device] { return number }
    let number = Self.firstOther + others
    numbers[device] = number
    others += 1
    return number
  }
}
