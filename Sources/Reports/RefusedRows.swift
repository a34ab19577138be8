internal import StrictJSON

/// Rows without a prediction, put together by reason.
struct RefusedRows {
  /// In the order of first appearance; rows from 1.
  let byReason: [(reason: String, rows: [Int])]
  /// As many reasons as are listed.
  static let mostReasons = 20

  init(_ refused: [(row: Int, reason: String)]) {
    var byReason: [(reason: String, rows: [Int])] = []
    var places: [String: Int] = [:]
    for (row, reason) in refused {
      if let place = places[reason] {
        byReason[place].rows.append(row)
      } else {
        places[reason] = byReason.count
        byReason.append((reason, [row]))
      }
    }
    self.byReason = byReason
  }

  /// A line a reason, with the first rows of each; `place` says where further reasons stand.
  func text(restIn place: String) -> String {
    var text = ""
    for (reason, rows) in byReason.prefix(Self.mostReasons) {
      let shown = rows.prefix(10).map(String.init).joined(separator: ", ")
      let count = rows.count == 1 ? "row" : "\(rows.count) rows,"
      text += "  \(count) \(shown)\(rows.count > 10 ? " ..." : ""): \(reason)\n"
    }
    let rest = byReason.dropFirst(Self.mostReasons)
    if !rest.isEmpty {
      let rows = rest.reduce(0) { $0 + $1.rows.count }
      text += "  and \(rest.count) further reasons for \(rows) rows, \(place)\n"
    }
    return text
  }

  /// `[{"reason", "count", "rows"}]`.
  var json: JSONValue {
    .array(
      byReason.map { reason, rows in
        .object([
          ("reason", .string(reason)), ("count", .integer(rows.count)),
          ("rows", .array(rows.map { .integer($0) })),
        ])
      })
  }
}
