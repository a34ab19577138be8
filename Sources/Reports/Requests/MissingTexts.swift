internal import Biostatistics

extension Table {
  /// The table with some texts, and numbers written so, as missing: what `--missing` is to a file.
  func withMissing(_ texts: [String]) throws(TableError) -> Table {
    guard !texts.isEmpty else { return self }
    let numbers = texts.compactMap(Double.init)
    return try Table(
      columns: columns.map { column in
        switch column.values {
        case .numbers(let values):
          guard !numbers.isEmpty, values.contains(where: numbers.contains) else { return column }
          return Column(
            name: column.name, numbers: values.map { numbers.contains($0) ? .nan : $0 })
        case .categories(let codes, let labels):
          guard labels.contains(where: texts.contains) else { return column }
          var kept: [String] = []
          let places = labels.map { label -> Int32 in
            guard !texts.contains(label) else { return -1 }
            kept.append(label)
            return Int32(kept.count - 1)
          }
          return Column(
            name: column.name,
            values: .categories(
              codes: codes.map { $0 < 0 ? -1 : places[Int($0)] }, labels: kept))
        }
      })
  }
}
