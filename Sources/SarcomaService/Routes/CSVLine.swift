/// One line of a CSV file (RFC 4180) whose cells hold no line end.
struct CSVLine {
  /// Nil where a quote is never closed, or text follows one.
  let cells: [String]?

  init(_ line: ArraySlice<UInt8>, separator: UInt8 = UInt8(ascii: ",")) {
    var cells: [String] = []
    var cell: [UInt8] = []
    var at = line.startIndex
    let quote = UInt8(ascii: "\"")
    while true {
      cell.removeAll(keepingCapacity: true)
      if at < line.endIndex, line[at] == quote {
        at += 1
        while true {
          guard let end = line[at...].firstIndex(of: quote) else {
            self.cells = nil
            return
          }
          cell += line[at..<end]
          at = end + 1
          guard at < line.endIndex, line[at] == quote else { break }
          cell.append(quote)
          at += 1
        }
        guard at == line.endIndex || line[at] == separator else {
          self.cells = nil
          return
        }
      } else {
        let end = line[at...].firstIndex(of: separator) ?? line.endIndex
        cell += line[at..<end]
        at = end
      }
      guard let text = String(validating: cell, as: UTF8.self) else {
        self.cells = nil
        return
      }
      cells.append(text)
      guard at < line.endIndex else { break }
      at += 1
    }
    self.cells = cells
  }
}
