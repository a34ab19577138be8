/// How the rows of a frame were cut at the times at which a coefficient changes.
///
/// A row at risk on (entry, exit] becomes pieces (entry, c1], (c1, c2], ... (ck, exit] for the cuts
/// within it, the last of which ends as the row did. No risk set changes: at each event time one piece
/// of each row at risk is at risk.
public struct FollowUpSplitting: Sendable {
  /// The cuts, ascending.
  public let cuts: [Double]
  /// How many rows there were.
  public let rowCount: Int
  /// Which of them each piece is of.
  public let rows: [Int32]
  /// Whether a row may have been one of several of a subject: rows with entries of their own.
  public let hadEntries: Bool
}

extension ModelFrame {
  /// Rows of the table that were used, pieces of one row counted once.
  public var rowsUsed: Int { splitting?.rowCount ?? outcomes.count }
}

extension ModelFrame where Outcomes == SurvivalOutcomes {
  /// The frame with its rows cut at the times of its `step()` terms. At most (k + 1) n rows for k
  /// cuts, of which no column is laid out.
  func splitAtSteps() -> SurvivalFrame {
    let cuts = terms.cuts
    guard !cuts.isEmpty else { return self }
    var (rowOf, pieces): ([Int32], [Int32]) = ([], [])
    var (entry, exit): ([Double], [Double]) = ([], [])
    var event: [Bool] = []
    let first = outcomes.exit.min() ?? 1
    let start = first > 0 ? 0 : first - 1
    for row in 0..<outcomes.count {
      var from = outcomes.entry?[row] ?? start
      let to = outcomes.exit[row]
      var piece = outcomes.entry == nil ? 0 : cuts.partitioningIndex { $0 > from }
      while true {
        let isLast = piece == cuts.count || cuts[piece] >= to
        let end = isLast ? to : cuts[piece]
        if from < end {
          rowOf.append(Int32(row))
          pieces.append(Int32(piece))
          entry.append(from)
          exit.append(end)
          event.append(isLast && outcomes.event[row])
        }
        if isLast { break }
        from = max(from, end)
        piece += 1
      }
    }
    guard let outcomes = try? SurvivalOutcomes(entry: entry, exit: exit, event: event) else {
      return self
    }
    func spread<Value>(_ values: [Value]) -> [Value] { rowOf.map { values[Int($0)] } }
    let design = DesignMatrix(
      names: design.columnNames, terms: design.termNames, termOfColumn: design.termOfColumn,
      columns: design.columns, rows: spread(rows), rowCount: rowOf.count, pieces: pieces)
    return SurvivalFrame(
      formula: formula, outcomes: outcomes, design: design, weights: weights.map(spread),
      offset: offset.map(spread), strata: strata.map { (spread($0.codes), $0.labels) },
      clusters: clusters.map(spread), rows: spread(rows), warnings: warnings,
      observedRows: observedRows, terms: terms,
      account: account,
      splitting: FollowUpSplitting(
        cuts: cuts, rowCount: self.outcomes.count, rows: rowOf,
        hadEntries: self.outcomes.entry != nil))
  }
}
