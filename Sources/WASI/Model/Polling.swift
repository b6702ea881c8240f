/// What a subscription is to (`eventtype`).
enum EventType: UInt8 {
  case clock
  case fdRead
  case fdWrite
}

/// Something to wait for (`subscription`).
struct Subscription {
  static let size = 48

  enum Kind {
    case clock(UInt32, timeout: UInt64, isAbsolute: Bool)
    case file(UInt32, isWrite: Bool)
  }

  let userData: UInt64
  let type: EventType
  let kind: Kind

  /// - Throws: `inval` for a type or flags that do not exist.
  init(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
    func word<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: T.Type) -> T {
      T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }
    userData = word(0, UInt64.self)
    guard let type = EventType(rawValue: bytes[8]) else { throw .inval }
    self.type = type
    let number = word(16, UInt32.self)
    switch type {
    case .clock:
      let flags = word(40, UInt16.self)
      guard flags <= 1 else { throw .inval }
      kind = .clock(number, timeout: word(24, UInt64.self), isAbsolute: flags == 1)
    case .fdRead: kind = .file(number, isWrite: false)
    case .fdWrite: kind = .file(number, isWrite: true)
    }
  }
}

/// Something that has happened (`event`).
struct Event {
  static let size = 32

  let userData: UInt64
  let type: EventType
  var error = Errno.success
  var byteCount: UInt64 = 0
  var hasHungUp = false

  init(userData: UInt64, type: EventType) {
    self.userData = userData
    self.type = type
  }

  func store(in bytes: UnsafeMutableRawBufferPointer) {
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
    bytes.storeBytes(of: userData.littleEndian, as: UInt64.self)
    bytes.storeBytes(of: error.rawValue.littleEndian, toByteOffset: 8, as: UInt16.self)
    bytes[10] = type.rawValue
    bytes.storeBytes(of: byteCount.littleEndian, toByteOffset: 16, as: UInt64.self)
    bytes[24] = hasHungUp ? 1 : 0
  }
}
