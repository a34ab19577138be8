public import Biostatistics
internal import PrognosticModels
public import StrictJSON

/// Two nested fits compared, as text for people and as JSON for programs.
public struct FitComparisonReport: Sendable {
  /// The comparison.
  public let comparison: NestedComparison

  /// Reports a comparison.
  public init(_ comparison: NestedComparison) { self.comparison = comparison }

  /// Both fits, and what the larger one adds.
  public var text: String {
    let test = comparison.test
    var table = TextTable(header: ["model", "log likelihood", "df", "AIC", "chi-square", "df", "p"])
    let (small, large) = (comparison.smaller, comparison.larger)
    table.add(Self.cells(small))
    table.add(
      Self.cells(large)
        + [
          NumberText.fixed(test.statistic, 2), "\(test.degreesOfFreedom)", NumberText.p(test.p),
        ])
    return """
      Likelihood-ratio test of nested fits (\(small.likelihood))
      \(small.rowCount) rows, \(small.eventCount) events
        \(small.name): \(small.formula)
        \(large.name): \(large.formula)


      """ + table.text
  }

  private static func cells(_ fit: FitSummary) -> [String] {
    [
      fit.name, NumberText.fixed(fit.logLikelihood, 3), "\(fit.degreesOfFreedom)",
      NumberText.fixed(fit.aic, 2),
    ]
  }

  /// `{"kind": "anova", "test": "comparison", "models": [smaller, larger], "statistic": ...}`.
  public var json: JSONValue {
    .object([
      ("kind", .string("anova")),
      ("test", .string("comparison")),
      ("likelihood", .string(comparison.smaller.likelihood)),
      ("models", .array([comparison.smaller, comparison.larger].map(Self.json))),
      ("statistic", .number(comparison.test.statistic)),
      ("df", .integer(comparison.test.degreesOfFreedom)),
      ("p", .number(comparison.test.p)),
      ("version", .string(Version.current)),
    ])
  }

  private static func json(_ fit: FitSummary) -> JSONValue {
    .object([
      ("model", .string(fit.name)), ("formula", .string(fit.formula)),
      ("n", .integer(fit.rowCount)), ("events", .integer(fit.eventCount)),
      ("logLikelihood", .number(fit.logLikelihood)), ("df", .integer(fit.degreesOfFreedom)),
      ("aic", .number(fit.aic)),
    ])
  }
}
