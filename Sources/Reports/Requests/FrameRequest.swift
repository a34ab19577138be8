public import Biostatistics
public import PrognosticModels
internal import StrictJSON

/// How a table is understood: which rows, which levels, what its times count.
public struct FrameRequest: Sendable {
  public var options = ModelFrameOptions()
  /// What the times count, where that was stated.
  public var statedTimeUnit: TimeUnit?
  /// Texts that mean missing, for a table that was not read from a file with them.
  public var missing: [String] = []

  /// Every row, levels as they sort.
  public init() {}

  /// The unit that was stated, or else days.
  public var timeUnit: TimeUnit { statedTimeUnit ?? .day }

  /// Reads `where`, `missing`, `levels`, `na`, `dateFormat`, `timeFix`, `timeUnit`.
  mutating func read(_ reader: inout ObjectReader) throws {
    options.condition = try reader.optional("where")?.string()
    missing = try reader.optional("missing")?.strings() ?? []
    options.levels = try Self.levels(&reader)
    if let choice = reader.optional("na") { options.missingValues = try choice.oneOf() }
    if let choice = reader.optional("dateFormat") { options.dateFormat = try choice.oneOf() }
    if let isOn = try reader.optional("timeFix")?.bool() { options.timeFix = isOn ? .on : .off }
    statedTimeUnit = try reader.optional("timeUnit")?.oneOf()
  }

  /// `{"stage": ["I", "II", "III"]}`: the order of a factor's levels.
  static func levels(_ reader: inout ObjectReader) throws -> [String: [String]] {
    var levels: [String: [String]] = [:]
    for (column, node) in try reader.optional("levels")?.members() ?? [] {
      levels[column] = try node.strings()
      guard !(levels[column]?.contains("") ?? false) else {
        throw OptionError.emptyLevel(column: column)
      }
    }
    return levels
  }
}

/// On which scale the interval of a survival is symmetric, as options name it.
public enum ConfidenceType: String, Sendable, CaseIterable {
  case log
  case logLog = "log-log"
  case plain
  case logit
  case arcsin

  /// The same as the estimators take it.
  public var scale: ConfidenceScale {
    switch self {
    case .log: .log
    case .logLog: .logLog
    case .plain: .plain
    case .logit: .logit
    case .arcsin: .arcsine
    }
  }
}

/// What every estimate from a table can be asked beside its rows: variance and intervals.
public struct EstimationRequest: Sendable {
  public var robust = false
  /// Level of the intervals, between 0 and 1.
  public var confidence = 0.95
  public var confidenceType = ConfidenceType.log

  /// Intervals at 0.95.
  public init() {}

  /// Reads `robust`, `confidence`, `confType`, and into the frame `weights` and `cluster`.
  mutating func read(_ reader: inout ObjectReader, _ frame: inout FrameRequest) throws {
    frame.options.weights = try reader.optional("weights")?.string()
    frame.options.cluster = try reader.optional("cluster")?.string()
    robust = try reader.optional("robust")?.bool() ?? false
    confidence = try reader.optional("confidence")?.number() ?? confidence
    if let choice = reader.optional("confType") { confidenceType = try choice.oneOf() }
  }

  /// Refuses what is no level.
  public func check() throws(OptionError) {
    guard confidence > 0, confidence < 1 else {
      throw .outside(option: "confidence", range: "between 0 and 1", value: "\(confidence)")
    }
  }
}

/// When the search of a fit ends, and what holds its coefficients.
public struct SearchRequest: Sendable {
  /// The most steps.
  public var iterations = 50
  /// Length of the last step in standard errors.
  public var tolerance = 1e-9
  /// Firth's penalised likelihood.
  public var firth = false
  /// theta of a ridge penalty.
  public var ridge: Double?
  /// Whether the ridge weighs each square by its column's variance.
  public var isRidgeScaled = true

  /// The maximum of the likelihood.
  public init() {}

  /// Reads `iterations`, `tolerance`, `firth`, `ridge`, `ridgeScale`.
  mutating func read(_ reader: inout ObjectReader) throws {
    iterations = try reader.optional("iterations")?.integer() ?? iterations
    tolerance = try reader.optional("tolerance")?.number() ?? tolerance
    firth = try reader.optional("firth")?.bool() ?? false
    ridge = try reader.optional("ridge")?.number()
    isRidgeScaled = try reader.optional("ridgeScale")?.bool() ?? true
  }

  /// Refuses a search that cannot end, or has ended before it begins.
  public func check() throws(OptionError) {
    guard (1...10_000).contains(iterations) else {
      throw .outside(
        option: "iterations", range: "between 1 and 10,000", value: "\(iterations)")
    }
    // Below, rounding keeps the search from ending; above, it ends before it has begun.
    guard tolerance >= 1e-12, tolerance <= 0.1 else {
      throw .outside(option: "tolerance", range: "between 1e-12 and 0.1", value: "\(tolerance)")
    }
    _ = try penalty
  }

  /// The ridge, if one was asked for.
  var penalty: Ridge? {
    get throws(OptionError) {
      guard let ridge else { return nil }
      do {
        return try Ridge(theta: ridge, isScaled: isRidgeScaled)
      } catch {
        throw .ridge(error.description)
      }
    }
  }
}
