import Testing

@testable import PrognosticModels

@Suite("The text of a benefit")
struct BenefitTextTests {
  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  @Test("it starts with the answer, and says within three lines what is not known")
  func answer() throws {
    let lines = lines(try BenefitSample.text())
    #expect(
      lines.prefix(4) == [
        "At 5 years: 49 of 100 alive without, 51 of 100 with; between 10 fewer and 13 more",
        "  eortc-62931-2012: hazard ratio of death 0.94 (0.68 to 1.31)",
        "  How uncertain survival without chemotherapy is, is unknown: the interval is the effect's"
          + " alone.",
        "  47 treated for one more alive (from 8 for one more, or 11 for one fewer).",
      ])
  }

  @Test("the overall effect and the shrunken stratum come first, the raw stratum last")
  func table() throws {
    let lines = lines(try BenefitSample.text())
    let start = try #require(lines.firstIndex { $0.hasPrefix("  Of 100 at 5 years (49 alive") })
    let rows = lines[(start + 1)...].prefix { !$0.isEmpty }
    let labels = rows.map { $0.trimmingPrefix("  ") }
    #expect(rows.count == 7)
    for (label, start) in zip(
      labels,
      [
        "eortc-62931-2012 ", "Predicted 10-year survival of at most 51 %, shrunken",
        "pervaiz-2008, doxorubicin without", "pervaiz-2008, doxorubicin and", "smac-1997 ",
        "haussmann-2021 ", "Predicted 10-year survival of at most 51 %, raw",
      ])
    { #expect(label.hasPrefix(start), "\(label)") }
    #expect(rows.first?.hasSuffix("51  -10 to +13  HR 0.94 (0.68 to 1.31)") == true)
    #expect(rows.last?.hasSuffix("72   +2 to +36  HR 0.46 (0.23 to 0.94)") == true)
  }

  @Test("what it rests on, how weak that is and what would change it are there")
  func behind() throws {
    let text = try BenefitSample.text().replacing("\n  ", with: " ").replacing("\n", with: " ")
    for words in [
      "Eligible: meets the trials' definition of high risk. Taken for granted: localised and primary.",
      "Rests on: Sarculator, extremity and trunk wall",
      "reconstruction by this project from public outputs; not the authors' model, not endorsed",
      "Some patients behind the baseline had chemotherapy: survival without it may be lower.",
      "eortc-62931-2012 (randomised, 351 patients)", "(post hoc, 290 patients)",
      "How weak that is: All of it is adjuvant: that chemotherapy does the same before surgery is an"
        + " extrapolation.",
      "Before surgery there was eortc-62874-2001 alone (134 patients). At 5 years 65 % were alive",
      "The strata are post hoc, of 52 to 170 patients; Cochran's Q 3.85 on 2 df, p 0.15: no proof"
        + " that the effect differs.",
      "An odds ratio belongs to a time that its source does not state",
      "Nothing is averaged. The patients of SMAC 1997 (14 first-generation trials) are in",
      "What would change it: the authors' calculator at 10 years (--survival"
        + " 10y=VALUE,LOW,HIGH): the right stratum and an interval; a randomised trial",
      "Which regimen: Leiomyosarcoma: gemcitabine 1,800 mg/m2 with dacarbazine 500 mg/m2",
    ] { #expect(text.contains(words), "\(words)") }
  }

  /// R: 0.21^0.46 = 0.4877765.
  @Test("0.21 raised to 0.46 is 0.49, and the text says that the trial observed 0.42")
  func observed() throws {
    let words = "0.21 raised to 0.46 is 0.49; the trial observed 0.42 at 8 years."
    func flat(_ text: String) -> String { text.replacing("\n  ", with: " ") }
    #expect(flat(try BenefitSample.text()).contains(words))
    #expect(
      flat(try BenefitSample.text { $0.survivals = [try BenefitSample.survival(0.21, years: 8)] })
        .contains(words))
    // Of the stratum of the patient alone.
    #expect(
      !flat(try BenefitSample.text { $0.survivals = [try BenefitSample.survival(0.8, years: 10)] })
        .contains("the trial observed"))
  }

  @Test("strata that the baseline cannot tell apart are all shown, and the crossing is said")
  func crossing() throws {
    let text = try BenefitSample.text {
      $0.survivals = [try BenefitSample.survival(0.75, years: 5)]
    }
    #expect(text.contains("above 51 up to 66 %, shrunken"))
    #expect(text.contains("above 66 %, shrunken"))
    #expect(text.contains("\n  The baseline goes with more than one stratum: each is shown.\n"))
    #expect(!text.contains("At 10 years"))
  }

  @Test("who is not eligible reads that first, with reasons, then the prognosis")
  func notEligible() throws {
    let lines = lines(try BenefitSample.text(BenefitSample.lowRisk))
    #expect(lines[0] == "Not eligible: the trials would not have taken this patient.")
    #expect(lines[1].hasPrefix("  The FNCLCC grade is neither 3, nor 2"))
    #expect(lines.contains("At 5 years: 95 of 100 alive without chemotherapy"))
    let text = lines.joined(separator: "\n").replacing("\n  ", with: " ")
    #expect(
      text.contains(
        "Were the ratio of eortc-62931-2012, hazard ratio of death 0.94 (0.68 to 1.31), to hold for"
          + " such a patient, which nobody has shown: 95 of 100 alive without"))
    #expect(!text.contains("Eligible: meets"))
  }

  @Test("where not all that decides is known, it is said what is open")
  func open() throws {
    let text = try BenefitSample.text(["site=thigh"]) {
      $0.survivals = [try BenefitSample.survival(0.6, years: 10, (lower: 0.5, upper: 0.7))]
    }.replacing("\n  ", with: " ")
    #expect(text.contains("Eligible or not: not all that decides is known."))
    #expect(text.contains("What would change it: knowing grade, size and depth; a randomised"))
    #expect(!text.contains("--survival"))
    #expect(text.contains("Which regimen: 15 comparisons with each other: --details."))
  }

  @Test("several times have one line each, the last of them first")
  func times() throws {
    let lines = lines(
      try BenefitSample.text {
        $0.survivals = [
          try BenefitSample.survival(0.9, years: 1), try BenefitSample.survival(0.48, years: 5),
          try BenefitSample.survival(0.6, years: 3),
        ]
      })
    let starts = lines.filter { $0.hasPrefix("At ") }.map { $0.prefix { $0 != ":" } }
    #expect(starts == ["At 5 years", "At 3 years", "At 1 year"])
    #expect(lines.contains { $0.hasPrefix("  Of 100 at 5 years") })
  }

  @Test("prognosis alone, and an effect that gives none, are one clear screen")
  func without() throws {
    let prognosis = try BenefitSample.text { $0.isPrognosisOnly = true }
    #expect(prognosis.hasPrefix("At 5 years: 49 of 100 alive without chemotherapy\n"))
    #expect(!prognosis.contains("hazard ratio") && !prognosis.contains("regimen:"))
    let known = try BenefitSample.text {
      $0.isPrognosisOnly = true
      $0.survivals = [try BenefitSample.survival(0.48, years: 10, (lower: 0.4, upper: 0.56))]
    }
    #expect(
      known.hasPrefix("At 10 years: 48 of 100 alive without chemotherapy, between 40 and 56\n"))
    let library = try BenefitSample.library()
    let none = BenefitReport(try BenefitSample.benefit(in: library)).text
    #expect(none.hasPrefix("At 5 years: 49 of 100 alive without chemotherapy\n"))
    #expect(none.contains("  No effect that was asked for acts on overall survival.\n"))
  }

  @Test("a ratio of one's own is called so, and without an interval none is claimed")
  func own() throws {
    let lines = lines(
      try BenefitSample.text { $0.ratio = try RatioEstimate(.hazardRatio, 1, interval: nil) })
    #expect(
      lines.prefix(4) == [
        "At 5 years: 49 of 100 alive without, 49 of 100 with",
        "  your ratio: hazard ratio of death 1.00",
        "  How uncertain survival without chemotherapy is, is unknown.",
        "  No number treated makes one more alive.",
      ])
  }

  // MARK: - Whatever the patient

  private static let patients: [[String]] = {
    let histotypes = [
      "LMS", "UPS", "dedifferentiatedLiposarcoma", "myxoidLiposarcoma", "synovialSarcoma", "MPNST",
      "",
    ]
    let rests = [
      ["grade=3", "size=12cm", "depth=deep"], ["grade=1", "size=3cm", "depth=superficial"],
      ["grade=2", "size=12cm", "depth=deep"], ["size=12cm"],
    ]
    return histotypes.flatMap { histotype in
      rests.map { ["age=61", "site=thigh", "histology=\(histotype)"] + $0 }
    }
  }()

  @Test(
    "every text fits one screen, ends with the intended use and gives no advice",
    arguments: patients)
  func screen(settings: [String]) throws {
    for years in [5.0, 10] {
      for survival in [0.3, 0.62, 0.75] {
        let text = try BenefitSample.text(settings) {
          $0.survivals = [try BenefitSample.survival(survival, years: years)]
        }
        let lines = lines(text)
        #expect(lines.count <= 44, "\(text)")
        #expect(lines.allSatisfy { $0.count <= 100 }, "\(text)")
        #expect(lines.last == IntendedUse.statement)
        for word in ["should", "recommend", "advis", "must", "ought", "indicated"] {
          #expect(!text.lowercased().contains(word), "\(word)")
        }
      }
    }
  }

  @Test("the details have every estimate, criterion, citation, caveat and contrast")
  func details() throws {
    let benefit = try BenefitSample.benefit()
    let text = BenefitReport(benefit).detailedText
    #expect(lines(text).allSatisfy { $0.count <= 100 })
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    func expect(_ sentence: String) {
      let words = sentence.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(flat.contains(words), "\(words)")
    }
    for criterion in benefit.eligibility.criteria { expect(criterion.sentence) }
    for source in benefit.estimates.compactMap(\.source) + benefit.described {
      expect(source.provenance.citation)
      for sentence in source.caveats + source.findings { expect(sentence) }
    }
    for regimen in benefit.regimens { expect(regimen.finding) }
    #expect(benefit.described.map(\.id).contains("eortc-62874-2001"))
    expect(
      "eortc-62931-predicted-survival-2019, predicted 10-year survival of at most 51 %, raw (52")
  }
}
