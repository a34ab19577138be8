import Testing

@testable import Tables

struct TableTests {
  @Test("a table finds its columns by name and counts its rows")
  func columnsByName() throws {
    let table = try Table(columns: [
      Column(name: "age", numbers: [61, .nan]), Column(name: "site", texts: ["limb", nil]),
    ])
    #expect(table.rowCount == 2)
    #expect(table.columnNames == ["age", "site"])
    #expect(table["site"]?.missingCount == 1)
    #expect(table["age"]?.missingCount == 1)
    #expect(table["Age"] == nil)
    #expect(table.line(ofRow: 0) == nil)
  }

  @Test("columns that do not make a table are refused with their evidence")
  func refusals() {
    func error(_ columns: [Column]) -> TableError? {
      do throws(TableError) {
        _ = try Table(columns: columns)
        return nil
      } catch {
        return error
      }
    }
    let age = Column(name: "age", numbers: [61, 50])
    #expect(error([]) == .noColumns)
    #expect(error([age, Column(name: " ", numbers: [1, 2])]) == .emptyName(column: 2))
    #expect(error([age, age]) == .duplicateName("age", columns: [1, 2]))
    #expect(
      error([age, Column(name: "time", numbers: [1])])
        == .unequalLengths(first: "age", firstCount: 2, second: "time", secondCount: 1))
    func grade(_ codes: [Int32], _ labels: [String]) -> [Column] {
      [age, Column(name: "grade", values: .categories(codes: codes, labels: labels))]
    }
    #expect(
      error(grade([0, 1], ["high"]))
        == .codeWithoutLabel(column: "grade", row: 1, code: 1, labels: 1))
    #expect(
      error(grade([-2, 0], ["high"]))
        == .codeWithoutLabel(column: "grade", row: 0, code: -2, labels: 1))
    #expect(
      error(grade([0, 1], ["high", "high"])) == .duplicateLabel(column: "grade", label: "high"))
    #expect(error(grade([0, -1], ["high"])) == nil)
  }

  @Test("each refusal is one sentence that says what to do")
  func sentences() {
    let sentences: [(TableError, String)] = [
      (.noColumns, "a table needs at least one column."),
      (.emptyName(column: 2), "column 2 has no name; give it one."),
      (
        .duplicateName("age", columns: [1, 3]),
        "columns 1 and 3 are both named 'age'; rename one of them."
      ),
      (
        .unequalLengths(first: "age", firstCount: 2, second: "time", secondCount: 1),
        "column 'time' has 1 rows where column 'age' has 2; columns of a table have equal lengths."
      ),
      (
        .codeWithoutLabel(column: "grade", row: 1, code: 3, labels: 2),
        "column 'grade' has code 3 in row 2, but 2 labels; use 0 ..< 2, or -1 for missing."
      ),
      (
        .duplicateLabel(column: "grade", label: "high"),
        "column 'grade' has the label 'high' twice; give each category one code."
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
