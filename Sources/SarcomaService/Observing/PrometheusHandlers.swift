#if Service
  internal import CoreMetrics
  internal import Synchronization

  /// A sum that only grows.
  final class PrometheusCounter: CounterHandler {
    private let count = Atomic<Int64>(0)

    var total: Int64 { count.load(ordering: .relaxed) }

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { count.store(0, ordering: .relaxed) }
  }

  /// Durations in seconds, or values, in buckets.
  final class PrometheusHistogram: TimerHandler, RecorderHandler {
    struct Snapshot {
      /// One a bound, not cumulated.
      var counts = [Int](repeating: 0, count: PrometheusHistogram.bounds.count)
      var count = 0
      var sum = 0.0
    }

    /// Upper bounds, closed, from a tenth of a millisecond to ten seconds.
    static let bounds = [
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
      10,
    ]

    private let state = Mutex(Snapshot())

    var snapshot: Snapshot { state.withLock { $0 } }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
      state.withLock { state in
        state.count += 1
        state.sum += value
        if let place = Self.bounds.firstIndex(where: { value <= $0 }) { state.counts[place] += 1 }
      }
    }
  }
#endif
