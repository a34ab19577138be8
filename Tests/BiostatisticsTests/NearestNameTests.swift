import Testing

@testable import Biostatistics

@Suite("Names that may be meant")
struct NearestNameTests {
  static let columns = [
    "age", "sex", "OS_days", "OS_event", "residual_tumor", "tumor_size_cm", "rx", "extent",
  ]

  @Test(
    "two edits, an exchange of neighbours being one, letter case aside; else a common beginning",
    arguments: [
      ("aeg", ["age"]), ("Age", ["age"]), ("agee", ["age"]), ("ags", ["age"]), ("ag", ["age"]),
      ("xr", ["rx"]), ("extnet", ["extent"]), ("OSdays", ["OS_days"]), ("os_EVENTS", ["OS_event"]),
      ("residual", ["residual_tumor"]), ("OS", ["OS_days", "OS_event"]),
      ("tumor", ["tumor_size_cm"]),
      ("age_at_diagnosis", ["age"]), ("x", []), ("zz", []), ("stage", []), ("", []), ("r", []),
    ])
  func nearest(name: String, expected: [String]) {
    #expect(nearestNames(to: name, in: Self.columns) == expected)
  }

  @Test("many names with one beginning suggest none of them")
  func manyBeginnings() {
    #expect(nearestNames(to: "gene", in: (100..<110).map { "gene_\($0)" }).isEmpty)
  }

  @Test("a name of a million letters is shortened, and compared with none")
  func hugeNames() {
    let huge = String(repeating: "n", count: 1_000_000)
    let error = DesignError.unknownColumn(huge, known: ["time", huge + "n"])
    let start = String(repeating: "n", count: 60)
    #expect(
      error.description
        == "There is no column '\(start)...'; the table has time, \(start)....")
  }

  @Test("two names that begin alike are both offered")
  func sentence() {
    #expect(
      DesignError.unknownColumn("OS", known: Self.columns).description
        == "There is no column 'OS'; did you mean 'OS_days' or 'OS_event'?")
  }
}
