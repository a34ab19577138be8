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
  final class ResamplingProgress: ResamplingMonitor {
    private struct State {
      var done: [Replication]
      var fresh = 0
      var shown = 0.0
      var written: Double
    }

    private let count: Int
    private let inputs: String
    private let path: String?
    private let unit: String
    private let start = seconds()
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state: Mutex<State>

    /// - Parameters:
    ///   - known: replications of an earlier run.
    ///   - path: of the file that keeps them; nil for none.
    ///   - unit: what is counted.
    init(
      count: Int, known: [Replication], inputs: String, path: String?, unit: String = "resample"
    ) {
      self.unit = unit
      self.count = count
      self.inputs = inputs
      self.path = path
      state = Mutex(State(done: known, written: seconds()))
      isInterrupted.store(false, ordering: .relaxed)
      for number in [SIGINT, SIGTERM] {
        signal(number) { _ in isInterrupted.store(true, ordering: .relaxed) }
      }
    }

    /// Gives Ctrl-C back, and leaves the line.
    func end() {
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
      if isTerminal { writeError("\r\u{1B}[K", terminator: "") }
    }

    var shouldStop: Bool { isInterrupted.load(ordering: .relaxed) }

    func isDone(_ replication: Replication) {
      state.withLock { state in
        state.done.append(replication)
        state.fresh += 1
        let now = seconds()
        if isTerminal, now - state.shown > 0.2 {
          state.shown = now
          show(state.done.count, fresh: state.fresh, at: now)
        }
        // What has taken half a minute is worth keeping.
        if path != nil, now - state.written > 30 {
          state.written = now
          // A fault comes up again at the end, when there is something to say it.
          try? save(state.done)
        }
      }
    }

    /// Whether to go on once so many are done.
    func goesOn(after done: Int) -> Bool {
      if isTerminal, done > 0 { show(done, fresh: done, at: seconds()) }
      return !shouldStop
    }

    private func show(_ done: Int, fresh: Int, at now: Double) {
      let left = Double(count - done) * (now - start) / Double(fresh)
      let line = ProgressLine.text(
        unit, done, of: count, secondsLeft: left, columns: terminalColumns())
      writeError("\r\u{1B}[K\(line)", terminator: "")
    }

    /// Writes what is done, where it is to be kept.
    func save() throws(Failure) { try save(state.withLock { $0.done }) }

    private func save(_ done: [Replication]) throws(Failure) {
      guard let path else { return }
      try writeWhole(ResamplingState(inputs: inputs, replications: done).bytes, to: path)
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
