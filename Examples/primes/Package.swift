// swift-tools-version:6.2
import PackageDescription

/// For targets that consist of a module's code: see boomslang's Plugins/README.md.
let compiledModule: [SwiftSetting] = [
  .unsafeFlags([
    "-O", "-Xfrontend", "-gnone", "-suppress-warnings", "-no-whole-module-optimization", "-disable-batch-mode",
    "-Xfrontend", "-disable-sil-perf-optzns", "-Xllvm", "-sil-disable-pass=mandatory-redundant-load-elimination",
    "-Xllvm", "-sil-disable-pass=send-non-sendable", "-Xllvm", "-sil-disable-pass=onone-simplification", "-Xfrontend", "-disable-llvm-verify",
    "-Xcc", "-Xarch_x86_64", "-Xcc", "-march=x86-64-v2",
  ])
]

let package = Package(
  name: "primes",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "boomslang", path: "../..")],
  targets: [
    // The folder has primes.wasm, which `make module` puts there. The plugin makes `Primes.compiled` of it; as a resource it goes
    // with the program, which loads it.
    .target(
      name: "Primes",
      dependencies: [.product(name: "WasmCore", package: "boomslang"), .product(name: "WasmRuntimeSupport", package: "boomslang")],
      resources: [.copy("primes.wasm")], swiftSettings: compiledModule, plugins: [.plugin(name: "WasmAOTPlugin", package: "boomslang")]),
    .executableTarget(name: "compare", dependencies: ["Primes"]),
  ]
)
