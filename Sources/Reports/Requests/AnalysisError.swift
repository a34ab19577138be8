public import StrictJSON

/// Why a request for a fit, for curves or for a validation has no answer.
public enum AnalysisError: Error, Sendable {
  /// The request is not JSON, or not the object that is wanted.
  case json(StrictJSONError)
  /// Its options are wrong, whatever the table.
  case option(OptionError)
  /// The table, the formula or the model does not allow it: an error of the room that says so, such as
  /// `DesignError` or `FitError`.
  case refused(any Error)

  /// What `body` throws, as an error of this room.
  static func wrapping<Result>(_ body: () throws -> Result) throws(AnalysisError) -> Result {
    do {
      return try body()
    } catch let error as AnalysisError {
      throw error
    } catch let error as StrictJSONError {
      throw .json(error)
    } catch let error as OptionError {
      throw .option(error)
    } catch {
      throw .refused(error)
    }
  }

  /// One sentence: what was wrong, where, and what to do.
  public func sentence(_ spelling: OptionSpelling) -> String {
    switch self {
    case .json(let error): error.description
    case .option(let error): error.sentence(spelling)
    case .refused(let error as StatedCovariatesError): error.sentence(spelling)
    case .refused(let error as RefitError): error.sentence(spelling)
    case .refused(let error): "\(error)"
    }
  }

  /// A word for programs.
  public var code: String {
    switch self {
    case .json(let error): error.isSyntax ? "json" : "shape"
    case .option: "option"
    case .refused: "data"
    }
  }

  /// Where in the request the fault stands, as a JSON pointer (RFC 6901); nil where it has no place.
  public var pointer: String? {
    if case .json(let error) = self { error.place?.path } else { nil }
  }
}
