import CommandSupport
import Testing

@Suite struct KeyDecoderTests {
  private func keys(_ bytes: [UInt8]) -> [Key] {
    var decoder = KeyDecoder()
    return bytes.compactMap { decoder.feed($0) }
  }

  private func keys(_ text: String) -> [Key] { keys(Array(text.utf8)) }

  @Test func characters() {
    #expect(keys("a é漢😀") == [.character("a"), .character(" "), .character("é"), .character("漢"), .character("😀")])
  }

  @Test func controlKeys() {
    #expect(keys("\u{1}\u{3}\u{4}\u{1A}\0") == [.control("a"), .control("c"), .control("d"), .control("z"), .control("@")])
    #expect(keys("\r\n\t\u{8}\u{7F}") == [.enter, .enter, .tab, .backspace, .backspace])
  }

  @Test(arguments: [
    ("\u{1B}[A", Key.up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left), ("\u{1B}[H", .home), ("\u{1B}OF", .end),
    ("\u{1B}[1~", .home), ("\u{1B}[8~", .end), ("\u{1B}[3~", .delete), ("\u{1B}[1;5C", .wordRight), ("\u{1B}[1;3D", .wordLeft),
    ("\u{1B}[1;2D", .left), ("\u{1B}b", .alt("b")), ("\u{1B}ü", .alt("ü")), ("\u{1B}\u{7F}", .deleteWordBackward), ("\u{1B}\r", .alt("\n")),
    ("\u{1B}[Z", .backTab), ("\u{1B}[15~", .unknown), ("\u{1B}[?1;2c", .unknown),
  ])
  func sequences(_ text: String, _ key: Key) {
    #expect(keys(text) == [key])
    #expect(keys(text + "x") == [key, .character("x")])
  }

  @Test func pasting() {
    #expect(keys("\u{1B}[200~if x:\r  y\r\n\u{1B}[A\u{1B}[201~z") == [.paste("if x:\n  y\n\u{1B}[A"), .character("z")])
    #expect(keys("\u{1B}[200~\u{1B}[201~") == [.paste("")])
  }

  @Test func longPastesTakeNoLongerThanTheyHaveTo() {
    let text = String(repeating: "漢字 = 1\n", count: 50_000)
    let start = ContinuousClock.now
    #expect(keys("\u{1B}[200~\(text)\u{1B}[201~") == [.paste(text)])
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func bytesThatAreNoText() {
    #expect(keys([0xFF, 0x61]) == [.unknown, .character("a")])
    // A character that ends too soon, one that is too long for what it says, and half of a pair.
    #expect(keys([0xE6, 0xBC, 0x61]) == [.character("a")])
    #expect(keys([0xE0, 0x80, 0x80, 0x61]) == [.unknown, .character("a")])
    #expect(keys([0xED, 0xA0, 0x80, 0x61]) == [.unknown, .character("a")])
  }

  @Test func sequencesThatDoNotEnd() {
    #expect(keys("\u{1B}[\(String(repeating: "1", count: 40))").allSatisfy { $0 == .unknown || $0 == .character("1") })
    #expect(keys("\u{1B}[1\u{1B}[A") == [.unknown, .up])
    var decoder = KeyDecoder()
    #expect(decoder.feed(0x1B) == nil && decoder.isInside && !decoder.isPasting)
    decoder.reset()
    #expect(decoder.feed(0x61) == .character("a") && !decoder.isInside)
  }
}
