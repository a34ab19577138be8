import TestSupport
import Testing

@testable import PrognosticModels

/// Every number here was typed from the clinical files, not from the documents.
@Suite("Treatment effects of the library")
struct EffectDocumentsTests {
  struct Row: CustomTestStringConvertible {
    let id: String
    let endpoint: Endpoint.Kind
    let measure: TreatmentEffect.Estimate.Measure
    let estimate: Double
    let interval: ClosedRange<Double>?
    var stratum: String?
    var regimen: String?

    var testDescription: String { "\(id) \(endpoint.rawValue) \(stratum ?? regimen ?? "")" }

    init(
      _ id: String, _ endpoint: Endpoint.Kind, _ measure: TreatmentEffect.Estimate.Measure,
      _ estimate: Double, _ interval: ClosedRange<Double>?, stratum: String? = nil,
      regimen: String? = nil
    ) {
      (self.id, self.endpoint, self.measure, self.estimate) = (id, endpoint, measure, estimate)
      (self.interval, self.stratum, self.regimen) = (interval, stratum, regimen)
    }
  }

  private static let both = "doxorubicin and ifosfamide"
  private static let byRisk = "eortc-62931-predicted-survival-2019"

  static let rows = [
    Row("eortc-62931-2012", .overallSurvival, .hazardRatio, 0.94, 0.68...1.31),
    Row("eortc-62931-2012", .recurrenceFreeSurvival, .hazardRatio, 0.91, 0.67...1.22),
    Row(byRisk, .overallSurvival, .hazardRatio, 0.46, 0.23...0.94, stratum: "low"),
    Row(byRisk, .overallSurvival, .hazardRatio, 1.00, 0.53...1.88, stratum: "intermediate"),
    Row(byRisk, .overallSurvival, .hazardRatio, 1.08, 0.61...1.90, stratum: "high"),
    Row(byRisk, .diseaseFreeSurvival, .hazardRatio, 0.46, 0.24...0.89, stratum: "low"),
    Row(byRisk, .diseaseFreeSurvival, .hazardRatio, 0.74, 0.41...1.34, stratum: "intermediate"),
    Row(byRisk, .overallSurvival, .hazardRatio, 0.50, 0.30...0.90, stratum: "below60"),
    Row(byRisk, .diseaseFreeSurvival, .hazardRatio, 0.49, 0.28...0.85, stratum: "below60"),
    Row("pervaiz-2008", .localRecurrence, .oddsRatio, 0.73, 0.56...0.94),
    Row("pervaiz-2008", .distantMetastasis, .oddsRatio, 0.67, 0.56...0.82),
    Row(
      "pervaiz-2008", .overallSurvival, .oddsRatio, 0.84, 0.68...1.03,
      regimen: "doxorubicin without ifosfamide"),
    Row("pervaiz-2008", .overallSurvival, .oddsRatio, 0.56, 0.36...0.85, regimen: both),
    Row("pooled-19-trials", .overallSurvival, .hazardRatio, 0.80, nil),
    Row("pooled-19-trials", .diseaseFreeSurvival, .hazardRatio, 0.78, nil),
    Row("pooled-19-trials", .overallSurvival, .hazardRatio, 0.78, nil, regimen: both),
    Row("pooled-19-trials", .diseaseFreeSurvival, .hazardRatio, 0.94, nil, regimen: both),
    // Medline 9400508 and Cochrane 432931, abstracts.
    Row("smac-1997", .localRecurrence, .hazardRatio, 0.73, 0.56...0.94),
    Row("smac-1997", .distantMetastasis, .hazardRatio, 0.70, 0.57...0.85),
    Row("smac-1997", .recurrenceFreeSurvival, .hazardRatio, 0.75, 0.64...0.87),
    Row("smac-1997", .overallSurvival, .hazardRatio, 0.89, 0.76...1.03),
    Row("haussmann-2021", .overallSurvival, .hazardRatio, 0.86, 0.75...0.97),
    Row("eortc-62961-2018", .diseaseFreeSurvival, .hazardRatio, 0.71, nil),
    Row("eortc-62961-2018", .overallSurvival, .hazardRatio, 0.73, nil),
    Row(
      "isg-sts-1001-myxoid-liposarcoma-2024", .diseaseFreeSurvival, .hazardRatio, 0.60, 0.24...1.46),
    Row("jcog1306-2022", .overallSurvival, .hazardRatio, 2.55, 0.80...8.14),
    Row("olaratumab-announce-2020", .overallSurvival, .hazardRatio, 1.05, 0.84...1.30),
  ]

