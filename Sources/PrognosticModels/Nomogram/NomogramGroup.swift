/// Terms that share covariates, and the covariates that they share.
struct NomogramGroup: Sendable {
  /// The most axes that one group is drawn with.
  static let mostAxes = 24
  /// How finely an axis is searched for turns and jumps.
  private static let gridSize = 2000

  let terms: [Int]
  let covariates: Set<Int>
  /// The covariate that runs along the axes.
  let running: Int
  /// Values of the others, one an axis.
  let settings: [[Int: Double]]
  /// The least and the greatest share over all axes.
  private(set) var range: ClosedRange<Double>
  /// The share that counts 0 points.
  var shift: Double

  // MARK: Groups

  /// - Throws: ``NomogramError`` for a covariate without a range, and for too many settings.
  static func all(
    of model: PrognosticModel, _ predictor: LinearPredictor, _ patient: CovariateVector?
  ) throws(NomogramError) -> [NomogramGroup] {
    var groups: [(terms: [Int], covariates: Set<Int>)] = []
    for (place, term) in predictor.terms.enumerated() {
      let own = term.covariates
      guard !own.isEmpty else { continue }
      var merged: (terms: [Int], covariates: Set<Int>) = ([place], own)
      groups.removeAll { group in
        guard !group.covariates.isDisjoint(with: own) else { return false }
        merged = (group.terms + merged.terms, group.covariates.union(merged.covariates))
        return true
      }
      groups.append(merged)
    }
    return try groups.map { group throws(NomogramError) in
      try NomogramGroup(group.terms.sorted(), group.covariates, model, predictor, patient)
    }
  }

  /// Terms over no covariate at all: part of every patient's linear predictor.
  static func constant(_ predictor: LinearPredictor) -> Double {
    let vector = CovariateVector(
      values: [Double](repeating: 0, count: predictor.covariateCount))
    return zip(predictor.terms, predictor.contributions(vector))
      .reduce(0) { $1.0.covariates.isEmpty ? $0 + $1.1 : $0 }
  }

  private init(
    _ terms: [Int], _ covariates: Set<Int>, _ model: PrognosticModel, _ predictor: LinearPredictor,
    _ patient: CovariateVector?
  ) throws(NomogramError) {
    self.terms = terms
    self.covariates = covariates
    let places = covariates.sorted()
    let running = places.first { model.covariates[$0].levels.isEmpty } ?? places[0]
    self.running = running
    var settings: [[Int: Double]] = [[:]]
    for place in places where place != running {
      let values = try Self.settings(of: model.covariates[place], patient?.values[place])
      let count = settings.count * values.count
      guard count <= Self.mostAxes else {
        throw .tooManyAxes(covariates: places.map { model.covariates[$0].name }, count: count)
      }
      settings = settings.flatMap { setting in
        values.map { value in setting.merging([place: value]) { $1 } }
      }
    }
    self.settings = settings
    (range, shift) = (0...0, 0)
    let values = try Self.grid(of: model.covariates[running])
    var (least, most) = (Double.infinity, -Double.infinity)
    for setting in settings {
      let shares = shares(values, setting, predictor)
      guard shares.allSatisfy(\.isFinite) else {
        throw .notFinite(covariate: model.covariates[running].name)
      }
      // A turn lies between two values of the grid, and beyond both.
      let turns =
        model.covariates[running].levels.isEmpty
        ? self.shares(
          Turns.of(values, shares) { self.shares($0, setting, predictor) }, setting, predictor)
        : []
      for share in shares + turns { (least, most) = (min(least, share), max(most, share)) }
    }
    (range, shift) = (least...most, least)
  }

  /// The values at which an interacting covariate is held: levels, or a few round numbers.
  private static func settings(
    of covariate: ModelCovariate, _ own: Double?
  ) throws(NomogramError) -> [Double] {
    if !covariate.levels.isEmpty { return covariate.levels.indices.map(Double.init) }
    if let own, own.isFinite { return [own] }
    return RoundValues.within(try range(of: covariate), count: 4)
  }

  private static func grid(of covariate: ModelCovariate) throws(NomogramError) -> [Double] {
    if !covariate.levels.isEmpty { return covariate.levels.indices.map(Double.init) }
    let range = try range(of: covariate)
    let width = range.upperBound - range.lowerBound
    return (0...gridSize).map { place in
      // The last is the end itself, without rounding.
      place == gridSize
        ? range.upperBound : range.lowerBound + width * Double(place) / Double(gridSize)
    }
  }

