/// A patient as one model sees it, and what the reader of the prediction should know of it.
public struct PatientEncoding: Sendable, Equatable {
  /// Complete; nil where a half-answer leaves ``alternatives``.
  public let vector: CovariateVector?
  /// One for each combination of the levels that half-answers leave open; the covariate that the
  /// model names first varies slowest.
  public let alternatives: [Alternative]
  public let cautions: [Caution]
  /// Levels that the model gives to those of whom nothing is known.
  public let assumed: [Assumption]

  /// The patient under one reading of every half-answer.
  public struct Alternative: Sendable, Equatable {
    /// The model's level of each half-answered covariate.
    public let assuming: [Assumption]
    public let vector: CovariateVector
  }

  /// As many alternatives as are shown.
  public static let mostAlternatives = 16
}

extension Patient {
  /// The patient in a model's covariates.
  ///
  /// - Throws: what `Covariate.read(_:)` and `ModelCovariate.encode(_:)` throw of the first value
  ///   at fault; `PatientError.missing` with every covariate that the model cannot do without;
  ///   `PatientError.tooManyAlternatives`.
  public func encode(_ covariates: [ModelCovariate]) throws(PatientError) -> PatientEncoding {
    var values: [Double] = []
    var open: [(place: Int, levels: [EncodedCovariate.Alternative])] = []
    var missing: [PatientError.MissingCovariate] = []
    var cautions: [Caution] = []
    var assumed: [Assumption] = []
    for (place, covariate) in covariates.enumerated() {
      let reading = try covariate.covariate.read(self[covariate.name] ?? .missing)
      cautions += covariate.cautions(for: reading)
      switch try covariate.encode(reading) {
      case .value(let value): values.append(value)
      case .alternatives(let levels):
        open.append((place, levels))
        values.append(.nan)
        cautions.append(.halfAnswer(covariate: covariate.name, levels: levels.map(\.level)))
      case .missing:
        if let level = covariate.whenMissing, let index = covariate.index(ofLevel: level) {
          values.append(Double(index))
          assumed.append(Assumption(covariate: covariate.name, value: level))
          cautions.append(covariate.caution(assuming: level))
        } else {
          values.append(.nan)
          if !covariate.isOptional { missing.append(covariate.asMissing) }
        }
      }
    }
    guard missing.isEmpty else { throw .missing(missing) }
    let vector = CovariateVector(values: values)
    return PatientEncoding(
      vector: open.isEmpty ? vector : nil,
      alternatives: try Self.combinations(of: open, in: vector, covariates), cautions: cautions,
      assumed: assumed)
  }

  private static func combinations(
    of open: [(place: Int, levels: [EncodedCovariate.Alternative])], in vector: CovariateVector,
    _ covariates: [ModelCovariate]
  ) throws(PatientError) -> [PatientEncoding.Alternative] {
    guard !open.isEmpty else { return [] }
    let count = open.reduce(1) { (count, open) in
      let (product, isOverflow) = count.multipliedReportingOverflow(by: open.levels.count)
      return isOverflow ? .max : product
    }
    guard count <= PatientEncoding.mostAlternatives else {
      throw .tooManyAlternatives(
        covariates: open.map { covariates[$0.place].name }, count: count,
        limit: PatientEncoding.mostAlternatives)
    }
    var result = [PatientEncoding.Alternative(assuming: [], vector: vector)]
    for (place, levels) in open {
      result = result.flatMap { combination in
        levels.map { level in
          var vector = combination.vector
          vector.values[place] = level.value
          let name = covariates[place].name
          return PatientEncoding.Alternative(
            assuming: combination.assuming + [Assumption(covariate: name, value: level.level)],
            vector: vector)
        }
      }
    }
    return result
  }
}

extension Covariate {
  var asMissing: PatientError.MissingCovariate {
    PatientError.MissingCovariate(name: name, label: label.en, unit: unit)
  }
}

extension ModelCovariate {
  var asMissing: PatientError.MissingCovariate { covariate.asMissing }

  /// Says in the covariate's words that a level of the model is taken for granted.
  func caution(assuming level: String) -> Caution {
    let known = levels.first { $0.name == level }?.covers.first ?? level
    return .assumedWhenMissing(
      covariate: name, label: covariate.label.en,
      level: covariate.level(known)?.label.en ?? known)
  }

  /// What there is to say of a reading that counts all the same.
  func cautions(for reading: CovariateReading) -> [Caution] {
    guard case .number(let number, let converted) = reading else { return [] }
    var result: [Caution] = []
    if let converted { result.append(.convertedUnit(covariate: name, conversion: converted)) }
    if let observed, !observed.contains(number) {
      result.append(
        .outsideObservedRange(
          covariate: name, value: number, unit: covariate.unit, observed: observed))
    }
    return result
  }
}
