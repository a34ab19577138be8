import Biostatistics
import Terms
import TestSupport
import Testing

@Suite("Formulas")
struct FormulaTests {
  private static func design(_ right: String, levels: [String]) throws -> DesignMatrix {
    var options = ModelFrameOptions()
    options.levels["celltype"] = levels
    let formula = try Formula("Surv(time, status) ~ \(right)")
    return try SurvivalFrame(
      formula, in: try ReferenceCase.table("veteran"), options: options
    ).design
  }

  @Test("columns have R's names, order and sums", arguments: 0..<38)
  func columns(place: Int) throws {
    let reference = try Reference(named: "design-names.json")
    #expect(reference["cases"].array.count == 38)
    let expected = reference["cases"][place]
    let formula = expected["formula"].string ?? ""
    let design = try Self.design(formula, levels: reference["levels"].strings)
    let names = expected["names"].string.map { [$0] } ?? expected["names"].strings
    #expect(design.columnNames == names, "\(formula)")
    let columns = (0..<design.columnCount).map { design.values(ofColumn: $0) }
    expectClose(
      columns.map { $0.reduce(0, +) }, expected["sums"].numbers, relative: 1e-12, absolute: 1e-9,
      formula)
    expectClose(
      columns.map { $0.reduce(0) { $0 + $1 * $1 } }, expected["sumsq"].numbers, relative: 1e-12,
      formula)
  }

  @Test("the columns of a spline carry primes, one for each but the first")
  func splineNames() throws {
    let design = try Self.design(
      "rcs(age, 4) + rcs(karno,c(30, 60, 80)):trt",
      levels: ["squamous", "smallcell", "adeno", "large"])
    #expect(
      design.columnNames == [
        "rcs(age, 4)", "rcs(age, 4)'", "rcs(age, 4)''", "rcs(karno, c(30, 60, 80)):trt",
        "rcs(karno, c(30, 60, 80))':trt",
      ])
    #expect(design.termNames == ["rcs(age, 4)", "rcs(karno, c(30, 60, 80)):trt"])
    #expect(design.termOfColumn == [0, 0, 0, 1, 1])
  }

  @Test("terms, offsets, clusters and the intercept are told apart")
  func parts() throws {
    let formula = try Formula("Surv(t, d) ~ a*b + offset(c) + cluster(id) + strata(g) - 1 - a:b")
    #expect(formula.terms.map(\.name) == ["a", "b", "strata(g)"])
    #expect(formula.offsets.map(\.description) == ["c"])
    #expect(formula.clusters.map(\.description) == ["id"])
    #expect(!formula.hasIntercept)
    #expect(formula.response.description == "Surv(t, d)")
    #expect(try Formula("Surv(t, d) ~ 1").terms.isEmpty)
    #expect(try Formula("Surv(t, d) ~ a + 1").hasIntercept)
  }

  @Test("interactions sort after main effects, and a:b is b:a")
  func order() throws {
    func names(_ right: String) throws -> [String] {
      try Formula("Surv(t, d) ~ \(right)").terms.map(\.name)
    }
    #expect(try names("a:b + c + a") == ["c", "a", "a:b"])
    #expect(try names("a:b + b:a") == ["a:b"])
    #expect(try names("b + a:b") == ["b", "b:a"])
    #expect(try names("c + a:b:c - c") == ["c:a:b"])
    #expect(try names("(a + b + c)^2") == ["a", "b", "c", "a:b", "a:c", "b:c"])
    #expect(try names("(a + b + c)^2 - b:a") == ["a", "b", "c", "a:c", "b:c"])
    #expect(try names("a * b * c") == ["a", "b", "c", "a:b", "a:c", "b:c", "a:b:c"])
    #expect(try names("a / b") == ["a", "a:b"])
    #expect(try names("a:a + a^2") == ["a"])
  }

  @Test(
    "what is no formula is refused with its reason",
    arguments: [
      (
        "age + sex",
        "'age + sex' has no outcome; write it as Surv(time, event) ~ age + sex, or as event ~ age + sex "
          + "for a logistic fit."
      ),
      ("Surv(t, d) ~ 2", "The term '2' cannot be used: a number alone is no covariate."),
      (
        "Surv(t, d) ~ age + !x",
        "The term '!x' cannot be used: wrap arithmetic in I(), as in I(age / 10)."
      ),
      (
        "Surv(t, d) ~ (a + b)^17",
        "The term '(a + b)^17' cannot be used: the power must be 1 to 16."
      ),
      (
        "Surv(t, d) ~ a %in% b",
        "The formula cannot be read: '%' at character 16 has no meaning in a formula; put a column "
          + "name that holds it between backquotes."
      ),
      (
        "Surv(t, d) ~ (a",
        "The formula cannot be read: 'Surv(t, d) ~ (a' ends too early; a value or a closing "
          + "parenthesis is missing."
      ),
      (
        "Surv(t, d) ~ a b",
        "The formula cannot be read: 'b' at character 16 does not fit there; an operator or a "
          + "parenthesis is missing before it."
      ),
      ("Surv(t, d) ~ offset(a, b)", "offset() takes one expression."),
      ("Surv(t, d) ~ cluster()", "cluster() takes one column."),
    ])
  func refused(text: String, sentence: String) {
    do {
      _ = try Formula(text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect(error.description == sentence)
    }
  }
}
