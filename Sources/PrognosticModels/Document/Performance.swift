internal import StrictJSON

/// How well a model did in one cohort.
public struct Performance: Sendable {
  public let cohort: String
  public let measure: String
  public let estimate: Double
  public let interval: ClosedRange<Double>?
  public let patients: Int?
  public let source: String

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    cohort = try reader.string("cohort")
    measure = try reader.string("measure")
    estimate = try reader.number("estimate")
    interval = try Covariate.range(reader.optional("interval"))
    patients = try reader.optional("patients")?.count(from: 1)
    source = try reader.string("source")
  }
}
