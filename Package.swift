// swift-tools-version:6.2
import PackageDescription

/// The x86-64 processors since 2008, which have instructions for rounding and counting bits. See "Which processors" in RATIONALE.md.
/// Compilers for other processors take no notice.
let processor = ["-Xcc", "-Xarch_x86_64", "-Xcc", "-march=x86-64-v2"]

/// Handlers of the interpreter are leaf functions that end in a jump; a frame pointer would cost each of them three
/// instructions. See RATIONALE.md.
let interpreterSettings: [SwiftSetting] = [
  .unsafeFlags(["-Xcc", "-momit-leaf-frame-pointer"], .when(configuration: .release)),
  .unsafeFlags(processor),
]

/// For generated code. A compiler for each file, so that all processors are used and none needs much memory; optimised in debug builds too,
/// but for what the generated code has no use for. See "Modules as Swift" in the README.
let compiledModuleSettings: [SwiftSetting] = [
  .unsafeFlags([
    "-O", "-Xfrontend", "-gnone", "-suppress-warnings", "-no-whole-module-optimization", "-disable-batch-mode",
    "-Xfrontend", "-disable-sil-perf-optzns", "-Xllvm", "-sil-disable-pass=mandatory-redundant-load-elimination",
    "-Xllvm", "-sil-disable-pass=send-non-sendable", "-Xllvm", "-sil-disable-pass=onone-simplification", "-Xfrontend", "-disable-llvm-verify",
  ] + processor)
]

/// The instructions are written in terms of the compiler's own operations.
let numericsSettings: [SwiftSetting] = [.enableExperimentalFeature("BuiltinModule"), .unsafeFlags(processor)]

let package = Package(
  name: "boomslang",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "WasmCore", targets: ["WasmCore"]),
    .library(name: "WasmRuntimeSupport", targets: ["WasmRuntimeSupport"]),
    .library(name: "WASI", targets: ["WASI"]),
    .library(name: "Boomslang", targets: ["Boomslang"]),
    .library(name: "BoomslangGuest", targets: ["BoomslangGuest"]),
    .executable(name: "boomslang", targets: ["BoomslangCommand"]),
    .executable(name: "wasm2swift", targets: ["wasm2swift"]),
    .plugin(name: "WasmAOTPlugin", targets: ["WasmAOTPlugin"]),
  ],
  traits: [
    .trait(
      name: "ExplicitChecks",
      description: "Compiled code checks memory accesses, stack and interruption itself, without guard pages and signals, on threads of its own, as it does outside of Linux with glibc. Slower, for measurements and tests.")
  ],
  targets: [
    .target(name: "WasmFormat", path: "Sources/WasmCore", exclude: ["Numerics", "Runtime", "Images", "Interpreter", "Compiled", "Support"], sources: ["Model", "Binary", "Validation"]),
    .target(name: "WasmNumerics", dependencies: ["WasmFormat"], path: "Sources/WasmCore/Numerics", swiftSettings: numericsSettings),
    .target(
      name: "WasmCore", dependencies: ["WasmFormat", "WasmNumerics"], path: "Sources/WasmCore",
      exclude: ["Model", "Binary", "Validation", "Numerics", "Support"], sources: ["Runtime", "Images", "Interpreter", "Compiled"], swiftSettings: interpreterSettings),
    .target(name: "WasmRuntimeSupport", dependencies: ["WasmCore", "WasmNumerics"], path: "Sources/WasmCore/Support"),
    .target(name: "WasmAOT", dependencies: ["WasmFormat"]),
    .executableTarget(name: "wasm2swift", dependencies: ["WasmAOT"], path: "Sources/Wasm2Swift"),
    .plugin(name: "WasmAOTPlugin", capability: .buildTool(), dependencies: ["wasm2swift"]),
    .target(name: "WASI", dependencies: ["WasmCore"]),
    .target(name: "Boomslang", dependencies: ["WasmCore", "WASI"]),
    .target(
      name: "BoomslangGuest", dependencies: ["Boomslang", "WasmCore", "WasmRuntimeSupport"], swiftSettings: compiledModuleSettings,
      plugins: ["WasmAOTPlugin"]),
    .target(name: "CommandSupport"),
    .executableTarget(name: "BoomslangCommand", dependencies: ["WasmCore", "WasmAOT", "WASI", "Boomslang", "BoomslangGuest", "CommandSupport"]),
    .testTarget(name: "CommandSupportTests", dependencies: ["CommandSupport"]),
    .target(name: "CommandTestSupport", path: "Tests/CommandTestSupport"),
    .testTarget(name: "CommandTests", dependencies: ["CommandTestSupport"]),
    .target(
      // Compiled modules, which it loads, find the engine and what it has for generated code in the test program.
      name: "EngineTestSupport", dependencies: ["WasmCore", "WasmRuntimeSupport"], path: "Tests/EngineTestSupport",
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"], .when(platforms: [.linux]))]),
    .executableTarget(name: "TranslateModules", dependencies: ["WasmAOT", "WasmFormat"], path: "Tests/TranslateModules"),
    .testTarget(name: "WasmCoreTests", dependencies: ["WasmCore", "EngineTestSupport", "CommandTestSupport"]),
    .testTarget(name: "SpecificationTests", dependencies: ["WasmCore", "EngineTestSupport"], exclude: ["README.md"]),
    .testTarget(name: "WasmAOTTests", dependencies: ["WasmAOT", "WasmCore", "CommandTestSupport"], exclude: ["Golden"]),
    .testTarget(name: "WASITests", dependencies: ["WASI", "EngineTestSupport", "CommandTestSupport"]),
    .testTarget(name: "WASISuiteTests", dependencies: ["WASI", "EngineTestSupport"]),
    .testTarget(name: "BoomslangTests", dependencies: ["Boomslang", "BoomslangGuest"]),
    .testTarget(name: "ProgramTests", dependencies: ["WASI", "EngineTestSupport"]),
    .target(name: "FuzzSupport", dependencies: ["WasmCore", "EngineTestSupport"], path: "Tests/FuzzSupport"),
    .executableTarget(name: "WasmFuzz", dependencies: ["FuzzSupport"], path: "Tests/Fuzz"),
    .testTarget(name: "DifferentialTests", dependencies: ["FuzzSupport", "EngineTestSupport"]),
    .testTarget(name: "RegressionTests", dependencies: ["FuzzSupport"]),
  ]
)
