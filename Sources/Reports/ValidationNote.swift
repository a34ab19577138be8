internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// Something that the reader of a validation should know: a kind for programs, the index and horizon
/// concerned, and a sentence.
struct ValidationNote {
  let code: String
  let index: String?
  let horizon: Horizon?
  let message: String

  var json: JSONValue {
    .object([
      ("code", .string(code)), ("index", index.map { .string($0) } ?? .null),
      ("time", .optional(horizon?.value)), ("message", .string(message)),
    ])
  }

  /// What predictions carry, and what was seen of the outcome.
  static func notes(_ account: PredictionAccount, _ warnings: [FitWarning]) -> [ValidationNote] {
    account.cautionCounts.map { code, count in
      ValidationNote(
        code: code, index: nil, horizon: nil,
        message: "\(count) prediction\(count == 1 ? " carries" : "s carry") the caution \(code).")
    }
      + warnings.map {
        ValidationNote(code: $0.code.rawValue, index: nil, horizon: nil, message: $0.message)
      }
  }

  /// That predicted risks are 0 or 1, or so near that the slope and the curve rest on where they were put.
  static func extreme(_ risk: [Double], _ horizon: Horizon?) -> [ValidationNote] {
    let bound = Calibration.nearestRisk
    let count = risk.count { $0 < bound || $0 > 1 - bound }
    guard count > 0 else { return [] }
    let place = horizon.map { " at \($0.text)" } ?? ""
    return [
      ValidationNote(
        code: "extremePredictions", index: nil, horizon: horizon,
        message: "\(count) predicted risk\(count == 1 ? " is" : "s are") 0 or 1\(place), or within "
          + "1e-12 of it; the slope and the calibration curve take that distance, and depend on it."
      )
    ]
  }

  /// That the patients are those whom the model was fitted to, and nothing corrects for it.
  static func apparent(
    _ model: PrognosticModel?, _ outcomes: some ModelOutcomes, _ resampling: InternalValidation?
  ) -> [ValidationNote] {
    guard resampling == nil, model?.fit?.data.outcome == outcomes.fingerprint else { return [] }
    return [
      ValidationNote(
        code: "apparent", index: nil, horizon: nil,
        message:
          "these are the patients whom the model was fitted to: all of it is apparent, and better "
          + "than in others; --bootstrap 500 says by how much.")
    ]
  }

  /// That times count in another unit than was said, or nobody lives so long.
  static func unlikelyUnit(_ times: [Double], _ unit: TimeUnit) -> [ValidationNote] {
    let years = Horizon(value: times.max() ?? 0, unit: unit).time(in: .year)
    guard years > 120 else { return [] }
    return [
      ValidationNote(
        code: "unlikelyUnit", index: nil, horizon: nil,
        message:
          "the longest time is \(NumberText.plain(years, 4)) years: is '\(unit.rawValue)' what the "
          + "times count (--unit)?")
    ]
  }

  /// That the events are fewer than 100. Vergouwe Y et al. (2005), doi:10.1016/j.jclinepi.2004.06.017;
  /// Collins GS, Ogundimu EO, Altman DG (2016), doi:10.1002/sim.6787.
  static func fewEvents(_ count: Int) -> [ValidationNote] {
    guard count < 100 else { return [] }
    return [
      ValidationNote(
        code: "fewEvents", index: nil, horizon: nil,
        message:
          "\(count) event\(count == 1 ? " is" : "s are") fewer than the 100 that a validation "
          + "asks for (Vergouwe 2005, Collins 2016); the intervals say how little is known.")
    ]
  }
}
