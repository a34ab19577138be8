/// What is wrong with the options of a validation.
public enum ValidationOptionError: Error, Sendable, Equatable {
  /// Neither a model nor a column.
  case nothing
  case modelAndColumns
  case columnsResampled
  case columnsWithTimes
  /// Columns of predictions do not say what the table's times count.
  case unitWanted
  /// Options of time for an outcome without one.
  case noTime(outcome: String)
  /// Several horizons for an outcome without time.
  case oneHorizon
  /// A column of predictions with another horizon than one after time 0.
  case columnHorizon(option: String, text: String)
  /// What the validation itself refuses, in its own sentence.
  case input(String)

  func sentence(_ spell: OptionSpelling) -> String {
    switch self {
    case .nothing:
      "Name a model, or the columns of predictions: \(spell("predictedRisk")), "
        + "\(spell("predictedSurvival")) or \(spell("linearPredictor"))."
    case .modelAndColumns:
      "Validate a model or columns of the table: leave out the model, or the columns."
    case .columnsResampled:
      "Columns of predictions have no modelling to repeat; leave out \(spell("bootstrap")), "
        + "\(spell("folds")) and \(spell("centre"))."
    case .columnsWithTimes:
      "Columns of predictions state their horizons; leave out \(spell("at"))."
    case .unitWanted:
      "Say what the table's times count: \(spell("unit")) day, \(spell("unit")) month or "
        + "\(spell("unit")) year."
    case .noTime(let outcome):
      "'\(outcome)' has no time: leave out \(spell("unit")) and \(spell("truncate")), or write "
        + "Surv(time, event)."
    case .oneHorizon:
      "An outcome without time is validated at one horizon; \(spell("at")) names more."
    case .columnHorizon(let option, let text):
      "\(spell(option)) takes a column and one horizon after time 0, as risk_5y@5y, not '\(text)'."
    case .input(let sentence): sentence
    }
  }
}

/// What is wrong with the options of resampling.
public enum ResamplingOptionError: Error, Sendable, Equatable {
  /// A count below the least that makes sense, which is in words.
  case tooFew(option: String, least: String, value: Int)
  /// A count above the most that is done.
  case tooMany(option: String, most: String, value: Int)
  /// A number of samples beside samples that are given.
  case samplesTwice
  case negativeSeed(Int)
  case seedOfNothing
  case foldsTwice
  case repeatsOfNothing
  case eventsOfClusters
  /// An option of resampling where nothing is resampled.
  case ofNothing(option: String)
  case candidatesOfNothing
  case unreadableSelection(String)

  func sentence(_ spell: OptionSpelling) -> String {
    switch self {
    case .tooFew(let option, let least, let value):
      "\(spell(option)) takes \(least) or more, not \(value)."
    case .tooMany(let option, let most, let value):
      "\(spell(option)) takes at most \(most), not \(value)."
    case .samplesTwice:
      "\(spell("resamples")) gives the samples; leave out \(spell("bootstrap"))."
    case .negativeSeed(let seed): "\(spell("seed")) is a number from 0 on, not \(seed)."
    case .seedOfNothing:
      "\(spell("seed")) is of \(spell("bootstrap")) and \(spell("folds")); leave it out."
    case .foldsTwice: "\(spell("foldColumn")) gives the folds; leave out \(spell("folds"))."
    case .repeatsOfNothing:
      "\(spell("repeats")) and \(spell("foldsByEvent")) are of \(spell("folds")); add it."
    case .eventsOfClusters:
      "\(spell("foldsByEvent")) deals out rows, and \(spell("cluster")) whole clusters."
    case .ofNothing(let option):
      "\(spell(option)) is of resampling; add \(spell("bootstrap")), \(spell("folds")) or "
        + "\(spell("centre"))."
    case .candidatesOfNothing:
      "\(spell("candidates")) are of a selection; state \(spell("select"))."
    case .unreadableSelection(let text):
      "\(spell("select")) takes p=0.157 or aic, not '\(text)'."
    }
  }
}