  @Test("a ratio is the source's, with its interval", arguments: rows)
  func estimates(row: Row) throws {
    let found = try EffectSample.shipped(row.id).estimates.filter {
      $0.endpoint == row.endpoint && $0.stratum == row.stratum && $0.regimen == row.regimen
    }
    #expect(found.map(\.measure) == [row.measure])
    #expect(found.map(\.estimate) == [row.estimate])
    #expect(found.map(\.interval) == [row.interval])
    #expect(found.allSatisfy { $0.horizon == nil })
    #expect(found.allSatisfy { $0.confidence == ($0.interval == nil ? nil : 0.95) })
  }

  @Test("no document holds a ratio that is not in the list")
  func complete() throws {
    let library = try EffectSample.library.get()
    #expect(library.treatment.effects.flatMap(\.estimates).count == Self.rows.count)
    #expect(library.faults.map(\.description) == [])
  }

  @Test(
    "patients, design, timing and comparator are the source's",
    arguments: [
      ("eortc-62931-2012", 351, "randomised", "adjuvant", true),
      (byRisk, 290, "postHocSubgroup", "adjuvant", true),
      ("smac-1997", 1568, "metaAnalysis", "adjuvant", true),
      ("pervaiz-2008", 1953, "metaAnalysis", "adjuvant", true),
      ("pooled-19-trials", 2128, "metaAnalysis", "adjuvant", true),
      ("haussmann-2021", 3453, "networkMetaAnalysis", "adjuvant", true),
      ("eortc-62771-62931-2014", 819, "metaAnalysis", "adjuvant", true),
      ("eortc-62874-2001", 134, "randomised", "neoadjuvant", true),
      ("italian-cooperative-trial-2003", 104, "randomised", "adjuvant", true),
      ("petrioli-2002", 88, "randomised", "adjuvant", true),
      ("eortc-62961-2018", 329, "randomised", "neoadjuvant", false),
      ("isg-three-versus-five-cycles-2016", 328, "randomised", "perioperative", false),
      (
        "isg-three-versus-five-cycles-predicted-survival", 310, "postHocSubgroup", "perioperative",
        false
      ),
      ("isg-sts-1001-2017", 287, "randomised", "neoadjuvant", false),
      ("isg-sts-1001-radiology-2025", 236, "secondaryAnalysis", "neoadjuvant", false),
      ("isg-sts-1001-histology", 201, "secondaryAnalysis", "neoadjuvant", false),
      ("isg-sts-1001-myxoid-liposarcoma-2024", 101, "randomised", "neoadjuvant", false),
      ("jcog1306-2022", 143, "randomised", "perioperative", false),
      ("olaratumab-announce-2020", 509, "randomised", "advanced", false),
    ])
  func frame(id: String, patients: Int, design: String, timing: String, isAgainstNone: Bool) throws
  {
    let effect = try EffectSample.shipped(id)
    #expect(effect.patients == patients)
    #expect(effect.design.rawValue == design)
    #expect(effect.timing.rawValue == timing)
    #expect((effect.comparator == .none) == isAgainstNone)
    #expect(effect.status == .verified)
    #expect(effect.events == nil)
  }

  @Test("the library has these effects and no other")
  func count() throws {
    #expect(try EffectSample.library.get().treatment.effects.count == 19)
  }

