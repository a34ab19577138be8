internal import Biostatistics
internal import PrognosticModels
public import StrictJSON

extension AnovaReport {
  /// `{"kind": "anova", "test": ..., "rows": [...], "contrasts": [...]}`.
  public var json: JSONValue {
    let record = regression.record
    var members: [(String, JSONValue)] = [
      ("kind", .string("anova")),
      ("test", .string(name)),
      ("model", .string(regression.model.id)),
      ("formula", .string(record.formula)),
      ("likelihood", .string(record.likelihood)),
      ("n", .integer(record.rows)),
      ("events", .integer(record.events)),
      ("robust", .bool(record.isRobust)),
      ("penalized", .bool(record.isPenalized)),
    ]
    if case .sequential(let tests) = tests {
      members.append(("logLikelihoodOfNone", .number(tests.logLikelihoodOfNone)))
    }
    members += [
      ("rows", .array(lines.map(row))),
      ("confidence", .number(confidence)),
      ("contrasts", .array((contrasts?.estimates ?? []).map(json))),
      ("jointContrast", contrasts?.joint?.json ?? .null),
      ("jointRefusal", contrasts?.refusal.map { .string($0.description) } ?? .null),
      ("version", .string(Version.current)),
    ]
    return .object(members)
  }

  private func row(_ line: (test: TermTest, logLikelihood: Double?)) -> JSONValue {
    let (hypothesis, test) = (line.test.hypothesis, line.test.test)
    var members: [(String, JSONValue)] = [
      ("term", hypothesis.term.map { .string($0) } ?? .null),
      ("tested", .string(hypothesis.kind.rawValue)),
      ("variables", .strings(hypothesis.variables)),
      ("columns", .strings(hypothesis.columns.map { regression.regressionColumns[$0].name })),
    ]
    if let logLikelihood = line.logLikelihood {
      members.append(("logLikelihood", .number(logLikelihood)))
    }
    members += [
      ("statistic", .number(test.statistic)), ("df", .integer(test.degreesOfFreedom)),
      ("p", .number(test.p)),
    ]
    return .object(members)
  }

  private func json(_ estimate: ContrastEstimate) -> JSONValue {
    let columns = regression.regressionColumns
    let weights = estimate.contrast.weights
    let (lower, upper) = estimate.ratioInterval
    return .object([
      ("contrast", .string(estimate.contrast.name)),
      (
        "weights",
        .object(
          weights.indices.filter { weights[$0] != 0 }.map {
            (columns[$0].name, .number(weights[$0]))
          })
      ),
      ("constant", .number(estimate.contrast.constant)),
      ("estimate", .number(estimate.estimate)),
      ("standardError", .number(estimate.standardError)),
      ("z", .number(estimate.z)),
      ("p", .number(estimate.p)),
      ("estimateInterval", .numbers([estimate.lower, estimate.upper])),
      (regression.ratio == .hazard ? "hazardRatio" : "oddsRatio", .number(estimate.ratio)),
      ("interval", .numbers([lower, upper])),
    ])
  }
}
