internal import LinearAlgebra

/// Backward elimination of terms as a part of the modelling procedure: the whole model is fitted, one term is
/// left out, the rest is fitted again, until every term that may leave has earned its place.
///
/// A term stays as long as another that holds all of its variables does, and columns of one term leave
/// together. Each step is a fit of its own, as R's `step()` does it; `rms::fastbw` approximates them by the
/// covariance of the whole fit (Lawless JF, Singhal K (1978), doi:10.2307/2530022), and may stop elsewhere.
public struct BackwardElimination: Sendable, Equatable {
  /// When a term leaves.
  public enum Rule: Sendable, Equatable {
    /// The term with the largest p of its Wald test leaves while that exceeds this level.
    case p(Double)
    /// The term leaves without which AIC = -2 l + 2 p is least, while it falls.
    case aic
  }

  /// When a term leaves.
  public let rule: Rule

  /// - Throws: ``ResamplingError/selectionLevel(_:)`` for a level outside (0, 1).
  public init(_ rule: Rule) throws(ResamplingError) {
    if case .p(let level) = rule, !(level > 0 && level < 1) { throw .selectionLevel(level) }
    self.rule = rule
  }

  /// Eliminates terms from a frame.
  ///
  /// - Parameter fit: fits a frame.
  /// - Returns: the fit that is left, and its terms in the formula's order.
  func select<Outcomes, Model: SelectableFit>(
    from frame: ModelFrame<Outcomes>,
    _ fit: (ModelFrame<Outcomes>) throws(ResampleFailure) -> Model
  ) throws(ResampleFailure) -> (Model, keptTerms: [String]?) {
    var frame = frame
    var model = try fit(frame)
    while true {
      let columns = frame.regressionColumns
      let terms = RegressionTerm.all(columns, estimated: Array(columns.indices))
      let candidates = terms.filter { term in !terms.contains { $0.isHigher(than: term) } }
      func without(_ term: RegressionTerm) -> ModelFrame<Outcomes> {
        frame.keeping(columns: columns.indices.filter { columns[$0].term != term.name })
      }
      var next: (frame: ModelFrame<Outcomes>, model: Model?)?
      switch rule {
      case .p(let level):
        var worst = level
        for term in candidates {
          // A term without an estimate has nothing to keep it.
          let p = model.pValue(ofColumns: term.columns) ?? 1
          if p > worst {
            worst = p
            next = (without(term), nil)
          }
        }
      case .aic:
        var least = model.aic
        for term in candidates {
          let smaller = without(term)
          let refit = try fit(smaller)
          if refit.aic < least {
            least = refit.aic
            next = (smaller, refit)
          }
        }
      }
      guard let found = next else { return (model, terms.map(\.name)) }
      frame = found.frame
      if let refit = found.model { model = refit } else { model = try fit(frame) }
    }
  }
}

/// A fit whose terms can be eliminated.
protocol SelectableFit {
  /// -2 l + 2 p.
  var aic: Double { get }
  /// The p of the Wald test of some design columns; nil where none has an estimate.
  func pValue(ofColumns columns: [Int]) -> Double?
}

extension CoxModel: SelectableFit {
  func pValue(ofColumns columns: [Int]) -> Double? {
    let p = waldTest(ofColumns: columns).p
    return p.isNaN ? nil : p
  }
}
