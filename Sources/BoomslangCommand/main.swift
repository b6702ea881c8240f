import WasmCore

var arguments = CommandLine.arguments.dropFirst()
switch arguments.popFirst() {
case "wasm": exit(WasmCommand.run(Array(arguments)))
case "--version":
  print("boomslang \(Version.current)")
case "--help", "-h", "help": print(Usage.text)
case nil:
  Console.error(Usage.text)
  exit(ExitCode.usage)
case let command?:
  Console.error("boomslang: unknown command \"\(command)\"\n\(Usage.text)")
  exit(ExitCode.usage)
}
