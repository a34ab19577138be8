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
      (
        "covariates",
        .array(frame.documentCovariates(observedIn: table, knownFrom: description.knownFrom))
      ),
      ("form", .string("proportionalHazards")),
      ("terms", .array(terms.json)),
      ("baseline", baseline),
      ("covariance", covariance),
      ("fit", fit),
      ("riskGroups", .null),
      ("performance", .array(performance)),
      (
        "limits",
        .strings(
          [
            "Fitted and not validated: its apparent performance is optimistic.",
            covariance == .null
              ? "There is no interval: a stratum has had no event by one of the horizons."
              : "Intervals are known at the horizons alone.",
          ] + penaltyLimits)
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
                + "\(model.methodText)\(causeText); data SHA-256 \(fingerprint.whole).")
          ),
        ])
      ),
      ("method", .string(Provenance.Method.refitted.rawValue)),
      ("located", .string("Not printed.")),
      ("rights", .string("Those of the owner of the data.")),
      ("transcribed", .string("Written by the fit.")),
    ])
  }

  private var penaltyLimits: [String] {
    if model.firth != nil {
      return [
        "The coefficients maximise Firth's penalised likelihood; their covariance is the inverse of the "
          + "information without the penalty."
      ]
    }
    guard let shrinkage = model.shrinkage else { return [] }
    return [
      "The coefficients are shrunken towards zero by a ridge penalty (\(shrinkage.ridge.text)): they "
        + "are no maximum likelihood estimates, and intervals do not cover their bias."
    ]
  }

  private var causeText: String {
    guard let cause = model.frame.outcomes.cause else { return "" }
    return ", event \(cause.level), censored \(cause.censored.joined(separator: ", "))"
  }

  private var frameFormula: String { model.frame.formula.text }

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

  private var baseline: JSONValue {
    let strata = model.baselineCumulativeHazard
    let parameters = zip(terms.parameterNames, columns).map {
      ($0, JSONValue.number(model.means[$1]))
    }
    var members: [(String, JSONValue)] = [
      ("at", .number(model.baselineLinearPredictor)), ("centers", .object(parameters)),
    ]
    if strata.count > 1, let column = model.frame.stratumColumn {
      members.append(("stratumOf", .object([("covariate", .string(column))])))
      let levels = model.frame.stratumLevels ?? []
      let entries = zip(levels, strata).map { level, stratum in
        JSONValue.object([("stratum", .string(level))] + steps(of: stratum))
      }
      members.append(("strata", .array(entries)))
    } else if let only = strata.first {
      members += steps(of: only)
    }
    return .object(members)
  }

  private func steps(of stratum: BaselineHazard) -> [(String, JSONValue)] {
    stratum.documentSteps(horizons: times)
  }

  private var covariance: JSONValue {
    guard let joint = model.jointCovariance(at: times) else { return .null }
    return DocumentCovariance(
      estimated: terms.parameterNames, certain: terms.offsetNames,
      further: DocumentCovariance.hazardNames(at: times, model.frame.stratumLevels ?? []),
      matrix: joint.matrix
    ).json
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
