extension Caution {
  static func baselineUncertaintyUnknown(hasInterval: Bool) -> Caution {
    Caution(
      code: "baselineUncertaintyUnknown",
      message: "how uncertain survival without chemotherapy is, is unknown"
        + (hasInterval ? ": the interval is the effect's alone." : "."))
  }

  static func baselineTreatedMix(isOwn: Bool) -> Caution {
    Caution(
      code: "baselineTreatedMix",
      message: (isOwn
        ? "if patients behind the survival that was stated had chemotherapy, "
        : "some patients behind the baseline had chemotherapy: ")
        + "survival without it may be lower.")
  }

  static func horizonNotAvailable(_ model: PrognosticModel, asked: [Horizon]) -> Caution {
    Caution(
      code: "horizonNotAvailable",
      message:
        "\(model.wordsWithout(asked)): nothing is shown there. \(PrognosticModel.howToState(asked))"
    )
  }

  static func cannotTell(_ spot: PrognosticModel.BlindSpot) -> Caution {
    Caution(
      code: "cannotTell", covariate: spot.covariate,
      message:
        "the baseline cannot tell \(Words.list(spot.levels, "from")) of \(spot.covariate), on"
        + " which eligibility turns: \(spot.because)")
  }

  static var oddsWithoutHorizon: Caution {
    Caution(
      code: "oddsWithoutHorizon",
      message:
        "an odds ratio belongs to a time that its source does not state: it is applied at the"
        + " baseline's.")
  }

  static func oddsAtStatedHorizon(effect: String, _ time: Horizon, isShown: Bool) -> Caution {
    Caution(
      code: "oddsAtStatedHorizon",
      message: "'\(effect)' is an odds ratio at \(time.text): "
        + (isShown
          ? "it is shown at that time alone."
          : "it is not shown, for the baseline has no survival at that time."))
  }

  static func noRatioForEndpoint(effect: String, _ endpoint: Endpoint.Kind) -> Caution {
    Caution(
      code: "noRatioForEndpoint",
      message: "'\(effect)' has no ratio with its interval for \(endpoint.words), which is what the"
        + " baseline gives: it is not shown.")
  }

  static func draftEffect(_ effect: String) -> Caution {
    Caution(
      code: "draftEffect",
      message: "the effect '\(effect)' is a draft that nobody has verified: not for care.")
  }
}

extension PrognosticModel {
  /// `'id' gives survival at 5 years, not at 10 years`.
  func wordsWithout(_ asked: [Horizon]) -> String {
    "'\(id)' gives survival \(timesInWords), not at \(Words.list(asked.map(\.text), "and"))"
  }

  /// How a survival at the first of the times comes in all the same.
  static func howToState(_ asked: [Horizon]) -> String {
    let time = asked.first?.short ?? "10y"
    return
      "--survival \(time)=VALUE takes one of your own there, such as the authors' calculator's."
  }
}

extension Horizon {
  /// `5y`, as an option is written.
  var short: String { "\(Words.exact(value))\(unit.rawValue.prefix(1))" }
}
