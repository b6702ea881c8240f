import WasmFormat

/// A module as Swift source.
///
/// The same module and options give the same bytes every time. The files import `WasmRuntimeSupport`, which does not exist
/// yet, so nothing can compile them so far.
public struct SwiftTranslation: Sendable {
  public struct Options: Sendable {
    /// The name of the enumeration that has the module, `Kernels` for `Kernels.compiled`; also the beginning of the files' names.
    public var name: String
    /// How many files the functions are spread over.
    public var fileCount = 8
    /// Functions whose body is larger than this, in bytes, are left to the interpreter; nil: none for its size.
    public var maximumBodySize: Int?

    public init(name: String) { self.name = name }
  }

  /// One file.
  public struct File: Sendable {
    public let name: String
    public let contents: [UInt8]
  }

  /// What became of the module's functions.
  public struct Report: Sendable {
    public let translatedCount: Int
    /// The indices of those that are left to the interpreter, and why.
    public let interpreted: [(function: Int, reason: String)]
  }

  public let files: [File]
  public let report: Report

  /// The names of the files that a translation with these options has, known without the module.
  public static func fileNames(_ options: Options) -> [String] {
    (0..<options.fileCount).map { "\(options.name)+\($0).swift" } + ["\(options.name).swift"]
  }

  /// Validates and translates `module`.
  /// - Throws: `ModuleError` for a function that is not valid.
  public init(of module: Module, _ options: Options) throws(ModuleError) {
    let scan = try ModuleScan(module)
    let plan = ShardPlan(module, count: options.fileCount)
    let names = NameSection(of: module)
    let shards = try ShardEmitter.emit(plan.shards, of: module, options, names, scan)
    let summary = ShardEmitter.Summary(shards)
    let last = ModuleEmitter(module: module, options: options, scan: scan, summary: summary).emit()
    files = zip(Self.fileNames(options), shards.map(\.text) + [last]).map(File.init)
    report = Report(
      translatedCount: module.contents.bodies.count - summary.interpreted.count,
      interpreted: summary.interpreted.map { ($0.function, $0.reason) })
  }
}
