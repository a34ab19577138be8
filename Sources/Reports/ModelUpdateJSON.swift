internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension ModelUpdate {
  /// What was done, for programs. A value that does not exist is null.
  public var json: JSONValue {
    .object([
      ("kind", .string("update")),
      ("model", source.identity), ("updated", updated.identity),
      ("method", .string(options.method.rawValue)),
      ("outcome", .string(outcome)),
      ("timeUnit", unit.map { .string($0.rawValue) } ?? .null),
      ("n", .integer(count)), ("events", .integer(eventCount)),
      ("rowsConsidered", .integer(rows.considered)), ("rowsOmitted", .integer(rows.omitted)),
      ("missing", .object(rows.missing.map { ($0.column, .integer($0.count)) })),
      ("refused", RefusedRows(account.refused).json),
      ("confidence", .number(options.confidence)),
      (unit == nil ? "intercept" : "logRatio", numbers.logRatio?.json ?? .null),
      ("slope", numbers.slope?.json ?? .null),
      ("coefficients", .array(numbers.changes.map(\.json))),
      ("likelihoodRatio", numbers.test?.json ?? .null),
      (
        "shrinkage",
        .object([
          ("method", .string(options.shrinkage.rawValue)),
          ("expected", .optional(numbers.expectedShrinkage)),
          ("applied", .optional(numbers.shrinkage)),
        ])
      ),
      ("horizons", .array(updated.endpoint.statedHorizons.map(\.json))),
      ("before", before.json), ("after", after.json),
      ("hasIntervals", .bool(numbers.noInterval == nil)),
      ("cautions", .array(notes.map(\.json))),
      ("version", .string(Version.current)),
    ])
  }
}

extension UpdatedNumbers.Change {
  fileprivate var json: JSONValue {
    .object([
      ("parameter", .string(parameter)), ("before", .number(before)), ("after", .number(after)),
      ("standardError", .optional(standardError)),
    ])
  }
}

extension UpdateAssessment {
  fileprivate var json: JSONValue {
    .object([
      ("slope", slope?.json ?? .null), ("inTheLarge", inTheLarge?.json ?? .null),
      (
        "horizons",
        .array(
          horizons.map { found in
            .object([
              ("time", found.horizon?.json ?? .null),
              ("observedExpected", ObservedExpected.json(found.observedExpected)),
            ])
          })
      ),
    ])
  }
}
