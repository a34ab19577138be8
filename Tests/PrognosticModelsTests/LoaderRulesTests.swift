import StrictJSON
import Testing

@testable import PrognosticModels

/// What the loader knows and a schema cannot say: names that are declared elsewhere, numbers that
/// ascend, lengths and times that agree, rules that are never reached.
@Suite("What only the loader refuses")
struct LoaderRulesTests {
  /// One change to a document, and how the loader answers.
  struct Case: CustomTestStringConvertible {
    let document: String
    let operation: JSONPatch.Operation
    let pointer: String
    let sentence: String

    var testDescription: String { "\(document) \(pointer): \(sentence)" }

    /// A change to a document of Tests/Reference/model-forms.
    static func form(
      _ name: String, _ pointer: String, _ operation: JSONPatch.Operation, _ sentence: String
    ) -> Case {
      Case(
        document: "Tests/Reference/model-forms/synthetic-\(name).json", operation: operation,
        pointer: pointer, sentence: sentence)
    }

    /// A change to a document of models/.
    static func rule(
      _ name: String, _ pointer: String, _ operation: JSONPatch.Operation, _ sentence: String
    ) -> Case {
      Case(
        document: "models/\(name).json", operation: operation, pointer: pointer,
        sentence: sentence)
    }
  }

  @Test(
    "names that nobody declares",
    arguments: [
      .form(
        "logistic", "/covariates/0/name", .replace(.string("siz")), "'siz' is not in the vocabulary"
      ),
      .form(
        "logistic", "/terms/0/covariate", .replace(.string("age")), "'age' is not among the model's"
      ),
      .form(
        "proportional-hazards", "/covariates/4/reference", .replace(.string("R0")),
        "'R0' is not a level"),
      .form(
        "proportional-hazards", "/covariates/4/whenMissing", .replace(.string("x")),
        "'x' is not a level"),
      .form(
        "proportional-hazards", "/covariates/5/levels/R0/0", .replace(.string("R3")),
        "'R3' is not a level"),
      .form(
        "proportional-hazards", "/covariates/5/levels/R0/0", .replace(.string("R1")),
        "'R1' is in two"),
      .form(
        "proportional-hazards", "/covariates/6/levels/first/0", .replace(.string("second")),
        "'second' is in two levels"),
      .form(
        "proportional-hazards", "/population/scope/2/notIn/0", .replace(.string("x")),
        "'x' is not a level"),
      .form(
        "proportional-hazards", "/population/scope/0/covariate", .replace(.string("x")),
        "'x' is neither"),
      .form(
        "proportional-hazards", "/terms/2/expression", .replace(.string("log(siz)")), "siz"),
      .form(
        "proportional-hazards", "/terms/2/expression", .replace(.string("log(depth)")), "category"),
      .form(
        "proportional-hazards", "/terms/2/expression", .replace(.string("log(size")), ""),
      .form(
        "proportional-hazards", "/terms/5/coefficients/superficial", .add(.number(1)),
        "is the reference"),
      .form(
        "proportional-hazards", "/terms/5/coefficients/x", .add(.number(1)), "not a level"),
      .form(
        "proportional-hazards", "/terms/8/factors/0/level", .replace(.string("x")),
        "'x' is not a level"),
      .form(
        "proportional-hazards", "/terms/8/factors/0/level", .remove, "by one of its levels"),
      .form(
        "proportional-hazards", "/terms/4/covariate", .replace(.string("depth")), "is a category"),
      .form(
        "proportional-hazards", "/terms/4/name", .replace(.string("ki67")),
        "two terms are named 'ki67'"),
      .form(
        "proportional-hazards", "/terms/5/name", .replace(.string("hospital")), "two terms"),
      .form(
        "proportional-hazards", "/baseline/stratumOf/covariate", .replace(.string("age")),
        "no covariate"),
      .form(
        "proportional-hazards", "/baseline/strata/0/stratum", .replace(.string("x")),
        "'R0' of 'margin'"),
      .form(
        "proportional-hazards", "/cautions/0/when/hospital/0", .replace(.string("x")), "'hospital'"),
      .form("points", "/total/when/depth/0", .replace(.string("x")), "'x' is not a level"),
      .form(
        "subdistribution-hazards", "/covariance/parameters/0", .replace(.string("x")),
        "'age' is missing"),
      .form(
        "subdistribution-hazards", "/baseline/centers/x", .add(.number(0)), "'x' is not a"),
      .rule(
        "sin-extremity-trunk-2003", "/rules/0/category", .replace(.string("x")), "'x' is not among"),
      .rule(
        "sin-extremity-trunk-2003", "/derived/1/sum/0", .replace(.string("x")), "'x' is neither"),
      .rule("sin-extremity-trunk-2003", "/covariates/1", .remove, "'vascularInvasion' is neither"),
      .rule(
        "sin-extremity-trunk-2003", "/covariates/0/name", .replace(.string("necrosisPresent")),
        "twice"),
      .rule(
        "sin-extremity-trunk-2003", "/derived/1/name", .replace(.string("large")), "empty or taken"),
      .form(
        "proportional-hazards", "/fit/columns/0/parameter", .replace(.string("x")),
        "'x' is no coefficient of the model"),
      .form(
        "proportional-hazards", "/fit/columns/0/parameter", .replace(.string("deep and old")),
        "'deep and old' stands for two columns"),
      .rule(
        "vocabulary", "/covariates/0/name", .replace(.string("size")), "'size' stands there twice"),
      .rule(
        "vocabulary", "/covariates/3/levels/0/partOf", .replace(.string("x")), "'x' is not a level"),
      .rule(
        "vocabulary", "/covariates/3/levels/0/name", .replace(.string("2")),
        "'2' stands there twice"),
      .rule(
        "vocabulary", "/covariates/3/halfAnswers/0/admits/0", .replace(.string("x")),
        "'x' is not a level"),
      .rule(
        "vocabulary", "/covariates/8/impliedBy/covariate", .replace(.string("sex")), "'sex' is none"
      ),
    ] as [Case])
  func names(_ change: Case) throws { try expectRefusal(change) }

