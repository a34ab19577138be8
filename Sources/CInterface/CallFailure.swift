internal import CKernels

/// Why a call from C has no answer: its status, a sentence, a word for programs, and the place in what was
/// passed as a JSON pointer.
public struct CallFailure: Error {
  /// The numbers are those of the statuses in the headers.
  public enum Status: Int32, Sendable {
    /// A null where something must be, a wrong length, a text that is no UTF-8.
    case argument = 1
    /// A handle that was closed, or never opened.
    case handle = 2
    /// The header is of another version than the library.
    case version = 3
    /// Documents or data cannot be read.
    case document = 4
    /// The question is not of the right shape, or asks for what there is not.
    case question = 5
    /// A patient, or a row, has no answer.
    case patient = 6
    /// A fault of the engine.
    case engine = 7
    /// Somebody asked for the end of what took long.
    case interrupted = 8
  }

  public let status: Status
  public let message: String
  public let code: String
  /// Empty where there is none.
  public let pointer: String

  /// - Parameter code: the status's name unless there is a better word.
  public init(_ status: Status, _ message: String, code: String? = nil, pointer: String? = nil) {
    self.status = status
    self.message = message
    self.code = code ?? "\(status)"
    self.pointer = pointer ?? ""
  }
}

/// Runs what a C function does, and keeps what it throws for this thread's next question about it.
///
/// Meanwhile the thread rounds to nearest, keeps subnormals and traps nothing: a program that rounds
/// otherwise gets the bits of every other door, and one that traps invalid operations goes on.
public func answering(_ body: () throws(CallFailure) -> Void) -> Int32 {
  let control = sarcoma_take_float_control()
  defer { sarcoma_give_float_control(control) }
  do throws(CallFailure) {
    try body()
    return 0
  } catch {
    LastFailure.keep(error)
    return error.status.rawValue
  }
}
