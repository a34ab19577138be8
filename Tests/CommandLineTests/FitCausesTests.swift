import TestSupport
import Testing

/// Causes of death, and outcomes and weights that are none, through the command line.
@Suite struct FitCausesTests {
  /// By theory the fit of a cause is the fit of the condition that names it.
  @Test("--cause counts one cause and censors the others, of text and of numbers")
  func causes() throws {
    let fits = try [
      ["Surv(dtime, state) ~ age + nodes", "--cause", "relapse"],
      ["Surv(dtime, state == \"relapse\") ~ age + nodes"],
      ["Surv(dtime, code) ~ age + nodes", "--cause", "1.0"],
      ["Surv(dtime, code == 1) ~ age + nodes"],
    ].map { arguments in
      try CommandRun(
        ["fit", "cox", arguments[0], "-", "--format", "json"] + arguments.dropFirst(),
        input: Self.causesTable)
    }
    for fit in fits {
      #expect(fit.status == 0, "\(fit.errors)")
      #expect(fit.json["events"].number == fits[1].json["events"].number)
      expectClose(
        fit.json["coefficients"].array.map { $0["estimate"].number ?? .nan },
        fits[1].json["coefficients"].array.map { $0["estimate"].number ?? .nan }, relative: 1e-13)
    }
    #expect(fits[0].json["cause"].string == "relapse" && !fits[1].json["cause"].exists)
    #expect(fits[2].json["cause"].string == "1")
    let text = try CommandRun(
      ["fit", "cox", "Surv(dtime, state) ~ age", "-", "--cause", "relapse"],
      input: Self.causesTable)
    #expect(text.output.contains("event: relapse; censored: alive, other death\n"))
  }

  private static let causesTable =
    "dtime,state,code,age,nodes\n"
    + (0..<60).map { row in
      let code = row % 3
      let state = ["alive", "relapse", "other death"][code]
      return "\(row * 37 % 61 + 1),\(state),\(code),\(40 + row * 7 % 31),\(row * 5 % 13)"
    }.joined(separator: "\n") + "\n"

  @Test(
    "a bad outcome or weight is one sentence that says what to do",
    arguments: [
      (
        ["Surv(time, state) ~ x", "--cause", "tumour"], "which holds alive, dead; name one of these"
      ),
      (["Surv(time, state) ~ x"], "or name the event with 'fit cox --cause'."),
      (["Surv(time, status) ~ x", "--weights", "zero"], "is 0 in all 4 rows that could be used"),
      (["Surv(time, status) ~ x + nothing"], "'nothing' is missing in all 4 rows; use another"),
      (["Surv(time, three) ~ x"], "state the event as a condition such as three == 2"),
    ] as [([String], String)])
  func refusals(arguments: [String], words: String) throws {
    let table = """
      time,status,state,three,x,zero,nothing
      1,1,dead,0,2,0,
      2,0,alive,1,1,0,
      3,1,dead,2,5,0,
      4,1,dead,2,3,0,
      """
    let run = try CommandRun(
      ["fit", "cox", arguments[0], "-"] + arguments.dropFirst(), input: table)
    #expect(run.status == 3)
    #expect(run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
  }
}
