import CommandSupport
import Testing

@Suite struct OptionTests {
  private func refuse(_ message: String, _ words: String..., location: SourceLocation = #_sourceLocation) {
    #expect(throws: UsageProblem(message), sourceLocation: location) { try RunOptions(words) }
  }

  @Test func programs() throws {
    #expect(try RunOptions(["-c", "print(1)"]).program == .code("print(1)"))
    #expect(try RunOptions(["-cprint(a=1)"]).program == .code("print(a=1)"))
    #expect(try RunOptions(["-m", "json.tool"]).program == .module("json.tool"))
    #expect(try RunOptions(["-mtimeit"]).program == .module("timeit"))
    #expect(try RunOptions(["a.py"]).program == .file("a.py"))
    #expect(try RunOptions(["-"]).program == .standardInput)
    #expect(try RunOptions(["--", "-c"]).program == .file("-c"))
    #expect(try RunOptions(["--", "-"]).program == .standardInput)
  }

  @Test func whatFollowsTheProgramIsItsOwn() throws {
    let all = ["-c", "--", "--timeout", "1", "-u", ""]
    for program in [["-c", "x"], ["-m", "x"], ["x.py"], ["-"], ["--", "x.py"]] {
      let options = try RunOptions(["--fuel", "5"] + program + all)
      #expect(options.arguments == all && options.sandbox.fuel == 5 && options.sandbox.timeout == nil)
    }
  }

  @Test func sandbox() throws {
    let options = try RunOptions([
      "--engine=interpreter", "--timeout", "0.5", "--memory", "64", "--output-limit=10", "--mount", "a b::/c:ro", "--mount=.::/work",
      "--env", "A=B=C", "--env=EMPTY=", "--guest", "/g", "--stdin", "in", "-c", "",
    ])
    var expected = SandboxOptions()
    (expected.engine, expected.timeout, expected.memoryMegabytes, expected.outputLimit) = (.interpreter, 0.5, 64, 10)
    expected.mounts = [.init(host: "a b", guest: "/c", isReadOnly: true), .init(host: ".", guest: "/work")]
    expected.environment = [.init(name: "A", value: "B=C"), .init(name: "EMPTY", value: "")]
    expected.guest = "/g"
    #expect(options.sandbox == expected && options.inputFile == "in")
    #expect(try ReplOptions(Array(["--engine", "aot", "--timeout=3"])).sandbox.engine == .compiled)
  }

  @Test func problems() {
    refuse("no program is given: -c CODE, -m MODULE, a file, or - for standard input")
    refuse("no program is given: -c CODE, -m MODULE, a file, or - for standard input", "--")
    refuse("-c needs a value", "-c")
    refuse("unknown option --timout (did you mean --timeout?)", "--timout", "3")
    refuse("unknown option --mem (did you mean --memory?)", "--mem")
    refuse("unknown option --what", "--what")
    refuse("--timeout needs a value", "--timeout")
    refuse("--timeout: \"soon\" is no positive number", "--timeout", "soon")
    refuse("--timeout: \"nan\" is no positive number", "--timeout", "nan", "-c", "")
    refuse("--timeout: inf s are too long; without the option there is no limit", "--timeout", "inf")
    refuse("--memory: \"-1\" is no positive number", "--memory=-1")
    refuse("--memory: at most 4096 MB are possible", "--memory", "4097")
    refuse("--engine: \"jit\" is none of auto, aot, interpreter", "--engine", "jit")
    refuse("--mount: a path is missing in \"::/work\"", "--mount", "::/work")
    refuse("--mount: the guest needs an absolute path, as in data::/work", "--mount", "data", "-c", "")
    refuse("--mount: there are two directories for /x", "--mount", "a::/x", "--mount", "b::/x/")
    refuse("--env: a name is missing in \"=x\"", "--env", "=x")
    refuse("Python's option -u is not supported: output is never buffered", "-u", "x.py")
    refuse("Python's option -Wx is not supported: the guest has one configuration", "-Wx", "x.py")
    refuse("unknown option -z", "-z")
    #expect(throws: UsageProblem("unexpected argument \"x\"; boomslang run runs programs")) { try ReplOptions(["x"]) }
    #expect(throws: UsageProblem("unknown option --jsn (did you mean --json?)")) { try InfoOptions(["--jsn"]) }
    #expect(throws: UsageProblem("--json takes no value")) { try InfoOptions(["--json=1"]) }
  }

  @Test func profiles() throws {
    let options = try ProfileOptions(["a.py", "--guest=/g", "-c", "1", "-o", "out", "-mtimeit", "-", "--timeout", "2", "--", "-b.py"])
    #expect(options.programs == [.file("a.py"), .code("1"), .module("timeit"), .standardInput, .file("-b.py")])
    #expect(options.output == "out" && options.sandbox.guest == "/g" && options.sandbox.timeout == 2)
    #expect(try ProfileOptions(["a.py"]).output == "boomslang.profile")
    #expect(try ProfileOptions(["a.py", "--help", "--nonsense"]).asksForHelp)
    #expect(throws: UsageProblem("-o needs a value")) { try ProfileOptions(["a.py", "-o"]) }
    #expect(throws: UsageProblem("Python's option -u is not supported: output is never buffered")) { try ProfileOptions(["-u", "a.py"]) }
  }

  @Test func help() throws {
    #expect(try RunOptions(["--timeout", "3", "--help", "--nonsense"]).asksForHelp)
    #expect(try ReplOptions(["-h"]).asksForHelp && InfoOptions(["--help"]).asksForHelp)
    #expect(try !RunOptions(["x.py", "--help"]).asksForHelp)
  }

  @Test func suggestions() {
    let names = ["run", "repl", "info", "wasm"]
    for (word, name) in [("rn", "run"), ("repel", "repl"), ("ifno", "info"), ("inf", "info"), ("wsam", "wasm")] {
      #expect(Suggestion.nearest(to: word, among: names) == name)
    }
    for word in ["", "x", "python", "-"] { #expect(Suggestion.nearest(to: word, among: names) == nil) }
  }
}