  @Test("what the arms had is the source's, in the arm that it names")
  func observed() throws {
    typealias Kind = Endpoint.Kind
    let rows: [(String, Kind, Double?, Double, Double)] = [
      ("eortc-62931-2012", .overallSurvival, 5, 0.665, 0.678),
      (Self.byRisk, .overallSurvival, 8, 0.42, 0.21),
      ("eortc-62874-2001", .diseaseFreeSurvival, 5, 0.56, 0.52),
      ("eortc-62874-2001", .overallSurvival, 5, 0.65, 0.64),
      ("eortc-62961-2018", .overallSurvival, 5, 0.627, 0.513),
      ("eortc-62961-2018", .overallSurvival, 10, 0.526, 0.427),
      ("isg-three-versus-five-cycles-2016", .overallSurvival, 10, 0.64, 0.59),
      ("isg-sts-1001-2017", .diseaseFreeSurvival, 46.0 / 12, 0.38, 0.62),
      ("isg-sts-1001-2017", .overallSurvival, nil, 0.64, 0.89),
      ("isg-sts-1001-myxoid-liposarcoma-2024", .diseaseFreeSurvival, 5, 0.86, 0.73),
      ("jcog1306-2022", .overallSurvival, 3, 0.792, 0.914),
      ("pervaiz-2008", .overallSurvival, nil, 0.70, 0.59),
      ("italian-cooperative-trial-2003", .overallSurvival, nil, 0.585, 0.431),
      ("italian-cooperative-trial-2003", .diseaseFreeSurvival, nil, 0.472, 0.16),
      ("petrioli-2002", .diseaseFreeSurvival, 5, 0.69, 0.44),
      ("petrioli-2002", .overallSurvival, 5, 0.72, 0.47),
    ]
    for (id, endpoint, years, treated, control) in rows {
      let found = try EffectSample.shipped(id).observed.filter {
        $0.endpoint == endpoint && $0.horizon?.time(in: .year) == years && $0.treated != nil
      }
      #expect(found.map { $0.treated?.estimate } == [treated], "\(id)")
      #expect(found.map { $0.control?.estimate } == [control], "\(id)")
    }
    let overall = try #require(try EffectSample.shipped("eortc-62931-2012").observed.first)
    #expect(overall.treated?.interval == 0.588...0.73)
    #expect(overall.control?.interval == 0.603...0.742)
    let interim = try EffectSample.shipped("isg-sts-1001-2017").observed
    #expect(interim.map { $0.treated?.interval } == [nil, 0.27...1])
    #expect(interim.map { $0.control?.interval } == [0.48...0.77, 0.78...0.99])
  }

