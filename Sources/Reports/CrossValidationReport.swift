internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

extension InternalValidation {
  /// The table of cross-validation.
  func text(of validation: CrossValidation) -> String {
    let repeats = validation.repetitionCount
    let times = repeats == 1 ? "" : ", \(repeats) times"
    var out = "\n"
    if let entry = validation[.harrellC] ?? validation[.c], let pooled = entry.pooled {
      out += "Cross-validated: C \(NumberText.fixed(pooled, 2))"
      if let likelihood = validation.logLikelihood {
        out += ", CVL \(NumberText.fixed(likelihood, 2))"
      }
      out += "\n"
    }
    var table = TextTable(header: [
      "\(validation.foldCount)-fold cross-validation\(times)", "mean of folds", "their SD",
      "together", "SD of repeats",
    ])
    for entry in validation.entries where entry.index.threshold == nil {
      let decimals = entry.index.name.decimals
      func cell(_ value: Double?) -> String { value.map { NumberText.fixed($0, decimals) } ?? "-" }
      table.add([
        name(of: entry.index), cell(entry.mean), cell(entry.standardDeviation),
        cell(entry.pooled), cell(entry.pooledStandardDeviation),
      ])
    }
    out += table.text
    for (reason, count) in validation.failures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      out += "\(count) folds left out: \(reason.words)\n"
    }
    let missing = validation.entries.filter { !$0.unavailable.isEmpty && $0.index.threshold == nil }
    for entry in missing {
      let count = entry.unavailable.values.reduce(0, +)
      out += "\(name(of: entry.index)) has no value in \(count) folds\n"
    }
    return out
  }

  /// What folds say; null where there were none.
  var crossValidationJSON: JSONValue {
    guard let folds = crossValidation else { return .null }
    let validation = folds.validation
    var failures: [String: Int] = [:]
    for (reason, count) in validation.failures { failures[reason.rawValue] = count }
    let entries = validation.entries.map { entry in
      let members: [(String, JSONValue)] = [
        ("index", .string(entry.index.name.rawValue)),
        ("time", .optional(entry.index.time.map { self.horizon(of: $0).value })),
        ("threshold", .optional(entry.index.threshold)), ("mean", .optional(entry.mean)),
        ("standardDeviation", .optional(entry.standardDeviation)),
        ("pooled", .optional(entry.pooled)),
        ("pooledStandardDeviation", .optional(entry.pooledStandardDeviation)),
        ("folds", .integer(entry.count)), ("unavailable", counts(entry.unavailable)),
      ]
      return JSONValue.object(members)
    }
    let seed = folds.seed.map { JSONValue.integer(Int(truncatingIfNeeded: $0)) }
    let members: [(String, JSONValue)] = [
      ("folds", .integer(validation.foldCount)), ("repeats", .integer(validation.repetitionCount)),
      ("seed", seed ?? .null), ("foldColumn", folds.column.map { .string($0) } ?? .null),
      ("stratifiedByEvent", .bool(folds.isStratified)),
      ("pooledC", .optional((validation[.harrellC] ?? validation[.c])?.pooled)),
      ("crossValidatedLogLikelihood", .optional(validation.logLikelihood)),
      ("linearPredictors", validation.linearPredictors.map { .numbers($0) } ?? .null),
      ("indices", .array(entries)), ("failures", counts(failures)),
    ]
    return .object(members)
  }

  // MARK: Centres

  func text(of centres: CentreResult) -> String {
    let validation = centres.validation
    let interval = "\(percentText(validation.confidence)) interval"
    var out = ""
    for (place, pooled) in validation.pooled.enumerated() {
      let decimals = pooled.index.name.decimals
      func limits(_ range: ClosedRange<Double>?) -> String {
        ValidationWords(confidence: validation.confidence).limits(range, decimals)
      }
      var table = TextTable(header: [
        "\(name(of: pooled.index)), by \(centres.column)", "patients", "events", "estimate",
        interval,
      ])
      for centre in validation.centres {
        let found = (try? centre.estimates.get())?[place]
        table.add([
          centre.label, "\(centre.count)", "\(centre.eventCount)",
          found?.estimate.map { NumberText.fixed($0, decimals) } ?? "-", limits(found?.interval),
        ])
      }
      table.add([
        "all (random effects)", "", "",
        pooled.estimate.map { NumberText.fixed($0, decimals) } ?? "-",
        limits(pooled.interval),
      ])
      table.add(["a further centre", "", "", "", limits(pooled.predictionInterval)])
      out += "\n" + table.text
    }
    for centre in validation.centres {
      if case .failure(let reason) = centre.estimates {
        out += "no model without \(centre.label): \(reason.words)\n"
      }
    }
    if validation.pooled.contains(where: { $0.estimate == nil }) {
      out += "fewer than three centres with an estimate and its error: no average\n"
    }
    return out
  }

  /// What centres say; null where there were none.
  var centresJSON: JSONValue {
    guard let centres else { return .null }
    let validation = centres.validation
    func time(_ index: PerformanceIndex) -> JSONValue {
      .optional(index.time.map { self.horizon(of: $0).value })
    }
    let found = validation.centres.map { centre in
      let estimates = ((try? centre.estimates.get()) ?? []).map { estimate in
        JSONValue.object([
          ("index", .string(estimate.index.name.rawValue)), ("time", time(estimate.index)),
          ("estimate", .optional(estimate.estimate)),
          ("interval", estimate.interval?.json ?? .null),
          ("scale", .string(estimate.scale.rawValue)),
          ("standardErrorOnScale", .optional(estimate.standardError)),
          ("reason", estimate.reason.map { .string($0) } ?? .null),
        ])
      }
      var failure: JSONValue = .null
      if case .failure(let reason) = centre.estimates { failure = .string(reason.rawValue) }
      return JSONValue.object([
        ("centre", .string(centre.label)), ("n", .integer(centre.count)),
        ("events", .integer(centre.eventCount)), ("failed", failure),
        ("estimates", .array(estimates)),
      ])
    }
    let pooled = validation.pooled.map { pooled in
      JSONValue.object([
        ("index", .string(pooled.index.name.rawValue)), ("time", time(pooled.index)),
        ("scale", .string(pooled.scale.rawValue)), ("centres", .integer(pooled.centreCount)),
        ("estimate", .optional(pooled.estimate)), ("interval", pooled.interval?.json ?? .null),
        ("predictionInterval", pooled.predictionInterval?.json ?? .null),
        ("betweenVariance", .optional(pooled.betweenVariance)),
      ])
    }
    return .object([
      ("column", .string(centres.column)), ("confidence", .number(validation.confidence)),
      ("centres", .array(found)), ("pooled", .array(pooled)),
    ])
  }
}
