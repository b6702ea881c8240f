extension Instance {
  /// How many instructions each of the module's functions has executed in this instance, by its index among all functions,
  /// imported ones first. A function that has executed none is not there; nor is any, unless the store's configuration says
  /// `profilesFunctions`.
  ///
  /// The count is deterministic: instructions that always execute together are counted when the first of them does, as for
  /// `Store.fuel`.
  public var functionWeights: [Int: UInt64] {
    guard let weights = entity.pointee.weights else { return [:] }
    let contents = module.contents
    return contents.bodies.indices.reduce(into: [:]) { result, body in
      if weights[body] > 0 { result[contents.importedFunctionCount + body] = weights[body] }
    }
  }
}
