internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

extension InternalValidation {
  /// The members of a validation's JSON that resampling fills.
  static func members(_ found: InternalValidation?) -> [(String, JSONValue)] {
    [
      ("optimism", found?.optimismJSON ?? .array([])),
      ("bootstrap", found?.bootstrapJSON ?? .null),
      ("crossValidation", found?.crossValidationJSON ?? .null),
      ("internalExternal", found?.centresJSON ?? .null),
    ]
  }

  /// `[{"index", "time", "threshold", "apparent", "optimism", "corrected", ...}]`; times are in the unit in
  /// which the horizon was stated.
  var optimismJSON: JSONValue {
    .array((bootstrap?.optimism.entries ?? []).map { json(of: $0) })
  }

  private func json(of entry: BootstrapOptimism.Entry) -> JSONValue {
    let time = entry.index.time.map { self.horizon(of: $0).value }
    let members: [(String, JSONValue)] = [
      ("index", .string(entry.index.name.rawValue)), ("time", .optional(time)),
      ("threshold", .optional(entry.index.threshold)),
      ("apparent", .optional(entry.apparent.number)), ("training", .optional(entry.training)),
      ("test", .optional(entry.test)), ("optimism", .optional(entry.optimism)),
      ("corrected", .optional(entry.corrected)), ("mcError", .optional(entry.monteCarloError)),
      ("resamples", .integer(entry.count)), ("unavailable", counts(entry.unavailable)),
    ]
    return .object(members)
  }

  func counts(_ counts: [String: Int]) -> JSONValue {
    .object(counts.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
  }

  /// How the samples were made, and what became of them; null where nothing was resampled.
  var bootstrapJSON: JSONValue {
    guard let bootstrap else { return .null }
    let optimism = bootstrap.optimism
    var failures: [String: Int] = [:]
    for (reason, count) in optimism.failures { failures[reason.rawValue] = count }
    let dropped = optimism.droppedColumns.map { column, count in
      JSONValue.object([("column", .string(column)), ("resamples", .integer(count))])
    }
    let kept = optimism.keptTerms.map { kept in
      kept.map { term, count in
        JSONValue.object([
          ("term", .string(term)), ("resamples", .integer(count)),
          ("allRows", .bool(optimism.keptTermsOfAll?.contains(term) ?? false)),
        ])
      }
    }
    let members: [(String, JSONValue)] = [
      ("resamples", .integer(optimism.count)),
      ("seed", bootstrap.seed.map { .integer(Int(truncatingIfNeeded: $0)) } ?? .null),
      ("formula", .string(procedure.formula)),
      ("selection", selectionWords.map { .string($0) } ?? .null),
      ("failed", .integer(optimism.failures.values.reduce(0, +))),
      ("failures", counts(failures)), ("droppedColumns", .array(dropped)),
      ("keptTerms", kept.map { .array($0) } ?? .null),
      ("rowsLeftOut", .integer(bootstrap.rowsLeftOut)),
    ]
    return .object(members)
  }
}
