import CommandTestSupport
import Foundation
import Testing
import WasmAOT
import WasmCore

/// The built `wasm2swift`, which is next to `boomslang`; nil when it is not there.
private let path = Command.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("wasm2swift").path }
  .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }

@Suite("wasm2swift", .enabled(if: path != nil, "wasm2swift is not built"))
struct CommandTests {
  private static let module: [UInt8] = {
    var builder = ModuleBuilder()
    builder.function("double", [.i32], [.i32], [.get(0), .get(0), .op(.i32Add)])
    builder.function("nothing", [])
    return builder.bytes
  }()

  /// Runs it in a folder that has the module.
  private func run(_ arguments: String..., in folder: URL) throws -> Command.Outcome {
    try Data(Self.module).write(to: folder.appendingPathComponent("module.wasm"))
    return try Command.run(path ?? "", arguments, in: folder)
  }

  @Test func writesFilesAndAReport() throws {
    try Temporary.folder { folder in
      let list = try folder.write("list", "nothing\n")
      let outcome = try run(
        "module.wasm", "--name", "Parts", "--output=new/folder", "--files", "2", "--interpret", list, "--report", "report", in: folder)
      #expect(outcome.code == 0 && outcome.errors.isEmpty)
      #expect(outcome.output.hasPrefix("1 functions compiled, 1 interpreted: 0.00 MB of code in "))
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("new/folder").path)
      #expect(files.sorted() == ["Parts+0.swift", "Parts+1.swift", "Parts.swift"])
      #expect(try String(contentsOf: folder.appendingPathComponent("report"), encoding: .utf8).contains("\n1 2 0 interpreted:listed\n"))
    }
  }

  @Test func leavesFilesAloneThatStayTheSame() throws {
    try Temporary.folder { folder in
      func times() throws -> [Date?] {
        try ["A+0.swift", "A.swift"].map { name in
          try FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent(name).path)[.modificationDate] as? Date
        }
      }
      let old = Date(timeIntervalSince1970: 1_000_000_000)
      for file in ["A+0.swift", "A.swift"] {
        #expect(try run("module.wasm", "--name", "A", "--output", ".", "--files", "1", in: folder).code == 0)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: folder.appendingPathComponent(file).path)
      }
      try folder.write("A.swift", "something else")
      #expect(try run("module.wasm", "--name", "A", "--output", ".", "--files", "1", in: folder).code == 0)
      #expect(try times()[0] == old)
      #expect(try times()[1] != old)
      #expect(try String(contentsOf: folder.appendingPathComponent("A.swift"), encoding: .utf8).contains("public enum A {"))
    }
  }

  @Test func printsOneFunction() throws {
    try Temporary.folder { folder in
      let outcome = try run("module.wasm", "--dump", "double", in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.output == "func f0(_ g: G, _ l0: UInt32) -> UInt32 {\nenter(g)\nvar r0: UInt32 = 0\nr0 = i32_add(l0, l0)\nreturn r0\n}\n")
      #expect(try run("module.wasm", "--dump", "0", in: folder).output == outcome.output)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["module.wasm"])
    }
  }

  @Test func takesAProfile() throws {
    try Temporary.folder { folder in
      let profile = FunctionProfile(of: try Module.load(Self.module), weights: [0: 99, 1: 1])
      try folder.write("profile", profile.text)
      let outcome = try run("module.wasm", "--name", "A", "--output", ".", "--profile", "profile", "--share", "0.9", in: folder)
      #expect(outcome.output.hasPrefix("1 functions compiled (99.00 % of the profile), 1 interpreted: "))
      try folder.write("profile", profile.text + "x\n")
      let failed = try run("module.wasm", "--name", "A", "--output", ".", "--profile", "profile", in: folder)
      #expect(failed.code == 1)
      #expect(failed.errors == "wasm2swift: profile: line 6: expected the index and the weight of a function\n")
    }
  }

  /// Functions would be declared twice; what others wrote stays.
  @Test func removesFilesOfAnEarlierTranslation() throws {
    try Temporary.folder { folder in
      func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }.sorted() }
      _ = try run("module.wasm", "--name", "A", "--output", ".", "--files", "4", in: folder)
      #expect(try names() == ["A+0.swift", "A+1.swift", "A+2.swift", "A+3.swift", "A.swift"])
      try folder.write("A+3.swift", "// of somebody")
      _ = try run("module.wasm", "--name", "A", "--output", ".", "--files", "2", in: folder)
      #expect(try names() == ["A+0.swift", "A+1.swift", "A+3.swift", "A.swift"])
    }
  }

  @Test func takesOptionsFromAFile() throws {
    try Temporary.folder { folder in
      try FileManager.default.createDirectory(at: folder.appendingPathComponent("options"), withIntermediateDirectories: true)
      try folder.write("options/list", "nothing\n")
      // What the plugin reads is not looked at.
      try folder.write("options/file", "# comment\n\nfiles 100\npath $HOME/module.wasm\r\n  interpret list  \n")
      let outcome = try run("module.wasm", "--name", "A", "--output", ".", "--files", "1", "--options", "options/file", in: folder)
      #expect(outcome.output.hasPrefix("1 functions compiled, 1 interpreted: "), "\(outcome)")
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("A+1.swift").path))
      let wrong = [
        ("max-body x", "max-body takes a number from 0, not x"), ("what", "unknown option what"), ("compile", "compile needs a value"),
        ("options file", "unknown option options"), ("name B", "unknown option name"), ("output /tmp", "unknown option output"),
      ]
      for (text, message) in wrong {
        try folder.write("options/file", text)
        let failed = try run("module.wasm", "--name", "A", "--output", ".", "--options", "options/file", in: folder)
        #expect(failed.code == 2 && failed.errors.hasPrefix("wasm2swift: options/file: \(message)\n"), "\(failed.errors)")
      }
    }
  }

  @Test func doesWithoutAModule() throws {
    try Temporary.folder { folder in
      let changing = folder.appendingPathComponent("changing")
      func translate(_ name: String) throws -> Command.Outcome {
        try run(name, "--name", "A", "--output", ".", "--files", "1", "--optional", "--touch", changing.path, in: folder)
      }
      #expect(try translate("nowhere.wasm").output.hasPrefix("0 functions compiled, 0 interpreted: "))
      let first = try Data(contentsOf: changing)
      // Nothing new, nothing said; but the file is another one.
      #expect(try translate("nowhere.wasm").output == "")
      #expect(try Data(contentsOf: changing) != first)
      #expect(try translate("module.wasm").output.hasPrefix("2 functions compiled, 0 interpreted: "))
      #expect(try run("nowhere.wasm", "--name", "A", "--output", ".", in: folder).code == 1)
    }
  }

  @Test(arguments: [
    ([], "no module"),
    (["module.wasm"], "--name is missing"),
    (["module.wasm", "--name", "A"], "--output is missing"),
    (["module.wasm", "--name", "class", "--output", "."], "class cannot be the name of the module in Swift"),
    (["module.wasm", "--name", "E8", "--output", "."], "E8 cannot be the name of the module in Swift"),
    (["module.wasm", "--name", "i0", "--output", "."], "i0 cannot be the name of the module in Swift"),
    (["module.wasm", "--name", "1A", "--output", "."], "1A cannot be the name of the module in Swift"),
    (["module.wasm", "more"], "more than one module: more"),
    (["module.wasm", "--what"], "unknown option --what"),
    (["module.wasm", "--dump"], "--dump needs a value"),
    (["module.wasm", "--files", "0"], "--files takes a number from 1 to 1000, not 0"),
    (["module.wasm", "--share", "2"], "--share takes a number from 0 to 1, not 2"),
    (["module.wasm", "--dump", "0", "--share", "1"], "--share is of no use without --profile"),
  ])
  func tellsHowItIsUsed(_ arguments: [String], _ message: String) throws {
    let outcome = try Command.run(path ?? "", arguments)
    #expect(outcome.code == 2)
    #expect(outcome.errors == "wasm2swift: \(message)\nwasm2swift --help tells how it is used\n")
  }

  @Test func tellsWhatFailed() throws {
    try Temporary.folder { folder in
      let missing = try run("nowhere.wasm", "--dump", "0", in: folder)
      #expect(missing.code == 1)
      #expect(missing.errors == "wasm2swift: nowhere.wasm: No such file or directory\n")
      try folder.write("text", "no module")
      let malformed = try run("text", "--dump", "0", in: folder)
      #expect(malformed.code == 1)
      #expect(malformed.errors.hasPrefix("wasm2swift: text: malformed module at offset 0x0: "))
      #expect(try run("--help", in: folder).output.hasPrefix("usage: wasm2swift INPUT.wasm --name NAME --output FOLDER"))
    }
  }
}