  @Test(
    "numbers that do not ascend",
    arguments: [
      .form(
        "proportional-hazards", "/endpoint/horizons/1", .replace(.number(1)), "horizons"),
      .form("proportional-hazards", "/terms/0/knots/0", .replace(.number(55)), "ascending"),
      .form("proportional-hazards", "/terms/3/powers/0", .replace(.number(1)), "descend"),
      .form("proportional-hazards", "/terms/1/nodes/0/0", .replace(.number(11)), "ascend"),
      .form(
        "proportional-hazards", "/covariates/0/observed/0", .replace(.number(95)), "low below"),
      .form(
        "proportional-hazards", "/performance/0/interval/0", .replace(.number(0.8)), "low below"),
      .form(
        "proportional-hazards", "/riskGroups/groups/0/below", .replace(.number(2)), "ascend"),
      .form(
        "proportional-hazards", "/riskGroups/groups/2", .remove, "the last group alone"),
      .form(
        "proportional-hazards", "/baseline/strata/0/survival/0", .replace(.number(0.5)),
        "does not rise"),
      .form(
        "proportional-hazards", "/baseline/strata/1/logCumulativeHazard/0", .replace(.number(0)),
        "does not rise"),
      .form(
        "subdistribution-hazards", "/baseline/cumulativeHazard/0", .replace(.number(0.5)),
        "does not rise"),
      .form("subdistribution-hazards", "/baseline/times/0", .replace(.number(61)), "ascend"),
      .form("points", "/total/probability/0/0", .replace(.number(61)), "ascend"),
      .rule("vocabulary", "/covariates/0/possible/0", .replace(.number(121)), "low below"),
    ] as [Case])
  func order(_ change: Case) throws { try expectRefusal(change) }

