/// Makes the input with a given number: the same number and corpus always give the same bytes.
package struct InputSource {
  private let corpus: Corpus

  package init(corpus: Corpus) { self.corpus = corpus }

  package func bytes(_ number: UInt64) -> [UInt8] {
    var random = FuzzRandom(seed: number)
    var mutator = Mutator(corpus: corpus, random: random)
    _ = random.next()
    let isGenerated = random.below(10) < 3
    guard !isGenerated, let seed = corpus.pick(&random) else {
      var generator = ModuleGenerator(random: random)
      let bytes = generator.makeModule()
      // Most generated modules are valid and run as they are; some become seeds.
      return random.oneIn(4) ? mutator.mutate(bytes) : bytes
    }
    return mutator.mutate(seed)
  }
}
