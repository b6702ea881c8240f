// swift-tools-version:6.2
import PackageDescription

/// The kernels as machine code. harness/compiled.py copies this package to the cache, adds the target `Kernels`, which is what
/// `wasm2swift` makes of the kernels, and says which checkout has the engine.
let checkout = Context.environment["BOOMSLANG_CHECKOUT"] ?? "../../.."

/// As the package itself compiles generated code.
let compiledModuleSettings: [SwiftSetting] = [
  .unsafeFlags([
    "-O", "-Xfrontend", "-gnone", "-suppress-warnings", "-no-whole-module-optimization", "-disable-batch-mode",
    "-Xfrontend", "-disable-sil-perf-optzns", "-Xllvm", "-sil-disable-pass=mandatory-redundant-load-elimination",
    "-Xllvm", "-sil-disable-pass=send-non-sendable", "-Xllvm", "-sil-disable-pass=onone-simplification", "-Xfrontend", "-disable-llvm-verify",
    "-Xcc", "-Xarch_x86_64", "-Xcc", "-march=x86-64-v2",
  ])
]

let package = Package(
  name: "KernelHost",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "boomslang", path: checkout)],
  targets: [
    .target(
      name: "Kernels",
      dependencies: [.product(name: "WasmCore", package: "boomslang"), .product(name: "WasmRuntimeSupport", package: "boomslang")],
      swiftSettings: compiledModuleSettings),
    .executableTarget(name: "KernelHost", dependencies: ["Kernels", .product(name: "WasmCore", package: "boomslang")]),
  ]
)
