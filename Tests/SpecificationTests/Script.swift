import Foundation

/// One file of the testsuite in the JSON form that wabt's wast2json and `wasm-tools json-from-wast` write, each in its
/// dialect: the commands of a .wast script, with its modules as files of their own.
struct Script: Decodable {
  /// The name of the script in the specification's text format, such as "address.wast".
  let sourceFilename: String
  let commands: [Command]

  init(contentsOf file: URL) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Script.self, from: Data(contentsOf: file))
  }
}

/// One command of a script. Which members there are depends on the kind.
struct Command: Decodable {
  enum Kind: String, Decodable {
    case module
    case moduleDefinition = "module_definition"
    case moduleInstance = "module_instance"
    case register, action
    case assertReturn = "assert_return"
    case assertTrap = "assert_trap"
    case assertExhaustion = "assert_exhaustion"
    case assertException = "assert_exception"
    case assertMalformed = "assert_malformed"
    case assertInvalid = "assert_invalid"
    case assertUnlinkable = "assert_unlinkable"
    case assertUninstantiable = "assert_uninstantiable"
  }

  enum ModuleForm: String, Decodable {
    case binary, text
  }

  let type: Kind
  let line: Int
  /// The name a module or instance gets, or the instance to register.
  let name: String?
  /// wasm-tools: the name an instance gets.
  let instance: String?
  /// The definition to instantiate.
  let module: String?
  /// The name to register an instance under.
  let `as`: String?
  let filename: String?
  let moduleType: ModuleForm?
  /// wasm-tools: the module of a file in the text format, in the binary format.
  let binaryFilename: String?
  let action: Action?
  let expected: [Constant]?
  /// The specification's words for what goes wrong.
  let text: String?

  /// Whether this is about a module that exists in the text format only.
  var isAboutText: Bool { moduleType == .text && binaryFilename == nil }
}

struct Action: Decodable {
  enum Kind: String, Decodable {
    case invoke, get
  }

  let type: Kind
  /// The instance; nil for the current one.
  let module: String?
  let field: String
  let args: [Constant]?
}

/// A value or a pattern for one. Numbers are the decimal digits of their bits, of integers signed in one dialect and
/// unsigned in the other.
struct Constant: Decodable {
  let type: String
  /// nil for vectors, whose lanes are a list, and for references that the type says enough about.
  let value: String?
  /// The alternatives of the type "either".
  let values: [Constant]

  private enum Key: CodingKey {
    case type, value, values
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    type = try container.decode(String.self, forKey: .type)
    value = try? container.decode(String.self, forKey: .value)
    values = try container.decodeIfPresent([Constant].self, forKey: .values) ?? []
  }
}
