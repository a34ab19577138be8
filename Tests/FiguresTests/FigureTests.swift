import Foundation
import TestSupport
import Testing

@testable import Figures

@Suite struct FigureTests {
  static let names = Gallery.all.map(\.name)

  private func figure(_ name: String) throws -> Figure {
    try #require(Gallery.all.first { $0.name == name }).figure
  }

  @Test("The values that are written as CSV are those that are drawn", arguments: names)
  func valuesAreDrawn(name: String) throws {
    let figure = try figure(name)
    let drawn = DrawnValues(figure.svg)
    #expect(drawn.isWellFormed)
    #expect(figure.data.series.map(\.x.count).reduce(0, +) > 1)
    #expect(drawn.untrue(figure.data) == [])
  }

  @Test("The same input gives the same bytes, with title and description", arguments: names)
  func bytes(name: String) throws {
    let svg = try figure(name).svg
    #expect(svg == (try figure(name).svg))
    #expect(svg.contains("<title id=\"title\">"))
    #expect(svg.contains("<desc id=\"description\">"))
    #expect(svg.contains("role=\"img\""))
    #expect(!svg.contains("NaN") && !svg.contains("inf"))
  }

  @Test("No label lies on another or leaves the page", arguments: names)
  func labels(name: String) throws {
    let figure = try figure(name)
    expectNoOverlap(DrawnValues(figure.svg), in: figure)
    // For a look at each of them.
    if let folder = ProcessInfo.processInfo.environment["FIGURES"] {
      try figure.svg.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
    }
  }

  @Test("Text from outside cannot become markup")
  func escaping() {
    let hostile = "<script>alert(\"1\")</script> & \u{1}'"
    let svg = ForestPlot(
      title: hostile, ratioLabel: hostile, rows: [.init(label: hostile, ratio: 2, interval: 1...3)]
    ).figure.svg
    #expect(!svg.contains("<script"))
    #expect(DrawnValues(svg).isWellFormed)
  }

  @Test("Figures of nothing are drawn without a trap")
  func empty() {
    let figures = [
      ForestPlot(title: "", ratioLabel: "", rows: []).figure,
      ForestPlot(
        title: "t", ratioLabel: "",
        rows: [.init(label: "l", ratio: .infinity, interval: 0 ... .infinity)]
      ).figure,
      SurvivalCurvesFigure(
        title: "", groups: [], times: [], timeLabel: "", valueLabel: ""
      ).figure,
      SurvivalCurvesFigure(
        title: "", groups: [.init(name: "a", curve: Curve(x: [.nan], y: [1]))], times: [0],
        timeLabel: "", valueLabel: ""
      ).figure,
      CalibrationFigure(title: "", riskLabel: "", curve: Curve(x: [], y: [])).figure,
      DecisionCurveFigure(title: "", strategies: []).figure,
      ScaledSchoenfeldFigure(
        title: "", timeLabel: "", residuals: ([], []), smooth: Curve(x: [], y: []),
        marks: .places([])
      ).figure,
      TreatmentFigure(title: "", note: "", arms: [], timeLabel: "", valueLabel: "").figure,
      Figure(of: [], title: ""),
    ]
    for figure in figures {
      #expect(DrawnValues(figure.svg).isWellFormed)
      #expect(!figure.svg.contains("nan") && !figure.svg.contains("inf"))
    }
  }

