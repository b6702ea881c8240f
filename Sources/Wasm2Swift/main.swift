#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

do {
  let arguments = try Arguments(CommandLine.arguments.dropFirst())
  if arguments.wantsHelp { Output.print(Arguments.help) } else { try Command(arguments: arguments).run() }
} catch let error as Arguments.UsageError {
  Output.printError("wasm2swift: \(error.message)\nwasm2swift --help tells how it is used\n")
  exit(2)
} catch {
  Output.printError("wasm2swift: \(error)\n")
  exit(1)
}
