/// The values that a figure shows, series by series.
public struct FigureData: Sendable, Equatable {
  /// One curve, band edge, axis or set of marks.
  public struct Series: Sendable, Equatable {
    /// What it is called; unique within the figure.
    public let name: String
    /// Of each value, its words; empty where there are none.
    public let labels: [String]
    /// Along the horizontal axis.
    public let x: [Double]
    /// Along the vertical axis; of the same length.
    public let y: [Double]

    init(_ name: String, labels: [String] = [], x: [Double], y: [Double]) {
      self.name = name
      self.labels = labels
      self.x = x
      self.y = y
    }
  }

  /// In the order of drawing.
  public private(set) var series: [Series] = []

  init(_ series: [Series] = []) { self.series = series }

  mutating func add(_ further: Series) { series.append(further) }

  /// The values as CSV with the header `series,label,x,y`; numbers read back to the same bits.
  public var csv: String {
    var out = "series,label,x,y\n"
    for series in series {
      let name = Self.cell(series.name)
      for place in series.x.indices {
        let label = place < series.labels.count ? series.labels[place] : ""
        out += name
        out += ","
        out += Self.cell(label)
        out += ","
        out += Self.number(series.x[place])
        out += ","
        out += Self.number(series.y[place])
        out += "\n"
      }
    }
    return out
  }

  private static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }

  private static func cell(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
    var quoted = "\""
    for character in text { quoted += character == "\"" ? "\"\"" : String(character) }
    return quoted + "\""
  }
}
