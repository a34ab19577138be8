/// Finds the level that a text means among all that is written for the levels of a covariate:
/// names, labels in every language, synonyms, ICD-O-3 codes and OMOP concept ids.
///
/// Tried in this order, the first that finds anything decides: the name to the letter; the text
/// folded lightly; an integer as a name or as an OMOP id; an ICD-O-3 code or the heading over it;
/// the text folded loosely. A text that reads as a number is never folded loosely: -1 is not 1.
struct LevelIndex: Sendable {
  /// Places of levels, and behind them of half-answers.
  private var names: [String: Int] = [:]
  private var light: [String: [Int]] = [:]
  private var loose: [String: [Int]] = [:]
  private var omop: [Int: [Int]] = [:]
  private var codes: [(code: ICDO3Code, place: Int)] = []
  /// Names of levels, not of half-answers.
  private(set) var similar = SimilarTexts()

  init(levels: [Covariate.Level], halfAnswers: [Covariate.HalfAnswer]) {
    for (place, level) in levels.enumerated() {
      add(level.name, level.label, level.synonyms + level.icdO3, at: place)
      for id in level.omop { Self.add(place, to: &omop[id, default: []]) }
      for text in level.icdO3 {
        if let code = ICDO3Code(text) { codes.append((code, place)) }
      }
    }
    for (key, places) in loose {
      for place in places { similar.add(folded: key, place: place) }
    }
    for (offset, half) in halfAnswers.enumerated() {
      add(half.name, half.label, half.synonyms, at: levels.count + offset)
    }
  }

  private mutating func add(
    _ name: String, _ label: LocalizedText, _ synonyms: [String], at place: Int
  ) {
    if names[name] == nil { names[name] = place }
    for text in [name] + label.all + synonyms {
      let keys = (light: TextFolding.light(text), loose: TextFolding.loose(text))
      if !keys.light.isEmpty { Self.add(place, to: &light[keys.light, default: []]) }
      if !keys.loose.isEmpty { Self.add(place, to: &loose[keys.loose, default: []]) }
    }
  }

  /// Levels are added in the order of their places, so these ascend.
  private static func add(_ place: Int, to places: inout [Int]) {
    if places.last != place { places.append(place) }
  }

  /// The places that a text may mean, ascending: one is an answer, several are ambiguous.
  func places(of text: String) -> [Int] {
    if let place = names[text] { return [place] }
    if let places = light[TextFolding.light(text)] { return places }
    if let integer = QuantityText.integer(text) {
      if let places = light[String(integer)] ?? omop[integer] { return places }
    }
    if let code = ICDO3Code(text) {
      let places = Set(codes.filter { $0.code.covers(code) }.map(\.place))
      if !places.isEmpty { return places.sorted() }
    }
    // A bare number has had its chance; behind a number, as in "50 HPF", may be a name's words.
    if case .number(_, unit: "") = QuantityText(text) { return [] }
    return loose[TextFolding.loose(text)] ?? []
  }
}
