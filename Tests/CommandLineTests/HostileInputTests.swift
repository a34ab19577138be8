import Foundation
import TestSupport
import Testing

/// What a careless or hostile user gives: the command neither traps nor hangs, and says what is
/// wrong.
@Suite struct HostileInputTests {
  private static let rows = (1...40).map {
    "\($0),\($0 % 2),\($0 * 7 % 31).5,\($0 % 3 == 0 ? "a" : "b")"
  }
  private static let table = "time,status,x,g\n" + rows.joined(separator: "\n") + "\n"

  private static func fit(
    _ right: String, _ more: [String] = [], input: String = table
  ) throws -> CommandRun {
    try CommandRun(["fit", "cox", "Surv(time, status) ~ \(right)", "-"] + more, input: input)
  }

  @Test(
    "An option outside its range is wrong usage, with a sentence that says the range",
    arguments: [
      (["--tolerance", "1e-300"], "--tolerance lies between 1e-12 and 0.1, not at 1e-300."),
      (["--tolerance", "nan"], "--tolerance lies between 1e-12 and 0.1, not at nan."),
      (["--tolerance", "-1"], "--tolerance lies between 1e-12 and 0.1, not at -1.0."),
      (["--tolerance", "0.5"], "--tolerance lies between 1e-12 and 0.1, not at 0.5."),
      (["--iterations", "0"], "--iterations lies between 1 and 10,000, not at 0."),
      (["--iterations", "-3"], "--iterations lies between 1 and 10,000, not at -3."),
      (["--confidence", "0"], "--confidence lies between 0 and 1, not at 0.0."),
      (["--confidence", "1"], "--confidence lies between 0 and 1, not at 1.0."),
      (["--confidence", "-0.5"], "--confidence lies between 0 and 1, not at -0.5."),
      (["--confidence", "nan"], "--confidence lies between 0 and 1, not at nan."),
      (["--at", "1,,2"], "--at: a time is missing; write 5y, 18m or 90d."),
      (["--at", ""], "--at: a time is missing; write 5y, 18m or 90d."),
      (["--at", "0x10"], "--at: '0x10' is no time; write 5y, 18m, 90d or a number."),
      (["--at", "1e308y"], "--at: '1e308y' is no time; write 5y, 18m, 90d or a number."),
      (["--levels", "g"], "--levels takes COL=a,b,c, not 'g'."),
      (["--levels", "g="], "--levels 'g=': a level is empty; write COL=a,b,c."),
      (["--levels", "g=\"a"], "--levels 'g=\"a': the quote in '\"a' is never closed; close it."),
      (
        ["--levels", "g=a,b", "--levels", "g=b,a"],
        "--levels states the levels of 'g' twice; state them once."
      ),
    ])
  func options(arguments: [String], sentence: String) throws {
    let run = try Self.fit("x", arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(sentence), "\(run.errors)")
  }

  @Test("The ends of a tolerance's range name no likelihood monotone", arguments: ["1e-12", "0.1"])
  func tolerance(tolerance: String) throws {
    let run = try Self.fit("x + g", ["--tolerance", tolerance])
    #expect(run.status == 0)
    #expect(!run.output.contains("rises for ever"))
  }

