internal import LinearAlgebra
internal import Terms

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What a logistic fit says of columns, of the search, and of separated outcomes.
extension LogisticFitter {
  mutating func describeColumns(_ design: StandardizedDesign) {
    warnings += design.columnWarnings(frame.design.columnNames)
    describeLoad(design.columnCount)
  }

  /// The rarer outcome limits what can be estimated.
  private mutating func describeLoad(_ p: Int) {
    var (events, others) = (0.0, 0.0)
    for (row, event) in frame.outcomes.event.enumerated() {
      let weight = frame.weights?[row] ?? 1
      if event { events += weight } else { others += weight }
    }
    let rarer = min(events, others)
    guard p > 0, rarer < 10 * Double(p) else { return }
    let load =
      "\(shortNumber(rarer)) of the rarer outcome for \(p) coefficient\(p == 1 ? "" : "s")"
    warnings.append(
      rarer < Double(p)
        ? FitWarning(
          code: .moreParametersThanEvents, term: nil,
          message: "\(load): the estimates cannot be trusted; use fewer terms.")
        : FitWarning(
          code: .fewEventsPerParameter, term: nil,
          message: "\(load), \(shortNumber(rarer / Double(p))) each: the estimates are likely to "
            + "be too extreme; --firth or --ridge draw them in."))
  }

  // MARK: Separation

  mutating func describe(_ separation: Separation, _ coordinates: LogisticCoordinates) {
    let raw = coordinates.map * separation.direction
    let first = hasIntercept ? 1 : 0
    let design = coordinates.design
    // In units of each column's spread; the intercept follows the others.
    let lengths = design.active.enumerated().map { raw[$0 + first] * design.scales[$1] }
    let longest = lengths.reduce(0) { max($0, $1.magnitude) }
    var moving: [Int: Double] = [:]
    for (place, column) in design.active.enumerated()
    where lengths[place].magnitude > 1e-6 * longest {
      moving[column] = raw[place + first]
    }
    let code: FitWarning.Code =
      separation.isComplete ? .completeSeparation : .quasiCompleteSeparation
    let kind = separation.isComplete ? "completely" : "quasi-completely"
    let advice =
      "it has no finite estimate, and the value shown is where the search stopped. Use --firth, or "
      + "merge levels, or leave the term out."
    for level in emptyLevels where level.columns.contains(where: { moving[$0] != nil }) {
      let isOne = level.count == 1
      let rows = isOne ? "The one row" : "All \(level.count) rows"
      let fate =
        level.isEvent
        ? (isOne ? "is an event" : "are events") : (isOne ? "is" : "are") + " without the event"
      for column in level.columns { moving[column] = nil }
      warnings.append(
        FitWarning(
          code: code, term: level.name,
          message:
            "\(rows) with \(level.description) \(fate), which separates the "
            + "outcomes \(kind): the log odds of '\(level.name)' go to "
            + "\(level.isEvent ? "+" : "-")infinity, so that \(advice)"))
    }
    for (column, direction) in moving.sorted(by: { $0.key < $1.key }) {
      let name = frame.design.columnNames[column]
      let alone = moving.count == 1 ? "" : ", with the others named here,"
      warnings.append(
        FitWarning(
          code: code, term: name,
          message: "'\(name)'\(alone) separates the outcomes \(kind): its coefficient goes to "
            + "\(direction > 0 ? "+" : "-")infinity, so that \(advice)"))
    }
    if longest == 0, let name = frame.design.columnNames.first {
      warnings.append(
        FitWarning(
          code: code, term: name,
          message: "The columns separate the outcomes \(kind): the intercept has no finite "
            + "estimate. Use --firth."))
    }
  }

  /// A level of a factor all of whose rows have one outcome.
  private struct EmptyLevel {
    let name: String
    let description: String
    let count: Int
    let isEvent: Bool
    /// The design columns that tell it from the other levels.
    let columns: [Int]
  }

  /// The levels, of factors that stand alone as a term, all of whose rows have one outcome.
  private var emptyLevels: [EmptyLevel] {
    var result: [EmptyLevel] = []
    for variable in frame.terms.termVariables {
      guard
        let (codes, labels) = variable.levels,
        let term = frame.design.termNames.firstIndex(of: variable.expression.description)
      else { continue }
      let columns = frame.design.columnNames.indices.filter {
        frame.design.termOfColumn[$0] == term
      }
      var counts = [[Int]](repeating: [0, 0], count: labels.count)
      for (row, event) in zip(frame.rows, frame.outcomes.event) where codes[Int(row)] >= 0 {
        counts[Int(codes[Int(row)])][event ? 1 : 0] += 1
      }
      let hasReference = columns.count == labels.count - 1
      for (level, count) in counts.enumerated() where (count[0] == 0) != (count[1] == 0) {
        let name = "\(variable.expression)\(labels[level])"
        let own = hasReference && level == 0 ? columns : [columns[level - (hasReference ? 1 : 0)]]
        result.append(
          EmptyLevel(
            name: name, description: "\(variable.expression) = \(labels[level])",
            count: count[0] + count[1], isEvent: count[0] == 0, columns: own))
      }
    }
    return result
  }

  // MARK: The search

  mutating func describe(
    _ convergence: Convergence, step working: [Double], _ coordinates: LogisticCoordinates
  ) {
    let names = (hasIntercept ? ["(Intercept)"] : []) + frame.design.columnNames
    func worst() -> String? {
      guard let place = working.indices.max(by: { working[$0].magnitude < working[$1].magnitude })
      else { return nil }
      return names[coordinates.places[place]]
    }
    switch convergence.reason {
    case .stepBelowTolerance, .noParameters: return
    case .valueStationary:
      let term = worst()
      warnings.append(
        FitWarning(
          code: .monotoneLikelihood, term: term,
          message: "The likelihood stands still while "
            + (term.map { "the coefficient of '\($0)'" } ?? "a coefficient")
            + " still moves: it is hardly determined by the data. Use --firth, or leave the term "
            + "out."))
    case .iterationLimit, .noAscent, .singularInformation:
      let term = worst()
      warnings.append(
        FitWarning(
          code: .notConverged, term: term,
          message: "The search stopped after \(convergence.iterations) iterations without "
            + "converging" + (term.map { ", furthest off at '\($0)'" } ?? "")
            + "; allow more with --iterations, or rescale or leave out the term."))
    }
  }
}

extension DesignTerms.TermVariable {
  /// Codes and labels of a factor; those of true and false.
  fileprivate var levels: (codes: [Int32], labels: [String])? {
    switch kind {
    case .logical(let values):
      (values.map { $0.isNaN ? -1 : Int32($0) }, ["FALSE", "TRUE"])
    case .factor(let codes, let labels, _): (codes, labels)
    default: nil
    }
  }
}
