internal import Distributions

/// The fold in which each row is held out.
public struct FoldAssignment: Sendable, Equatable {
  /// By row, from 0.
  public let folds: [Int32]
  /// K.
  public let count: Int

  /// K folds of n rows whose sizes differ by at most one: the rows are shuffled (Fisher and Yates) by stream
  /// 2^32 + `repetition` of `Philox` under `seed`, which no bootstrap sample draws from, and dealt out in
  /// turn.
  ///
  /// - Parameters:
  ///   - repetition: its number, from 0.
  ///   - seed: of the generator.
  ///   - count: K.
  ///   - rowCount: n.
  ///   - clusters: rows that are held out together; then clusters are dealt.
  ///   - events: rows with the event are dealt before the others, so that each fold has its share.
  /// - Throws: ``ResamplingError/tooFew(_:given:needed:)``, ``ResamplingError/moreFoldsThanRows(folds:rows:)``.
  public init(
    drawing repetition: Int, seed: UInt64, folds count: Int, of rowCount: Int,
    clusters: [Int32]? = nil, events: [Bool]? = nil
  ) throws(ResamplingError) {
    guard count >= 2 else { throw .tooFew("folds", given: count, needed: 2) }
    let units = clusters.map { Int($0.max() ?? -1) + 1 } ?? rowCount
    guard count <= units else { throw .moreFoldsThanRows(folds: count, rows: units) }
    var generator = Philox(seed: seed, stream: 1 << 32 + UInt64(repetition))
    var order = Array(0..<units)
    for last in stride(from: units - 1, to: 0, by: -1) {
      order.swapAt(last, generator.index(below: last + 1))
    }
    if let events, clusters == nil {
      order = order.filter { events[$0] } + order.filter { !events[$0] }
    }
    var fold = [Int32](repeating: 0, count: units)
    for (place, unit) in order.enumerated() { fold[unit] = Int32(place % count) }
    folds = clusters.map { $0.map { fold[Int($0)] } } ?? fold
    self.count = count
  }

  /// Folds that somebody chose, by their labels' places.
  ///
  /// - Throws: ``ResamplingError/tooFew(_:given:needed:)`` for a single one.
  public init(_ codes: [Int32]) throws(ResamplingError) {
    let labels = Set(codes).sorted()
    guard labels.count >= 2 else { throw .tooFew("folds", given: labels.count, needed: 2) }
    var place: [Int32: Int32] = [:]
    for (k, label) in labels.enumerated() { place[label] = Int32(k) }
    folds = codes.map { place[$0] ?? 0 }
    count = labels.count
  }

  /// The rows of a fold, and the others.
  public func parts(_ fold: Int) -> (heldOut: RowSample, kept: RowSample) {
    let rows = folds.indices.map { Int32(truncatingIfNeeded: $0) }
    return (
      RowSample(rows.filter { folds[Int($0)] == Int32(fold) }, of: folds.count),
      RowSample(rows.filter { folds[Int($0)] != Int32(fold) }, of: folds.count)
    )
  }
}
