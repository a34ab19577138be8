// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import CInterface
public import CSarcoma
internal import PrognosticModels
internal import StrictJSON

/// Compiles a model and the times at which it is asked.
@c @implementation
public func sarcoma_scorer_open(
  _ library: OpaquePointer!, _ model: UnsafePointer<CChar>!, _ at: UnsafePointer<CChar>!,
  _ given: UnsafePointer<CChar>!, _ scorer: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_status {
  status { () throws(CallFailure) in
    let scorer = try CArgument.place(scorer, "the place of the scorer")
    let id = try CArgument.text(model, "the model")
    let horizons = try times(try CArgument.optionalText(at, "the times"))
    let given = try times(try CArgument.optionalText(given, "the condition"))
    guard given?.count ?? 1 == 1 else {
      throw CallFailure(.question, "the condition is one time, as 2y.", pointer: "/given")
    }
    let open = try Handles.libraries.use(library) { (open) throws(CallFailure) in
      do throws(RequestError) {
        let model = try open.library.model(named: id)
        do throws(PatientError) {
          return OpenScorer(
            try BatchScorer(
              model, vocabulary: open.library.vocabulary, at: horizons, given: given?.first))
        } catch {
          throw .patient(error)
        }
      } catch {
        throw CallFailure(error)
      }
    }
    scorer.pointee = try Handles.scorers.open(open)
  }
}

/// Closes a scorer.
@c @implementation
public func sarcoma_scorer_close(_ scorer: OpaquePointer!) -> sarcoma_status {
  status { () throws(CallFailure) in try Handles.scorers.close(scorer) }
}

/// What a program should know of a scorer.
@c @implementation
public func sarcoma_scorer_describe(
  _ scorer: OpaquePointer!, _ description: UnsafeMutablePointer<sarcoma_text>!
) -> sarcoma_status {
  status { () throws(CallFailure) in
    let description = try CArgument.place(description, "the place of the description")
    let bytes = try Handles.scorers.use(scorer) { $0.batch.description.bytes() }
    description.pointee = sarcoma_text(bytes: CText.copy(bytes), length: bytes.count)
  }
}

/// Checks a patient and writes one number a covariate.
@c @implementation
public func sarcoma_encode(
  _ scorer: OpaquePointer!, _ patient: UnsafePointer<CChar>!, _ length: Int,
  _ values: UnsafeMutablePointer<Double>!, _ count: Int
) -> sarcoma_status {
  status { () throws(CallFailure) in
    let values = try CArgument.place(values, "the place of the values")
    let patient = try CArgument.buffer(patient, length, "the patient")
    try Handles.scorers.use(scorer) { (open) throws(CallFailure) in
      try open.checkCovariates(count)
      do throws(RequestError) {
        try patient.withMemoryRebound(to: UInt8.self) { (bytes) throws(RequestError) in
          try open.encoder.encode(json: bytes, into: values)
        }
      } catch {
        throw CallFailure(error)
      }
    }
  }
}

/// The probabilities of an encoded patient.
@c @implementation
public func sarcoma_score(
  _ scorer: OpaquePointer!, _ values: UnsafePointer<Double>!, _ count: Int,
  _ probabilities: UnsafeMutablePointer<Double>!, _ lower: UnsafeMutablePointer<Double>!,
  _ upper: UnsafeMutablePointer<Double>!, _ probability_count: Int
) -> sarcoma_status {
  status { () throws(CallFailure) in
    let values = try CArgument.buffer(values, count, "the values")
    let probabilities = try CArgument.place(probabilities, "the place of the probabilities")
    try Handles.scorers.use(scorer) { (open) throws(CallFailure) in
      try open.checkCovariates(count)
      guard probability_count == open.probabilityCount else {
        throw CallFailure(
          .argument,
          "the scorer has \(open.probabilityCount) probabilities, not \(probability_count).")
      }
      guard !open.batch.model.isRule else {
        throw CallFailure(
          .question, "'\(open.batch.model.id)' gives a category; ask it by sarcoma_ask.")
      }
      _ = try lower.map { (lower) throws(CallFailure) in try CArgument.place(lower, "'lower'") }
      _ = try upper.map { (upper) throws(CallFailure) in try CArgument.place(upper, "'upper'") }
      do throws(PatientError) {
        try open.score(values, into: probabilities, lower: lower, upper: upper)
      } catch {
        throw CallFailure(error)
      }
    }
  }
}

extension OpenScorer {
  /// Scores beside the caller's memory, which stays as it is where there is no answer.
  fileprivate func score(
    _ values: UnsafeBufferPointer<Double>, into probabilities: UnsafeMutablePointer<Double>,
    lower: UnsafeMutablePointer<Double>?, upper: UnsafeMutablePointer<Double>?
  ) throws(PatientError) {
    let (count, hasIntervals) = (probabilityCount, lower != nil || upper != nil)
    let failure: PatientError? = withUnsafeTemporaryAllocation(
      of: Double.self, capacity: 3 * count + 1
    ) { room in
      guard let start = room.baseAddress else { return nil }
      let (lowerEnds, upperEnds) = (start + count, start + 2 * count)
      do throws(PatientError) {
        // A model without covariates reads none.
        try arithmetic.score(
          values.baseAddress ?? UnsafePointer(start), count: values.count, into: start,
          lower: hasIntervals ? lowerEnds : nil, upper: hasIntervals ? upperEnds : nil)
      } catch {
        return error
      }
      probabilities.update(from: start, count: count)
      lower?.update(from: lowerEnds, count: count)
      upper?.update(from: upperEnds, count: count)
      return nil
    }
    if let failure { throw failure }
  }

  func checkCovariates(_ count: Int) throws(CallFailure) {
    guard count == covariateCount else {
      throw CallFailure(.argument, "the scorer has \(covariateCount) covariates, not \(count).")
    }
  }
}

/// Times as "1y,5y"; nil for nil.
private func times(_ text: String?) throws(CallFailure) -> [Horizon]? {
  guard let text else { return nil }
  var times: [Horizon] = []
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    guard let time = Horizon(String(part.filter { $0 != " " }), bareUnit: .year), time.value > 0
    else {
      throw CallFailure(
        .question, "times are written as 1y,5y, not as '\(text)'.", pointer: "/at")
    }
    times.append(time)
  }
  return times
}
