internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension CoxDocument {
  /// The document.
  public var json: JSONValue {
    let frame = model.frame
    return .object([
      ("format", .string(PrognosticModel.format)),
      ("id", .string(description.id)),
      ("version", .string("1.0.0")),
      ("title", .string(description.title ?? "Cox model: \(frame.formula.text)")),
      ("status", .string(PrognosticModel.Status.draft.rawValue)),
      ("provenance", provenance),
      (
        "population",
        .object([
          ("includes", .strings(["Patients like the \(model.rowCount) of \(description.source)."])),
          ("excludes", .array([])), ("scope", .array([])),
        ])
      ),
      ("endpoint", endpoint),
      ("covariates", .array(covariates)),
      ("form", .string("proportionalHazards")),
      ("terms", .array(terms)),
      ("baseline", baseline),
      ("covariance", covariance),
      ("riskGroups", .null),
      ("performance", .array(performance)),
      (
        "limits",
        .strings([
          "Fitted and not validated: its apparent performance is optimistic.",
          "Intervals are known at the horizons alone.",
        ])
      ),
      ("cautions", .array([])),
      ("examples", .array([])),
    ])
  }

  private var provenance: JSONValue {
    let events = model.eventCount
    return .object([
      ("citation", .string("Fitted by SarcomaRisk \(Version.current) to \(description.source).")),
      ("doi", .null),
      ("noDOI", .string("Fitted, not published.")),
      (
        "derivation",
        .object([
          ("patients", .integer(model.rowCount)), ("events", .integer(events)),
          (
            "text",
            .string(
              "\(model.rowCount) rows with \(events) events; \(frameFormula), "
                + "\(model.options.ties.rawValue) ties; data \(fingerprint).")
          ),
        ])
      ),
      ("method", .string(Provenance.Method.refitted.rawValue)),
      ("located", .string("Not printed.")),
      ("rights", .string("Those of the owner of the data.")),
      ("transcribed", .string("Written by the fit.")),
    ])
  }

  private var frameFormula: String { model.frame.formula.text }

  /// SHA-256 of the frame: times, events, weights and design columns, as little-endian doubles.
  private var fingerprint: String {
    let frame = model.frame
    var values: [[Double]] = [frame.outcomes.exit, frame.outcomes.event.map { $0 ? 1 : 0 }]
    if let entry = frame.outcomes.entry { values.append(entry) }
    if let weights = frame.weights { values.append(weights) }
    for column in columns { values.append(frame.design.values(ofColumn: column)) }
    let bytes = values.joined().flatMap { value in
      (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
    }
    return "SHA-256 \(SHA256.hexDigest(of: bytes))"
  }

  private var endpoint: JSONValue {
    let origin = description.isTimeUnitStated ? "as in the table" : "as in the table; unit assumed"
    return .object([
      ("kind", .string(description.endpoint.rawValue)),
      ("origin", .string(origin)),
      ("unit", .string(description.timeUnit.rawValue)),
      ("horizons", .numbers(times)),
      ("competing", .array([])),
      ("followUp", .optional(model.frame.outcomes.exit.max())),
    ])
  }

  private var covariates: [JSONValue] {
    let levels = model.frame.levelsByColumn
    return model.frame.covariateNames.map { name in
      var members: [(String, JSONValue)] = [("name", .string(name)), ("local", .bool(true))]
      if let levels = levels[name], let reference = levels.first {
        members += [
          ("kind", .string("category")), ("label", .object([("en", .string(name))])),
          ("levels", .object(levels.map { ($0, .strings([$0])) })),
          ("reference", .string(reference)),
        ]
      } else {
        members += [
          ("kind", .string("number")), ("label", .object([("en", .string(name))])),
        ]
        if let range = observed(name) { members.append(("observed", .numbers(range))) }
      }
      return .object(members)
    }
  }

  /// Least and greatest value among the rows that were fitted; nil where they are one.
  private func observed(_ name: String) -> [Double]? {
    guard case .numbers(let values)? = table[name]?.values else { return nil }
    let used = model.frame.rows.map { values[Int($0)] }.filter { !$0.isNaN }
    guard let low = used.min(), let high = used.max(), low < high else { return nil }
    return [low, high]
  }

  private var baseline: JSONValue {
    let strata = model.baselineCumulativeHazard
    let parameters = zip(parameterNames, columns).map { ($0, JSONValue.number(model.means[$1])) }
    var members: [(String, JSONValue)] = [
      ("at", .number(model.baselineLinearPredictor)), ("centers", .object(parameters)),
    ]
    if strata.count > 1, let column = model.frame.stratumColumn {
      members.append(("stratumOf", .object([("covariate", .string(column))])))
      let entries = strata.map { stratum in
        JSONValue.object([("stratum", .string(stratum.stratum ?? ""))] + Self.steps(of: stratum))
      }
      members.append(("strata", .array(entries)))
    } else if let only = strata.first {
      members += Self.steps(of: only)
    }
    return .object(members)
  }

  /// Times above 0; nobody has had time for an event before.
  private static func steps(of stratum: BaselineHazard) -> [(String, JSONValue)] {
    let kept = stratum.times.indices.filter { stratum.times[$0] > 0 }
    return [
      ("times", .numbers(kept.map { stratum.times[$0] })),
      ("cumulativeHazard", .numbers(kept.map { stratum.cumulativeHazard[$0] })),
    ]
  }

  private var covariance: JSONValue {
    guard let joint = model.jointCovariance(at: times) else { return .null }
    let strata = model.frame.strata?.labels ?? []
    let hazards = times.flatMap { time in
      let time = time == time.rounded() ? "\(Int(exactly: time) ?? 0)" : "\(time)"
      return strata.count < 2
        ? ["logCumulativeHazard(\(time))"]
        : strata.map { "logCumulativeHazard(\(time), \($0))" }
    }
    return .object([
      ("parameters", .strings(parameterNames + hazards)),
      ("matrix", .array(joint.matrix.rows.map(JSONValue.numbers))),
    ])
  }

  private var performance: [JSONValue] {
    guard let concordance = model.concordance, concordance.index.isFinite else { return [] }
    return [
      .object([
        ("cohort", .string("derivation (apparent)")), ("measure", .string("concordance")),
        ("estimate", .number(concordance.index)), ("patients", .integer(model.rowCount)),
        ("source", .string("the fit")),
      ])
    ]
  }
}
