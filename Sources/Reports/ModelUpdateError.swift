public import Biostatistics
public import PrognosticModels
public import StrictJSON

/// Why a model cannot be brought up to date. One sentence a case.
public enum ModelUpdateError: Error, Equatable, CustomStringConvertible {
  /// A rule has no number to recalibrate.
  case rule(model: String)
  /// Subdistribution hazards need to know of competing events.
  case competingEvents(model: String)
  /// A model of hazards without a baseline.
  case noBaseline(model: String)
  /// What the form of the model does not have.
  case notOfForm(model: String, method: UpdateSource.Method, reason: String)
  /// Points without an axis of probability.
  case noAxis(model: String)
  /// A model over time needs times.
  case timesWanted(model: String, outcome: String)
  /// A model without times has no use for them.
  case noTimes(model: String, outcome: String)
  /// The model has no horizon of its own.
  case horizonsWanted(model: String)
  /// Horizons were stated where the baseline is not made anew.
  case horizonsKept(UpdateSource.Method)
  /// A stated horizon lies beyond the last follow-up.
  case beyondFollowUp(Horizon, last: Horizon)
  /// Every horizon of the model does.
  case noHorizon(last: Horizon)
  /// The model's baseline is 0 as long as these patients were followed.
  case noneExpected(last: Horizon)
  /// Nobody had the event by a horizon.
  case noEventBy(Horizon)
  /// A stratum of the model without a patient.
  case emptyStratum(level: String, covariate: String)
  /// As many coefficients as events, or more.
  case tooFewEvents(Int, coefficients: Int)
  /// Coefficients that the patients say nothing of.
  case notEstimated([String])
  /// Coefficients that run to infinity, or a search that did not end.
  case noMaximum
  /// What was to be estimated has no value.
  case unavailable(UpdateSource.Method, IndexUnavailable)
  /// The model ranks the patients the wrong way round.
  case slopeNotPositive(Double)
  /// Coefficients that are expected to predict no better than none.
  case noBetterThanChance(chiSquare: Double, degreesOfFreedom: Int)
  /// Shrinkage belongs to coefficients that were fitted.
  case shrinkageOfKept(UpdateSource.Method)
  /// The new document would bear the id of its source.
  case sameID(String)
  /// A document that would not be read.
  case unreadable(StrictJSONError)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .rule(let model):
      "'\(model)' is a rule: it gives categories, and there is nothing to recalibrate."
    case .competingEvents(let model):
      "'\(model)' predicts an incidence among competing events; an outcome that does not tell them from "
        + "censoring cannot update it."
    case .noBaseline(let model):
      "'\(model)' has no baseline whose level could be changed; --method baseline gives it one."
    case .notOfForm(let model, let method, let reason):
      "'\(model)' \(reason): --method \(method.rawValue) does not apply to it."
    case .noAxis(let model):
      "'\(model)' gives points and no probability; there is nothing to recalibrate."
    case .timesWanted(let model, let outcome):
      "'\(model)' predicts over time; write the outcome as Surv(time, event), not '\(outcome)'."
    case .noTimes(let model, let outcome):
      "'\(model)' is a logistic model; write the outcome as a column of two values or a condition, not "
        + "'\(outcome)'."
    case .horizonsWanted(let model):
      "'\(model)' has no horizon of its own; state those of the new document with --horizons, as 1y,5y."
    case .horizonsKept(let method):
      "--method \(method.rawValue) keeps the horizons of the model; leave out --horizons."
    case .beyondFollowUp(let horizon, let last):
      "The horizon of \(horizon.text) lies beyond the last follow-up at \(last.text); "
        + "name an earlier one with --horizons."
    case .noHorizon(let last):
      "Follow-up ends at \(last.text), before every horizon of the model; name earlier ones with "
        + "--horizons, and check --unit."
    case .noneExpected(let last):
      "The model expects no event within the follow-up, which ends at \(last.text); check --unit."
    case .noEventBy(let horizon):
      "Nobody had the event by \(horizon.text), so no baseline is known then; check --unit, or name "
        + "later --horizons."
    case .emptyStratum(let level, let covariate):
      "No patient is of the stratum '\(level)' of '\(covariate)', which has a baseline of its own; only "
        + "--method intercept can do without."
    case .tooFewEvents(let events, let coefficients):
      "\(events) event\(events == 1 ? "" : "s") cannot carry \(coefficients) "
        + "coefficient\(coefficients == 1 ? "" : "s"); use --method slope or intercept."
    case .notEstimated(let names):
      "The patients say nothing of \(names.joined(separator: ", ")): a column has one value, or is a sum "
        + "of others; use --method slope."
    case .noMaximum:
      "The coefficients have no finite estimate in these patients; use --method slope."
    case .unavailable(let method, let reason):
      "No update by --method \(method.rawValue): \(reason.sentence)"
    case .slopeNotPositive(let slope):
      "The calibration slope is \(slope): the model ranks these patients the wrong way round, and no "
        + "recalibration helps; --method refit makes another model."
    case .noBetterThanChance(let statistic, let count):
      "Chi-square \(statistic) on \(count) degree\(count == 1 ? "" : "s") of freedom is no better than "
        + "chance: the coefficients would be shrunken to nothing."
    case .shrinkageOfKept(let method):
      "--method \(method.rawValue) fits no coefficient that could be shrunken; leave out --shrinkage, or "
        + "use --method refit."
    case .sameID(let id):
      "The new document would bear the id of its source, '\(id)'; name another with --id."
    case .unreadable(let error):
      "A model document cannot hold this update: \(error.description)"
    }
  }
}