  @Test("Lengths are written to a hundredth, without digits that say nothing")
  func lengths() {
    let texts: [(Double, String)] = [
      (0, "0"), (-0.004, "0"), (0.005, "0.01"), (-0.25, "-0.25"), (7.5, "7.5"), (12, "12"),
      (100.05, "100.05"), (-1234.567, "-1234.57"), (9_999_999.999, "10000000"), (1e7, "0"),
      (.nan, "0"), (-Double.infinity, "0"),
    ]
    for (length, text) in texts { #expect(Coordinate.text(length) == text) }
  }

  @Test("Of residuals that would hide one another one is drawn, and none is far from a drawn one")
  func thinned() throws {
    var generator = SplitMix64(seed: 3)
    let x = [0, 0] + (0..<4000).map { _ in Double.random(in: 0...1, using: &generator) }
    // Two far away leave little room for the others.
    let y = [-20, 20] + x.dropFirst(2).map { $0 + Double.random(in: -1...1, using: &generator) }
    let figure = ScaledSchoenfeldFigure(
      title: "many", timeLabel: "days", residuals: (x, y), smooth: Curve(x: [0, 1], y: [0, 1]),
      marks: .time
    ).figure
    let drawn = DrawnValues(figure.svg)
    #expect(drawn.untrue(figure.data) == [])
    let seen = try #require(figure.data.series.first { $0.name == "residuals" })
    #expect(seen.x.count < 2000)
    #expect(figure.svg.matches(of: /<circle/).count == seen.x.count)
    let residuals = Set(zip(x, y).map { SIMD2($0, $1) })
    #expect(zip(seen.x, seen.y).allSatisfy { residuals.contains(SIMD2($0, $1)) })
    // User units a value, from the ends of the axes as they are drawn.
    let scales = [drawn.horizontal, drawn.vertical].map { $0.compactMap(Double.init) }
    let units = scales.map { (($0[3] - $0[1]) / ($0[2] - $0[0])).magnitude }
    var taken: Set<SIMD2<Int>> = []
    for (x, y) in zip(seen.x, seen.y) {
      taken.insert(SIMD2(Int(x * units[0] / 4), Int((y + 21) * units[1] / 4)))
    }
    // Every residual has a drawn one within the squares about its own.
    for (x, y) in zip(x, y) {
      let (column, row) = (Int(x * units[0] / 4), Int((y + 21) * units[1] / 4))
      let isNear = (-1...1).contains { across in
        (-1...1).contains { taken.contains(SIMD2(column + across, row + $0)) }
      }
      #expect(isNear, "(\(x), \(y)) is not near one that is drawn")
    }
    let infinite = ScaledSchoenfeldFigure(
      title: "t", timeLabel: "", residuals: ([0, 1], [-1.7e308, 1.7e308]),
      smooth: Curve(x: [], y: []), marks: .time
    ).figure
    #expect(DrawnValues(infinite.svg).isWellFormed)
  }

  @Test("No line is drawn across a value that is not known, and a value between two such is a mark")
  func gaps() {
    let curve = Curve(x: [1, 2, 3, 4, 5, 6], y: [.nan, 1, .nan, 2, .infinity, 3])
    #expect(curve.x == [2, 4, 6] && curve.starts == [1, 2] && curve.isolated == [0, 1, 2])
    #expect(Curve(x: [1, 2], y: [1, 2]).isolated.isEmpty)
    let places = curve.x.map { (x: $0, y: $0) }
    #expect(Drawing.polyline(places, starts: [2]) == "M2 2 L4 4 M6 6")
    #expect(Drawing.steps(places, starts: [1]) == "M2 2 M4 4 H6 V6")
    let figure = DecisionCurveFigure(
      title: "t", strategies: [("model", Curve(x: [0.3], y: [0.1]))]
    ).figure
    #expect(DrawnValues(figure.svg).untrue(figure.data) == [])
    #expect(figure.svg.contains("<circle"))
  }

  @Test("A drawing that is not true is found out")
  func untrue() throws {
    let figure = try figure("decision-curve")
    var data = figure.data
    data.add(FigureData.Series("model", x: [0.2], y: [0.5]))
    data.add(FigureData.Series("nobody", x: [0.2], y: [0.5]))
    #expect(
      DrawnValues(figure.svg).untrue(data)
        == ["model: (0.2, 0.5) is not drawn", "nobody is not drawn"])
  }

  @Test("The panels of a page have clip paths of their own, and every one that is named is there")
  func clips() throws {
    let svg = try figure("grid").svg
    let ids = svg.matches(of: /id="(panel[^"]*)"/).map { String($0.1) }
    #expect(ids.count == 3 && Set(ids).count == 3)
    #expect(Set(svg.matches(of: /url\(#([^)]*)\)/).map { String($0.1) }) == Set(ids))
  }

  @Test("CSV cells are quoted where they must be, and numbers read back to the same bits")
  func csv() {
    let data = FigureData([.init("a, \"b\"", labels: ["x"], x: [0.1], y: [1.0 / 3])])
    #expect(DrawnValues.series(ofCSV: data.csv)[0].x == [0.1])
    #expect(data.csv == "series,label,x,y\n\"a, \"\"b\"\"\",x,0.1,0.3333333333333333\n")
  }
}

extension DrawnValues {
  /// The values of a figure that are not where the drawing shows them.
  func untrue(_ data: FigureData) -> [String] {
    untrue(data.series.map { ($0.name, $0.x, $0.y) })
  }
}

/// Expects every label on the page, and none on another.
func expectNoOverlap(_ drawn: DrawnValues, in figure: Figure) {
  #expect(
    drawn.clashes(onPage: (figure.width, figure.height)) {
      TextWidth.of($0, size: $1, isBold: $2)
    } == [])
}
