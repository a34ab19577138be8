internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// The document of an updated model: that of its source with other numbers, and with other words
/// wherever the source's would no longer be true.
///
/// Population, scope, covariates, stated cautions and limits are the source's; the limits say so.
/// Performance and worked examples are not: they belong to the numbers that were. There is no record of
/// a fit, for the terms of a document are no formula that a table could be met with.
struct UpdatedDocument {
  let source: PrognosticModel
  let document: DocumentEdit
  let numbers: UpdatedNumbers
  let outcome: String
  /// Of the outcomes of the table.
  let fingerprint: String
  let eventCount: Int
  let patients: UpdatingPatients
  let options: ModelUpdateOptions

  private var count: Int { patients.rows.count }
  private var cohort: String {
    "\(count) patient\(count == 1 ? "" : "s") with \(eventCount) event\(eventCount == 1 ? "" : "s") of "
      + options.tableName
  }

  var json: JSONValue {
    var edit = document
    edit["id"] = .string(options.id)
    edit["version"] = .string("1.0.0")
    edit["title"] = .string(
      options.title
        ?? "\(source.title); updated (\(options.method.rawValue)) on \(options.tableName)"
    )
    edit["status"] = .string(PrognosticModel.Status.draft.rawValue)
    edit["provenance"] = provenance
    edit["population"] = population
    if options.method == .refit { edit["covariates"] = covariates }
    for key in ["covariance", "fit"] where edit[key] != nil { edit[key] = .null }
    for (key, value) in numbers.members { edit[key] = value }
    edit["riskGroups"] = riskGroups.json
    if edit["cautions"] != nil {
      edit["cautions"] = DocumentEdit.mapping(edit["cautions"]) { place, caution in
        caution["message"] = .string(Self.ofOriginal(source.cautions[place].message))
      }
    }
    edit["performance"] = .array([])
    edit["limits"] = .strings(limits)
    edit["examples"] = .array([])
    return edit.value
  }

  private var provenance: JSONValue {
    let own = source.provenance
    var origin = own.method
    if let first = own.madeFrom { origin = first.origin }
    return .object([
      (
        "citation",
        .string("Updated by SarcomaRisk \(Version.current) from \(source.id): \(own.citation)")
      ),
      ("doi", .null),
      (
        "noDOI",
        .string("Updated, not published." + (own.doi.map { " The original: \($0)." } ?? ""))
      ),
      (
        "derivation",
        .object([
          ("patients", .integer(count)), ("events", .integer(eventCount)),
          (
            "text",
            .string(
              "\(source.id) \(source.version), updated on \(cohort): \(options.method.words); "
                + "\(outcome); outcome's SHA-256 \(fingerprint). The original: \(own.derivation.text)"
            )
          ),
        ])
      ),
      ("method", .string(Provenance.Method.updated.rawValue)),
      (
        "from",
        .object([
          ("id", .string(source.id)), ("version", .string(source.version)),
          ("sha256", .string(source.sha256)), ("origin", .string(origin.rawValue)),
          ("method", .string(options.method.rawValue)), ("table", .string(options.tableName)),
          ("outcome", .string(outcome)), ("rows", .integer(count)),
          ("events", .integer(eventCount)), ("logRatio", .optional(numbers.logRatio?.estimate)),
          ("slope", .optional(numbers.slope?.estimate)),
          ("shrinkage", .optional(numbers.shrinkage)),
        ])
      ),
      ("located", .string("Not printed")),
      ("rights", .string("Those of the original (\(own.rights)) and of the owner of the data.")),
      ("transcribed", .string("Written by the update.")),
    ])
  }

  private var population: JSONValue {
    var edit = DocumentEdit(document["population"] ?? .null)
    edit["includes"] = .strings(
      source.population.includes + ["Updated on the \(count) of \(options.tableName)."])
    return edit.value
  }

  /// With the ranges of the patients to whom the coefficients were fitted.
  private var covariates: JSONValue {
    let vectors = patients.vectors
    return DocumentEdit.mapping(document["covariates"]) { place, edit in
      guard source.covariates[place].covariate.kind == .number else { return }
      let values = vectors.compactMap { vector in
        vector.values.indices.contains(place) ? vector.values[place] : nil
      }.filter { !$0.isNaN }
      guard let low = values.min(), let high = values.max(), low < high else { return }
      edit["observed"] = .numbers([low, high])
    }
  }

  /// The classes of risk that are still the same classes, and what is said of those that are not.
  var riskGroups: (json: JSONValue, note: ValidationNote?) {
    guard let groups = source.riskGroups else { return (.null, nil) }
    func dropped(_ reason: String) -> (JSONValue, ValidationNote?) {
      let note = ValidationNote(
        code: "riskGroupsLeftOut", index: nil, horizon: nil,
        message: "the new document has no risk groups: \(reason).")
      return (.null, note)
    }
    switch groups.of {
    case .totalPoints: return (groups.json(factor: 1, time: nil), nil)
    case .linearPredictor:
      guard options.method != .refit else {
        return dropped("their bounds are on the original's linear predictor")
      }
      return (groups.json(factor: numbers.slope?.estimate ?? 1, time: nil), nil)
    case .probability:
      let time = source.endpoint.horizons.firstIndex { $0 == groups.time }.map {
        source.endpoint.statedHorizons[$0]
      }
      guard let time,
        let new = numbers.horizons.first(where: { $0 == time.time(in: newUnit) })
      else {
        return dropped("their bounds are on a probability at a time that it does not predict")
      }
      return (groups.json(factor: 1, time: new), nil)
    }
  }

  private var newUnit: TimeUnit {
    guard let endpoint = numbers.members.first(where: { $0.0 == "endpoint" })?.1,
      case .string(let name)? = DocumentEdit(endpoint)["unit"], let unit = TimeUnit(rawValue: name)
    else { return source.endpoint.unit }
    return unit
  }

  private var limits: [String] {
    [
      "An update on \(cohort) (\(options.method.words)); not validated on other patients.",
      options.method == .refit
        ? "Of the original there are the terms with their knots, and no coefficient."
        : "Every ratio of one patient's hazard or odds to another's comes from the original"
          + (numbers.slope == nil ? "." : ", to the power of the slope."),
      numbers.noInterval ?? "Intervals allow for the sampling of these patients alone.",
    ] + source.limits.map(Self.ofOriginal)
  }

  /// A sentence of the source's, marked as such once.
  private static func ofOriginal(_ sentence: String) -> String {
    let mark = "Of the original: "
    return sentence.hasPrefix(mark) ? sentence : mark + sentence
  }
}

extension RiskGroups {
  /// The member `riskGroups` with bounds multiplied by a factor.
  func json(factor: Double, time: Double?) -> JSONValue {
    .object([
      ("of", .string(of.rawValue)), ("time", .optional(time)),
      (
        "groups",
        .array(
          groups.map { group in
            var members: [(String, JSONValue)] = [("name", .string(group.name))]
            if group.bound < .infinity {
              members.append(
                (group.includesBound ? "atMost" : "below", .number(factor * group.bound)))
            }
            return .object(members)
          })
      ),
    ])
  }
}
