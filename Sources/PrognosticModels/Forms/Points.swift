internal import StrictJSON
public import Terms

/// A nomogram: the terms are points, their total is read off an axis of probability.
public struct Points: Sendable {
  /// The axis below the total.
  public struct Total: Sendable {
    /// The horizon of the probability.
    public let at: Double
    /// Probability by total points.
    public let probability: PiecewiseLinear
    public let note: String?
    /// The patients for whom the axis has been read; all where it is empty.
    public let when: [Condition]
    /// What is said to the others.
    public let otherwise: String?
  }

  /// A covariate, by its place, and the levels of it that are meant.
  public struct Condition: Sendable {
    public let covariate: Int
    public let levels: [Int]
  }

  /// The total of points.
  public let linearPredictor: LinearPredictor
  /// Nil where no axis has been read: then there are points and no probability.
  public let total: Total?

  /// Reads `terms` and `total`.
  init(
    _ reader: inout ObjectReader, covariates: [ModelCovariate], endpoint: Endpoint
  ) throws(StrictJSONError) {
    linearPredictor = try LinearPredictor(&reader, covariates)
    total = try reader.optional("total")?.object { (reader) throws(StrictJSONError) in
      try Total(&reader, covariates, endpoint)
    }
  }

  /// The endpoint's probability for a total of points.
  ///
  /// - Throws: ``PointsError``.
  public func probability(
    ofTotal points: Double, _ vector: CovariateVector
  ) throws(PointsError) -> Double {
    guard let total else { throw .noAxis }
    for condition in total.when {
      let value =
        vector.values.indices.contains(condition.covariate)
        ? vector.values[condition.covariate] : .nan
      guard condition.levels.contains(where: { Double($0) == value }) else {
        throw .axisNotRead(total.otherwise ?? "")
      }
    }
    guard let probability = total.probability.value(points) else {
      throw .beyondAxis(points: points, axis: total.probability.domain, note: total.note)
    }
    return probability
  }
}

extension Points.Total {
  /// The points of the axis that were read, between which it is linear.
  public var nodes: [(points: Double, probability: Double)] {
    probability.nodes.map { ($0.x, $0.y) }
  }

  /// What the axis shows at a total of points; nil beyond it.
  public func probability(at points: Double) -> Double? { probability.value(points) }
}

extension Points.Total {
  init(
    _ reader: inout ObjectReader, _ covariates: [ModelCovariate], _ endpoint: Endpoint
  ) throws(StrictJSONError) {
    let time = try reader.value("at")
    at = try time.number()
    guard endpoint.horizons == [at] else {
      throw time.refused("it is not the endpoint's one horizon")
    }
    let node = try reader.value("probability")
    let pairs = try PlainNodes.pairs(node)
    guard pairs.allSatisfy({ (0...1).contains($0.1) }) else {
      throw node.refused("a probability lies between 0 and 1")
    }
    do {
      probability = try PiecewiseLinear(nodes: pairs.map { .init(x: $0.0, y: $0.1) })
    } catch {
      throw node.refused(String(error.description.dropLast()))
    }
    note = try reader.optional("note")?.string()
    var when: [Points.Condition] = []
    if let node = reader.optional("when") {
      for (name, levels) in try node.members() {
        guard let place = covariates.firstIndex(where: { $0.name == name }) else {
          throw levels.refused("'\(name)' is not among the model's covariates")
        }
        var places: [Int] = []
        for level in try levels.strings() {
          guard let index = covariates[place].index(ofLevel: level) else {
            throw levels.refused("'\(level)' is not a level of '\(name)' in this model")
          }
          places.append(index)
        }
        when.append(Points.Condition(covariate: place, levels: places))
      }
    }
    self.when = when
    let otherwise = reader.optional("otherwise")
    self.otherwise = try otherwise?.string()
    guard when.isEmpty == (otherwise == nil) else {
      throw reader.node.refused("'when' and 'otherwise' come together")
    }
  }
}

/// Why a total of points has no probability.
public enum PointsError: Error, Equatable, CustomStringConvertible {
  case noAxis
  /// In the document's words.
  case axisNotRead(String)
  case beyondAxis(points: Double, axis: ClosedRange<Double>, note: String?)

  public var description: String {
    switch self {
    case .noAxis: "The axis from points to a probability has not been read."
    case .axisNotRead(let sentence): sentence
    case .beyondAxis(let points, let axis, let note):
      "The total of \(points) points lies off the axis, which goes from \(axis.lowerBound) to"
        + " \(axis.upperBound) points" + (note.map { ": \($0)" } ?? "") + "."
    }
  }
}
