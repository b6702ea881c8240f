import EngineTestSupport
import Testing
import WASI
import WasmCore

@Suite("WASI host")
struct HostTests {
  @Test func theTableIsComplete() throws {
    var linker = Linker(store: Store())
    try WASIHost().define(in: &linker)
    for (name, parameters) in CallerModule.functions {
      guard case .function(let function)? = linker.definition(module: WASIHost.moduleName, name: name) else {
        Issue.record("\(name) is missing")
        continue
      }
      #expect(function.type.parameters == parameters.map { $0 == "i" ? .i32 : .i64 }, "\(name)")
      #expect(function.type.results == (name == "proc_exit" ? [] : [.i32]), "\(name)")
    }
  }

  @Test(arguments: Engine.tested) func argumentsAndEnvironment(engine: Engine) throws {
    var configuration = WASIConfiguration()
    configuration.arguments = ["program", "", "zwölf"]
    configuration.environment = [("A", "1"), ("EMPTY", ""), ("B", "x=y")]
    let guest = try Guest(engine, configuration)
    for (sizes, get, expected) in [
      ("args_sizes_get", "args_get", ["program", "", "zwölf"]), ("environ_sizes_get", "environ_get", ["A=1", "EMPTY=", "B=x=y"]),
    ] {
      #expect(try guest.call(sizes, 1024, 1028) == .success)
      #expect(guest.u32(1024) == 3)
      #expect(guest.u32(1028) == UInt32(expected.joined(separator: " ").utf8.count + 1))
      #expect(try guest.call(get, 1024, 4096) == .success)
      let text = try #require(guest.memory.read(at: 4096, count: Int(guest.u32(1028)) == 0 ? 0 : 64))
      let strings = (0..<3).map { index in String(decoding: text[(Int(guest.u32(1024 + index * 4)) - 4096)...].prefix { $0 != 0 }, as: UTF8.self) }
      #expect(strings == expected)
    }
  }

  @Test func wrongConfigurationsAreRefused() throws {
    var configuration = WASIConfiguration()
    configuration.arguments = ["a\0b"]
    #expect(throws: Errno.inval) { try WASIHost(configuration) }
    configuration.arguments = []
    configuration.environment = [("A=B", "x")]
    #expect(throws: Errno.inval) { try WASIHost(configuration) }
    #expect(throws: Errno.noent) { try HostFileSystem(path: "/missing/folder") }
    #expect(throws: Errno.notdir) { try HostFileSystem(path: "/etc/passwd") }
  }

  @Test(arguments: Engine.tested) func exiting(engine: Engine) throws {
    let guest = try Guest(engine)
    let cases: [(String, UInt64, UInt32)] = [
      ("proc_exit", 0, 0), ("proc_exit", 42, 42), ("proc_exit", 0xFFFF_FFFF, 0xFFFF_FFFF), ("proc_raise", 6, 134),
    ]
    for (function, argument, code) in cases {
      do {
        try guest.call(function, argument)
        Issue.record("\(function) came back")
      } catch let trap as Trap {
        #expect(trap.code == .hostError)
        #expect(trap.cause as? ProcessExit == ProcessExit(code: code))
        #expect(trap.exitCode == code)
      }
    }
    #expect(try guest.call("proc_raise", 0) == .success)
    #expect(try guest.call("proc_raise", 16) == .success)
    #expect(try guest.call("proc_raise", 99) == .inval)
    // The guest can go on.
    #expect(try guest.call("sched_yield") == .success)
  }

  @Test(arguments: Engine.tested) func mounts(engine: Engine) throws {
    var configuration = WASIConfiguration()
    let files = MemoryFileSystem()
    try files.writeFile("file", Array("text".utf8))
    configuration.mounts = [.init(MemoryFileSystem(), at: "/"), .init(files, at: "/data")]
    let guest = try Guest(engine, configuration)
    for (number, path) in [(UInt64(3), "/"), (4, "/data")] {
      #expect(try guest.call("fd_prestat_get", number, UInt64(Guest.result)) == .success)
      #expect(guest.u32(Guest.result) == 0)
      #expect(guest.u32(Guest.result + 4) == UInt32(path.utf8.count))
      #expect(try guest.call("fd_prestat_dir_name", number, UInt64(Guest.buffer), UInt64(path.utf8.count)) == .success)
      #expect(guest.memory.read(at: Guest.buffer, count: path.utf8.count) == Array(path.utf8))
    }
    #expect(try guest.call("fd_prestat_dir_name", 4, UInt64(Guest.buffer), 4) == .nametoolong)
    #expect(try guest.call("fd_prestat_get", 5, UInt64(Guest.result)) == .badf)
    #expect(try guest.call("fd_prestat_get", 0, UInt64(Guest.result)) == .badf)
    #expect(try guest.contents("file", in: 4) == "text")
    #expect(try guest.names(".") == [])
  }

  @Test(arguments: Engine.tested) func renumbering(engine: Engine) throws {
    let guest = try Guest(engine, MemoryFileSystem())
    try guest.create("one", "1")
    try guest.create("two", "2")
    let (one, two) = (try guest.openForReading("one"), try guest.openForReading("two"))
    #expect(try guest.call("fd_renumber", UInt64(one), 99) == .badf)
    #expect(try guest.call("fd_renumber", 99, UInt64(one)) == .badf)
    #expect(try guest.call("fd_renumber", UInt64(one), UInt64(one)) == .success)
    #expect(try guest.call("fd_renumber", UInt64(one), UInt64(two)) == .success)
    #expect(try guest.text(two) == "1")
    #expect(try code { _ = try guest.text(one) } == .badf)
    #expect(try guest.openForReading("two") == one)
  }

  @Test func resettingForgetsOpenFiles() throws {
    var configuration = WASIConfiguration()
    configuration.standardInput = .text("again")
    configuration.mounts = [.init(MemoryFileSystem(), at: "/")]
    let host = try WASIHost(configuration)
    let store = Store()
    var linker = Linker(store: store)
    host.define(in: &linker)
    let guest = try Guest(store: store, linker: linker, wasi: host)
    let file = try guest.open("file", creates: true)
    #expect(try guest.text(0) == "again")
    try host.reset()
    #expect(try code { _ = try guest.read(file) } == .badf)
    #expect(try guest.text(0) == "again")
    #expect(try guest.status("file").type == .regularFile)
  }
}
