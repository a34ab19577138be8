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
    var compared = 0
    for series in figure.data.series where !series.name.hasPrefix("at risk") {
      let places = try #require(drawn.series[series.name], "\(series.name) is not drawn")
      for (x, y) in zip(series.x, series.y) {
        // An arrow stands for a limit beyond the axis, and no bar for a count of none.
        if !drawn.isOnAxis(x) || (series.name == "patients" && y == 0) { continue }
        let scale = series.name == "patients" ? drawn.heights : drawn.vertical
        let isThere = places.contains {
          DrawnValues.agrees($0.x, x, on: drawn.horizontal)
            && DrawnValues.agrees($0.y, y, on: scale)
        }
        #expect(isThere, "\(series.name): (\(x), \(y)) is not drawn")
        compared += 1
      }
    }
    #expect(compared > 1)
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
        title: "", timeLabel: "", residuals: ([], []), smooth: Curve(x: [], y: []), ticks: []
      ).figure,
      TreatmentFigure(
        title: "", note: "", arms: [], isContinuous: false, timeLabel: "", valueLabel: ""
      ).figure,
    ]
    for figure in figures {
      #expect(DrawnValues(figure.svg).isWellFormed)
      #expect(!figure.svg.contains("nan") && !figure.svg.contains("inf"))
    }
  }

  @Test("CSV cells are quoted where they must be, and numbers read back to the same bits")
  func csv() {
    let data = FigureData([.init("a, \"b\"", labels: ["x"], x: [0.1], y: [1.0 / 3])])
    #expect(data.csv == "series,label,x,y\n\"a, \"\"b\"\"\",x,0.1,0.3333333333333333\n")
  }
}

/// Expects every label on the page, and none on another.
func expectNoOverlap(_ drawn: DrawnValues, in figure: Figure) {
  let boxes = drawn.textBoxes
  #expect(!boxes.isEmpty)
  for (place, (text, box)) in boxes.enumerated() {
    #expect(
      box.minX >= 0 && box.maxX <= figure.width + 1 && box.minY >= 0 && box.maxY <= figure.height,
      "'\(text)' leaves the page")
    for (other, otherBox) in boxes[(place + 1)...] {
      let shared = box.insetBy(dx: 0.5, dy: 0.5).intersection(otherBox.insetBy(dx: 0.5, dy: 0.5))
      #expect(shared.isEmpty, "'\(text)' lies on '\(other)'")
    }
  }
}
