import Foundation
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Survival of new patients")
struct CoxSurvivalTests {
  private static func fit(
    _ formula: String, _ data: String = "veteran", levels: [String: [String]] = [:],
    robust: Bool = false
  ) throws -> CoxModel {
    var frameOptions = ModelFrameOptions()
    frameOptions.levels = levels
    var options = CoxOptions()
    options.robust = robust
    return try CoxModel(
      try SurvivalFrame(
        try Formula(formula), in: try ReferenceCase.table(data), options: frameOptions),
      options: options)
  }

  private static func table(_ text: String) throws -> Table { try CSVReader.read(text: text) }

  @Test("survival starts at 1, never rises, stays between its limits and in 0...1")
  func shape() throws {
    let model = try Self.fit("Surv(time, status) ~ celltype + karno * age")
    let table = try Self.table("celltype,karno,age\nlarge,20,70\nadeno,90,40\n")
    let times = stride(from: 0.0, through: 1200, by: 7).map { $0 }
    for scale in ConfidenceScale.allCases {
      for estimates in try model.survival(of: table, at: times, scale: scale) {
        #expect(estimates[0].survival == 1 && estimates[0].cumulativeHazard == 0)
        for (now, next) in zip(estimates, estimates.dropFirst()) {
          #expect(next.survival <= now.survival && (0...1).contains(next.survival))
        }
        for estimate in estimates where !estimate.lower.isNaN {
          #expect(estimate.lower <= estimate.survival && estimate.survival <= estimate.upper)
          #expect(estimate.lower >= 0 && estimate.upper <= 1)
          expectClose(
            estimate.standardError, estimate.survival * estimate.cumulativeHazardStandardError,
            relative: 1e-14)
        }
      }
    }
    let last = try model.survival(of: table, at: [999, 999.5])[0]
    #expect(!last[0].isBeyondFollowUp && last[1].isBeyondFollowUp)
    #expect(last[0].survival == last[1].survival)
  }

  /// H(t | x) = H0(t) exp((x - means)' beta), and the variance by simulation-free bookkeeping: at the
  /// same covariates under two codings.
  @Test("the answer does not depend on how the covariates are coded")
  func coding() throws {
    let plain = try Self.fit("Surv(time, status) ~ karno + age")
    let coded = try Self.fit("Surv(time, status) ~ I((karno - 60) / 10) + I(1000000 + age)")
    let table = try Self.table("karno,age\n35,66\n")
    let a = try plain.survival(of: table, at: [50, 100, 400])[0]
    let b = try coded.survival(of: table, at: [50, 100, 400])[0]
    expectClose(a.map(\.survival), b.map(\.survival), relative: 1e-8)
    expectClose(a.map(\.standardError), b.map(\.standardError), relative: 1e-8)
    let hazard =
      plain.cumulativeHazard(at: 100)
      * exp(
        35 * plain.coefficients[0] + 66 * plain.coefficients[1] - plain.baselineLinearPredictor)
    expectClose(a[1].cumulativeHazard, hazard, relative: 1e-13)
  }

  @Test("each patient has the baseline of the own stratum, also under stated levels")
  func strata() throws {
    for levels in [[:], ["trt": ["2", "1"]]] {
      let model = try Self.fit("Surv(time, status) ~ karno + strata(trt)", levels: levels)
      let rows = try model.survival(of: try Self.table("karno,trt\n60,1\n60,2\n"), at: [100])
      let beta = model.coefficients[0]
      for (row, treatment) in ["1", "2"].enumerated() {
        let stratum = model.baselineCumulativeHazard.firstIndex {
          $0.stratum?.hasSuffix(treatment) == true
        }
        let hazard = model.cumulativeHazardAtZero(at: 100, stratum: stratum ?? 0) * exp(60 * beta)
        expectClose(rows[row][0].cumulativeHazard, hazard, relative: 1e-12)
      }
    }
  }

  @Test("dates and stated levels of new rows are read as in the fit")
  func sameReading() throws {
    let data = try Self.table(
      """
      born,died,dead,g
      01/02/1950,13/02/1990,1,2
      11/12/1940,14/02/1990,1,1
      30/06/1960,15/02/1990,0,1
      28/02/1955,16/02/1990,1,2
      31/01/1945,17/02/1990,0,1
      """)
    var options = ModelFrameOptions()
    options.dateFormat = .dayFirst
    options.levels["g"] = ["2", "1"]
    let formula = try Formula("Surv(days(born, died), dead) ~ g + years(born, died)")
    let model = try CoxModel(try SurvivalFrame(formula, in: data, options: options))
    #expect(model.frame.design.columnNames == ["g1", "years(born, died)"])
    let new = try Self.table("born,died,g\n13/06/1950,12/02/1990,1\n")
    let estimate = try model.survival(of: new, at: [15_000])[0][0]
    #expect((0...1).contains(estimate.survival))
    let unknown = try Self.table("born,died,g\n13/06/1950,12/02/1990,3\n")
    #expect(throws: DesignError.unknownLevel(column: "g", level: "3", known: ["2", "1"])) {
      try model.survival(of: unknown, at: [15_000])
    }
  }

  @Test("factors, conditions, splines and offsets of new rows are coded as in the fit")
  func sameCoding() throws {
    let formula =
      "Surv(time, status) ~ celltype + I(celltype == \"adeno\"):age + rcs(karno, 4) + factor(prior) "
      + "+ offset(diagtime / 100)"
    let model = try Self.fit(formula)
    let data = try ReferenceCase.table("veteran")
    let estimates = try model.survival(of: data, at: [90])
    let centred = model.linearPredictors
    let hazard = model.cumulativeHazard(at: 90)
    for row in 0..<data.rowCount {
      expectClose(
        estimates[row][0].cumulativeHazard, hazard * exp(centred[row]), relative: 1e-11,
        "row \(row)")
    }
    // One row alone: no level but its own occurs in the table.
    let one = try Self.table("celltype,age,karno,prior,diagtime,trt\nsmallcell,60,40,10,3,1\n")
    #expect(try model.survival(of: one, at: [90])[0][0].survival < 1)
  }

  @Test(
    "a row that cannot be predicted is refused with its reason",
    arguments: [
      ("karno\n60\n", "There is no column 'celltype'; the table has karno."),
      (
        "celltype,karno\nclear,60\n",
        "'clear' never occurs in column 'celltype', which holds adeno, large, smallcell, squamous."
      ),
      (
        "celltype,karno\nlarge,60\nlarge,\n",
        "'karno' is missing in row 2 (line 3); a prediction needs every covariate."
      ),
      (
        "celltype,karno\n,60\n",
        "'celltype' is missing in row 1 (line 2); a prediction needs every covariate."
      ),
      (
        "celltype,karno\nlarge,good\n",
        "Column 'karno' holds text ('good' at line 2) where a number is wanted; correct the cell, "
          + "name it as missing with --missing, or enter the column as a factor."
      ),
    ])
  func refused(text: String, sentence: String) throws {
    let model = try Self.fit("Surv(time, status) ~ celltype + karno")
    let table = try Self.table(text)
    let error = #expect(throws: DesignError.self) { _ = try model.survival(of: table, at: [100]) }
    #expect(error?.description == sentence)
  }
}
