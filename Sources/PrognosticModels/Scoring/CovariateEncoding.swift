/// A reading as a model counts it.
public enum EncodedCovariate: Sendable, Equatable {
  /// A number in the model's unit, or the place of a level; yes is 1, no is 0.
  case value(Double)
  /// The levels of the model that a half-answer leaves open, in the model's order.
  case alternatives([Alternative])
  case missing

  /// A level that a half-answer leaves open, and what stands for it in a vector.
  public struct Alternative: Sendable, Equatable {
    /// The model's name of the level.
    public let level: String
    public let value: Double
  }
}

extension ModelCovariate {
  /// The value that a reading has in this model.
  ///
  /// A level counts as the model's level that covers it, or else covers the nearest level that it
  /// is part of. A level that the model does not list, but lists parts of, leaves those open. So
  /// does a half-answer, unless all that it admits falls into one level of the model.
  ///
  /// - Throws: `PatientError.notCovered` for a level without a counterpart, and
  ///   `PatientError.beyondAxis` for a number outside a digitised axis.
  public func encode(_ reading: CovariateReading) throws(PatientError) -> EncodedCovariate {
    switch reading {
    case .missing: return .missing
    case .number(let number, _):
      if let axis, !axis.contains(number) {
        throw .beyondAxis(covariate: name, value: number, unit: covariate.unit, axis: axis)
      }
      return .value(number)
    case .level(let level):
      if let place = place(covering: level) { return .value(Double(place)) }
      return try open(places(coveringPartsOf: level), for: level)
    case .oneOf(let admitted):
      let counterparts = admitted.map { place(covering: $0) }
      if let first = counterparts.first, let place = first, counterparts.allSatisfy({ $0 == place })
      {
        return .value(Double(place))
      }
      let parts = admitted.flatMap { level in
        place(covering: level).map { [$0] } ?? places(coveringPartsOf: level)
      }
      return try open(Set(parts), for: Words.list(admitted, "or"))
    }
  }

  private func open(
    _ places: Set<Int>, for level: String
  ) throws(PatientError) -> EncodedCovariate {
    guard !places.isEmpty else {
      throw .notCovered(covariate: name, level: level, covered: levels.flatMap(\.covers))
    }
    return .alternatives(
      places.sorted().map {
        EncodedCovariate.Alternative(level: levels[$0].name, value: Double($0))
      }
    )
  }

  /// The place of the model's level that covers a level or its nearest listed ancestor.
  private func place(covering level: String) -> Int? {
    for name in covariate.lineage(of: level) {
      if let place = levels.firstIndex(where: { $0.covers.contains(name) }) { return place }
    }
    return nil
  }

  private func places(coveringPartsOf level: String) -> Set<Int> {
    let parts = covariate.levels.map(\.name).filter { covariate.lineage(of: $0).contains(level) }
    return Set(parts.compactMap { place(covering: $0) })
  }
}
