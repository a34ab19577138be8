internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// The update of a nomogram: its points stay, and the axis of probability below them is recalibrated.
struct PointsUpdating {
  let model: PrognosticModel
  let points: Points
  let patients: UpdatingPatients
  /// Of ``patients``, in `unit`.
  let outcomes: SurvivalOutcomes
  let unit: TimeUnit
  let options: ModelUpdateOptions
  let document: DocumentEdit

  /// How far, as a probability, the line between two nodes of the new axis may lie from it.
  static let tolerance = 1e-5

  func numbers() throws(ModelUpdateError) -> UpdatedNumbers {
    guard let total = points.total else { throw .noAxis(model: model.id) }
    let horizon = Horizon(value: total.at, unit: model.endpoint.unit)
    let last = outcomes.exit.max() ?? 0
    guard horizon.time(in: unit) <= last else {
      throw .noHorizon(last: Horizon(value: last, unit: unit))
    }
    let update = try options.method.found { () throws(IndexUnavailable) in
      try HorizonRecalibration(
        ofRisk: patients.risks, at: horizon.time(in: unit), against: outcomes,
        keepingSlope: options.method == .intercept, confidence: options.confidence)
    }
    guard update.slope > 0 else { throw .slopeNotPositive(update.slope) }
    var numbers = UpdatedNumbers()
    numbers.logRatio = update.logRatio
    numbers.slope = update.slopeEstimate
    numbers.test = update.test
    numbers.horizons = model.endpoint.horizons
    var edit = DocumentEdit(document["total"] ?? .null)
    edit["probability"] = .array(
      nodes(of: total, update).map { .numbers([$0.x, $0.y]) })
    numbers.members = [("total", edit.value)]
    return numbers
  }

  /// The nodes of the axis, and as many between them as the curve asks for.
  private func nodes(
    of total: Points.Total, _ update: HorizonRecalibration
  ) -> [(x: Double, y: Double)] {
    let isIncidence = model.endpoint.kind.isIncidence
    func value(_ x: Double) -> Double {
      let old = total.probability(at: x) ?? .nan
      return isIncidence ? update.risk(old) : 1 - update.risk(1 - old)
    }
    func between(
      _ left: (x: Double, y: Double), _ right: (x: Double, y: Double), _ depth: Int
    ) -> [(x: Double, y: Double)] {
      let middle = left.x + (right.x - left.x) / 2
      let node = (x: middle, y: value(middle))
      // A quarter of the way, too: a curve may cross its chord in the middle.
      let places = [0.25, 0.5, 0.75].map { share in left.x + share * (right.x - left.x) }
      let isStraight = places.enumerated().allSatisfy { place, x in
        let line = left.y + (right.y - left.y) * Double(place + 1) / 4
        return (value(x) - line).magnitude <= Self.tolerance
      }
      guard !isStraight, depth > 0, left.x < middle, middle < right.x else { return [] }
      return between(left, node, depth - 1) + [node] + between(node, right, depth - 1)
    }
    let old = total.nodes.map { (x: $0.points, y: value($0.points)) }
    return zip(old, old.dropFirst()).flatMap { left, right in [left] + between(left, right, 12) }
      + [old[old.count - 1]]
  }
}
