internal import CKernels
internal import StrictJSON
internal import Terms

/// The sum of a model's terms, compiled once:
///
///     eta(x) = sum over terms of b' f(x)
public struct LinearPredictor: Sendable {
  public let terms: [Term]
  /// The names of all coefficients, term by term.
  public let parameters: [String]
  public let coefficients: [Double]
  /// How many numbers a ``CovariateVector`` of the model has.
  public let covariateCount: Int
  let values: ScoringProgram
  let gradient: ScoringProgram
  /// Behind which operation of ``values`` each term ends.
  private let ends: [Int]

  /// Reads the member `terms`.
  init(
    _ reader: inout ObjectReader, _ covariates: [ModelCovariate]
  ) throws(StrictJSONError) {
    let node = try reader.value("terms")
    let terms = try node.objects { (reader) throws(StrictJSONError) in
      try Term(&reader, covariates)
    }
    guard !terms.isEmpty else { throw node.refused("a model has a term") }
    let parameters = terms.flatMap(\.parameters)
    var seen: Set<String> = []
    for name in terms.map(\.name) where !seen.insert(name).inserted {
      throw node.refused("two terms are named '\(name)'")
    }
    seen = []
    for name in parameters where !seen.insert(name).inserted {
      throw node.refused("two coefficients are named '\(name)'")
    }
    self.init(terms: terms, covariates)
    if values.isTooDeep || gradient.isTooDeep {
      throw node.refused("a term keeps more than \(sarcoma_greatest_depth) values at once")
    }
  }

  private init(terms: [Term], _ covariates: [ModelCovariate]) {
    self.terms = terms
    parameters = terms.flatMap(\.parameters)
    coefficients = terms.flatMap(\.coefficients)
    covariateCount = covariates.count
    var values = ScoringProgram()
    var gradient = ScoringProgram()
    var ends: [Int] = []
    var first = 0
    for term in terms {
      term.compile(into: &values, covariates)
      ends.append(values.operations.count)
      term.compileColumns(into: &gradient, first: first)
      first += term.parameters.count
    }
    (self.values, self.gradient, self.ends) = (values, gradient, ends)
  }

  /// eta(x); NaN for a vector of another model's length, and where a covariate that it needs is.
  public func value(_ vector: CovariateVector) -> Double {
    guard vector.values.count == covariateCount else { return .nan }
    return vector.values.withUnsafeBufferPointer { values in
      values.baseAddress.map { self.values.run($0) } ?? .nan
    }
  }

  /// Each term's share of eta(x); they add up to ``value(_:)`` to the bit, taken in their order.
  public func contributions(_ vector: CovariateVector) -> [Double] {
    guard vector.values.count == covariateCount else {
      return terms.map { _ in .nan }
    }
    return vector.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return terms.map { _ in .nan } }
      return zip([0] + ends, ends).map { self.values.run(values, range: $0..<$1) }
    }
  }

  /// The gradient of eta by ``parameters``: the columns of the design, in `columns`, which must have
  /// room for them. False, and nothing done, for a vector or a room of another length.
  @discardableResult
  public func columns(
    _ vector: CovariateVector, into columns: inout [Double]
  ) -> Bool {
    guard vector.values.count == covariateCount, columns.count == parameters.count else {
      return false
    }
    vector.values.withUnsafeBufferPointer { values in
      columns.withUnsafeMutableBufferPointer { columns in
        if let values = values.baseAddress {
          _ = gradient.run(values, columns: columns.baseAddress)
        }
      }
    }
    return true
  }
}
