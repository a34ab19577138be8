internal import StrictJSON

/// How much a request may hold and how long it may take.
public struct ServiceLimits: Sendable {
  /// Of the body of a single question.
  public var bodyBytes = 64 << 10
  /// Of arrays and objects inside one another.
  public var depth = 16
  /// Of one text.
  public var stringBytes = 1_000
  /// Of an answer that is brought back to be verified.
  public var answerBytes = 1 << 20
  /// Of one batch.
  public var rows = 10_000_000
  /// Of one line of a batch.
  public var lineBytes = 64 << 10
  /// Of all header fields together.
  public var headerBytes = 16 << 10
  /// Until the header has come, and between two requests of a connection; held above the time for a body,
  /// whose end is said in words.
  public var headerSeconds = 15.0
  /// Until the body of a single question has come; of a batch, between two parts of it.
  public var bodySeconds = 10.0
  /// Until the answer has gone; of a batch, between two parts of it.
  public var answerSeconds = 30.0
  /// How long a shutdown waits for what runs.
  public var shutdownSeconds = 30.0

  var ofQuestion: JSONLimits {
    JSONLimits(bytes: bodyBytes, depth: depth, stringBytes: stringBytes)
  }
  /// The texts of an answer are longer than any of a question.
  var ofAnswer: JSONLimits { JSONLimits(bytes: answerBytes, depth: depth) }

  var idleSeconds: Double { max(headerSeconds, bodySeconds + 1) }

  /// What suits a ward: single patients, and batches of millions.
  public init() {}
}
