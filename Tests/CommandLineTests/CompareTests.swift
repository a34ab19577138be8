import Foundation
import TestSupport
import Testing

@Suite struct CompareTests {
  private static let patient = settings(
    "age=61", "size=125 mm", "grade=high", "histology=LMS", "multifocal=no", "resection=R0",
    "site=retroperitoneum")
  private static let ids = [
    "ajcc8-stage-retroperitoneum-2017", "fnclcc-grade-1997", "gist-nih-risk-2002",
    "sarculator-retroperitoneal-os-2013-digitised", "ssgxx-high-risk-2018",
  ]

  /// Five documents, the last of them made a draft.
  private static func library() throws -> SmallLibrary {
    let library = try SmallLibrary()
    for id in ids { try library.write(SmallLibrary.document(id), to: "\(id).json") }
    try library.write(SmallLibrary.draft(ids[4]), to: "\(ids[4]).json")
    return library
  }

  @Test("A comparison holds the predictions that score gives, and the refusals with reasons")
  func json() throws {
    let library = try Self.library()
    let arguments = ["--models", library.path, "--format", "json"] + Self.patient
    let run = try CommandRun(["compare"] + arguments)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.json.keys.filter { $0 != "patient" } == ["receipt", "refusals", "results"])
    #expect(!run.json["receipt"].exists)
    let results = run.json["results"].array
    #expect(results.map { $0["model"]["id"].string } == [Self.ids[0], Self.ids[3]])
    for result in results {
      let id = try #require(result["model"]["id"].string)
      let score = try CommandRun(["score", id] + arguments)
      #expect(score.status == 0)
      #expect(result.keys == score.json.keys)
      #expect(result["model"]["sha256"].string == score.json["model"]["sha256"].string)
      #expect(
        result["alternatives"].array.map { $0["predictions"][0]["probability"].number }
          == score.json["alternatives"].array.map { $0["predictions"][0]["probability"].number })
    }
    let refusals = run.json["refusals"].array
    // A draft is neither an answer nor a refusal.
    #expect(refusals.map { $0["model"].string } == [Self.ids[1], Self.ids[2]])
    for refusal in refusals { #expect(refusal.keys == ["missing", "model", "reasons"]) }
    #expect(refusals[0]["missing"].strings == ["mitoses", "necrosis"])
    #expect(
      refusals[0]["reasons"].strings == [
        "mitoses (Mitoses per 10 high-power fields, per 10 HPF) and necrosis (Tumour necrosis, %) "
          + "are missing."
      ])
    #expect(
      refusals[1]["reasons"].strings == ["The rule is for gastrointestinal stromal tumours."])
  }

  @Test("The text of a comparison, in full")
  func text() throws {
    let library = try Self.library()
    let run = try CommandRun(["compare", "--models", library.path] + Self.patient)
    #expect(run.status == 0)
    #expect(
      run.output == """
        Patient
          Age                                          61 years
          Tumour size (largest diameter)                12.5 cm
          FNCLCC grade                       Grade 2 or Grade 3
          Histotype                              Leiomyosarcoma
          Multifocal                                         No
          Resection, as the surgeon saw it  Complete (R0 or R1)
          Site of the primary tumour            Retroperitoneum

        Class of risk, stage and grade
          AJCC stage, 8th edition, of retroperitoneal sarcoma, if grade 2: IIIB [1, 2, 3, 4]
            T3 N0 M0 G2
            T3 or T4, N0 M0, G2 or G3.
          AJCC stage, 8th edition, of retroperitoneal sarcoma, if grade 3: IIIB [1, 2, 3, 4]
            T3 N0 M0 G3
            T3 or T4, N0 M0, G2 or G3.

        Prognosis
          Sarculator, retroperitoneal sarcoma: overall survival at 7 years, digitised from the published nomogram [digitised nomogram] [5, 1, 4, 6]
            overall survival at 7 years, if grade 2: 63.4 % (no interval is known)
            overall survival at 7 years, if grade 3: 37.2 % (no interval is known)

        Assumed, as nothing was said of it: untreated when these findings were made, primary tumour, no metastasis.

        Cautions
          [1] size was converted: 125 mm is 12.5 cm.
          [2] Regional lymph node metastasis is not known and counts as 'No', as in the model's source.
          [3] Distant metastasis is not known and counts as 'No', as in the model's source.
          [4] grade may be 2 or 3: there is one prediction for each.
          [5] the numbers were read from a printed nomogram, to within 2 percentage points.
          [6] The cumulative hazard of this document and that of sarculator-retroperitoneal-os-2013-reconstructed differ by a factor of 1.9 between 7 and 5 years, where the published survival curves imply about 1.35: the two are not points of one curve.

        Would answer if more were known
          fnclcc-grade-1997: mitoses (Mitoses per 10 high-power fields, per 10 HPF) and necrosis (Tumour necrosis, %) are missing.

        Does not apply
          gist-nih-risk-2002: The rule is for gastrointestinal stromal tumours.

        Sources
          ajcc8-stage-retroperitoneum-2017: Amin MB, Edge SB, Greene FL, et al (editors). AJCC Cancer Staging Manual, 8th edition. Springer, 2017.
          sarculator-retroperitoneal-os-2013-digitised: Gronchi A, et al. Outcome prediction in primary resected retroperitoneal soft tissue sarcoma. J Clin Oncol 2013;31:1649-55. doi:10.1200/JCO.2012.44.3747

        Decision support and research. SarcomaRisk is not a certified medical device.

        """)
  }

  @Test("The library as it ships answers for limb, retroperitoneum and GIST with what applies")
  func shipped() throws {
    func results(_ values: String...) throws -> Set<String> {
      let run = try CommandRun(
        ["compare", "--format", "json"] + values.flatMap { ["--set", $0] })
      #expect(run.status == 0, "\(run.errors)")
      return Set(run.json["results"].array.compactMap { $0["model"]["id"].string })
    }
    let limb = try results("age=61", "size=12.5", "grade=3", "histology=LMS", "site=coscia")
    #expect(limb.contains("sarculator-extremity-os-2016-reconstructed"))
    #expect(!limb.contains { $0.contains("retroperitoneal") || $0.hasPrefix("gist") })
    let stromal = try results(
      "histology=GIST", "size=6", "mitoses50=3", "site=stomach", "rupture=no")
    #expect(stromal.isSuperset(of: ["gist-nih-risk-2002", "gist-modified-nih-risk-2008"]))
    #expect(!stromal.contains { $0.hasPrefix("sarculator") })
  }

  @Test("Nothing that answers is status 3, and the refusals are printed all the same")
  func nothing() throws {
    let run = try CommandRun(["compare", "--format", "json"])
    #expect(run.status == 3)
    #expect(run.json["results"].array.isEmpty)
    #expect(run.json["refusals"].array.count > 10)
    let text = try CommandRun(["compare"])
    #expect(text.status == 3)
    #expect(text.output.hasPrefix("Would answer if more were known\n"))
  }

  @Test("A name or a value that is wrong for every model is no refusal but a fault")
  func faults() throws {
    for (setting, words) in [
      ("agee=61", "did you mean 'age'?"), ("size=120", "is it in mm?"),
      ("grade=5", "is not a level"),
    ] {
      let run = try CommandRun(["compare"] + Self.patient + ["--set", setting])
      #expect(run.status == 3)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains(words), "\(run.errors)")
    }
  }

  @Test("A time is asked of the models of survival, and each that cannot answer says when it can")
  func times() throws {
    let run = try CommandRun(
      ["compare", "--format", "json", "--at", "7y"] + Self.patient)
    #expect(run.status == 0)
    let answered = run.json["results"].array.compactMap { $0["model"]["id"].string }
    #expect(answered.contains("sarculator-retroperitoneal-os-2013-digitised"))
    #expect(answered.contains("ajcc8-stage-retroperitoneum-2017"))
    let refusal = run.json["refusals"].array.first {
      $0["model"].string == "sarculator-retroperitoneal-os-2013-reconstructed"
    }
    #expect(
      refusal?["reasons"].strings
        == ["7 years is beyond the follow-up of 5 years that the model rests on."])
  }
}
