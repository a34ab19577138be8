/// How a door spells an option: `--ph-smooth` on a command line, 'phSmooth' in JSON.
public enum OptionSpelling: Sendable {
  case flags, json

  /// The name of an option, which is written here as in JSON.
  public func callAsFunction(_ name: String) -> String {
    switch self {
    case .json: return "'\(name)'"
    case .flags:
      return "--"
        + name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }
  }

  /// How a switch is turned on.
  var on: String { self == .flags ? "on" : "true" }
}

/// What is wrong with the options of a request, whatever they are applied to.
public enum OptionError: Error, Sendable, Equatable {
  /// A number out of its range, which is in words.
  case outside(option: String, range: String, value: String)
  /// Firth's penalty and a ridge.
  case twoPenalties
  /// Of a logistic model: Firth's penalty with a ridge, or with a robust variance.
  case firthAlone
  /// Profile intervals of a robust variance.
  case profileWithRobustVariance
  /// Profile intervals of a ridge.
  case profileWithRidge
  /// A ridge that is no penalty, with the sentence that says why.
  case ridge(String)
  /// Predictions without times.
  case withoutTimes(option: String)
  /// Coefficients over time without the test that they belong to.
  case smoothWithoutTest
  /// Times with an empty one among them.
  case missingTime(option: String)
  /// A text that is no time.
  case unreadableTime(option: String, text: String)
  /// A horizon that does not lie after time 0.
  case timeNotAfterZero(option: String, time: String)
  /// Several times where one is wanted.
  case severalTimes(option: String, text: String)
  /// A text that does not state covariates.
  case covariates(option: String, text: String, reason: String)
  /// Groups compared by a test that knows no weights.
  case weightedTest
  /// A factor with an empty level.
  case emptyLevel(column: String)
  /// A document of what is no fit.
  case noDocument
  /// A document of a Cox fit without times.
  case documentWithoutHorizons
  /// A document of a logistic fit with times.
  case horizonsWithoutTime
  /// What the answer does not predict.
  case notPredicted(String)
  /// What a figure cannot show.
  case unknownFigure(String, allowed: [String])
  /// A figure of what has none.
  case noFigure
  /// Tests or contrasts of two fits at once.
  case testOfComparison
  /// A table for a comparison of two fits.
  case tableOfComparison
  /// A table for tests that need none.
  case tableOfWald
  /// Tests that fit a model again, without its table.
  case testWithoutTable(String)
  /// Horizons of a figure of an outcome without time.
  case figureTimesWithoutTime
  case validation(ValidationOptionError)
  case resampling(ResamplingOptionError)

  /// One sentence: what was wrong and what to do.
  public func sentence(_ spell: OptionSpelling) -> String {
    switch self {
    case .outside(let option, let range, let value):
      "\(spell(option)) lies \(range), not at \(value)."
    case .twoPenalties: "\(spell("firth")) and \(spell("ridge")) are two penalties; choose one."
    case .firthAlone:
      "\(spell("firth")) is a penalty of its own, with intervals of its own; leave out "
        + "\(spell("ridge")), \(spell("robust")) and \(spell("cluster"))."
    case .profileWithRobustVariance:
      "\(spell("intervals")) profile has no robust variance; use wald."
    case .profileWithRidge:
      "\(spell("intervals")) profile does not go with \(spell("ridge")); use wald."
    case .ridge(let sentence): sentence
    case .withoutTimes(let option):
      "\(spell(option)) needs the times of interest, such as \(spell("at")) 1y,5y."
    case .smoothWithoutTest:
      "\(spell("phSmooth")) \(spell.on) needs \(spell("phTest")) \(spell.on)."
    case .missingTime(let option):
      "\(spell(option)): a time is missing; write 5y, 18m or 90d."
    case .unreadableTime(let option, let text):
      "\(spell(option)): '\(text)' is no time; write 5y, 18m, 90d or a number."
    case .timeNotAfterZero(let option, let time):
      "\(spell(option)): a horizon lies after time 0, not at \(time)."
    case .severalTimes(let option, let text):
      "\(spell(option)) takes one time, not '\(text)'."
    case .covariates(let option, let text, let reason):
      "\(spell(option)) '\(text)': \(reason)"
    case .weightedTest:
      "\(spell("test")) compares unweighted groups; leave out \(spell("weights"))."
    case .emptyLevel(let column):
      "\(spell("levels")): a level of '\(column)' is empty; name it, or leave it out."
    case .noDocument: "Only a fit can be written as a document."
    case .documentWithoutHorizons:
      "A document needs its \(spell("horizons")), such as \(spell("horizons")) 1y,3y,5y."
    case .horizonsWithoutTime: "\(spell("horizons")): a logistic model has no time; leave them out."
    case .notPredicted(let quantity):
      "There is no '\(quantity)' of this: a Cox fit predicts linearPredictor and survival, a logistic "
        + "fit linearPredictor and probability."
    case .unknownFigure(let show, let allowed):
      "\(spell("show")): there is no figure '\(show)' of this; it is "
        + allowed.joined(separator: " or ") + "."
    case .noFigure: "There is no figure of this."
    case .testOfComparison:
      "\(spell("test")) and \(spell("contrast")) are of one model; leave the second out."
    case .tableOfComparison: "Two fits are compared by their documents; leave the table out."
    case .tableOfWald: "\(spell("test")) wald needs no table; leave it out."
    case .testWithoutTable(let test):
      "\(spell("test")) \(test) fits the model again; name the table behind the model."
    case .figureTimesWithoutTime:
      "\(spell("figureAt")) belongs to Surv(time, event); this outcome has no time."
    case .validation(let error): error.sentence(spell)
    case .resampling(let error): error.sentence(spell)
    }
  }
}
