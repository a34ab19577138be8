internal import Biostatistics
public import PrognosticModels

/// What refitted coefficients are multiplied by, towards zero.
public enum CoefficientShrinkage: String, Sendable, CaseIterable {
  case none
  /// (chi-square - df) / chi-square. Source: van Houwelingen JC, Le Cessie S (1990),
  /// doi:10.1002/sim.4780091109.
  case heuristic
}

/// What is asked of an update, and what its document is called.
public struct ModelUpdateOptions: Sendable {
  /// What is estimated anew.
  public var method: UpdateSource.Method
  /// Of refitted coefficients.
  public var shrinkage = CoefficientShrinkage.none
  /// Of a new baseline; nil for those of the model that follow-up reaches.
  public var horizons: [Horizon]?
  /// Of the intervals.
  public var confidence = 0.95
  /// Of the new document.
  public var id: String
  /// Of the new document; nil for that of the model with a note.
  public var title: String?
  /// What the document calls the table.
  public var tableName: String

  /// A method, the id of the new document and the name of the table.
  public init(_ method: UpdateSource.Method, id: String, tableName: String) {
    self.method = method
    self.id = id
    self.tableName = tableName
  }
}

extension UpdateSource.Method {
  /// An estimate, or the reason why the update has none.
  func found<Value>(
    _ body: () throws(IndexUnavailable) -> Value
  ) throws(ModelUpdateError) -> Value {
    do throws(IndexUnavailable) {
      return try body()
    } catch {
      throw .unavailable(self, error)
    }
  }
}

extension ModelUpdateOptions {
  /// Refuses, before any patient is looked at, what does not go together.
  ///
  /// - Throws: ``ModelUpdateError``.
  func check(
    _ model: PrognosticModel, outcome: String, isTimed: Bool
  ) throws(ModelUpdateError) {
    guard id != model.id else { throw .sameID(id) }
    if shrinkage == .heuristic, method != .refit { throw .shrinkageOfKept(method) }
    func refused(_ reason: String) -> ModelUpdateError {
      .notOfForm(model: model.id, method: method, reason: reason)
    }
    switch model.form {
    case .criteria: throw .rule(model: model.id)
    case .subdistributionHazards: throw .competingEvents(model: model.id)
    case .logistic:
      if isTimed { throw .noTimes(model: model.id, outcome: outcome) }
      if method == .baseline { throw refused("has an intercept and no baseline") }
    case .points(let points):
      if points.total == nil { throw .noAxis(model: model.id) }
      if method == .baseline {
        throw refused("has an axis of probability at one horizon and no baseline")
      }
      if method == .refit { throw refused("has points and no coefficients that could be fitted") }
    case .proportionalHazards(let hazards):
      if method == .intercept, hazards.baseline == nil { throw .noBaseline(model: model.id) }
    }
    guard isTimed || model.form.isLogistic else {
      throw .timesWanted(model: model.id, outcome: outcome)
    }
    if horizons != nil, method == .intercept || !model.form.hasHazards {
      throw .horizonsKept(method)
    }
  }
}

extension Form {
  fileprivate var isLogistic: Bool { if case .logistic = self { true } else { false } }
  fileprivate var hasHazards: Bool {
    if case .proportionalHazards = self { true } else { false }
  }
}
