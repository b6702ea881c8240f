import Foundation
import WasmAOT
import WasmFormat

// TranslateModules MODULES OUTPUT: translates every module that the tests have recorded in the folder MODULES, each into a folder in
// OUTPUT, so that any number of them can be compiled together. Prints the names of those that it leaves out, and why.

/// Bodies larger than that, in bytes, are left to the interpreter: they are about limits, and would take minutes to compile.
let maximumBodySize = 30_000

func translate(_ file: URL) throws -> [SwiftTranslation.File] {
  let fingerprint = file.deletingPathExtension().lastPathComponent
  var options = SwiftTranslation.Options(name: "Module_\(fingerprint)")
  options.prefix = "m\(fingerprint.prefix(12))_"
  options.fileCount = 1
  options.maximumBodySize = maximumBodySize
  let module = try Module.load(ModuleBytes(contentsOfFile: file.path), validation: .lazy)
  return try SwiftTranslation(of: module, options).files
}

let folders = CommandLine.arguments.dropFirst().map { URL(filePath: $0, directoryHint: .isDirectory) }
guard folders.count == 2 else { fatalError("usage: TranslateModules MODULES OUTPUT") }
let names = try FileManager.default.contentsOfDirectory(atPath: folders[0].path).filter { $0.hasSuffix(".wasm") }.sorted()
for name in names {
  let files: [SwiftTranslation.File]
  do { files = try translate(folders[0].appending(path: name)) } catch {
    print("\(name): \(error)")
    continue
  }
  let folder = folders[1].appending(path: name).deletingPathExtension()
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for file in files { try Data(file.contents).write(to: folder.appending(path: file.name)) }
}
