import Biostatistics
import Dispatch
import LinearAlgebra

/// Which part of the machine's speed one Newton iteration reaches at n = 10^6, p = 50.
///
///     flops = n p (p + 1) + 4 n p        a symmetric rank update, X b and X' v
///     bytes = 2 * 8 n p                  the design read twice
///
/// over the time of an iteration, which is the time of a fit less that of one stopped before its
/// first step, divided by the iterations. Beside it, the speed of dgemm (1000 x 1000, one a thread)
/// and of the triad a = b + s c (24 bytes an element), on as many threads.
func rooflineLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(1_000_000), covariates: 50)
  let frame = try SurvivalFrame(Formula(cohort.formula), in: cohort.table())
  let settings = fitAlone(threads: options.threads)
  var stopped = settings
  stopped.maximumIterations = 0
  let iterations = Double(try CoxModel(frame, options: settings).convergence.iterations)
  let fit = try measure { try CoxModel(frame, options: settings) }.seconds
  let before = try measure { try CoxModel(frame, options: stopped) }.seconds
  let iteration = (fit - before) / iterations

  let (n, p) = (Double(cohort.count), 50.0)
  let flops = (n * p * (p + 1) + 4 * n * p) / iteration
  let bytes = 16 * n * p / iteration
  let (dgemm, triad) = (dgemmFlops(options.threads), triadBytes(options.threads))
  let note = "\(Line.time(iteration)) an iteration, \(Line.time(before)) before the first step"
  return [
    Line(
      "arithmetic of a Newton iteration", ours: giga(flops) + "flop/s", against: "dgemm",
      theirs: giga(dgemm) + "flop/s", share: flops / dgemm, note: note),
    Line(
      "memory traffic of a Newton iteration", ours: giga(bytes) + "B/s", against: "triad",
      theirs: giga(triad) + "B/s", share: bytes / triad, note: "\(options.threads) threads"),
  ]
}

private func giga(_ value: Double) -> String {
  "\((value / 1e8).rounded() / 10) G"
}

/// Floating-point operations a second of `threads` products at once.
private func dgemmFlops(_ threads: Int) -> Double {
  _ = BlockKernels.useOneThread
  let size = 1000
  let a = Matrix(
    rowCount: size, columnCount: size,
    storage: (0..<(size * size)).map { Double($0 % 17) - 8 })
  let time = measure(repetitions: 7) {
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      for _ in 0..<4 { withExtendedLifetime(a * a) {} }
    }
  }
  return 4 * Double(threads) * 2e9 / time.seconds
}

/// Bytes a second of `threads` triads at once.
private func triadBytes(_ threads: Int) -> Double {
  let count = 1 << 24
  let (a, b, c) = (Buffer(count: count), Buffer(count: count), Buffer(count: count))
  let part = count / threads
  let time = measure(repetitions: 7) {
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let (x, y, z) = (
        a.pointer + thread * part, b.pointer + thread * part, c.pointer + thread * part
      )
      for i in 0..<part { x[i] = y[i] + 3 * z[i] }
    }
  }
  return 24 * Double(part * threads) / time.seconds
}
