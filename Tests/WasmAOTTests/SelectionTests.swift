import Testing
import WasmAOT
import WasmCore

/// Which functions are compiled.
@Suite("Selection")
struct SelectionTests {
  /// An import, and functions 1 to 5 of growing size; 1 calls 2, 2 the import and 3 through the table.
  private func module() throws -> Module {
    var builder = ModuleBuilder()
    let imported = builder.importFunction("imported")
    let type = builder.type()
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
    builder.function("one", [.call(2)])
    builder.function(nil, [.call(imported), .i32(0), .op(.callIndirect, type, 0)])
    for count in 3...5 { builder.function(nil, Array(repeating: .op(.nop), count: 10 * count)) }
    for (index, name) in [(1, "first"), (3, "third"), (4, "same"), (5, "same")] as [(UInt32, String)] { builder.name(index, name) }
    return try Module.load(builder.bytes)
  }

  private func translate(_ change: (inout SwiftTranslation.Options) -> Void) throws -> SwiftTranslation {
    var options = SwiftTranslation.Options(name: "Selected")
    options.fileCount = 2
    change(&options)
    return try SwiftTranslation(of: try module(), options)
  }

  private func compiled(_ change: (inout SwiftTranslation.Options) -> Void) throws -> [Int] { try translate(change).report.compiled.map(\.index) }

  @Test func isEverythingWithoutOptions() throws {
    let report = try translate { _ in }.report
    #expect(report.compiled.map(\.index) == [1, 2, 3, 4, 5])
    #expect(report.interpreted.isEmpty)
    #expect(report.coverage.count == 1 && report.coverage.size == 1 && report.coverage.weight == nil)
  }

  @Test func leavesOutWhatIsListed() throws {
    #expect(try compiled { $0.interpreted = [.index(3)] } == [1, 2, 4, 5])
    #expect(try compiled { $0.interpreted = [.name("same")] } == [1, 2, 3])
    // Names of exports count as well.
    #expect(try compiled { $0.interpreted = [.name("one"), .name("third")] } == [2, 4, 5])
    let list = FunctionReference.list(parsing: "# comment\r\n\r\n  3\r\nfirst\nwith a space \n")
    #expect(list == [.index(3), .name("first"), .name("with a space")])
  }

  @Test func leavesOutWhatIsLarge() throws {
    #expect(try compiled { $0.maximumBodySize = 35 } == [1, 2, 3])
    #expect(
      try compiled {
        $0.maximumBodySize = 35
        $0.compiled = [.index(5)]
      } == [1, 2, 3, 5])
  }

  @Test func takesTheFewestFunctionsThatCoverTheShare() throws {
    let profile = FunctionProfile(of: try module(), weights: [0: 1000, 1: 10, 2: 50, 3: 30, 5: 10])
    func compiled(_ share: Double, _ change: (inout SwiftTranslation.Options) -> Void = { _ in }) throws -> [Int] {
      try self.compiled {
        ($0.profile, $0.profileShare) = (profile, share)
        change(&$0)
      }
    }
    #expect(try compiled(0) == [])
    #expect(try compiled(0.5) == [2])
    #expect(try compiled(0.51) == [2, 3])
    // Of two that weigh the same, the first.
    #expect(try compiled(0.9) == [1, 2, 3])
    // What has no weight is never needed.
    #expect(try compiled(1) == [1, 2, 3, 5])
    // What is excluded otherwise is made up for, what is included counts.
    #expect(try compiled(0.5) { $0.interpreted = [.index(2)] } == [1, 3, 5])
    #expect(try compiled(0.6) { $0.compiled = [.index(1), .index(4)] } == [1, 2, 4])
    #expect(try compiled(1) { $0.maximumBodySize = 35 } == [1, 2, 3])
  }

  @Test func reportsWhatAndWhy() throws {
    let profile = FunctionProfile(of: try module(), weights: [1: 60, 2: 30, 3: 10])
    let report = try translate {
      ($0.profile, $0.profileShare, $0.maximumBodySize) = (profile, 0.85, 45)
      $0.interpreted = [.index(3)]
    }.report
    #expect(report.functions.map(\.reason) == [nil, nil, .listed, .profile, .size])
    #expect(report.coverage.weight == 0.9)
    #expect(report.coverage.count == 0.4)
    #expect(
      report.text == """
        # boomslang translation report 1
        functions 40.00 %
        bytes 9.35 %
        weight 90.00 %
        # index bytes weight engine name
        1 4 60 compiled first
        2 9 30 compiled
        3 32 10 interpreted:listed third
        4 42 0 interpreted:profile same
        5 52 0 interpreted:size same

        """)
  }

  /// Only functions that are called from compiled code need to be there under the name that calls use.
  @Test func writesWhatIsCalled() throws {
    func text(_ change: (inout SwiftTranslation.Options) -> Void) throws -> String {
      try translate(change).files.map { String(decoding: $0.contents, as: UTF8.self) }.joined()
    }
    let interpreted = try text { $0.interpreted = [.index(2)] }
    #expect(interpreted.contains("func f2(_ g: G) { c0(g, function(g, 2)) }"))
    #expect(interpreted.contains("func c0("))
    #expect(!interpreted.contains("func f0("))
    #expect(!interpreted.contains("t.set(1,"))
    let uncalled = try text { $0.interpreted = [.index(1), .index(2)] }
    #expect(!uncalled.contains("func f2(") && !uncalled.contains("func c0("))
  }

  @Test func refusesWhatMakesNoSense() throws {
    func error(_ change: (inout SwiftTranslation.Options) -> Void) -> TranslationError? {
      #expect(throws: TranslationError.self) { try compiled(change) }
    }
    #expect(error { $0.interpreted = [.index(6)] } == .unknownFunction(.index(6)))
    #expect(error { $0.compiled = [.name("nobody")] } == .unknownFunction(.name("nobody")))
    #expect(error { $0.compiled = [.index(0)] } == .importedFunction(.index(0)))
    #expect(error { ($0.compiled, $0.interpreted) = ([.name("first")], [.index(1)]) } == .contradiction(1))
    let other = FunctionProfile(of: try Module.load(ModuleBuilder().bytes), weights: [:])
    #expect(error { $0.profile = other } == .profileOfAnotherModule(other.fingerprint))
    let long = FunctionProfile(of: try module(), weights: [6: 1])
    #expect(error { $0.profile = long } == .unknownFunctionInProfile(6))
  }

  @Test func oneFunctionAlone() throws {
    let text = String(decoding: try SwiftTranslation.text(of: .name("first"), in: try module()), as: UTF8.self)
    #expect(text == "// first\nfunc f1(_ g: G) {\nenter(g)\nf2(g)\nreturned(g)\n}\n")
  }
}