  @Test("absolute differences are the sources', with their intervals")
  func differences() throws {
    let smac = try EffectSample.shipped("smac-1997").observed
    #expect(smac.map { $0.difference?.estimate } == [0.06, 0.10, 0.10, 0.04])
    #expect(
      smac.map { $0.difference?.interval }
        == [0.01...0.10, 0.05...0.15, 0.05...0.15, (-0.01)...0.09])
    #expect(smac.map(\.endpoint) == [nil, nil, .recurrenceFreeSurvival, .overallSurvival])
    let pervaiz = try EffectSample.shipped("pervaiz-2008").observed
    #expect(pervaiz.map { $0.difference?.estimate } == [0.06, 0.11, 0.05])
    #expect(pervaiz.map { $0.difference?.interval } == [nil, 0.03...0.19, nil])
    let byRisk = try EffectSample.shipped(Self.byRisk).observed
    #expect(byRisk.map { $0.difference?.estimate } == [0.212])
    #expect(byRisk.map(\.stratum) == ["low"])
  }

  @Test(
    "numbers that stand in words alone are the sources'",
    arguments: [
      (
        "smac-1997",
        ["hazard ratio of death was 0.8,", "7 percentage points", "9.4 years", "p 0.12"]
      ),
      ("pooled-19-trials", ["p 0.078"]),
      ("eortc-62961-2018", ["0.65", "p 0.04"]),
      ("isg-three-versus-five-cycles-2016", ["1.24", "164 in each arm", "61 % of all"]),
      (
        "isg-three-versus-five-cycles-predicted-survival",
        [
          "0.78 (0.68 to 0.85)", "0.63 (0.53 to 0.72)", "0.42 (0.32 to 0.52)",
          "0.51 (0.34 to 0.78)", "0.28 (0.17 to 0.46)",
          "0.26 (standard error 0.04), 0.31 (0.05) and 0.48 (0.05)",
          "101 of low, 102 of intermediate and 107 of high",
        ]
      ),
      ("isg-sts-1001-2017", ["12.3 months", "p 0.034", "148 more were observed"]),
      (
        "isg-sts-1001-radiology-2025",
        [
          "8.18 (2.96 to 22.58)", "2.96 (1.30 to 6.75)",
          "11.9 %, stable disease in 82.6 % and progression in 5.5 %",
        ]
      ),
      (
        "isg-sts-1001-histology",
        [
          "1.47 (0.36 to 5.98)", "3.11 (1.36 to 7.14; p 0.007)", "0.51 (0.28 to 0.94)",
          "0.24 (0.09 to 0.67)",
        ]
      ),
      (
        "isg-sts-1001-myxoid-liposarcoma-2024",
        ["4.93 %", "45 to trabectedin, 56 to anthracycline", "66 months", "p 0.26"]
      ),
      ("olaratumab-announce-2020", ["20.4 months", "19.7 months", "0.95 (0.69 to 1.31)"]),
      ("italian-cooperative-trial-2003", ["75 against 46 months", "89.6 months", "104 of 190"]),
      (
        byRisk,
        [
          "28 and 24 in the low, 34 and 34 in the intermediate, 80 and 90 in the high", "41 and 39",
          "median of 72 % (quartiles 57 and 83 %)", "52, 68 and 170",
        ]
      ),
    ])
  func words(id: String, wanted: [String]) throws {
    let effect = try EffectSample.shipped(id)
    let words = [
      effect.findings, effect.caveats, effect.regimens.map(\.finding),
      effect.observed.map(\.sentence), [effect.provenance.derivation.text],
    ].joined().joined(separator: "\n")
    for text in wanted { #expect(words.contains(text), "\(text)") }
  }

  @Test("each histotype of ISG-STS 1001 has its contrast, and myxoid liposarcoma the finding")
  func histotypes() throws {
    let regimens = try EffectSample.shipped("isg-sts-1001-2017").regimens
    #expect(
      regimens.map(\.histotype) == [
        nil, "undifferentiatedPleomorphicSarcoma", "myxoidLiposarcoma", "synovialSarcoma",
        "malignantPeripheralNerveSheathTumour", "leiomyosarcoma",
      ])
    #expect(
      Set(regimens.map(\.contrast)) == ["histotypeTailored versus anthracyclineIfosfamide"])
    let doses = [
      "", "docetaxel 75 mg/m2 on day 8 with gemcitabine 900 mg/m2 on days 1 and 8",
      "trabectedin 1.3 mg/m2", "ifosfamide 14 g/m2", "etoposide 150 mg/m2",
      "gemcitabine 1,800 mg/m2 with dacarbazine 500 mg/m2",
    ]
    for (regimen, dose) in zip(regimens, doses).dropFirst() {
      #expect(regimen.finding.contains(dose))
      #expect(regimen.finding.contains("epirubicin 60 mg/m2"))
      #expect(
        regimen.finding.hasSuffix(
          regimen.histotype == "myxoidLiposarcoma"
            ? "The outcomes were similar."
            : "What was found in this histotype alone has not been read."))
    }
  }

  @Test(
    "every adjuvant source says that it is not neoadjuvant, and every active contrast what it is")
  func caveats() throws {
    for effect in try EffectSample.library.get().treatment.effects {
      let caveats = effect.caveats.joined(separator: "\n")
      if effect.timing == .adjuvant {
        #expect(caveats.contains("before surgery is an extrapolation"), "\(effect.id)")
      }
      if effect.comparator != .none {
        let isTold = ["Both arms had chemotherapy", "compare patients, not treatments"]
          .contains { caveats.contains($0) }
        #expect(isTold || effect.design == .secondaryAnalysis, "\(effect.id)")
      }
    }
    let byRisk = try EffectSample.shipped(Self.byRisk).caveats.joined(separator: "\n")
    #expect(byRisk.contains("42 versus 21 % alive at 8 years"))
    #expect(byRisk.contains("not a second source"))
  }

  @Test("no text comes from the numbers that are known from memory alone")
  func nothingFromMemory() throws {
    for effect in try EffectSample.library.get().treatment.effects
    where effect.trials == ["ISG-STS 1001"] {
      let text = String(decoding: effect.bytes, as: UTF8.self)
      for number in ["0.55", "0.47", "1.77", "1.23", "0.76", "52 months"] {
        #expect(!text.contains(number), "\(effect.id) \(number)")
      }
    }
  }
}
