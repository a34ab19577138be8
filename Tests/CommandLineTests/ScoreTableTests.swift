import Foundation
import TestSupport
import Testing

@Suite struct ScoreTableTests {
  private static let id = "sarculator-retroperitoneal-os-2013-reconstructed"
  private static let header = "patient,age,size,grade,histology,multifocal,resection,site,note\n"
  private static let rows = [
    "a,61,12.5,3,LMS,no,complete,retroperitoneum,first",
    "b,,12.5,3,LMS,no,complete,retroperitoneum,no age",
    "c,61,120,3,LMS,no,complete,retroperitoneum,too large",
    "d,61,125 mm,G3,8890/3,0,R0,C48.0,\"the same, as text\"",
    "e,61,12.5,high,LMS,no,complete,retroperitoneum,half",
    "f,61,12.5,3,LMS,no,complete,thigh,elsewhere",
    "g,,12.5,3,LMS,no,complete,retroperitoneum,no age",
    "h,120,12.5,3,LMS,no,complete,retroperitoneum,old",
  ]
  private static let table = header + rows.joined(separator: "\n") + "\n"

  /// Cells by column of a CSV without quotes but around `note`.
  private static func cells(_ text: String) -> [[String]] {
    text.replacing("\"the same, as text\"", with: "-").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("Rows keep their order and columns, and each has its score, its cautions or its refusal")
  func rows() throws {
    let run = try CommandRun(["score", Self.id, "--table", "-"], input: Self.table)
    #expect(run.status == 0, "\(run.errors)")
    let cells = Self.cells(run.output)
    #expect(cells.count == 9)
    #expect(
      cells[0]
        == ["patient", "age", "size", "grade", "histology", "multifocal", "resection", "site"]
        + ["note", "\(Self.id)_5y", "\(Self.id)_caution", "\(Self.id)_refusal"])
    #expect(cells.dropFirst().map { $0[0] } == ["a", "b", "c", "d", "e", "f", "g", "h"])
    #expect(cells[4].prefix(3) == ["d", "61", "125 mm"])
    let alone = try CommandRun(
      ["score", Self.id, "--format", "json"]
        + settings(
          "age=61", "size=12.5", "grade=3", "histology=LMS", "multifocal=no", "resection=complete",
          "site=retroperitoneum"))
    let survival = try #require(alone.json["predictions"][0]["probability"].number)
    #expect(Double(cells[1][9]) == survival)
    #expect(Double(cells[4][9]) == survival)
    // What was said of every patient, and what of the patient in between.
    #expect(cells[1][10] == "reconstructedModel;assumedInScope;inconsistentHorizons")
    #expect(cells[4][10] == "reconstructedModel;assumedInScope;convertedUnit;inconsistentHorizons")
    #expect(
      cells[8][10] == "reconstructedModel;assumedInScope;outsideObservedRange;inconsistentHorizons")
    for row in [2, 3, 5, 6, 7] {
      #expect(cells[row][9] == "NA", "\(row)")
      #expect(cells[row][11] != "NA", "\(row)")
    }
    for row in [1, 4, 8] { #expect(cells[row][11] == "NA") }
    #expect(
      run.errors == """
        3 of 8 rows scored; 5 refused, 2 of them for missing values; columns not read: 'patient', 'note'
          2 rows, 2, 7: age (Age, year) is missing.
          row 3: size of 120 cm is outside the possible 0.1 to 60 cm: is it in mm?
          row 5: A value leaves more than one level open.
          row 6: Limb and trunk wall have a score of their own. Instead: sarculator-extremity-os-2016-reconstructed. The score is for the retroperitoneum.

        """)
  }

  @Test("The JSON of a cohort has the same scores, and counts what has none")
  func json() throws {
    let run = try CommandRun(
      ["score", Self.id, "--table", "-", "--format", "json"], input: Self.table)
    #expect(run.status == 0)
    #expect(run.json["scored"].number == 3)
    #expect(run.json["missing"].number == 2)
    #expect(run.json["refused"].array.compactMap { $0["row"].number } == [2, 3, 5, 6, 7])
    let rows = run.json["rows"].array
    #expect(rows.count == 8)
    #expect(rows[0]["\(Self.id)_5y"].number == rows[3]["\(Self.id)_5y"].number)
    #expect(rows[0]["\(Self.id)_5y"].exists && !rows[1]["\(Self.id)_5y"].exists)
  }

  @Test("A rule gives a category, a nomogram its points as well")
  func forms() throws {
    let rule = try CommandRun(
      ["score", "sin-extremity-trunk-2003", "--table", "-"],
      // Necrosis above 0 % is necrosis present, in a table as in flags.
      input: "size,vascularInvasion,necrosis\n9,yes,0\n5,no,20\n9,,20\n5,,\n")
    let cells = Self.cells(rule.output)
    #expect(cells[0][3] == "sin-extremity-trunk-2003_category")
    #expect(cells.dropFirst().map { $0[3] } == ["high", "low", "high", "NA"])
    let nomogram = "sarculator-retroperitoneal-os-2013-digitised"
    let points = try CommandRun(["score", nomogram, "--table", "-"], input: Self.table)
    let header = Self.cells(points.output)[0]
    #expect(header.contains("\(nomogram)_7y"))
    #expect(header.contains("\(nomogram)_points"))
  }

  @Test("A logistic model gives its probability")
  func logistic() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "\($0 % 7),\($0 * 11 % 13 < 4 + $0 % 7 ? 1 : 0)" }
    let table = try folder.write("x,died\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
    let fit = try CommandRun(
      ["fit", "logistic", "died ~ x", table, "--output", folder.path("m.json")])
    #expect(fit.status == 0, "\(fit.errors)")
    let run = try CommandRun(["score", folder.path("m.json"), "--table", table])
    let cells = Self.cells(run.output)
    #expect(
      cells[0]
        == ["x", "died", "m_probability", "m_linearPredictor", "m_caution", "m_refusal"])
    let one = try CommandRun(
      ["score", folder.path("m.json"), "--format", "json"] + settings("x=3"))
    let probability = try #require(one.json["predictions"][0]["probability"].number)
    #expect(cells.dropFirst().count { $0[0] == "3" && Double($0[2]) == probability } == 9)
    #expect(Double(cells[4][3]) == one.json["linearPredictor"].number)
  }

  @Test("A table that cannot be scored at all ends in one sentence")
  func faults() throws {
    func errors(_ arguments: [String], _ input: String = Self.table) throws -> String {
      let run = try CommandRun(["score", Self.id, "--table", "-"] + arguments, input: input)
      #expect(run.status == 3)
      #expect(run.output.isEmpty)
      return run.errors
    }
    #expect(
      try errors(["--at", "4y"])
        == "sarcoma: the model does not predict at 4 years; it does at 5 years.\n")
    #expect(try errors(["--given", "2y"]).contains("no conditional survival"))
    #expect(try errors([], "a,\(Self.id)_5y\n1,2\n").contains("\(Self.id)_5y"))
    #expect(try errors([], "").contains("empty"))
    let none = try CommandRun(["score", Self.id, "--table", "/no/such.csv"])
    #expect(none.status == 3)
    #expect(none.errors.contains("No such file"))
  }

  @Test("Ten thousand rows are scored at one go, whatever their reasons")
  func many() throws {
    let rows = (0..<10_000).map {
      "\($0),\($0 % 2 == 0 ? 61 : 300 + $0),12.5,3,LMS,no,complete,RP,\n"
    }
    let clock = ContinuousClock()
    var run: CommandRun?
    let time = try clock.measure {
      run = try CommandRun(
        ["score", Self.id, "--table", "-"], input: Self.header + rows.joined())
    }
    #expect(run?.status == 0)
    #expect(run?.output.split(separator: "\n").count == 10_001)
    let errors = run?.errors ?? ""
    #expect(errors.hasPrefix("5000 of 10000 rows scored; 5000 refused, 0 of them"))
    #expect(errors.hasSuffix("  and 4980 further reasons for 4980 rows, in the table\n"))
    #expect(errors.split(separator: "\n").count == 22)
    // A quadratic account would take longer; a debug build on a busy machine does not.
    #expect(time < .seconds(60))
  }

  @Test("A cohort is scored by the document of its own fit as the fit predicts it")
  func ownFit() throws {
    let folder = try TemporaryFolder()
    let cohort = CommandRun.root.appending(path: "data/tcga_sarc.csv").path
    let fit = try CommandRun([
      "fit", "cox", "Surv(OS_days, OS_event) ~ age_years + sex", cohort, "--output",
      folder.path("m.json"), "--horizons", "5y", "--predict", "age_years=68, sex=male", "--at",
      "5y", "--format", "json",
    ])
    let run = try CommandRun(["score", folder.path("m.json"), "--table", cohort])
    #expect(run.status == 0, "\(run.errors)")
    // Of 44 columns the model reads two.
    #expect(
      run.errors
        == "261 of 261 rows scored; columns not read: 'patient_id', 'race', 'year_dx', 'histology', "
        + "'histology_group' and 37 more\n")
    let lines = run.output.split(separator: "\n").map { $0.split(separator: ",") }
    // The first patient of the cohort is a man of 68.
    let place = try #require(lines[0].firstIndex(of: "m_5y"))
    #expect(lines[0].count == 47 && place == 44)
    let cells = run.output.split(separator: "\n")[1].split(
      separator: ",", omittingEmptySubsequences: false)
    expectClose(
      Double(cells[place]) ?? .nan,
      fit.json["predictions"][0]["estimates"][0]["survival"].number ?? .nan, relative: 1e-12)
  }
}
