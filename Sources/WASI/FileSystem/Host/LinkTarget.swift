/// What the text of a symbolic link says about where it leads, without a look at any file.
enum LinkTarget {
  case absolute
  /// So many `..`, and then names only.
  case relative(levels: Int)
  /// With `..` behind a name: where that leads depends on what has the name when the link is followed.
  case winding

  init(_ target: ByteString) {
    if target.bytes.first == UInt8(ascii: "/") {
      self = .absolute
      return
    }
    var levels = 0
    var hasNames = false
    for component in target.components where !component.elementsEqual(".".utf8) {
      guard component.elementsEqual("..".utf8) else {
        hasNames = true
        continue
      }
      if hasNames {
        self = .winding
        return
      }
      levels += 1
    }
    self = .relative(levels: levels)
  }
}
