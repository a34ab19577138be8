import Testing

@testable import PrognosticModels

@Suite("Reading a covariate")
struct CovariateReadingTests {
  @Test("everything that the vocabulary writes for a level is read as that level, in any dress")
  func vocabularyRoundTrip() throws {
    let vocabulary = try #require(Sample.vocabulary)
    var count = 0
    for covariate in vocabulary.covariates where covariate.kind != .number {
      var answers: [(texts: [String], reading: CovariateReading)] = []
      for level in covariate.levels {
        let texts = [level.name] + level.label.all + level.synonyms + level.icdO3
        answers.append((texts, .level(level.name)))
        for id in level.omop {
          #expect(try covariate.read(.number(Double(id))) == .level(level.name))
          #expect(try covariate.read(.text("\(id)")) == .level(level.name))
        }
      }
      for half in covariate.halfAnswers {
        answers.append(([half.name] + half.label.all + half.synonyms, .oneOf(half.admits)))
      }
      for (texts, reading) in answers {
        for text in texts {
          for dress in [
            text, text.uppercased(), "  \(text.lowercased()) ", TextFolding.light(text),
          ] {
            let found = try? covariate.read(.text(dress))
            #expect(found == reading, "\(covariate.name) '\(dress)'")
            count += 1
          }
        }
      }
    }
    #expect(count > 2000)
  }

