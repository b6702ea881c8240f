import WasmAOT
import WasmFormat

/// Translates one module.
struct Command {
  let arguments: Arguments

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let module = try load()
    if let function = arguments.dump {
      return Output.write(try SwiftTranslation.text(of: FunctionReference(function), in: module), to: 1)
    }
    let options = try options()
    let translation = try SwiftTranslation(of: module, options)
    let time = clock.now - start
    let folder = arguments.output ?? "."
    try Output.makeFolder(folder)
    var hasChanged = false
    for file in translation.files where try Output.save(file.contents, to: "\(folder)/\(file.name)") { hasChanged = true }
    Output.remove(SwiftTranslation.leftoverFileNames(options).lazy.map { "\(folder)/\($0)" }, thatBeginWith: SwiftTranslation.start)
    if let path = arguments.report { _ = try Output.save(Array(translation.report.text.utf8), to: path) }
    if let path = arguments.touched { _ = try Output.save(Array("\(start)\n".utf8), to: path) }
    // Who has a file touched has the command run again and again to be sure, and does not want to read about that.
    guard hasChanged || arguments.touched == nil else { return }
    Output.print(summary(translation.report, module.codeSectionSize, time / .seconds(1)) + "\n")
  }

  /// The eight bytes that every module begins with.
  private static let emptyModule: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]

  private func load() throws -> Module {
    let isMissing = arguments.isOptional && !Output.isThere(arguments.input)
    let bytes = isMissing ? ModuleBytes(Self.emptyModule) : try ModuleBytes(contentsOfFile: arguments.input)
    do {
      // The translation validates all functions.
      return try Module.load(bytes, validation: .lazy)
    } catch { throw Failure(description: "\(arguments.input): \(error)") }
  }

  private func options() throws -> SwiftTranslation.Options {
    var options = SwiftTranslation.Options(name: arguments.name ?? "")
    options.prefix = arguments.prefix ?? ""
    if let count = arguments.fileCount { options.fileCount = count }
    options.maximumBodySize = arguments.maximumBodySize
    if let path = arguments.interpreted { options.interpreted = FunctionReference.list(parsing: try text(path)) }
    if let path = arguments.compiled { options.compiled = FunctionReference.list(parsing: try text(path)) }
    if let path = arguments.profile {
      let text = try text(path)
      do { options.profile = try FunctionProfile(parsing: text) } catch { throw Failure(description: "\(path): \(error)") }
    }
    if let share = arguments.share { options.profileShare = share }
    return options
  }

  private func text(_ path: String) throws -> String {
    try ModuleBytes(contentsOfFile: path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  private func summary(_ report: TranslationReport, _ size: Int, _ seconds: Double) -> String {
    let megabytes = Double(size) / 1e6
    let share = report.coverage.weight.map { " (\(TranslationReport.percent($0)) of the profile)" } ?? ""
    return "\(report.compiled.count) functions compiled\(share), \(report.interpreted.count) interpreted: "
      + "\(decimal(megabytes)) MB of code in \(decimal(seconds)) s, \(decimal(megabytes / max(seconds, 1e-9))) MB/s"
  }

  /// With two digits after the point.
  private func decimal(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
  }
}
