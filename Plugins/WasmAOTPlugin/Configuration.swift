import Foundation
import PackagePlugin

/// What `wasm-aot.json`, beside the module, says; all of it may be left out, the file too.
struct Configuration: Decodable {
  /// How many files the functions are spread over.
  var files: Int?
  /// Functions with a larger body, in bytes, are left to the interpreter.
  var maximumBodySize: Int?
  /// A profile of the module, and the share of its weight that compiled functions must have.
  var profile: String?
  var share: Double?
  /// Lists of functions, names or indices, one on each line.
  var interpret: String?
  var compile: String?
  /// A module that lies somewhere else.
  var module: ExternalModule?

  /// It need not be there: then nothing is compiled, `NAME.compiled` has no functions, and the module is interpreted.
  struct ExternalModule: Decodable {
    let name: String
    /// Where it is: the first path counts whose variables, `$NAME`, are all in the environment and not empty.
    let paths: [String]
    /// A variable that says so, with `0`, when the module is not to be compiled.
    let `switch`: String?
  }

  static let fileName = "wasm-aot.json"

  /// The target's folder and the files with the options; what changes there is translated again.
  private(set) var folder = URL(filePath: "/")
  private(set) var inputs: [URL] = []

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case files, maximumBodySize, profile, share, interpret, compile, module
  }

  /// Any key, to find those that are misspelt.
  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys where CodingKeys(stringValue: key.stringValue) == nil {
      let known = CodingKeys.allCases.map(\.stringValue).joined(separator: ", ")
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "there is no option \(key.stringValue); there are: \(known)"))
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    files = try values.decodeIfPresent(Int.self, forKey: .files)
    maximumBodySize = try values.decodeIfPresent(Int.self, forKey: .maximumBodySize)
    profile = try values.decodeIfPresent(String.self, forKey: .profile)
    share = try values.decodeIfPresent(Double.self, forKey: .share)
    interpret = try values.decodeIfPresent(String.self, forKey: .interpret)
    compile = try values.decodeIfPresent(String.self, forKey: .compile)
    module = try values.decodeIfPresent(ExternalModule.self, forKey: .module)
  }

  private init() {}

  init(of target: any SourceModuleTarget) throws {
    let folder = target.directoryURL
    let file = folder.appending(path: Self.fileName)
    if FileManager.default.fileExists(atPath: file.path) {
      do {
        self = try JSONDecoder().decode(Configuration.self, from: Data(contentsOf: file))
      } catch DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context), DecodingError.keyNotFound(_, let context) {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        throw Problem(target, "\(Self.fileName): \(path.isEmpty ? "" : "\(path): ")\(context.debugDescription)")
      }
      inputs = [file]
    } else {
      self.init()
    }
    self.folder = folder
    inputs += [profile, interpret, compile].compactMap { $0.map { folder.appending(path: $0) } }
  }
}
