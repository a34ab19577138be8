public import StrictJSON

/// What the verification of a library found.
public struct VerificationReport: Sendable {
  public let verifications: [ModelVerification]
  /// Documents that could not be read.
  public let faults: [ModelLibraryError]

  /// A report of verifications, and of the documents that could not be read.
  public init(_ verifications: [ModelVerification], faults: [ModelLibraryError]) {
    (self.verifications, self.faults) = (verifications, faults)
  }

  public var passes: Bool { faults.isEmpty && verifications.allSatisfy(\.passes) }

  /// `{"passes", "models": [{"id", "examples", "failures"}], "faults": [sentence]}`.
  public var json: JSONValue {
    let models = verifications.map { verification in
      JSONValue.object([
        ("id", .string(verification.model.id)),
        ("examples", .integer(verification.model.examples.count)),
        ("failures", .strings(verification.failures)),
      ])
    }
    return .object([
      ("passes", .bool(passes)), ("models", .array(models)),
      ("faults", .strings(faults.map(\.description))),
    ])
  }

  /// A line for each document, and for each thing that does not hold.
  public var text: String {
    var text = ""
    for verification in verifications {
      let count = verification.model.examples.count
      text += "\(verification.passes ? "ok     " : "FAILS  ")\(verification.model.id): "
      text += "\(count) example\(count == 1 ? "" : "s")\n"
      for failure in verification.failures { text += "         \(failure)\n" }
    }
    for fault in faults { text += "FAILS  \(fault.description)\n" }
    let failing = verifications.count { !$0.passes } + faults.count
    let total = verifications.count + faults.count
    return text
      + (failing == 0 ? "All \(total) documents hold.\n" : "\(failing) of \(total) fail.\n")
  }
}
