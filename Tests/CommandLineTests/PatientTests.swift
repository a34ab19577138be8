import TestSupport
import Testing

@Suite struct PatientTests {
  private static let table =
    "time,status,age,histology,\"a, b\"\n"
    + (1...40).map {
      "\($0),\($0 % 3 == 0 ? 0 : 1),\($0 * 7 % 31),\"\(["lipo", "lipo, NOS", "say \"\"x\"\""][$0 % 3])\",\($0 % 5)"
    }.joined(separator: "\n") + "\n"

  private static func run(_ patient: String) throws -> CommandRun {
    try CommandRun(
      [
        "fit", "cox", "Surv(time, status) ~ age + histology + `a, b`", "-", "--at", "10",
        "--format", "json", "--predict", patient,
      ], input: table)
  }

  @Test("A value, or a name, that holds a comma stands in quotes")
  func quotes() throws {
    let run = try Self.run("age=10, histology=\"lipo, NOS\", \"a, b\"=3")
    #expect(run.status == 0, "\(run.errors)")
    let survival = try #require(run.json["predictions"][0]["estimates"][0]["survival"].number)
    for same in ["`a, b`= 3 ,age = \"10\" , histology=\"lipo, NOS\""] {
      #expect(
        try Self.run(same).json["predictions"][0]["estimates"][0]["survival"].number == survival)
    }
    let other = try Self.run("age=10,histology=\"say \"\"x\"\"\",\"a, b\"=3")
    #expect(other.json["predictions"][0]["estimates"][0]["survival"].number != survival)
    #expect(other.status == 0, "\(other.errors)")
  }

  @Test(
    "A part that is no name=value is named",
    arguments: [
      ("", 2, "'': a part is empty; write it as 'age=50, sex=male'."),
      ("age=10,", 2, "'age=10,': a part is empty; write it as 'age=50, sex=male'."),
      (
        "age=10, histology=lipo, NOS", 2,
        "'age=10, histology=lipo, NOS': 'NOS' is no name=value; write 'age=50, sex=male', and a "
          + "value that holds a comma in quotes, as in histology=\"a, b\"."
      ),
      ("age=", 2, "'age=': 'age=' has no value."),
      ("=10", 2, "'=10': '=10' names no column."),
      ("age=1, age=2", 2, "'age=1, age=2': 'age' is stated twice; state it once."),
      (
        "histology=\"lipo", 2,
        "'histology=\"lipo': the quote in '\"lipo' is never closed; close it."
      ),
      (
        "histology=\"lipo\" NOS, age=1", 2,
        "'histology=\"lipo\" NOS, age=1': 'NOS' follows the closing quote of \"lipo\"; put the "
          + "whole value into the quotes."
      ),
      ("aeg=1", 3, "'aeg=1': There is no column 'aeg'; did you mean 'age'?"),
      (
        "age=old", 3, "'age=old': 'old' is no number, and column 'age' holds numbers."
      ),
      ("age=inf", 3, "'age=inf': 'inf' is no number, and column 'age' holds numbers."),
      (
        "age=10", 3,
        "'age=10': it states no 'histology'; a prediction needs every covariate of the formula."
      ),
      (
        "age=10, histology=lip, `a, b`=1", 3,
        "'age=10, histology=lip, `a, b`=1': 'lip' never occurs in column 'histology', which holds "
          + "lipo, lipo, NOS, say \"x\"."
      ),
    ] as [(String, Int32, String)])
  func faults(patient: String, status: Int32, sentence: String) throws {
    let run = try Self.run(patient)
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors == "sarcoma: --predict \(sentence)\n")
  }

  @Test("What arithmetic cannot say of a patient is said of the patient, not of a row")
  func notFinite() throws {
    let run = try CommandRun(
      [
        "fit", "cox", "Surv(time, status) ~ log(age + 1)", "-", "--at", "10", "--predict", "age=-1",
      ], input: Self.table)
    #expect(run.status == 3)
    #expect(
      run.errors
        == "sarcoma: --predict 'age=-1': 'log(age + 1)' is not a finite number; correct the value.\n"
    )
  }
}
