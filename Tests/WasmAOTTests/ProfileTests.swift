import Testing
import WasmAOT
import WasmCore

@Suite("Profiles")
struct ProfileTests {
  private let fingerprint = String(repeating: "0123456789abcdef", count: 2)

  @Test func isTheSameAfterWritingAndReading() throws {
    var builder = ModuleBuilder()
    for _ in 0..<3 { builder.function(nil, []) }
    builder.name(0, "name with spaces\nand a break")
    let module = try Module.load(builder.bytes)
    let profile = FunctionProfile(of: module, weights: [0: 5, 1: .max, 2: 0])
    #expect(
      profile.text == """
        # boomslang profile 1
        fingerprint \(module.fingerprint)
        # index weight name
        1 18446744073709551615
        0 5 name with spaces and a break

        """)
    let read = try FunctionProfile(parsing: profile.text)
    #expect(read.text == profile.text)
    #expect(read.entries.map(\.function) == [1, 0])
  }

  /// Names are the module's choice: what makes one character with the space before it is a name, too.
  @Test(arguments: ["\u{301}x", "\u{200D}", "\u{600} a", "e\u{301}"]) func namesThatBeginWithMarks(name: String) throws {
    var builder = ModuleBuilder()
    builder.function(nil, [])
    builder.name(0, name)
    let profile = FunctionProfile(of: try Module.load(builder.bytes), weights: [0: 5])
    let read = try FunctionProfile(parsing: profile.text)
    #expect(read.entries.map { Array(($0.name ?? "").utf8) } == [Array(name.utf8)] && read.entries.map(\.weight) == [5])
  }

  @Test func takesWhatPeopleWrite() throws {
    let profile = try FunctionProfile(parsing: "# boomslang profile 1\r\n\r\n# hello\nfingerprint \(fingerprint.uppercased())\n 7\t8   a name \n\n9 10")
    #expect(profile.fingerprint == fingerprint)
    #expect(profile.entries.map(\.function) == [9, 7])
    #expect(profile.entries.map(\.weight) == [10, 8])
    #expect(profile.entries.map(\.name) == [nil, "a name"])
  }

  @Test(arguments: [
    ("", "line 1: this is no profile: it must begin with '# boomslang profile 1'"),
    ("7 8\n", "line 1: this is no profile: it must begin with '# boomslang profile 1'"),
    ("# boomslang profile 2\n", "line 1: another version of the format: # boomslang profile 2"),
    ("# boomslang profile 1\n#\n#\n", "line 4: there is no line with the fingerprint"),
    ("# boomslang profile 1\n7 8\n", "line 2: expected 'fingerprint' and the module's fingerprint before the first function"),
    ("# boomslang profile 1\nfingerprint 12\n", "line 2: a fingerprint has 32 hexadecimal digits: 12"),
    ("FINGERPRINT\n7\n", "line 3: expected the index and the weight of a function"),
    ("FINGERPRINT\n7 8\n-7 8\n", "line 4: this is no index of a function: -7"),
    ("FINGERPRINT\nmain 8\n", "line 3: this is no index of a function: main"),
    ("FINGERPRINT\n7 8.5\n", "line 3: this is no weight: 8.5"),
    ("FINGERPRINT\n7 8\n\n7 9\n", "line 5: function 7 is there already"),
  ])
  func tellsWhatIsWrong(_ text: String, _ message: String) {
    let text = text.replacing("FINGERPRINT", with: "# boomslang profile 1\nfingerprint \(fingerprint)")
    let error = #expect(throws: TextError.self) { try FunctionProfile(parsing: text) }
    #expect(error?.description == message)
  }
}
