import Testing

@testable import Reports

@Suite struct ProgressLineTests {
  private func text(
    _ done: Int, of count: Int = 200, left: Double = 10.2, columns: Int = 80
  ) -> String {
    ProgressLine.text("resample", done, of: count, secondsLeft: left, columns: columns)
  }

  @Test("The line counts, shows a bar and the time left")
  func line() {
    #expect(
      text(50)
        == "  resample 50 of 200   [#######.......................]  11 s left")
    #expect(
      text(200, left: 0)
        == "  resample 200 of 200  [##############################]  0 s left")
    #expect(text(1, left: 100).hasSuffix("  2 min left"))
    #expect(text(1, left: 0.1).hasSuffix("]  1 s left"))
    #expect(text(1, left: 8000).hasSuffix("]  3 h left"))
    #expect(text(1, left: .infinity).hasSuffix("]  months left"))
  }

  @Test("The line is shorter than the terminal is wide, whatever its width", arguments: 0...120)
  func width(columns: Int) {
    for (done, count, left) in [(1, 200, 10.0), (99_999, 100_000, 89), (7, 9, 5e5), (0, 0, 0)] {
      #expect(text(done, of: count, left: left, columns: columns).count <= max(columns - 1, 0))
    }
    if columns >= 60 { #expect(text(7, columns: columns).contains("[")) }
  }

  @Test("The bar stays where it is while digits come")
  func place() {
    let bars = [1, 10, 100].map { text($0).firstIndex(of: "[") }
    #expect(bars.allSatisfy { $0 != nil })
    let offsets = [1, 10, 100].map { text($0).prefix { $0 != "[" }.count }
    #expect(Set(offsets).count == 1)
  }
}
