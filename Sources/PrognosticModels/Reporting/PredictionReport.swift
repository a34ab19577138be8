public import StrictJSON

/// A prediction as every door gives it: the same words and the same digits.
public struct PredictionReport: Sendable {
  public let prediction: Prediction

  /// A report of one prediction.
  public init(_ prediction: Prediction) { self.prediction = prediction }

  /// The object of a prediction in the command line's contract.
  public var json: JSONValue {
    let model = prediction.model
    let answer = prediction.answer
    var members: [(String, JSONValue)] = [
      ("model", model.identityJSON),
      ("inScope", .bool(prediction.isInScope)),
      ("refusals", .array(prediction.refusals.map(\.json))),
      ("assumed", .array(prediction.assumed.map(\.json))),
    ]
    if let given = prediction.given { members.append(("given", given.json)) }
    members += (answer ?? Prediction.Answer()).members
    let alternatives = prediction.alternatives.map { alternative in
      JSONValue.object([("assuming", alternative.assumingJSON)] + alternative.answer.members)
    }
    members += [
      ("alternatives", .array(alternatives)),
      ("cautions", .array(prediction.cautions.map(\.json))),
      ("citation", .string(model.provenance.citation)),
    ]
    return .object(members)
  }
}

extension PrognosticModel {
  /// What names the exact document: id, version, hash, and how its numbers came here.
  var identityJSON: JSONValue {
    .object([
      ("id", .string(id)), ("version", .string(version)), ("sha256", .string(sha256)),
      ("method", .string(provenance.method.rawValue)), ("status", .string(status.rawValue)),
      ("title", .string(title)),
    ])
  }
}

extension Prediction.Answer {
  fileprivate var members: [(String, JSONValue)] {
    let terms = contributions.map { contribution in
      JSONValue.object([
        ("term", .string(contribution.term)), ("value", .number(contribution.value)),
      ])
    }
    let found = findings.map { ($0.name, JSONValue.string($0.value)) }
    return [
      ("linearPredictor", .optional(linearPredictor)),
      ("contributions", .array(terms)),
      ("totalPoints", .optional(totalPoints)),
      ("predictions", .array(probabilities.map(\.json))),
      ("category", category.map(JSONValue.string) ?? .null),
      ("findings", .object(found)),
      ("because", sentence.map(JSONValue.string) ?? .null),
      ("outcome", outcome.map(JSONValue.string) ?? .null),
      ("riskGroup", riskGroup.map(JSONValue.string) ?? .null),
    ]
  }
}

extension Prediction.Probability {
  var json: JSONValue {
    .object([
      ("endpoint", .string(endpoint.rawValue)), ("time", time?.json ?? .null),
      ("probability", .number(probability)),
      ("interval", interval.map { .numbers([$0.lowerBound, $0.upperBound]) } ?? .null),
    ])
  }
}

extension Prediction.Alternative {
  var assumingJSON: JSONValue {
    .object(
      assuming.map { assumption in
        (
          assumption.covariate,
          Int(assumption.value).map(JSONValue.integer) ?? .string(assumption.value)
        )
      })
  }
}

extension Prediction.Refusal {
  var json: JSONValue {
    .object([
      ("reason", .string(reason)), ("instead", instead.map(JSONValue.string) ?? .null),
    ])
  }
}
