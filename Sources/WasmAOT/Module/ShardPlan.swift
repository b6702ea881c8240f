import WasmFormat

/// Which functions go into which file: a fixed number of stretches of about the same size, so that files can be compiled
/// side by side and a build system knows their names before it knows the module.
struct ShardPlan {
  /// Ranges of the module's own functions, one for each file; some are empty in small modules.
  let shards: [Range<Int>]

  init(_ module: Module, _ selection: FunctionSelection, count: Int) {
    let sizes = zip(module.contents.bodies, selection.reasons).map { body, reason in reason == nil ? body.range.count : 0 }
    let total = sizes.reduce(0, +)
    var shards: [Range<Int>] = []
    var next = 0
    var size = 0
    for shard in 1...count {
      let start = next
      while next < sizes.count, shard == count || size < total * shard / count {
        size += sizes[next]
        next += 1
      }
      shards.append(start..<next)
    }
    self.shards = shards
  }
}
