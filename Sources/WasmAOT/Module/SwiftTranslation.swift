import WasmFormat

/// A module as Swift source.
///
/// The same module and options give the same bytes every time. The files import `WasmRuntimeSupport`.
public struct SwiftTranslation: Sendable {
  /// How, and what of the module.
  public struct Options: Sendable {
    /// The name of the enumeration that has the module, `Kernels` for `Kernels.compiled`; also the beginning of the files' names.
    public var name: String
    /// What the names of all other declarations begin with, so that several modules can be in one module of Swift.
    public var prefix = ""
    /// How many files the functions are spread over.
    public var fileCount = 8
    /// Functions that are compiled whatever the size limit and the profile say.
    public var compiled: [FunctionReference] = []
    /// Functions that are left to the interpreter.
    public var interpreted: [FunctionReference] = []
    /// Functions whose body is larger than this, in bytes, are left to the interpreter; nil: none for its size.
    public var maximumBodySize: Int?
    /// Of what the other options allow, only the heaviest functions of this profile are compiled; nil: all.
    public var profile: FunctionProfile?
    /// The share of the profile's weight, from 0 to 1, that compiled functions must have: as few as that takes.
    public var profileShare = 1.0

    public init(name: String) { self.name = name }
  }

  /// One file.
  public struct File: Sendable {
    public let name: String
    public let contents: [UInt8]
  }

  public let files: [File]
  public let report: TranslationReport

  /// The names of the files that a translation with these options has, known without the module.
  public static func fileNames(_ options: Options) -> [String] {
    (0..<options.fileCount).map { "\(options.name)+\($0).swift" } + ["\(options.name).swift"]
  }

  /// What all files begin with.
  public static let start = "// Translated from WebAssembly. Do not edit"

  /// The names of the files that a translation into more files may have left in the same folder, the first of them first.
  public static func leftoverFileNames(_ options: Options) -> some Sequence<String> {
    (options.fileCount..<1000).lazy.map { [name = options.name] in "\(name)+\($0).swift" }
  }

  /// Validates and translates `module`.
  public init(of module: Module, _ options: Options) throws(TranslationError) {
    let names = NameSection(of: module)
    let selection = try FunctionSelection(module, options, names)
    let scan: ModuleScan
    let pieces: [Piece]
    do {
      scan = try ModuleScan(module)
      pieces = try Piece.all(of: module, options, selection, names, scan)
    } catch { throw .module(error) }
    let needs = pieces.reduce(into: Piece.Needs()) { $0.formUnion($1.needs) }
    let reasons = pieces.flatMap { $0.functions.map(\.reason) }
    let types = TypeEmitter(module: module, checksCalls: scan.checksCalls)
    let shards = ShardEmitter(module: module, options: options, types: types, pieces: pieces, needs: needs)
    let main = ModuleEmitter(module: module, options: options, types: types, needs: needs, reasons: reasons)
    let texts = ShardPlan(module, selection, count: options.fileCount).shards.enumerated().map(shards.emit) + [main.emit()]
    files = zip(Self.fileNames(options), texts).map(File.init)
    report = TranslationReport(module, reasons, selection.weights, names)
  }

  /// What the options choose: the report of a translation, without translating. Only that blocks of a chosen function nest too
  /// deeply for the Swift compiler shows later.
  public static func forecast(of module: Module, _ options: Options) throws(TranslationError) -> TranslationReport {
    let names = NameSection(of: module)
    let selection = try FunctionSelection(module, options, names)
    return TranslationReport(module, selection.reasons, selection.weights, names)
  }

  /// The text of the functions that `function` means, as it is in the files when they are compiled.
  public static func text(of function: FunctionReference, in module: Module) throws(TranslationError) -> [UInt8] {
    let names = NameSection(of: module)
    let scan: ModuleScan
    do { scan = try ModuleScan(module) } catch { throw .module(error) }
    var emitter = FunctionEmitter(module, checksCalls: scan.checksCalls)
    var out = SourceBuffer()
    for index in try FunctionFinder(module, names, for: [function]).find(function) {
      do throws(Untranslatable) {
        try emitter.translate(index - module.contents.importedFunctionCount, name: names.function(index), into: &out)
      } catch {
        switch error {
        case .invalid(let error): throw .module(error)
        case .nesting: throw .nesting(index)
        }
      }
    }
    return out.take()
  }
}
