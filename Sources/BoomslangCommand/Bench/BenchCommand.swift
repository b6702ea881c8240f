import Boomslang
import CommandSupport

/// `boomslang bench`.
enum BenchCommand {
  static func run(_ words: [String]) throws -> Int32 {
    let options = try BenchOptions(words)
    if options.asksForHelp { return Usage.show(Usage.bench) }
    var sandbox = SandboxOptions()
    (sandbox.engine, sandbox.guest) = (options.engine, options.guest)
    let factory = try Sandbox(sandbox).factory
    let report =
      switch options.subject {
      case .instances: try measureInstances(factory, options)
      case .files: BenchReport(factory, try FileBenchmark(image: try factory.image, fileCount: options.fileCount).measure(count: options.count))
      }
    print(options.printsJSON ? report.json : report.text)
    return 0
  }

  private static func measureInstances(_ factory: PythonExecutorFactory, _ options: BenchOptions) throws -> BenchReport {
    let benchmark = InstanceBenchmark(try factory.image)
    // What is slower the first time, such as reading the image from the disk, is not what is measured.
    try benchmark.measureOperations(count: 10)
    let latencies = try benchmark.measureOperations(count: options.count)
    let saved = try benchmark.measureFiles(count: max(options.count / 10, 1))
    let stops = try StopBenchmark(image: try factory.image).measure(count: max(options.count / 10, 1))
    return BenchReport(factory, latencies + saved + stops, try benchmark.measureMemory(liveCount: options.liveCount))
  }
}
