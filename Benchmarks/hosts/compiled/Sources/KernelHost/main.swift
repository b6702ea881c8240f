import Kernels
import WasmCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

// KernelHost FILE: runs the kernel as machine code, and prints its result and the user CPU of the call alone.

func fail(_ text: String) -> Never {
  print(text)
  exit(1)
}

func userTime() -> Double {
  var usage = rusage()
  // RUSAGE_SELF, whose type is another one in each C library.
  getrusage(0, &usage)
  return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
}

guard CommandLine.arguments.count == 2 else { fail("usage: KernelHost FILE") }
for kernel in compiledKernels { try kernel.register() }
let module = try Module.load(ModuleBytes(contentsOfFile: CommandLine.arguments[1]), validation: .lazy)
// Interpreted functions would give the right result, and the wrong time.
guard let code = CompiledModule.of(module), code.compiledFunctionCount == code.functionCount else {
  fail("the kernel is not compiled, or not all of it")
}
var configuration = Store.Configuration()
configuration.engine = .compiled
let instance = try Store(configuration: configuration).instantiate(module)
guard instance.engine == .compiled else { fail("the kernel is interpreted") }

let start = userTime()
let results = try instance.invoke("run")
let end = userTime()
guard case .i32(let value) = results.first else { fail("the kernel returned \(results)") }
print("{\"value\": \(value), \"call\": \(end - start)}")
