public import PrognosticModels

/// A hundred patients like this one: who is alive without and with a treatment.
///
/// Each of the four groups has a shape of its own, not only a colour.
public struct IconArray: Sendable {
  /// What the figure shows.
  public let title: String
  /// The counts.
  public let patients: HundredPatients
  /// What the counted are, such as `alive at 5 years`.
  public let state: String
  /// What is compared with nothing, such as `chemotherapy`; nil where nothing is compared, and the
  /// patients are alike with and without.
  public let treatment: String?
  /// Lines below the title: the effect, its source, and what is not known.
  public let note: String

  /// Gathers what is to be drawn.
  public init(
    title: String, note: String = "", patients: HundredPatients, state: String, treatment: String?
  ) {
    self.title = title
    self.note = note
    self.patients = patients
    self.state = state
    self.treatment = treatment
  }

  private enum Fate: CaseIterable { case aliveEitherWay, onlyWith, onlyWithout, neither }

  private func count(_ fate: Fate) -> Int {
    switch fate {
    case .aliveEitherWay: patients.aliveEitherWay
    case .onlyWith: patients.aliveOnlyWith
    case .onlyWithout: patients.aliveOnlyWithout
    case .neither: patients.aliveNeitherWay
    }
  }

  private var shown: [Fate] { treatment == nil ? [.aliveEitherWay, .neither] : Fate.allCases }

  private func words(_ fate: Fate) -> String {
    guard let treatment else { return fate == .aliveEitherWay ? state : "not \(state)" }
    return switch fate {
    case .aliveEitherWay: "\(state), with or without \(treatment)"
    case .onlyWith: "\(state) only with \(treatment)"
    case .onlyWithout: "\(state) only without \(treatment)"
    case .neither: "not \(state), with or without \(treatment)"
    }
  }

  /// The drawing; a group of nobody is named beside the array and has no series.
  public var figure: Figure {
    let pitch = 26.0
    let widest =
      shown.map { TextWidth.of(words($0), size: Ink.labelSize) }.max() ?? 200
    let left = 32.0
    let textLeft = left + 10 * pitch + 28
    let width = textLeft + 54 + widest + 20
    let heading = Heading(
      title, note: "100 patients like this one. \(note)", width: width)
    let top = heading.bottom
    var data = FigureData()
    var groups: [Element] = []
    var place = 0
    let scale = AxisScale(0...10, from: left, to: left + 10 * pitch)
    let vertical = AxisScale(0...10, from: top, to: top + 10 * pitch)
    for fate in shown {
      let places = (place..<(place + count(fate))).map {
        (x: Double($0 % 10) + 0.5, y: Double($0 / 10) + 0.5)
      }
      place += count(fate)
      guard !places.isEmpty else { continue }
      groups.append(
        Element("g").with("class", "series").with("data-series", words(fate)).holding(
          places.map { icon(fate, x: scale.place(of: $0.x), y: vertical.place(of: $0.y)) }))
      data.add(FigureData.Series(words(fate), x: places.map(\.x), y: places.map(\.y)))
    }
    var elements =
      heading.elements + [
        Element("g").with("class", "panel").with("data-x", scale.legend)
          .with("data-y", vertical.legend).holding(groups)
      ]
    var y = top + 22
    for fate in shown {
      elements.append(icon(fate, x: textLeft, y: y))
      elements.append(
        Drawing.label(
          "\(count(fate))", x: textLeft + 44, y: y + 4, anchor: .end, isBold: true))
      elements.append(Drawing.label(words(fate), x: textLeft + 54, y: y + 4))
      y += 34
    }
    return Figure(
      title: title, description: description, width: width, height: top + 10 * pitch + 24,
      data: data, elements: elements)
  }

  private func icon(_ fate: Fate, x: Double, y: Double) -> Element {
    let r = 9.0
    func circle(_ fill: String, _ stroke: String) -> Element {
      Element("circle").with("cx", x).with("cy", y).with("r", r).with("fill", fill)
        .with("stroke", stroke).with("stroke-width", 1.75)
    }
    func cross(_ places: [[(x: Double, y: Double)]], _ color: String) -> Element {
      Drawing.path(
        places.map { Drawing.polyline($0) }.joined(separator: " "), color: color, width: 2)
    }
    let group = Element("g").with("data-cx", x).with("data-cy", y)
    switch fate {
    case .aliveEitherWay: return group.holding([circle(Ink.color(0), Ink.color(0))])
    case .onlyWith:
      return group.holding([
        circle(Ink.paper, Ink.color(2)),
        cross([[(x - 5, y), (x + 5, y)], [(x, y - 5), (x, y + 5)]], Ink.color(2)),
      ])
    case .onlyWithout:
      return group.holding([
        circle(Ink.paper, Ink.color(1)), cross([[(x - 5, y), (x + 5, y)]], Ink.color(1)),
      ])
    case .neither:
      return group.holding([
        cross(
          [[(x - 6, y - 6), (x + 6, y + 6)], [(x - 6, y + 6), (x + 6, y - 6)]], Ink.line)
      ])
    }
  }

  private var description: String {
    "Of 100 patients: "
      + shown.map { "\(count($0)) \(words($0))" }.joined(separator: "; ") + "."
  }
}