  @Test("one size, however it is written")
  func size() throws {
    let size = try Sample.covariate("size")
    for text in ["12,5 cm", "12.5cm", "12.5", "12,5", "+12.5 CM", "1.25e1"] {
      #expect(try size.read(.text(text)) == .number(12.5, converted: nil), "\(text)")
    }
    #expect(try size.read(.text("125 mm")) == .number(12.5, converted: "125 mm is 12.5 cm"))
    #expect(
      try size.read(.quantity(120, unit: "mm")) == .number(12, converted: "120 mm is 12 cm"))
    #expect(try size.read(.quantity(12, unit: "")) == .number(12, converted: nil))
    #expect(try size.read(.number(12)) == .number(12, converted: nil))
  }

  @Test("millimetres become the same bits as centimetres")
  func exactConversion() {
    for millimetres in 1...600 {
      let centimetres = Double("\(millimetres / 10).\(millimetres % 10)")
      #expect(Covariate.scaled(Double(millimetres), by: 0.1) == centimetres)
    }
    #expect(Covariate.scaled(30, by: 1.0 / 12) == 2.5)
    #expect(Covariate.scaled(3.5, by: 10) == 35)
  }

  @Test("a converted number is said with at most six digits")
  func convertedWords() throws {
    #expect(
      try Sample.read("age", "125 months")
        == .number(125 / 12, converted: "125 months is 10.4167 years"))
    #expect(
      try Sample.read("albumin", "3,5 g/dL") == .number(35, converted: "3.5 g/dL is 35 g/L"))
    #expect(
      try Sample.read("lymphocytes", "1500/µL") == .number(1.5, converted: "1500 /uL is 1.5 1e9/L"))
  }

  @Test("mitoses carry their field count as a unit")
  func mitoses() throws {
    #expect(try Sample.read("mitoses50", "5/50 HPF") == .number(5, converted: nil))
    #expect(try Sample.read("mitoses50", "5 per 5 mm²") == .number(5, converted: nil))
    #expect(
      throws: PatientError.unknownUnit(
        covariate: "mitoses", unit: "per 50 HPF", accepted: ["per 10 HPF", "/10 HPF"])
    ) { try Sample.read("mitoses", "5 per 50 HPF") }
  }

  @Test(
    "what means that nothing is known is missing, for every kind",
    arguments: [
      "", "NA", "n/a", "?", "unknown", "Not known", "desconocido", "non noto", "inconnu", "-",
    ])
  func missing(text: String) throws {
    for name in ["size", "histology", "metastasis", "grade"] {
      #expect(try Sample.read(name, text) == .missing, "\(name)")
      #expect(try Sample.covariate(name).read(.missing) == .missing)
      #expect(try Sample.covariate(name).read(.number(.nan)) == .missing)
    }
  }

  @Test("yes and no are one in every language, as truth and as digit")
  func yesNo() throws {
    let metastasis = try Sample.covariate("metastasis")
    for text in ["yes", "Y", "TRUE", "1", "1.0", "si", "sì", "Sí", "OUI", "M1"] {
      #expect(try metastasis.read(.text(text)) == .level("yes"), "\(text)")
    }
    for text in ["no", "N", "false", "0", "non", "M0", "localised"] {
      #expect(try metastasis.read(.text(text)) == .level("no"), "\(text)")
    }
    #expect(try metastasis.read(.truth(true)) == .level("yes"))
    #expect(try metastasis.read(.truth(false)) == .level("no"))
    #expect(try metastasis.read(.number(1)) == .level("yes"))
    #expect(try metastasis.read(.number(0)) == .level("no"))
    #expect(throws: PatientError.self) { try metastasis.read(.number(2)) }
    #expect(throws: PatientError.self) { try metastasis.read(.text("maybe")) }
    #expect(try Sample.read("nodes", "N+") == .level("yes"))
    #expect(try Sample.read("nodes", "N-") == .level("no"))
  }

  @Test("the digit of a category is a number or a text, and nothing near it")
  func grade() throws {
    let grade = try Sample.covariate("grade")
    for value in [PatientValue.number(3), .text("3"), .text("G3"), .text("g 3"), .text("3.0")] {
      #expect(try grade.read(value) == .level("3"))
    }
    for value in [
      PatientValue.number(2.5), .text("-1"), .text("<2"), .text("4"), .text("2-3"), .text("3 cm"),
      .text("intermediate"), .truth(true), .number(1e300), .number(.infinity),
    ] {
      #expect(throws: PatientError.self, "\(value)") { try grade.read(value) }
    }
  }

  @Test("low and high, their system not stated, leave two grades open")
  func halfAnswers() throws {
    #expect(try Sample.read("grade", "low") == .oneOf(["1", "2"]))
    #expect(try Sample.read("grade", "High-Grade") == .oneOf(["2", "3"]))
    #expect(try Sample.read("grade", "alto grado") == .oneOf(["2", "3"]))
    #expect(try Sample.read("grade", "GX") == .level("notAssessable"))
    #expect(try Sample.read("grade", "FNCLCC high") == .level("3"))
  }

  @Test("histotypes and sites are known by code")
  func codes() throws {
    for text in ["8890/3", "M-8890/3", "88903", "8890-3", "8890/33", "LMS", "37151903"] {
      #expect(try Sample.read("histology", text) == .level("leiomyosarcoma"), "\(text)")
    }
    #expect(try Sample.covariate("histology").read(.number(37_151_903)) == .level("leiomyosarcoma"))
    #expect(try Sample.read("histology", "8832/3") == .level("dermatofibrosarcomaProtuberans"))
    for text in ["C49.2", "c49.2", "C492", "C49.20", "C49.22", "thigh", "Coscia"] {
      #expect(try Sample.read("site", text) == .level("lowerLimb"), "\(text)")
    }
    #expect(try Sample.read("site", "C54.1") == .level("uterus"))
    #expect(try Sample.read("site", "C47.1") == .level("peripheralNerve"))
    for text in ["8890", "8890/0", "8800/3", "12345", "99999999"] {
      #expect(throws: PatientError.self, "\(text)") { try Sample.read("histology", text) }
    }
    for text in ["C49", "C49.9", "C48.8", "C38.0", "C5"] {
      #expect(throws: PatientError.self, "\(text)") { try Sample.read("site", text) }
    }
    #expect(try Sample.read("margin", "4121182") == .level("R0"))
  }

  @Test("the OMOP ids of the IDEA4RC dictionary mean what it says")
  func omop() throws {
    let expected: [(String, Int, String)] = [
      ("depth", 36_768_749, "deep"), ("depth", 36_768_911, "superficial"),
      ("grade", 1_634_371, "1"), ("grade", 1_634_752, "2"), ("grade", 1_633_749, "3"),
      ("margin", 1_634_643, "R0"), ("margin", 1_633_801, "R1"), ("margin", 1_634_484, "R2"),
      ("margin", 4_121_182, "R0"), ("margin", 4_175_704, "R1"), ("margin", 4_081_832, "R2"),
      ("site", 36_769_192, "upperLimb"), ("site", 36_769_168, "lowerLimb"),
      ("site", 36_768_213, "trunk"), ("site", 36_770_706, "retroperitoneum"),
    ]
    for (name, id, level) in expected {
      #expect(try Sample.covariate(name).read(.number(Double(id))) == .level(level))
    }
  }

  @Test("a level named twice in loose spelling is asked back")
  func ambiguous() throws {
    #expect(
      throws: PatientError.ambiguousLevel(
        covariate: "shape", level: "A B", candidates: ["A-B", "A.B"])
    ) {
      try Covariate(
        local: "shape", kind: .category, label: LocalizedText(en: "Shape"), unit: nil,
        levels: ["A-B", "A.B"]
      ).read(.text("A B"))
    }
  }

  @Test("a local level that is called Unknown is a level")
  func localUnknown() throws {
    let covariate = Covariate(
      local: "margin2", kind: .category, label: LocalizedText(en: "Margin"), unit: nil,
      levels: ["Unknown", "clear"])
    #expect(try covariate.read(.text("unknown")) == .level("Unknown"))
    #expect(try covariate.read(.text("?")) == .missing)
  }

  @Test("a local yes/no covariate needs no levels")
  func localYesNo() throws {
    let covariate = Covariate(
      local: "fever", kind: .yesNo, label: LocalizedText(en: "Fever"), unit: nil, levels: [])
    #expect(try covariate.read(.text("sí")) == .level("yes"))
    #expect(
      Sample.sentence { _ = try covariate.read(.text("high")) }
        == "fever 'high' is not a level of Fever; use yes or no.")
  }
}
