internal import CKernels

extension Scorer {
  /// The probabilities of one patient at all ``horizons``, into room for them: those of
  /// ``survival(horizon:linearPredictor:stratum:)`` to the bit, several at a time.
  public func survivals(
    _ values: UnsafePointer<Double>, into survivals: UnsafeMutablePointer<Double>
  ) {
    let eta = linearPredictor(values)
    guard kind != sarcoma_answer_logistic else {
      survivals[0] = 1 / (1 + 1 / relativeHazard(linearPredictor: eta))
      return
    }
    let count = horizonCount
    let isIncidence = kind == sarcoma_answer_incidence
    withRoom(fours: fours) { room in
      _ = sarcoma_survivals(
        patientHazards + stratum(values) &* 4 &* fours, fours, eta, at, room)
      for t in 0..<count { survivals[t] = isIncidence ? 1 - room[t] : room[t] }
    }
  }

  /// The probabilities of one patient at all ``horizons`` with their intervals, into room for them:
  /// those of ``interval(horizon:relativeHazard:standardError:stratum:)`` to the bit. False, and
  /// nothing done, where the model has no standard errors.
  public func survivals(
    _ values: UnsafePointer<Double>, into survivals: UnsafeMutablePointer<Double>,
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard let covariance else { return false }
    let eta = linearPredictor(values)
    let stratum = stratum(values)
    covariance.standardErrors(values, stratum: stratum, lower)
    guard kind != sarcoma_answer_logistic else {
      let relative = relativeHazard(linearPredictor: eta)
      survivals[0] = 1 / (1 + 1 / relative)
      (lower[0], upper[0]) = interval(
        horizon: 0, relativeHazard: relative, standardError: lower[0])
      return true
    }
    let count = horizonCount
    let fours = fours
    let hazards = patientHazards + stratum &* 4 &* fours
    let isIncidence = kind == sarcoma_answer_incidence
    // Survival, the factors of the standard errors, then the lower and the upper bounds.
    withRoom(fours: 4 &* fours) { room in
      let factors = room + 4 &* fours
      for t in 0..<4 &* fours { factors[t] = t < count ? quantile * lower[t] : 0 }
      let relative = sarcoma_survivals(hazards, fours, eta, at, room)
      sarcoma_exp_fours(factors, fours)
      let (low, high) = (factors + 4 &* fours, factors + 8 &* fours)
      for t in 0..<4 &* fours {
        let hazard = hazards[t] * relative
        low[t] = -(hazard * factors[t])
        high[t] = -(hazard / factors[t])
      }
      sarcoma_exp_fours(low, 2 &* fours)
      for t in 0..<count {
        survivals[t] = isIncidence ? 1 - room[t] : room[t]
        lower[t] = isIncidence ? 1 - high[t] : low[t]
        upper[t] = isIncidence ? 1 - low[t] : high[t]
      }
    }
    return true
  }

  /// Room for 4 `fours` numbers; from the stack up to 128.
  @inline(__always)
  private func withRoom(fours: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 &* fours &+ 1) { room in
      if let address = room.baseAddress { body(address) }
    }
  }
}
