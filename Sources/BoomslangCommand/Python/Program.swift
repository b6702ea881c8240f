import Boomslang
import CommandSupport
import WASI
import WasmCore

/// What `boomslang run` runs, and what has to be where for it.
struct Program {
  private enum Kind {
    case source(String, name: String)
    case module(String)
    case file(guestPath: String)
  }

  private let kind: Kind
  /// `sys.argv[0]`.
  let name: String
  private(set) var mounts: [WASIConfiguration.Mount] = []
  /// A file for `/work`; without bytes a folder, where something is mounted.
  private var workFile: (name: String, bytes: [UInt8]?)?

  /// - Parameters:
  ///   - mounts: what the guest sees of the host anyway.
  ///   - reader: what programs in files and on standard input are read by.
  init(_ program: RunOptions.Program, mounts: [MountOption], reader: ProgramSource) throws {
    switch program {
    case .code(let code): (kind, name) = (.source(code, name: "<string>"), "-c")
    case .module(let module): (kind, name) = (.module(module), "-m")
    case .standardInput:
      guard let source = String(validating: try reader.read(STDIN_FILENO, name: "standard input"), as: UTF8.self) else {
        throw FileProblem("the program on standard input is not UTF-8")
      }
      (kind, name) = (.source(source, name: "<stdin>"), "-")
    case .file(let path):
      let script = try ScriptFile(path, mounts: mounts, reader: reader)
      (kind, name) = (.file(guestPath: script.guestPath), script.guestPath)
      self.mounts = script.mount.map { [$0] } ?? []
      workFile = script.workFile
    }
  }

  /// A sandbox of its own, with things where Python finds them.
  /// - Parameter state: the file with the state that Python begins with.
  func makeInstance(_ sandbox: Sandbox, arguments: [ByteString] = [], state: String? = nil) throws -> PythonInstance {
    var options = sandbox.instance
    options.arguments = [ByteString(name)] + arguments
    options.mounts += mounts
    var image = try sandbox.factory.image
    if let state { image = try image.load(state) }
    let python = try image.createInstance(options)
    for file in python.lostFiles {
      Console.error("boomslang: \(ShownName.text("\(file.path)")), which was open in \(state ?? "the image"), cannot be opened again: \(file.reason.message)")
    }
    try prepare(python)
    return python
  }

  private func prepare(_ python: PythonInstance) throws {
    if let workFile {
      do throws(Errno) {
        if let bytes = workFile.bytes {
          try python.workFiles.writeFile(ByteString(workFile.name), bytes)
        } else {
          try python.workFiles.createDirectory(ByteString(workFile.name))
        }
      } catch {
        throw FileProblem("\(name): \(error.message)")
      }
    }
    // As python has it: of a file, its folder, and otherwise the current one comes first.
    if case .file = kind { return }
    _ = try python.execute("(lambda path: path[0] and path.insert(0, ''))(__import__('sys').path)")
  }

  /// Runs it, and then ends Python as its process would.
  /// - Parameter savedState: the file that the state goes to before that, if all went well.
  /// - Returns: the exit code that a parent sees.
  func run(in python: PythonInstance, savedState: String? = nil) throws -> Int32 {
    let result = try start(in: python)
    if let savedState, result.succeeded, !python.isPoisoned { try python.freeze().save(to: savedState) }
    // After os._exit there is nothing to finish.
    let end = python.isPoisoned ? nil : try python.finish()
    let exitCode = end.map { $0.succeeded ? result.exitCode : $0.exitCode } ?? result.exitCode
    return exitCode & 0xFF
  }

  private func start(in python: PythonInstance) throws -> PythonResult {
    switch kind {
    case .source(let source, let name): try python.execute(source, name: name)
    case .module(let module): try python.runModule(module)
    case .file(let guestPath): try python.runFile(guestPath)
    }
  }
}
