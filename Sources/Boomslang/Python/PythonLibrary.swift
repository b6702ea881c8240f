/// Python modules that the host provides, only to be read, to all instances of a factory.
public enum PythonLibrary: Sendable {
  /// The modules and packages in a directory of the host. The guest sees it as `/usr/libraries/NAME`.
  case directory(name: String, path: String)
  /// One module from its source. The guest sees it as `/usr/libraries/NAME/NAME.py`.
  case module(name: String, source: String)

  public var name: String {
    switch self {
    case .directory(let name, _), .module(let name, _): name
    }
  }
}
