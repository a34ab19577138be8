import CSarcoma
import Foundation
import PrognosticModels
import SarcomaC
import TestSupport
import Testing

@Suite struct ScoringLibraryTests {
  private static let models = CommandRun.root.appending(path: "models").path
  private static let extremity = "sarculator-extremity-os-2016-reconstructed"
  private static let cohort = "tcga-limb-trunk-os-2026"
  private static let patient = #"{"age": 61, "size": "12 cm", "grade": 3, "histology": "LMS"}"#

  private static func open() throws -> OpaquePointer {
    var library: OpaquePointer?
    #expect(
      sarcoma_library_open(UInt32(SARCOMA_ABI_VERSION), models, nil, 0, &library) == SARCOMA_OK)
    return try #require(library)
  }

  private static func scorer(
    _ library: OpaquePointer, _ id: String = extremity, at: String? = nil
  ) throws -> OpaquePointer {
    var scorer: OpaquePointer?
    #expect(sarcoma_scorer_open(library, id, at, nil, &scorer) == SARCOMA_OK)
    return try #require(scorer)
  }

  private static var message: String { String(cString: sarcoma_last_error().message) }
  private static var code: String { String(cString: sarcoma_last_error().code) }
  private static var pointer: String { String(cString: sarcoma_last_error().pointer) }

  private static func ask(
    _ library: OpaquePointer?, _ operation: String, _ question: String
  ) -> (status: sarcoma_status, text: String) {
    var answer = sarcoma_text()
    let status = sarcoma_ask(library, operation, question, question.utf8.count, &answer)
    defer { sarcoma_text_free(&answer) }
    return (status, answer.bytes.map { String(cString: $0) } ?? "")
  }

  @Test("Questions have the bytes of the command line's answers, and its words")
  func questions() throws {
    let library = try Self.open()
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.patient, to: "patient.json")
    func command(_ arguments: String...) throws -> String {
      try CommandRun(arguments + ["--patient", file]).output
    }
    let question = "{\"patient\": \(Self.patient)}"
    #expect(
      Self.ask(library, "score", "{\"model\": \"\(Self.extremity)\", \"patient\": \(Self.patient)}")
        .text == (try command("score", Self.extremity, "--format", "json")))
    #expect(
      Self.ask(library, "compare", question).text == (try command("compare", "--format", "json")))
    #expect(
      Self.ask(library, "benefit", question).text == (try command("benefit", "--format", "json")))
    #expect(Self.ask(library, "compare.text", question).text == (try command("compare")))
    #expect(Self.ask(library, "benefit.text", question).text == (try command("benefit")))
    #expect(
      Self.ask(
        library, "score.text", "{\"model\": \"\(Self.extremity)\", \"patient\": \(Self.patient)}"
      )
      .text == (try command("score", Self.extremity)))
    #expect(
      Self.ask(library, "model", "{\"model\": \"\(Self.extremity)\"}").text.contains("\"id\""))
    #expect(Self.ask(library, "vocabulary", "").text.contains("sarcoma-vocabulary/1"))
    #expect(Self.ask(library, "models", "").text.contains(Self.extremity))
    #expect(Self.ask(library, "faults", "").text.contains("[]"))
    let drawing = Self.ask(
      library, "nomogram", "{\"model\": \"\(Self.extremity)\", \"patient\": \(Self.patient)}")
    #expect(drawing.text.contains("<svg") && drawing.text.contains("points"))
    #expect(Self.ask(library, "consultation", question).text.contains("\"course\""))
    #expect(sarcoma_library_close(library) == SARCOMA_OK)
  }

  @Test("An encoded patient and a row of a cohort have the bits of the prediction")
  func bits() throws {
    let library = try Self.open()
    let scorer = try Self.scorer(library, Self.cohort, at: "1y,3y,5y")
    // A scorer outlives its library.
    #expect(sarcoma_library_close(library) == SARCOMA_OK)
    var values = [Double](repeating: -1, count: 2)
    #expect(
      sarcoma_encode(scorer, Self.patient, Self.patient.utf8.count, &values, 2) == SARCOMA_OK)
    var (p, lower, upper) = ([0.0, 0, 0], [0.0, 0, 0], [0.0, 0, 0])
    #expect(sarcoma_score(scorer, values, 2, &p, &lower, &upper, 3) == SARCOMA_OK)
    let engine = try ModelLibrary(directory: Self.models)
    let model = try #require(engine[Self.cohort])
    var asked = Patient()
    for (name, text) in [("age", "61"), ("size", "12 cm"), ("grade", "3"), ("histology", "LMS")] {
      asked.set(name, to: .text(text))
    }
    let times = [1.0, 3, 5].map { Horizon(value: $0, unit: .year) }
    let answer = try #require(
      try model.predict(asked, vocabulary: engine.vocabulary, at: times).answer)
    #expect(p == answer.probabilities.map(\.probability))
    #expect(lower == answer.probabilities.map { $0.interval?.lowerBound })
    #expect(upper == answer.probabilities.map { $0.interval?.upperBound })
    let (ages, sizes): ([Double], [Double]) = ([61, .nan, 61], [12, 5, 999])
    let (grades, histologies): ([Double], [Int32]) = ([3, 3, 3], [0, 0, 0])
    var probability = [Double](repeating: -1, count: 9)
    var remark: [Int32] = [-9, -9, -9]
    var account = sarcoma_text()
    func copies(_ texts: [String]) -> [UnsafePointer<CChar>?] {
      texts.map { UnsafePointer(strdup($0)) }
    }
    let (texts, names) = (copies(["LMS"]), copies(["age", "size", "grade", "histology"]))
    defer { for text in texts + names { free(UnsafeMutablePointer(mutating: text)) } }
    ages.withUnsafeBufferPointer { ages in
      sizes.withUnsafeBufferPointer { sizes in
        grades.withUnsafeBufferPointer { grades in
          histologies.withUnsafeBufferPointer { histologies in
            texts.withUnsafeBufferPointer { texts in
              probability.withUnsafeMutableBufferPointer { probability in
                remark.withUnsafeMutableBufferPointer { remark in
                  var columns = [ages, sizes, grades].enumerated().map { place, numbers in
                    sarcoma_column(
                      name: names[place], numbers: numbers.baseAddress, codes: nil, texts: nil,
                      text_count: 0)
                  }
                  columns.append(
                    sarcoma_column(
                      name: names[3], numbers: nil, codes: histologies.baseAddress,
                      texts: texts.baseAddress, text_count: 1))
                  var scores = sarcoma_scores()
                  scores.probability = probability.baseAddress
                  scores.remark = remark.baseAddress
                  #expect(
                    sarcoma_score_cohort(scorer, columns, 4, 3, &scores, &account) == SARCOMA_OK)
                }
              }
            }
          }
        }
      }
    }
    #expect([probability[0], probability[3], probability[6]] == p)
    #expect(probability[1].isNaN && probability[2].isNaN)
    let said = String(cString: account.bytes)
    #expect(said.utf8.count == account.length)
    #expect(said.contains("age (Age, year) is missing."))
    #expect(said.contains("size") && remark[1] != remark[2] && remark.allSatisfy { $0 >= 0 })
    sarcoma_text_free(&account)
    sarcoma_text_free(&account)
    #expect(account.bytes == nil)
    var description = sarcoma_text()
    #expect(sarcoma_scorer_describe(scorer, &description) == SARCOMA_OK)
    #expect(String(cString: description.bytes).contains("\"probabilities\""))
    sarcoma_text_free(&description)
    #expect(sarcoma_scorer_close(scorer) == SARCOMA_OK)
  }

  @Test("Documents in memory stand beside those of a directory, and a broken one is told")
  func files() throws {
    let document = try String(
      contentsOfFile: Self.models + "/tcga-limb-trunk-os-2026.json", encoding: .utf8)
    let own = document.replacing("\"tcga-limb-trunk-os-2026\"", with: "\"own\"")
    func open(_ directory: String?, _ files: [(String, String)]) -> (sarcoma_status, OpaquePointer?)
    {
      let texts = files.map { (strdup($0.0), strdup($0.1), $0.1.utf8.count) }
      defer {
        for text in texts {
          free(text.0)
          free(text.1)
        }
      }
      let passed = texts.map { sarcoma_file(name: $0.0, bytes: $0.1, length: $0.2) }
      var library: OpaquePointer?
      let status = sarcoma_library_open(
        UInt32(SARCOMA_ABI_VERSION), directory, passed, passed.count, &library)
      return (status, library)
    }
    let (status, library) = open(Self.models, [("own.json", own), ("broken.json", "{")])
    #expect(status == SARCOMA_OK)
    #expect(Self.ask(library, "models", "").text.contains("\"own\""))
    #expect(Self.ask(library, "faults", "").text.contains("broken.json"))
    var scorer: OpaquePointer?
    #expect(sarcoma_scorer_open(library, "broken", nil, nil, &scorer) == SARCOMA_ERROR_DOCUMENT)
    #expect(sarcoma_scorer_open(library, "own", nil, nil, &scorer) == SARCOMA_OK)
    #expect(sarcoma_scorer_close(scorer) == SARCOMA_OK)
    #expect(sarcoma_library_close(library) == SARCOMA_OK)
    #expect(
      open(Self.models, [("tcga-limb-trunk-os-2026.json", document)]).0 == SARCOMA_ERROR_DOCUMENT)
    #expect(
      Self.message
        == "'\(Self.models)' holds tcga-limb-trunk-os-2026.json already; give the document another id."
    )
    #expect(open(nil, [("own.json", own)]).0 == SARCOMA_ERROR_DOCUMENT)
    #expect(Self.message.contains("vocabulary.json"))
    #expect(open(nil, [("a", "1"), ("a", "2")]).0 == SARCOMA_ERROR_ARGUMENT)
    #expect(Self.message == "there are two files 'a'; pass one of them.")
    #expect(open("/nowhere", []).0 == SARCOMA_ERROR_DOCUMENT)
  }

  @Test("Whatever is passed is answered by a status and a sentence")
  func hostile() throws {
    let library = try Self.open()
    let scorer = try Self.scorer(library)
    let rule = try Self.scorer(library, "fnclcc-grade-1997")
    var handle: OpaquePointer?
    var text = sarcoma_text()
    var values = [Double](repeating: 0, count: 4)
    var p = [0.0]
    let version = UInt32(SARCOMA_ABI_VERSION)
    let invalid: [CChar] = [-1, -2, 0]
    func expect(
      _ status: sarcoma_status, _ wanted: sarcoma_status, _ part: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(status == wanted, sourceLocation: sourceLocation)
      #expect(
        part.isEmpty || Self.message.contains(part), "\(Self.message)",
        sourceLocation: sourceLocation)
      #expect(handle == nil && text.bytes == nil, sourceLocation: sourceLocation)
    }
    expect(
      sarcoma_library_open(version + 1, Self.models, nil, 0, &handle), SARCOMA_ERROR_VERSION,
      "sarcoma.h")
    expect(sarcoma_library_open(version, Self.models, nil, 0, nil), SARCOMA_ERROR_ARGUMENT, "null")
    expect(
      sarcoma_library_open(version, Self.models, nil, 3, &handle), SARCOMA_ERROR_ARGUMENT,
      "the files is null")
    expect(
      sarcoma_library_open(version, nil, nil, 0, &handle), SARCOMA_ERROR_DOCUMENT, "vocabulary.json"
    )
    expect(sarcoma_library_open(version, invalid, nil, 0, &handle), SARCOMA_ERROR_ARGUMENT, "UTF-8")
    expect(sarcoma_ask(library, nil, "", 0, &text), SARCOMA_ERROR_ARGUMENT, "the operation is null")
    expect(
      sarcoma_ask(library, "guess", "", 0, &text), SARCOMA_ERROR_QUESTION, "no operation 'guess'")
    expect(
      sarcoma_ask(library, "models.text", "", 0, &text), SARCOMA_ERROR_QUESTION, "no operation")
    expect(
      sarcoma_ask(library, "score", nil, 5, &text), SARCOMA_ERROR_ARGUMENT, "the question is null")
    expect(
      sarcoma_ask(library, "score", "{}", -1, &text), SARCOMA_ERROR_ARGUMENT, "18446744073709551615"
    )
    expect(sarcoma_ask(library, "score", "{}", 2, nil), SARCOMA_ERROR_ARGUMENT, "null")
    expect(sarcoma_ask(library, "score", "{}", 2, &text), SARCOMA_ERROR_QUESTION, "patient")
    #expect(Self.code == "shape")
    expect(sarcoma_ask(library, "score", "{", 1, &text), SARCOMA_ERROR_QUESTION, "")
    #expect(Self.code == "json")
    expect(sarcoma_ask(nil, "models", "", 0, &text), SARCOMA_ERROR_ARGUMENT, "the library is null")
    expect(sarcoma_ask(scorer, "models", "", 0, &text), SARCOMA_ERROR_HANDLE, "not open")
    expect(
      sarcoma_ask(OpaquePointer(bitPattern: 42), "models", "", 0, &text), SARCOMA_ERROR_HANDLE,
      "not open")
    let question = #"{"patient": {"grade": "G9"}}"#
    expect(
      sarcoma_ask(library, "compare", question, question.utf8.count, &text), SARCOMA_ERROR_PATIENT,
      "G9")
    #expect(Self.code == "unknownLevel" && Self.pointer == "/patient/grade")
    expect(
      sarcoma_scorer_open(library, "sarculator", nil, nil, &handle), SARCOMA_ERROR_QUESTION,
      "no model")
    expect(
      sarcoma_scorer_open(library, Self.extremity, "soon", nil, &handle), SARCOMA_ERROR_QUESTION,
      "1y,5y")
    expect(
      sarcoma_scorer_open(library, Self.extremity, "5y,", nil, &handle), SARCOMA_ERROR_QUESTION,
      "1y,5y")
    expect(
      sarcoma_scorer_open(library, Self.extremity, "99y", nil, &handle), SARCOMA_ERROR_PATIENT,
      "99 years")
    expect(
      sarcoma_scorer_open(library, Self.extremity, nil, "1y,2y", &handle), SARCOMA_ERROR_QUESTION,
      "one time")
    expect(
      sarcoma_scorer_open(library, Self.extremity, nil, nil, nil), SARCOMA_ERROR_ARGUMENT, "null")
    expect(sarcoma_scorer_describe(scorer, nil), SARCOMA_ERROR_ARGUMENT, "null")
    expect(sarcoma_encode(scorer, "{}", 2, nil, 4), SARCOMA_ERROR_ARGUMENT, "null")
    expect(
      sarcoma_encode(scorer, "{}", 2, &values, 3), SARCOMA_ERROR_ARGUMENT, "4 covariates, not 3")
    expect(sarcoma_encode(scorer, "{}", 2, &values, 4), SARCOMA_ERROR_PATIENT, "missing")
    expect(sarcoma_encode(scorer, "[1]", 3, &values, 4), SARCOMA_ERROR_PATIENT, "one object")
    let metastatic =
      #"{"age": 61, "size": 12, "grade": 3, "histology": "LMS", "metastasis": "yes"}"#
    expect(
      sarcoma_encode(scorer, metastatic, metastatic.utf8.count, &values, 4), SARCOMA_ERROR_PATIENT,
      "does not speak")
    #expect(Self.code == "outOfScope")
    expect(
      sarcoma_score(scorer, nil, 4, &p, nil, nil, 1), SARCOMA_ERROR_ARGUMENT, "the values is null")
    expect(sarcoma_score(scorer, values, 4, nil, nil, nil, 1), SARCOMA_ERROR_ARGUMENT, "null")
    expect(
      sarcoma_score(scorer, values, 4, &p, nil, nil, 9), SARCOMA_ERROR_ARGUMENT,
      "probabilities, not 9")
    let broken: [Double] = [.nan, .infinity, -5, 1e300]
    p = [-77]
    expect(
      sarcoma_score(scorer, broken, 4, &p, nil, nil, 1), SARCOMA_ERROR_PATIENT,
      "no finite value")
    #expect(p == [-77], "what is wanted of a failure is that it leaves the results alone")
    expect(sarcoma_score(rule, broken, 4, &p, nil, nil, 0), SARCOMA_ERROR_QUESTION, "category")
    var scores = sarcoma_scores()
    expect(sarcoma_score_cohort(scorer, nil, 0, 5, nil, nil), SARCOMA_ERROR_ARGUMENT, "null")
    expect(
      sarcoma_score_cohort(scorer, nil, 2, 5, &scores, nil), SARCOMA_ERROR_ARGUMENT,
      "the columns is null")
    let nameless = [sarcoma_column()]
    expect(
      sarcoma_score_cohort(scorer, nameless, 1, 5, &scores, nil), SARCOMA_ERROR_ARGUMENT,
      "name of a column is null")
    expect(
      sarcoma_score_cohort(scorer, nil, 0, -1, &scores, nil), SARCOMA_ERROR_ARGUMENT,
      "at most 2147483583 rows, not 18446744073709551615; score it in parts")
    var benefits = sarcoma_benefits()
    expect(
      sarcoma_benefit_cohort(library, "{}", 2, nil, 0, 1, &benefits, nil), SARCOMA_ERROR_QUESTION,
      "name a 'model'")
    expect(
      sarcoma_benefit_cohort(library, "{", 1, nil, 0, 1, &benefits, nil), SARCOMA_ERROR_QUESTION, ""
    )
    expect(
      sarcoma_benefit_cohort(library, "{}", 2, nil, 0, 1, nil, nil), SARCOMA_ERROR_ARGUMENT, "null")
    let asked = "{\"model\": \"\(Self.cohort)\", \"at\": [\"5y\"], \"hazardRatio\": 0.8}"
    expect(
      sarcoma_benefit_cohort(
        library, asked, asked.utf8.count, nil, 0, 1 << 45, &benefits, nil),
      SARCOMA_ERROR_ARGUMENT, "at most")
    sarcoma_text_free(nil)
    #expect(sarcoma_scorer_close(rule) == SARCOMA_OK)
    #expect(sarcoma_scorer_close(scorer) == SARCOMA_OK)
    expect(sarcoma_scorer_close(scorer), SARCOMA_ERROR_HANDLE, "not open")
    expect(sarcoma_encode(scorer, "{}", 2, &values, 4), SARCOMA_ERROR_HANDLE, "not open")
    #expect(sarcoma_library_close(library) == SARCOMA_OK)
    expect(sarcoma_library_close(library), SARCOMA_ERROR_HANDLE, "not open")
    #expect(sarcoma_library_close(nil) == SARCOMA_OK)
  }

  @Test("Answers that would lie in the columns' memory, or where no number lies, are refused")
  func memory() throws {
    let library = try Self.open()
    let scorer = try Self.scorer(library, Self.cohort, at: "5y")
    let room = UnsafeMutablePointer<Double>.allocate(capacity: 8)
    defer { room.deallocate() }
    room.initialize(repeating: 61, count: 8)
    "age".withCString { age in
      var column = sarcoma_column()
      (column.name, column.numbers) = (age, UnsafePointer(room))
      func refusal(_ change: (inout sarcoma_scores) -> Void) -> String {
        var scores = sarcoma_scores()
        change(&scores)
        let status = sarcoma_score_cohort(scorer, [column], 1, 4, &scores, nil)
        return status == SARCOMA_ERROR_ARGUMENT ? Self.message : "\(status)"
      }
      #expect(
        refusal { $0.probability = room + 3 }
          == "'probability' and 'age' lie in the same memory; give each memory of its own.")
      #expect(
        refusal { ($0.lower, $0.upper) = (room + 4, room + 4) }
          == "'lower' and 'upper' lie in the same memory; give each memory of its own.")
      let crooked = UnsafeMutableRawPointer(room + 4).advanced(by: 1)
      #expect(
        refusal { $0.lower = crooked.assumingMemoryBound(to: Double.self) }
          == "the address of 'lower' is no multiple of 8; copy it to one that is.")
      #expect(refusal { $0.probability = room + 4 } == "\(SARCOMA_OK)")
      var benefits = sarcoma_benefits()
      benefits.survival_with = room
      let asked = "{\"model\": \"\(Self.cohort)\", \"at\": [\"5y\"], \"hazardRatio\": 0.8}"
      #expect(
        sarcoma_benefit_cohort(
          library, asked, asked.utf8.count, [column], 1, 4, &benefits, nil)
          == SARCOMA_ERROR_ARGUMENT)
    }
    _ = (sarcoma_scorer_close(scorer), sarcoma_library_close(library))
  }

  @Test("One end of an interval is the same without the other, and results may lie over the values")
  func ends() throws {
    let library = try Self.open()
    let scorer = try Self.scorer(library, Self.cohort, at: "3y,5y")
    var values = [0.0, 0]
    #expect(
      sarcoma_encode(scorer, Self.patient, Self.patient.utf8.count, &values, 2) == SARCOMA_OK)
    var (p, lower, upper, alone) = ([0.0, 0], [0.0, 0], [0.0, 0], [0.0, 0])
    #expect(sarcoma_score(scorer, values, 2, &p, &lower, &upper, 2) == SARCOMA_OK)
    #expect(lower[0] < p[0] && p[0] < upper[0])
    #expect(sarcoma_score(scorer, values, 2, &p, &alone, nil, 2) == SARCOMA_OK)
    #expect(alone == lower)
    #expect(sarcoma_score(scorer, values, 2, &p, nil, &alone, 2) == SARCOMA_OK)
    #expect(alone == upper)
    values.withUnsafeMutableBufferPointer {
      #expect(sarcoma_score(scorer, $0.baseAddress, 2, $0.baseAddress, nil, nil, 2) == SARCOMA_OK)
    }
    #expect(values == p)
    _ = (sarcoma_scorer_close(scorer), sarcoma_library_close(library))
  }

  @Test("A caller that rounds upward gets the same bits, and goes on rounding upward")
  func rounding() throws {
    let library = try Self.open()
    let question = "{\"model\": \"\(Self.cohort)\", \"patient\": \(Self.patient)}"
    let nearest = Self.ask(library, "score", question).text
    #if arch(x86_64)
      let upward: Int32 = 0x800
    #else
      let upward: Int32 = 0x40_0000
    #endif
    #expect(fesetround(upward) == 0)
    let answer = Self.ask(library, "score", question).text
    let after = fegetround()
    _ = fesetround(0)
    #expect(nearest == answer && after == upward)
    #expect(sarcoma_library_close(library) == SARCOMA_OK)
  }

  @Test("A cohort of no rows, and rows without columns, are answered")
  func nothing() throws {
    let library = try Self.open()
    let scorer = try Self.scorer(library)
    var remark = [Int32](repeating: -9, count: 3)
    var account = sarcoma_text()
    remark.withUnsafeMutableBufferPointer { remark in
      var scores = sarcoma_scores()
      scores.remark = remark.baseAddress
      #expect(sarcoma_score_cohort(scorer, nil, 0, 0, &scores, nil) == SARCOMA_OK)
      #expect(sarcoma_score_cohort(scorer, nil, 0, 3, &scores, &account) == SARCOMA_OK)
    }
    #expect(remark == [0, 0, 0])
    #expect(String(cString: account.bytes).contains("are missing"))
    sarcoma_text_free(&account)
    _ = (sarcoma_scorer_close(scorer), sarcoma_library_close(library))
  }

  @Test("Each thread has its own last failure")
  func failures() async {
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          for turn in 0..<100 {
            var text = sarcoma_text()
            let library = OpaquePointer(bitPattern: 1)
            let operation = "never \(worker) \(turn)"
            _ = sarcoma_ask(library, operation, "", 0, &text)
            #expect(Self.message == "the library is not open: it was closed, or never opened.")
          }
        }
      }
    }
    #expect(!String(cString: sarcoma_version()).isEmpty)
  }
}