  private static func range(
    of covariate: ModelCovariate
  ) throws(NomogramError) -> ClosedRange<Double> {
    guard let range = covariate.axis ?? covariate.observed ?? covariate.covariate.possible else {
      throw .noRange(covariate: covariate.name)
    }
    return range
  }

  /// The group's share of the linear predictor by values of the running covariate.
  private func shares(
    _ values: [Double], _ setting: [Int: Double], _ predictor: LinearPredictor
  ) -> [Double] {
    var vector = CovariateVector(
      values: [Double](repeating: 0, count: predictor.covariateCount))
    for (place, value) in setting { vector.values[place] = value }
    return values.map { value in
      vector.values[running] = value
      let shares = predictor.contributions(vector)
      return terms.reduce(0) { $0 + shares[$1] }
    }
  }

  // MARK: Axes

  func axes(
    _ model: PrognosticModel, _ predictor: LinearPredictor, unit: Double
  ) -> [Nomogram.Axis] {
    let covariate = model.covariates[running]
    let unitText = covariate.covariate.unit.map { ", " + Words.plural(ofUnit: $0) } ?? ""
    return settings.map { setting in
      func points(_ values: [Double]) -> [Double] {
        shares(values, setting, predictor).map { ($0 - shift) / unit }
      }
      let (runs, isContinuous) =
        covariate.levels.isEmpty ? numberRuns(covariate, points) : levelRuns(covariate, points)
      return Nomogram.Axis(
        covariate: running, label: covariate.covariate.label.en + unitText,
        condition: setting.isEmpty ? nil : words(setting, model), setting: setting, runs: runs,
        isContinuous: isContinuous)
    }
  }

  private func words(_ setting: [Int: Double], _ model: PrognosticModel) -> String {
    setting.sorted { $0.key < $1.key }.map { place, value in
      let covariate = model.covariates[place]
      let text =
        covariate.levels.isEmpty
        ? Words.quantity(Words.exact(value), covariate.covariate.unit)
        : covariate.label(ofLevel: Int(value))
      return "\(covariate.covariate.label.en): \(text)"
    }.joined(separator: ", ")
  }

  private func levelRuns(
    _ covariate: ModelCovariate, _ points: ([Double]) -> [Double]
  ) -> ([[Nomogram.Mark]], Bool) {
    let places = covariate.levels.indices.map(Double.init)
    return (
      zip(places, points(places)).map { place, points in
        [Nomogram.Mark(label: covariate.label(ofLevel: Int(place)), value: place, points: points)]
      }, false
    )
  }

  private func numberRuns(
    _ covariate: ModelCovariate, _ points: ([Double]) -> [Double]
  ) -> ([[Nomogram.Mark]], Bool) {
    guard let grid = try? Self.grid(of: covariate), let first = grid.first, let last = grid.last
    else { return ([], true) }
    let shares = points(grid)
    let constant = EqualPoints.ranges(grid, shares, points)
    guard constant.isEmpty else { return (constant.map { [$0] }, false) }
    let turns = Turns.of(grid, shares, points)
    let ends = [first] + turns + [last]
    let round = RoundValues.within(first...last, count: 10)
    let runs = zip(ends, ends.dropFirst()).enumerated().map { place, run in
      let inside = round.filter {
        $0 >= run.0 && ($0 < run.1 || (place == turns.count && $0 <= run.1))
      }
      // A turn is where the axis folds: it is drawn, and has no label.
      var values = inside.map { (value: $0, label: RoundValues.text($0, like: round)) }
      if values.first?.value != run.0 {
        values.insert((run.0, place == 0 ? RoundValues.text(run.0, like: []) : ""), at: 0)
      }
      if values.last?.value != run.1 {
        values.append((run.1, place == turns.count ? RoundValues.text(run.1, like: []) : ""))
      }
      return zip(values, points(values.map(\.value))).map {
        Nomogram.Mark(label: $0.label, value: $0.value, points: $1)
      }
    }
    return (runs, true)
  }
}

extension ModelCovariate {
  /// A level of the model in English: its own name where it groups several.
  func label(ofLevel place: Int) -> String {
    guard levels.indices.contains(place) else { return "" }
    let level = levels[place]
    let single = level.covers.count == 1 ? covariate.level(level.covers[0])?.label.en : nil
    return single ?? covariate.level(level.name)?.label.en ?? level.name
  }
}
