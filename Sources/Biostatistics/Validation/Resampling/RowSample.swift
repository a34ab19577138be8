internal import Distributions

/// Rows of a frame, of which some may stand there several times.
public struct RowSample: Sendable, Equatable {
  /// Places in the frame, from 0.
  public let rows: [Int32]
  /// How often each row of the frame stands there; nil where every row stands there once, in order.
  let counts: [Int32]?

  /// Every row of a frame of n rows once.
  public init(all count: Int) {
    rows = Array(0..<Int32(count))
    counts = nil
  }

  /// Rows, by their places in a frame of n rows; in ascending order from then on, for the order of rows says
  /// nothing of a sample.
  public init(_ rows: some Sequence<Int32>, of count: Int) {
    var counts = [Int32](repeating: 0, count: count)
    for row in rows { counts[Int(row)] += 1 }
    self.init(counts: counts)
  }

  private init(counts: [Int32]) {
    var rows: [Int32] = []
    rows.reserveCapacity(counts.count)
    for (row, count) in counts.enumerated() {
      for _ in 0..<count { rows.append(Int32(truncatingIfNeeded: row)) }
    }
    self.rows = rows
    self.counts = counts
  }

  /// Bootstrap sample `index` (from 0) of n rows: as many, drawn with replacement from the stream of that
  /// number of `Philox` under `seed`, each draw an `index(below:)` of n. With clusters as many
  /// clusters as there are are drawn, with all of their rows.
  public init(drawing index: Int, seed: UInt64, from count: Int, clusters: [Int32]? = nil) {
    var generator = Philox(seed: seed, stream: UInt64(index))
    var counts = [Int32](repeating: 0, count: count)
    if let clusters {
      let clusterCount = Int(clusters.max() ?? -1) + 1
      var drawn = [Int32](repeating: 0, count: clusterCount)
      for _ in 0..<clusterCount { drawn[generator.index(below: clusterCount)] += 1 }
      for row in counts.indices { counts[row] = drawn[Int(clusters[row])] }
    } else {
      for _ in 0..<count { counts[generator.index(below: count)] += 1 }
    }
    self.init(counts: counts)
  }

  /// How many rows, each as often as it stands there.
  public var count: Int { rows.count }
}
