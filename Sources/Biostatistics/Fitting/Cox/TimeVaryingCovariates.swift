internal import LinearAlgebra
internal import Terms

/// The time-varying covariates of a fit along its risk sets: z_k(i, t) of sorted row i at event time
/// t, computed when asked for, so that memory is O(n) a term.
///
/// Values are scaled to unit mean square over the risk sets, and centred: a shift that all rows at
/// risk share changes no likelihood of Cox's.
struct TimeVaryingCovariates: Sendable {
  private enum Source: Sendable {
    /// x by sorted row, g by event time.
    case product(x: [Double], g: [Double])
    /// Columns in the order of the risk sets.
    case general(Expression, columns: [Column], levels: [String: [String]])
  }

  let names: [String]
  /// Consecutive event times of a stratum at which all covariates are the same, in the order of
  /// ``CoxRiskSets/eventTimes``.
  private(set) var groups: [(events: Range<Int>, rows: Range<Int>)] = []
  /// What the values are divided by; 0 for a covariate that is 0 throughout.
  private(set) var scales: [Double] = []
  private var sources: [Source] = []
  private let times: [Double]

  var count: Int { sources.count }

  /// - Throws: ``FitError/timeVaryingNotFinite(term:time:)``.
  init(
    _ terms: [TimeVaryingTerm], rows: [Int32], riskSets: CoxRiskSets
  ) throws(FitError) {
    let tableRows = riskSets.order.map { Int(rows[Int($0)]) }
    times = riskSets.eventTimes.map(\.time)
    names = terms.map(\.name)
    for term in terms {
      switch term.rule {
      case .product(let values, let time):
        let g = TimeVaryingTerm.values(of: time, over: [], times: times, levels: [:])
        if let place = g.firstIndex(where: { !$0.isFinite }) {
          throw .timeVaryingNotFinite(term: term.name, time: times[place])
        }
        let x = tableRows.map { values[$0] }
        let mean = x.reduce(0, +) / Double(max(1, x.count))
        sources.append(.product(x: x.map { $0 - mean }, g: g))
      case .general(let columns):
        sources.append(
          .general(
            term.expression, columns: columns.map { $0.gathered(tableRows) }, levels: term.levels))
      }
    }
    groups = riskSets.strata.flatMap { grouped($0, riskSets) }
    try measure()
  }

  private func grouped(
    _ stratum: Range<Int>, _ riskSets: CoxRiskSets
  ) -> [(events: Range<Int>, rows: Range<Int>)] {
    guard !stratum.isEmpty else { return [] }
    let first = Int(riskSets.eventTimes[stratum.lowerBound].firstRow)
    var result: [(events: Range<Int>, rows: Range<Int>)] = []
    var start = stratum.lowerBound
    for event in stratum {
      let isLast = event + 1 == stratum.upperBound
      guard isLast || !isConstant(from: event, to: event + 1) else { continue }
      result.append((start..<(event + 1), first..<Int(riskSets.eventTimes[event].end)))
      start = event + 1
    }
    return result
  }

  private func isConstant(from event: Int, to next: Int) -> Bool {
    sources.allSatisfy { source in
      if case .product(_, let g) = source { g[event] == g[next] } else { false }
    }
  }

  /// Writes z_k of sorted rows at an event time.
  func write(_ k: Int, event: Int, rows: Range<Int>, to out: UnsafeMutablePointer<Double>) {
    let inverse = scales[k] > 0 ? 1 / scales[k] : 0
    switch sources[k] {
    case .product(let x, let g):
      let factor = g[event] * inverse
      for row in rows { out[row - rows.lowerBound] = x[row] * factor }
    case .general(let expression, let columns, let levels):
      let values = TimeVaryingTerm.values(
        of: expression, over: columns.map { $0.part(rows) },
        times: [Double](repeating: times[event], count: rows.count), levels: levels)
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      for (i, value) in values.enumerated() { out[i] = (value - mean) * inverse }
    }
  }

  /// Finds the scales; says where a value is not finite.
  private mutating func measure() throws(FitError) {
    let scratch = Buffer(count: groups.map(\.rows.count).max() ?? 0)
    scales = [Double](repeating: 1, count: sources.count)
    for k in sources.indices {
      var (squares, count) = (0.0, 0.0)
      for group in groups {
        write(k, event: group.events.lowerBound, rows: group.rows, to: scratch.pointer)
        let sum = BlockKernels.dot(scratch.pointer, scratch.pointer, count: group.rows.count)
        guard sum.isFinite else {
          throw .timeVaryingNotFinite(term: names[k], time: times[group.events.lowerBound])
        }
        squares += sum
        count += Double(group.rows.count)
      }
      let scale = (squares / max(1, count)).squareRoot()
      scales[k] = (1 / scale).isFinite ? scale : 0
    }
  }

  /// Without some of the covariates.
  func without(_ idle: Set<Int>) -> TimeVaryingCovariates {
    var result = self
    let kept = sources.indices.filter { !idle.contains($0) }
    result.sources = kept.map { sources[$0] }
    result.scales = kept.map { scales[$0] }
    return result
  }
}

extension Column {
  /// The cells of the rows, in their order.
  fileprivate func gathered(_ rows: [Int]) -> Column {
    switch values {
    case .numbers(let values): Column(name: name, numbers: rows.map { values[$0] })
    case .categories(let codes, let labels):
      Column(name: name, values: .categories(codes: rows.map { codes[$0] }, labels: labels))
    }
  }

  fileprivate func part(_ rows: Range<Int>) -> Column {
    switch values {
    case .numbers(let values): Column(name: name, numbers: Array(values[rows]))
    case .categories(let codes, let labels):
      Column(name: name, values: .categories(codes: Array(codes[rows]), labels: labels))
    }
  }
}
