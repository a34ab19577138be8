#if CommandLine
  import Biostatistics
  import Reports
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// Whether somebody pressed Ctrl-C, or asked the process to end.
  private let isInterrupted = Atomic(false)

  /// Shows how far resampling has come on a terminal, keeps what is done in a file, and ends at Ctrl-C.
  final class ResamplingProgress: ResamplingMonitor, ResamplingWatch {
    private struct State {
      var count = 0
      var unit = ""
      var inputs = ""
      var done: [Replication] = []
      var fresh = 0
      var shown = 0.0
      var start = 0.0
      var written = 0.0
    }

    private let path: String?
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State())

    /// - Parameter path: of the file that keeps replications; nil for none.
    init(path: String?) { self.path = path }

    func known(inputs: String, indexCount: Int) throws -> [Replication] {
      guard let path, let bytes = try readIfPresent(path) else { return [] }
      do {
        return try ResamplingState(bytes, inputs: inputs, indexCount: indexCount).replications
      } catch {
        throw Failure(.badData, "'\(path)' \(error.description)")
      }
    }

    func begin(
      count: Int, unit: String, known: [Replication], inputs: String
    ) -> any ResamplingMonitor {
      state.withLock {
        let now = seconds()
        $0 = State(
          count: count, unit: unit, inputs: inputs, done: known, start: now, written: now)
      }
      isInterrupted.store(false, ordering: .relaxed)
      for number in [SIGINT, SIGTERM] {
        signal(number) { _ in isInterrupted.store(true, ordering: .relaxed) }
      }
      return self
    }

    /// Gives Ctrl-C back, leaves the line, and keeps what is done.
    func end() throws {
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
      if isTerminal { writeError("\r\u{1B}[K", terminator: "") }
      try state.withLock { state throws(Failure) in
        if state.unit == "resample" { try save(state) }
      }
    }

    var shouldStop: Bool { isInterrupted.load(ordering: .relaxed) }

    func isDone(_ replication: Replication) {
      state.withLock { state in
        state.done.append(replication)
        state.fresh += 1
        let now = seconds()
        if isTerminal, now - state.shown > 0.2 {
          state.shown = now
          show(state, done: state.done.count, fresh: state.fresh, at: now)
        }
        // What has taken half a minute is worth keeping.
        if path != nil, now - state.written > 30 {
          state.written = now
          // A fault comes up again at the end, when there is something to say it.
          try? save(state)
        }
      }
    }

    /// Whether to go on once so many are done.
    func goesOn(after done: Int) -> Bool {
      if isTerminal, done > 0 {
        state.withLock { show($0, done: done, fresh: done, at: seconds()) }
      }
      return !shouldStop
    }

    private func show(_ state: State, done: Int, fresh: Int, at now: Double) {
      let left = Double(state.count - done) * (now - state.start) / Double(fresh)
      let line = ProgressLine.text(
        state.unit, done, of: state.count, secondsLeft: left, columns: terminalColumns())
      writeError("\r\u{1B}[K\(line)", terminator: "")
    }

    private func save(_ state: State) throws(Failure) {
      guard let path else { return }
      try writeWhole(
        ResamplingState(inputs: state.inputs, replications: state.done).bytes, to: path)
    }
  }

  /// How wide the terminal of standard error is; 80 where it does not say.
  private func terminalColumns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Seconds of a clock that only goes forward.
  private func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
#endif