  @Test(
    "lengths, times and sums that do not agree",
    arguments: [
      .form(
        "proportional-hazards", "/endpoint/followUp", .replace(.number(4)), "beyond the follow-up"),
      .form(
        "proportional-hazards", "/endpoint/horizons/0", .replace(.number(1)), "horizons alone"),
      .form(
        "proportional-hazards", "/endpoint/horizons/1", .replace(.number(7)), "horizons alone"),
      .form(
        "proportional-hazards", "/endpoint/horizons/-", .add(.number(7)), "no value at"),
      .form(
        "subdistribution-hazards", "/provenance/method",
        .replace(.string("publishedCoefficients")), "horizons alone"),
      .form(
        "proportional-hazards", "/terms/0/coefficients/0", .remove, "3 coefficients are wanted"),
      .form("proportional-hazards", "/terms/3/powers/0", .remove, "1 coefficients are wanted"),
      .form("proportional-hazards", "/terms/0/knots/0", .remove, "2 coefficients are wanted"),
      .form("proportional-hazards", "/terms/1/nodes/0", .remove, "span the axis"),
      .form("proportional-hazards", "/covariates/1/axis", .remove, "span the axis"),
      .form(
        "proportional-hazards", "/terms/8/factors/1/column", .replace(.integer(3)), "columns 0 to"),
      .form(
        "proportional-hazards", "/baseline/strata/0/times/0", .remove, "1 times and 2 values"),
      .form("proportional-hazards", "/baseline/strata/0", .remove, "has no stratum"),
      .form("subdistribution-hazards", "/baseline/at", .replace(.number(1)), "is not the sum"),
      .form(
        "subdistribution-hazards", "/terms/0/coefficient", .replace(.number(1)), "is not the sum"),
      .form("subdistribution-hazards", "/covariance/matrix/0", .remove, "a matrix of 3"),
      .form(
        "subdistribution-hazards", "/covariance/matrix/0/1", .replace(.number(1)), "symmetric"),
      .form(
        "subdistribution-hazards", "/covariance/matrix/0/0", .replace(.number(-1)), "negative"),
      .form("points", "/total/at", .replace(.number(5)), "one horizon"),
    ] as [Case])
  func agreement(_ change: Case) throws { try expectRefusal(change) }

  @Test(
    "rules that are never reached, and what nothing reads",
    arguments: [
      .rule(
        "sin-extremity-trunk-2003", "/rules/0/when", .replace(.object([])), "never reached"),
      .rule("sin-extremity-trunk-2003", "/rules/1", .remove, "no rule gives the category 'low'"),
      .rule(
        "sin-extremity-trunk-2003", "/categories/-", .add(.string("medium")),
        "the category 'medium'"),
      .rule("sin-extremity-trunk-2003", "/derived/1/sum/0", .remove, "no rule reads 'large'"),
      .rule(
        "sin-extremity-trunk-2003", "/rules/0/when/features/atMost", .add(.number(1)),
        "nothing lies within"),
      .rule(
        "sin-extremity-trunk-2003", "/derived/0/rules/0/is", .replace(.string("1")), "a text in all"
      ),
      .rule(
        "cinsarc-class-2010", "/covariates/-", .add(.object([("name", .string("age"))])), "'age'"),
    ] as [Case])
  func reach(_ change: Case) throws { try expectRefusal(change) }

  /// Refused by the loader's own rules, not as JSON nor for a missing or unknown key.
  private func expectRefusal(_ change: Case) throws {
    let original = try JSONDocument(Library.bytes(change.document)).root.value
    let bytes =
      try JSONPatch(change.operation, at: change.pointer).applied(to: original).bytes()
    let fault = #expect(throws: StrictJSONError.self) {
      if change.document.hasSuffix("vocabulary.json") {
        _ = try Vocabulary(JSONDocument(bytes))
      } else {
        _ = try PrognosticModel(bytes, vocabulary: VocabularyTests.library())
      }
    }
    guard case .refused(let reason, _)? = fault else {
      Issue.record("\(fault.map { "\($0)" } ?? "accepted")")
      return
    }
    #expect(change.sentence.isEmpty || reason.contains(change.sentence))
  }
}
