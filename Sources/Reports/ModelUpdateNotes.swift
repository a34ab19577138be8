internal import Biostatistics
internal import PrognosticModels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ModelUpdate {
  /// What the reader of an update should know.
  var notes: [ValidationNote] {
    var notes = numbers.notes
    func add(_ code: String, _ message: String, _ horizon: Horizon? = nil) {
      notes.append(ValidationNote(code: code, index: nil, horizon: horizon, message: message))
    }
    if let note = droppedRiskGroups { notes.append(note) }
    for assessment in after.horizons where assessment.observedExpected == nil {
      guard let horizon = assessment.horizon else { continue }
      add(
        "unsupportedHorizon",
        "fewer than \(IndexUnavailable.needed) patients are at risk at \(horizon.text), or none had the "
          + "event by then: the new document rests on few there.", horizon)
    }
    if let ratio = suspiciousRatio {
      let times = NumberText.significant(ratio, 2)
      add(
        "unlikelyLevel",
        "\(times) times as many events as the model expects"
          + (unit.map { ": is '\($0.rawValue)' what the times count (--unit)?" } ?? "."))
    }
    let perCoefficient = Self.eventsPerCoefficient
    let fitted = numbers.test?.degreesOfFreedom ?? 1
    let rarer = unit == nil ? min(eventCount, count - eventCount) : eventCount
    if rarer < perCoefficient * fitted {
      add(
        "fewEventsPerParameter",
        "\(rarer) event\(rarer == 1 ? "" : "s") for \(fitted) estimate\(fitted == 1 ? "" : "s"): fewer "
          + "than \(perCoefficient) each"
          + (options.method == .refit ? "; --method slope asks less of them." : "."))
    }
    if numbers.test != nil, (numbers.expectedShrinkage ?? -1) <= 0 {
      add("noBetterThanChance", "the coefficients explain no more than chance would.")
    }
    if options.method == .refit, source.fit?.isPenalized == true {
      add(
        "penaltyLeftOut",
        "the original's coefficients were penalised; these maximise the likelihood, or are shrunken by "
          + "--shrinkage.")
    }
    add(
      "apparent",
      "after the update, calibration on these patients is apparent: others will tell how good it is."
    )
    return notes + ValidationNote.notes(account, rows.warnings)
  }

  /// As many events as an estimate asks for. Peduzzi P et al. (1995), doi:10.1016/0895-4356(95)00048-8.
  static let eventsPerCoefficient = 10

  /// Beyond this ratio of observed to expected events, or below its inverse, a unit is asked about.
  static let unlikelyRatio = 5.0

  /// exp of calibration in the large before the update, where it is unlikely.
  private var suspiciousRatio: Double? {
    guard let before = before.inTheLarge?.estimate,
      before.magnitude > log(Self.unlikelyRatio)
    else { return nil }
    return exp(before)
  }
}
