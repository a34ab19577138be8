internal import CKernels

extension CompiledEligibility {
  /// One covariate of a cohort, a row for each patient.
  public enum Column {
    /// Numbers in the canonical unit; NaN where nothing is said.
    case numbers(UnsafeBufferPointer<Double>)
    /// Places of levels of the vocabulary, those of half-answers behind them; 255 where nothing is said.
    case levels(UnsafeBufferPointer<UInt8>)

    var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .levels(let codes): codes.count
      }
    }
  }

  /// What ``evaluate(columns:into:)`` writes for a patient who is not eligible.
  public static let notEligible: UInt8 = 0
  /// For one who is.
  public static let isEligible: UInt8 = 1
  /// For one of whom not all that decides is known.
  public static let mayBeEligible: UInt8 = 2

  /// The verdicts of a cohort, of a column for each of ``covariates``: as ``Answer/eligible``.
  ///
  /// - Throws: ``BenefitError/eligibilityCovariates(_:wanted:)`` for another number of columns,
  ///   ``BenefitError/rows(_:wanted:)`` where they differ in length, and
  ///   ``BenefitError/eligibilityColumn(_:isNumber:)`` for codes of a number or numbers of a category.
  public func evaluate(
    columns: [Column], into verdicts: UnsafeMutableBufferPointer<UInt8>
  ) throws(BenefitError) {
    guard columns.count == covariates.count else {
      throw .eligibilityCovariates(columns.count, wanted: covariates.count)
    }
    for (covariate, column) in zip(covariates, columns) {
      guard column.count == verdicts.count else {
        throw .rows(column.count, wanted: verdicts.count)
      }
      let isNumber = if case .numbers = column { true } else { false }
      guard isNumber == (covariate.kind == .number) else {
        throw .eligibilityColumn(covariate.name, isNumber: covariate.kind == .number)
      }
    }
    guard let output = verdicts.baseAddress else { return }
    output.update(repeating: 0, count: verdicts.count)
    // The places of a block stay in the first cache.
    let block = 1024
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: block) { room in
      guard let places = room.baseAddress else { return }
      for start in stride(from: 0, to: verdicts.count, by: block) {
        let count = min(block, verdicts.count - start)
        for (table, parts) in zip(cohortTables, cohortParts) {
          places.update(repeating: 0, count: count)
          for part in parts { add(part, columns[part.covariate], start, count, places) }
          sarcoma_look_up(table.bits, places, count, output + start)
        }
        sarcoma_verdicts(output + start, count, Bits.notMet, Bits.open)
      }
    }
  }

  private func add(
    _ part: Part, _ column: Column, _ start: Int, _ count: Int,
    _ places: UnsafeMutablePointer<Int32>
  ) {
    let kind = kinds[part.covariate]
    let stride = Int32(truncatingIfNeeded: part.stride)
    switch column {
    case .numbers(let values):
      guard let x = values.baseAddress else { return }
      sarcoma_add_numbers(x + start, count, kind.bounds, kind.boundCount, stride, places)
    case .levels(let codes):
      guard let codes = codes.baseAddress else { return }
      sarcoma_add_levels(
        codes + start, count, Int32(truncatingIfNeeded: kind.levels), stride, places)
    }
  }
}
