/// The elements of a table that began with an image: functions of its instance, which are only looked up when they are called, because an
/// instance lives shorter than it takes to look up thousands of them.
///
/// Points into the image, which the instance keeps alive.
struct PendingElements {
  let indices: UnsafePointer<UInt32>
  let object: Unmanaged<InstanceObject>

  /// The function behind the element at `index`; nil for null.
  func function(at index: Int) -> UnsafeMutablePointer<FunctionEntity>? {
    indices[index] == InstanceImage.null ? nil : object.takeUnretainedValue().function(Int(indices[index]))
  }
}

extension UnsafeMutablePointer where Pointee == TableEntity {
  /// All elements, those included that nobody had looked at.
  var elements: UnsafeMutablePointer<UInt64> {
    if let pending = pointee.pending {
      for index in 0..<Int(pointee.count) { pointee.slots[index] = UInt64(UInt(bitPattern: pending.function(at: index))) }
      pointee.pending = nil
    }
    return pointee.slots
  }

  /// The function at `index`, where `slots` has null.
  func resolve(_ index: UInt32) -> UnsafeMutablePointer<FunctionEntity>? {
    guard let function = pointee.pending?.function(at: Int(index)) else { return nil }
    pointee.slots[Int(index)] = UInt64(UInt(bitPattern: function))
    return function
  }
}
