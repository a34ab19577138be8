import Biostatistics
import TestSupport
import Testing

/// Factors of numbers and of true and false, against what R's read.csv, coxph and survfit make of
/// the same text.
@Suite("Levels of numbers and of true and false")
struct NumberLevelsTests {
  static let columns = (try? Reference(named: "factor-levels.json"))?["columns"].array ?? []

  @Test("columns are named, and estimated, as by R's coxph", arguments: 0..<12)
  func names(place: Int) throws {
    #expect(Self.columns.count == 12)
    let column = Self.columns[place]
    let table = try CSVReader.read(text: column["csv"].string ?? "")
    for model in column["models"].array {
      let term = model["term"].string ?? ""
      let formula = try Formula("Surv(time, status) ~ \(term)")
      let fit = try CoxModel(try SurvivalFrame(formula, in: table))
      #expect(fit.frame.design.columnNames == model["names"].strings, "\(term)")
      expectClose(fit.coefficients, model["estimates"].numbers, relative: 1e-9, absolute: 1e-12)
    }
  }

  @Test("groups and strata are labelled and divided as by R's survfit", arguments: 0..<12)
  func groups(place: Int) throws {
    let column = Self.columns[place]
    let table = try CSVReader.read(text: column["csv"].string ?? "")
    for curve in column["curves"].array {
      let term = curve["term"].string ?? ""
      let frame = try SurvivalFrame(try Formula("Surv(time, status) ~ \(term)"), in: table)
      let groups = try #require(frame.groups)
      #expect(groups.labels == curve["groups"].strings, "\(term)")
      var sizes = [Double](repeating: 0, count: groups.labels.count)
      for code in groups.codes { sizes[Int(code)] += 1 }
      #expect(sizes == curve["n"].numbers, "\(term)")
    }
  }

  private static let text =
    "time,status,b,x\n"
    + (1...24).map {
      "\($0),1,\($0 % 3 == 0 ? "T" : "F"),0.\($0 % 2 == 0 ? "30000000000000004" : "5")"
    }
    .joined(separator: "\n")

  @Test("a stated level of a column of numbers is its label, at 15 digits")
  func statedNumbers() throws {
    let table = try CSVReader.read(text: Self.text)
    var options = ModelFrameOptions()
    options.levels["x"] = ["0.50", "0.3"]
    let frame = try SurvivalFrame(
      try Formula("Surv(time, status) ~ x"), in: table, options: options)
    #expect(frame.design.columnNames == ["x0.3"])
    #expect(frame.design.values(ofColumn: 0).reduce(0, +) == 12)
  }

  @Test("T and F are stated and compared as written or as TRUE and FALSE")
  func logicals() throws {
    let table = try CSVReader.read(text: Self.text)
    func columns(_ term: String, levels: [String]? = nil) throws -> (names: [String], sum: Double) {
      var options = ModelFrameOptions()
      options.levels["b"] = levels
      let frame = try SurvivalFrame(
        try Formula("Surv(time, status) ~ \(term)"), in: table, options: options)
      return (frame.design.columnNames, frame.design.values(ofColumn: 0).reduce(0, +))
    }
    #expect(try columns("b") == (["bTRUE"], 8))
    #expect(try columns("b", levels: ["TRUE", "FALSE"]) == (["bFALSE"], 16))
    #expect(try columns("b", levels: ["T", "F"]) == (["bF"], 16))
    #expect(try columns("I(b == \"T\")") == (["I(b == \"T\")TRUE"], 8))
    #expect(try columns("I(b != \"TRUE\")").sum == 16)
    #expect(throws: DesignError.unknownLevel(column: "b", level: "yes", known: ["FALSE", "TRUE"])) {
      try columns("I(b == \"yes\")")
    }
  }

  @Test("a new patient's true or false is read in any spelling, and nothing else is")
  func prediction() throws {
    let table = try CSVReader.read(text: Self.text)
    let model = try CoxModel(try SurvivalFrame(try Formula("Surv(time, status) ~ b"), in: table))
    func survival(_ text: String) throws -> Double? {
      let row = try Table(columns: [Column(name: "b", texts: [text])])
      return try model.survival(of: row, at: [10]).first?.first?.survival
    }
    let survivals = try ["T", "TRUE", "true", "True"].map(survival)
    #expect(Set(survivals).count == 1)
    #expect(try survival("F") != survivals[0])
    #expect(throws: DesignError.unknownLevel(column: "b", level: "yes", known: ["FALSE", "TRUE"])) {
      try survival("yes")
    }
  }
}
