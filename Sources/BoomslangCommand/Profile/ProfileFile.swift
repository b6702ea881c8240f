import CommandSupport
import WasmAOT
import WasmCore

/// Where a profile goes.
struct ProfileFile {
  private let path: String
  private let file: OutputFile

  init(_ path: String) throws(FileProblem) {
    self.path = path
    file = try OutputFile(path)
  }

  /// Writes a profile with these weights, and says to standard error what is in it.
  func save(_ weights: [Int: UInt64], of module: Module) throws {
    let profile = FunctionProfile(of: module, weights: weights)
    let summary = try summary(profile, module)
    try file.write(profile.text)
    Console.error(summary)
  }

  private func summary(_ profile: FunctionProfile, _ module: Module) throws(TranslationError) -> String {
    func chosen(_ share: Double) throws(TranslationError) -> (functions: Int, size: String) {
      var options = SwiftTranslation.Options(name: "Profile")
      (options.profile, options.profileShare) = (profile, share)
      let report = try SwiftTranslation.forecast(of: module, options)
      return (report.compiled.count, "\(TranslationReport.percent(report.coverage.size)) of the code")
    }
    let used = try chosen(1)
    var lines = [
      "profile      \(path)",
      "executed     \(profile.entries.reduce(0) { $0 + $1.weight }) instructions",
      "used         \(used.functions) of \(module.contents.bodies.count) functions, \(used.size)",
    ]
    for (share, label) in [(0.9, "90 %  "), (0.99, "99 %  "), (0.999, "99.9 %")] {
      let part = try chosen(share)
      lines.append("\(label)       \(part.functions) functions, \(part.size)")
    }
    return lines.joined(separator: "\n")
  }
}
