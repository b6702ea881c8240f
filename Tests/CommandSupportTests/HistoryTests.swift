import CommandSupport
import Foundation
import Testing

@Suite struct HistoryTests {
  @Test func entries() {
    var history = History()
    #expect(history.add("a") && !history.add("a") && !history.add("  \n ") && history.add("b") && history.add("a"))
    #expect(history.entries == ["a", "b", "a"])
    for number in 0..<History.limit { history.add("\(number)") }
    #expect(history.entries.count == History.limit && history.entries.first == "0")
    #expect(History((0...History.limit).map(String.init)).entries.first == "1")
  }

  @Test func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path + "/some/where/history"
    let file = HistoryFile(path: path)
    #expect(file.load() == [])
    let entries = ["x = 1", "if x:\n    print('a\\nb')\n", "漢字", "\\", "a\r\nb", "\\\u{301}", "\n\u{301}"]
    entries.forEach { file.append($0) }
    #expect(file.load() == entries)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    file.trim()
    #expect(file.load() == entries)
    for number in 0...2 * History.limit { file.append("\(number)") }
    file.trim()
    #expect(file.load() == (History.limit + 1...2 * History.limit).map(String.init))
  }

  @Test func filesThatCannotBeWritten() {
    let file = HistoryFile(path: "/dev/null/history")
    file.append("x")
    file.trim()
    #expect(file.load() == [])
  }
}
