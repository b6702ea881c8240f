/// Instances of one image that are ready for use: a borrower gets one as it was in the image, has it for itself, and when it comes back it is
/// reset, or replaced when it is not as good as new.
///
///     let pool = InstancePool(try factory.image)
///     let result = try await pool.withInstance { python in try await python.execute(code) }
///
/// At most `Configuration.maximumCount` borrowers have an instance; the others wait, and get theirs in the order in which they came.
public actor InstancePool {
  public nonisolated let configuration: Configuration
  public nonisolated let image: RuntimeImage

  /// An instance, and how many borrowers have had it.
  struct Member: Sendable {
    let instance: PythonInstance
    var useCount = 0
    /// Whether it was made for one borrower, and is for no other.
    var isOwn = false
  }

  /// What a borrower gets that has waited: an instance, or nil for the permission to make one.
  private typealias Waiter = (number: UInt64, continuation: CheckedContinuation<Result<Member?, PoolError>, Never>)

  private var idle: [Member] = []
  private var waiters: [Waiter] = []
  private var lastNumber: UInt64 = 0
  private var isClosed = false
  private var counts = Statistics()
  /// Whether the host knows that its descriptors may not be enough.
  private var hasWarned: Bool

  public init(_ image: RuntimeImage, _ configuration: Configuration = Configuration()) {
    precondition(configuration.maximumCount > 0, "a pool without instances serves nobody")
    (self.image, self.configuration) = (image, configuration)
    let problem = configuration.descriptorProblem(configuration.options)
    hasWarned = problem != nil
    if let problem { image.program.configuration.warn(problem) }
  }

  public var statistics: Statistics {
    var statistics = counts
    (statistics.idle, statistics.waiting) = (idle.count, waiters.count)
    return statistics
  }

  /// Makes instances, so that the first borrowers need not wait for them.
  /// - Throws: as `RuntimeImage.createInstance(_:)`.
  public func warmUp() async throws {
    while !isClosed, idle.count + counts.inUse < min(configuration.warmCount, configuration.maximumCount) {
      counts.inUse += 1
      do { put(try await make(since: nil)) } catch {
        put(nil)
        throw error
      }
    }
  }

  /// Ends the pool: instances that are not in use go away, those in use when they come back, and nobody gets one any more.
  public func close() {
    isClosed = true
    for member in idle { member.instance.close() }
    idle = []
    for waiter in waiters { waiter.continuation.resume(returning: .failure(.closed)) }
    waiters = []
  }

  // MARK: Borrowing

  /// Lends an instance to `body`. It must not be used after that.
  /// - Throws: `PoolError`; what making an instance throws; what `body` throws.
  public nonisolated func withInstance<Output: Sendable>(
    _ limits: BorrowLimits = .init(), _ body: @Sendable (PythonInstance) async throws -> Output
  ) async throws -> Output {
    try await lend(try await take(nil), limits, body)
  }

  /// Lends an instance that is made for this borrower, with options of its own: outputs, host functions, environment, limits, seed, mounts.
  ///
  /// Host functions know who calls by what they capture:
  ///
  ///     let result = try await pool.withInstance(options: {
  ///       $0.standardOutput = .lines { line in client.send(line) }
  ///       $0.hostBridge = HostBridge(functions: ["balance": { _ in String(accounts.balance(of: client.tenant)) }])
  ///     }) { python in try await python.execute(code) }
  ///
  /// The instance is one of the `Configuration.maximumCount`, in whose order the borrower waits, and goes away after its use instead of being
  /// reset, so nothing of it can reach the next borrower. When the pool is full of instances that nobody uses, one of those makes place.
  /// - Parameters:
  ///   - limits: how long the borrower may have the instance.
  ///   - change: makes the pool's options the borrower's. What it leaves alone, such as limits, stays the pool's.
  ///   - body: what uses the instance, which must not be used after that.
  /// - Throws: `PoolError`; what making an instance throws, such as `PythonError.invalidOptions`; what `body` throws.
  public nonisolated func withInstance<Output: Sendable>(
    _ limits: BorrowLimits = .init(), options change: @Sendable (inout PythonInstance.Options) -> Void,
    _ body: @Sendable (PythonInstance) async throws -> Output
  ) async throws -> Output {
    var options = configuration.options
    change(&options)
    return try await lend(try await take(options), limits, body)
  }

  private nonisolated func lend<Output: Sendable>(
    _ member: Member, _ limits: BorrowLimits, _ body: @Sendable (PythonInstance) async throws -> Output
  ) async throws -> Output {
    let watch = limits.timeout.map { BorrowWatch(member.instance, $0) }
    let outcome: Result<Output, any Error>
    do { outcome = .success(try await body(member.instance)) } catch { outcome = .failure(error) }
    let isOver = watch?.end() ?? false
    // Not in the actor: borrowers do not wait for each other's resets.
    let refreshed = await WasmThreadRun({ self.refresh(member) }, stop: {}).outcome(cancellable: false)
    await giveBack((try? refreshed.get()) ?? discard(member), wasOwn: member.isOwn, timedOut: isOver)
    if isOver, case .failure = outcome, let timeout = limits.timeout { throw PoolError.timedOut(after: timeout) }
    return try outcome.get()
  }

  /// - Parameter options: what an instance of the borrower's own gets; nil: any of the pool's instances will do.
  private func take(_ options: PythonInstance.Options?) async throws -> Member {
    let start = ContinuousClock.now
    if isClosed { throw PoolError.closed }
    if let options, !hasWarned, let problem = configuration.descriptorProblem(options) {
      hasWarned = true
      image.program.configuration.warn(problem)
    }
    if options == nil, var member = idle.popLast() {
      counts.inUse += 1
      counts.borrowed += 1
      member.useCount += 1
      return member
    }
    if counts.inUse >= configuration.maximumCount {
      if let member = try await wait() {
        guard options != nil else {
          counts.borrowed += 1
          return Member(instance: member.instance, useCount: member.useCount + 1)
        }
        replace(member)
      }
    } else {
      counts.inUse += 1
      // Those that nobody has count as well.
      if idle.count + counts.inUse > configuration.maximumCount { replace(idle.removeFirst()) }
    }
    do {
      let member = try await make(options, since: start)
      counts.borrowed += 1
      return Member(instance: member.instance, useCount: 1, isOwn: options != nil)
    } catch {
      put(nil)
      throw error
    }
  }

  /// Gives the place of an instance to another one.
  private func replace(_ member: Member) {
    counts.replaced += 1
    member.instance.close()
  }

  /// - Parameters:
  ///   - options: nil: those of the pool.
  ///   - start: when a borrower began to wait for it; nil: nobody does.
  private func make(_ options: PythonInstance.Options? = nil, since start: ContinuousClock.Instant?) async throws -> Member {
    let limit = start == nil ? nil : configuration.maximumWait
    let left = limit.map { limit in max(limit - (start.map { $0.duration(to: .now) } ?? .zero), .zero) }
    let instance: PythonInstance
    do { instance = try await image.createInstance(options ?? configuration.options, maximumWait: left) } catch {
      guard case .noThread = error, let limit else { throw error }
      counts.refused += 1
      throw PoolError.noInstance(after: limit)
    }
    if isClosed {
      instance.close()
      throw PoolError.closed
    }
    counts.created += 1
    return Member(instance: instance)
  }

  /// Waits for a member that is in use.
  private func wait() async throws -> Member? {
    guard waiters.count < configuration.maximumWaiting else {
      counts.refused += 1
      throw PoolError.overloaded
    }
    lastNumber += 1
    let number = lastNumber
    let timer = configuration.maximumWait.map { limit in
      Task { [weak self] in
        try await Task.sleep(for: limit)
        await self?.refuse(number, .noInstance(after: limit))
      }
    }
    defer { timer?.cancel() }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiters.append((number, continuation))
        counts.mostWaiting = max(counts.mostWaiting, waiters.count)
      }
    } onCancel: {
      // Comes to its turn in the actor when the borrower waits: between here and there nothing else does.
      Task { await self.refuse(number, .cancelled) }
    }
    return try result.get()
  }

  private func refuse(_ number: UInt64, _ error: PoolError) {
    // Otherwise it has been served.
    guard let index = waiters.firstIndex(where: { $0.number == number }) else { return }
    counts.refused += 1
    waiters.remove(at: index).continuation.resume(returning: .failure(error))
  }

  // MARK: Giving back

  /// Makes the instance as good as new; nil when it cannot be.
  private nonisolated func refresh(_ member: Member) -> Member? {
    if member.isOwn { return discard(member) }
    if let limit = configuration.maximumUses, member.useCount >= limit { return discard(member) }
    do {
      // In this order: what the image has open is opened by the reset.
      try member.instance.restoreFiles()
      try member.instance.reset()
    } catch {
      return discard(member)
    }
    let use = member.instance.memoryUse?.privateBytes ?? 0
    return use <= max(configuration.maximumPrivateBytes, ResourceLimits.minimumPrivateBytes) ? member : discard(member)
  }

  private nonisolated func discard(_ member: Member) -> Member? {
    member.instance.close()
    return nil
  }

  private func giveBack(_ member: Member?, wasOwn: Bool, timedOut: Bool) {
    if timedOut { counts.timedOut += 1 }
    if member == nil, !wasOwn { counts.replaced += 1 }
    put(member)
  }

  /// Ends the use of a member, which the next borrower gets; nil: it is gone, and the next one makes another.
  private func put(_ member: Member?) {
    if isClosed {
      counts.inUse -= 1
      member?.instance.close()
    } else if !waiters.isEmpty {
      waiters.removeFirst().continuation.resume(returning: .success(member))
    } else {
      counts.inUse -= 1
      guard let member else { return }
      if idle.count < configuration.warmCount { idle.append(member) } else { member.instance.close() }
    }
  }
}
