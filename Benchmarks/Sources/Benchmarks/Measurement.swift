#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Wall and processor seconds of repeated runs of one call.
struct Measurement {
  private(set) var wall: [Double] = []
  private(set) var processor: [Double] = []

  /// The median wall time.
  var seconds: Double { median(wall) }
  /// The median processor time, over all threads.
  var processorSeconds: Double { median(processor) }

  mutating func add(wall: Double, processor: Double) {
    self.wall.append(wall)
    self.processor.append(processor)
  }
}

/// Times `body`, run `loops` times in each repetition; times are of one run.
///
/// What a run returns is released after the clock stopped.
func measure<Result>(
  repetitions: Int = 5, loops: Int = 1, _ body: () throws -> Result
) rethrows -> Measurement {
  var measurement = Measurement()
  let clock = ContinuousClock()
  for _ in 0..<repetitions {
    let processor = processorSeconds()
    let start = clock.now
    for _ in 1..<loops { _ = try body() }
    let result = try body()
    let elapsed = (clock.now - start) / Duration.seconds(1)
    let used = processorSeconds() - processor
    withExtendedLifetime(result) {}
    measurement.add(wall: elapsed / Double(loops), processor: used / Double(loops))
  }
  return measurement
}

/// Processor time of this process so far, over all threads.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return .nan }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