  @Test("Levels that hold a comma are stated in quotes, blanks around them not counted")
  func quotedLevels() throws {
    let table = Self.table.replacing(",b\n", with: ",\"b, c\"\n")
    let run = try Self.fit("g", ["--levels", "g= \"b, c\" , a"], input: table)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("\n  ga "))
  }

  @Test("Times are read in their order, whatever the order in which they are asked")
  func timesInOrder() throws {
    func estimates(_ times: String) throws -> [Double] {
      let run = try CommandRun(
        ["survfit", "Surv(time, status) ~ 1", "-", "--at", times, "--format", "json"],
        input: Self.table)
      return run.json["curves"][0]["estimates"].array.flatMap {
        [$0["time"]["value"].number ?? .nan, $0["survival"].number ?? .nan]
      }
    }
    let ascending = try estimates("5,20,30")
    #expect(ascending.count == 6)
    #expect(try estimates("30,5,20,5") == ascending)
    // By R: summary(survfit(Surv(1:40, 1:40 %% 2) ~ 1), times = 5)$surv.
    expectClose(ascending[1], 39.0 / 40 * 37 / 38 * 35 / 36, relative: 1e-15)
  }

  @Test("A time at the end of the range of numbers is read, printed, and halved without overflow")
  func hugeTimes() throws {
    let rows = (1...20).map { "\($0)e306,1\n" }.joined()
    let run = try CommandRun(
      ["survfit", "Surv(time, status) ~ 1", "-", "--at", "-1e300,1e303y", "--format", "json"],
      input: "time,status\n\(rows)170e306,1\n170e306,1\n")
    #expect(run.status == 0, "\(run.errors)")
    expectClose(
      run.json["curves"][0]["median"]["time"].number ?? .nan, 1.15e307, relative: 1e-15)
    let late = try CommandRun(
      ["survfit", "Surv(time, status) ~ 1", "-", "--at", "-1e300"],
      input: "time,status\n160e306,1\n170e306,1\n")
    #expect(late.output.contains("-1e+300 days"))
    #expect(late.output.contains("1.6500e+308"))
  }

  @Test("One time is one time", arguments: ["--rmean", "--start-time"])
  func oneTime(option: String) throws {
    let run = try CommandRun(
      ["survfit", "Surv(time, status) ~ 1", "-", option, "1,2"], input: Self.table)
    #expect(run.status == 2)
    #expect(run.errors == "sarcoma: \(option) takes one time, not '1,2'.\n")
  }

  @Test("Tables of no row and of one are told apart and survived")
  func fewRows() throws {
    let header = "time,status,x,g\n"
    let none = try Self.fit("x", input: header)
    #expect(none.status == 3)
    #expect(none.errors == "sarcoma: The table has a header and no rows.\n")
    for formula in ["x", "g", "1", "strata(g)", "x * g"] {
      let one = try Self.fit(formula, input: header + "1,1,2,a\n")
      #expect(one.status == 0, "\(formula) \(one.errors)")
      #expect(one.output.contains("1 row, 1 event\n"))
    }
  }

  @Test(
    "A formula as long or as deep as can be is read or refused",
    arguments: [
      ("(", "x", ")", 10_000, 3), ("-", "x", "", 10_000, 3), ("I(", "x", ")", 190, 0),
      ("x + ", "x", "", 1990, 0), ("x:", "x", "", 1990, 0), ("x * ", "x", "", 1990, 0),
      ("x / ", "x", "", 1990, 0), ("x - ", "x", "", 1990, 0), ("x + ", "x", "", 5000, 3),
      ("x ~ ", "x", "", 1990, 3), ("x^", "2", "", 1990, 3),
    ])
  func longFormulas(open: String, middle: String, close: String, count: Int, status: Int32) throws {
    func text(_ part: String) -> String { String(repeating: part, count: count) }
    let run = try Self.fit(text(open) + middle + text(close))
    #expect(run.status == status, "\(run.errors.prefix(200))")
    #expect(run.errors.utf8.count < 300)
  }

  @Test("Long arithmetic and long conditions are evaluated", arguments: ["x + ", "x - "])
  func longArithmetic(part: String) throws {
    let sum = "I(" + String(repeating: part, count: 1990) + "x)"
    #expect(try Self.fit(sum).status == 0)
    let condition = String(repeating: "x > 3 & ", count: 900) + "x > 3"
    #expect(try Self.fit("x", ["--where", condition]).output.contains("rows left out") == false)
  }

  @Test(
    "A condition that says nothing is refused as a condition",
    arguments: [
      ("", "The condition of --where cannot be read: It is empty;"),
      ("x >", "The condition of --where cannot be read: 'x >' ends too early;"),
      ("x", "'x' is no condition;"), ("x > 99", "None of the 40 rows meets the condition 'x > 99'"),
      ("x = 3", "write == to compare."), ("aex > 3", "There is no column 'aex';"),
      ("1 < x < 3", "'<' at character 7 does not fit there;"),
    ])
  func conditions(condition: String, words: String) throws {
    let run = try Self.fit("x", ["--where", condition])
    #expect(run.status == 3)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("A column of 100,000 levels is refused as a factor and taken as groups")
  func manyLevels() throws {
    let rows = (0..<100_000).map { "\($0 % 997 + 1),\($0 % 3 == 0 ? 1 : 0),level\($0)\n" }.joined()
    let run = try Self.fit("g", input: "time,status,g\n" + rows)
    #expect(run.status == 3)
    #expect(run.errors.contains("perhaps an identifier"))
  }

  @Test("A name of a million letters and a name in any script are named in short and whole")
  func names() throws {
    let huge = String(repeating: "n", count: 1_000_000)
    let run = try Self.fit("m", input: "time,status,\(huge)\n1,1,1\n2,1,0\n")
    #expect(run.status == 3)
    #expect(run.errors.utf8.count < 200)
    let script = try Self.fit(
      "größe + `名 前`", input: "time,status,größe,名 前\n1,1,1,2\n2,1,0,1\n3,0,2,2\n")
    #expect(script.status == 0, "\(script.errors)")
    #expect(script.output.contains("`名 前`"))
  }

  @Test("A folder, an empty device, one without end, and a FIFO stand where the table should")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "s\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func run(_ path: String) throws -> CommandRun {
      try CommandRun(["fit", "cox", "Surv(time, status) ~ x", path])
    }
    for (path, words) in [
      (folder.path, "Is a directory"), ("/dev/null", "the file is empty"),
      ("/dev/zero", "a NUL byte"), ("", "No such file"), ("/no/such.csv", "No such file"),
    ] {
      let run = try run(path)
      #expect(run.status == 3)
      #expect(run.errors.contains(words), "\(run.errors)")
    }
    let fifo = folder.appending(path: "table").path
    #expect(mkfifo(fifo, 0o600) == 0)
    let text = Self.table
    let thread = Thread {
      guard let handle = FileHandle(forWritingAtPath: fifo) else { return }
      handle.write(Data(text.utf8))
      try? handle.close()
    }
    thread.start()
    #expect(try run(fifo).status == 0)
  }

  @Test("A result that cannot be written is no success")
  func fullDisk() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" survfit 'Surv(time, status) ~ 1' - >/dev/full", CommandRun.path,
    ]
    let (input, errors) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardError = errors
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(Self.table.utf8))
    try input.fileHandleForWriting.close()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
    #expect(
      text
        == "sarcoma: The result cannot be written to standard output (No space left on device).\n")
  }
}
