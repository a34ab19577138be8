internal import Terms

/// Rows divided by the values of variables: the curves of a survival estimate, the groups of a test.
public struct Groups: Sendable, Equatable {
  /// A code below `labels.count` for each row of the frame.
  public let codes: [Int32]
  /// `name=level`, several joined by commas, the first variable varying slowest; combinations that
  /// do not occur have none.
  public let labels: [String]
}

extension ModelFrame {
  /// The rows by every combination of the formula's variables, `strata()` among them; nil when the
  /// right side is `1`.
  public var groups: Groups? { groups { _ in true } }

  /// The rows by the variables outside `strata()`.
  public var comparedGroups: Groups? {
    groups { if case .strata = $0.kind { false } else { true } }
  }

  private func groups(by included: (DesignTerms.TermVariable) -> Bool) -> Groups? {
    let variables = terms.termVariables.filter(included)
    guard !variables.isEmpty else { return nil }
    var codes = [Int](repeating: 0, count: rows.count)
    var labels = [""]
    for variable in variables {
      let (own, ownLabels) = levels(of: variable)
      let pairs = zip(codes, own).map { $0 * ownLabels.count + $1 }
      let occurring = Set(pairs).sorted()
      var codeOf: [Int: Int] = [:]
      for (code, pair) in occurring.enumerated() { codeOf[pair] = code }
      codes = pairs.map { codeOf[$0] ?? 0 }
      labels = occurring.map { pair in
        let former = labels[pair / ownLabels.count]
        let label = "\(variable.expression)=\(ownLabels[pair % ownLabels.count])"
        return former.isEmpty ? label : "\(former), \(label)"
      }
    }
    return Groups(codes: codes.map { Int32($0) }, labels: labels)
  }

  private func levels(of variable: DesignTerms.TermVariable) -> (codes: [Int], labels: [String]) {
    switch variable.kind {
    case .factor(let codes, let labels, _), .strata(let codes, let labels):
      return (rows.map { Int(codes[Int($0)]) }, labels)
    case .logical(let values): return (rows.map { Int(values[Int($0)]) }, ["FALSE", "TRUE"])
    case .numbers(let values): return levels(of: values)
    case .spline(_, _, let values): return levels(of: Numbers(values))
    case .step(let inner, _): return levels(of: inner)
    case .timeVarying: return (rows.map { _ in 0 }, ["t"])
    }
  }

  private func levels(of values: Numbers) -> (codes: [Int], labels: [String]) {
    let own = rows.map { values[Int($0)] }
    let levels = NumberLevels(of: own)
    return (own.map { Int(max(0, levels.code(of: $0))) }, levels.labels)
  }
}
