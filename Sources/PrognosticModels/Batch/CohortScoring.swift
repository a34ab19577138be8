extension BatchScorer {
  /// How many probabilities a row has, horizon by horizon.
  public var probabilityCount: Int {
    columns.values.count { if case .probability = $0.content { true } else { false } }
  }

  /// Scores a cohort, each row as ``Predictor/predict(_:)`` scores the patient that it is. Columns that
  /// the model does not read are left aside.
  ///
  /// The words of rows are read once for each of their kinds (`CohortKinds`). What remains is arithmetic
  /// on the columns themselves, by the array kernel where the form has one, with equal bits.
  ///
  /// - Throws: ``CohortError`` for columns of which one cannot be told from another, is too short, or has
  ///   codes without text. What is wrong with a patient is a remark.
  public func score(
    _ columns: [CohortColumn], rows: Int, into answers: CohortAnswers
  ) throws(CohortError) -> CohortAccount {
    let read = try check(columns, rows: rows, reading: predictor.readNames)
    var run = CohortRun(self, read, rows: rows, answers)
    run.score()
    return run.account
  }

  /// The columns of some names, of which each has its rows, and texts for its codes.
  func check(
    _ columns: [CohortColumn], rows: Int, reading names: Set<String>
  ) throws(CohortError) -> [CohortColumn] {
    var seen: Set<String> = []
    for column in columns {
      guard seen.insert(column.name).inserted else { throw .twice(column.name) }
      guard column.count == rows else {
        throw .rows(column.count, column: column.name, wanted: rows)
      }
    }
    let read = columns.filter { names.contains($0.name) }
    for column in read {
      guard case .texts(let codes, let texts) = column.values else { continue }
      var largest: Int32 = -1
      for code in codes { largest = max(largest, code) }
      guard largest >= texts.count else { continue }
      for (row, code) in codes.enumerated() where code >= texts.count {
        throw .code(code, column: column.name, row: row, texts: texts.count)
      }
    }
    return read
  }
}

/// One cohort on its way through a model.
private struct CohortRun {
  /// What the rows of a kind have in common.
  private struct Kind {
    enum Content {
      /// Their encoded patients, but for the numbers that the model computes with.
      case vector(CovariateVector)
      /// They have no answer, for a reason that is the same for all.
      case refused
      /// They are to be looked at one by one.
      case single
    }
    let content: Content
    let remark: Int32
  }

  /// Rows that stay in the first cache.
  private static let block = 1024

  private let scorer: BatchScorer
  private let columns: [CohortColumn]
  private let rows: Int
  private let answers: CohortAnswers
  private let probabilityCount: Int
  /// Of each covariate of the model: the column whose numbers it computes with.
  private let numbers: [UnsafeBufferPointer<Double>?]
  private let arrays: [Scorer]?
  private let isIncidence: Bool
  private var kinds: CohortKinds
  private var known: [Kind] = []
  /// The vectors of ``known``, one after another; NaN where there is none.
  private var templates: [Double] = []
  private(set) var account = CohortAccount()

  init(_ scorer: BatchScorer, _ columns: [CohortColumn], rows: Int, _ answers: CohortAnswers) {
    let (model, vocabulary) = (scorer.model, scorer.vocabulary)
    (self.scorer, self.columns, self.rows, self.answers) = (scorer, columns, rows, answers)
    probabilityCount = scorer.probabilityCount
    numbers = model.covariates.map { covariate in
      guard covariate.covariate.kind == .number,
        case .numbers(let values)? = columns.first(where: { $0.name == covariate.name })?.values
      else { return nil }
      return values
    }
    kinds = CohortKinds(of: columns) { name in
      let local = model.covariates.first { $0.name == name }?.covariate
      guard let covariate = local ?? vocabulary[name], covariate.kind == .number else { return nil }
      return (model.bounds(of: covariate, vocabulary), covariate.isInteger)
    }
    (arrays, isIncidence) = scorer.arrayScorers
  }

  mutating func score() {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.block) { keys in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * Self.block) { places in
        guard let keys = keys.baseAddress, let places = places.baseAddress else { return }
        for start in stride(from: 0, to: rows, by: Self.block) {
          let block = start..<min(start + Self.block, rows)
          kinds.keys(of: block, into: keys, places + Self.block)
          for i in 0..<block.count {
            let kind = kinds.kind(of: keys[i])
            places[i] = kind >= 0 ? kind : learn(keys[i], row: start + i)
          }
          if let arrays { score(block, places, arrays) } else { score(block, places) }
        }
      }
    }
  }

  /// The kind of the first row of a key; -1 where it is to be looked at by itself.
  private mutating func learn(_ key: UInt64, row: Int) -> Int32 {
    guard let place = kinds.add(key) else { return -1 }
    let result = predict(row)
    let remark = account.place(of: CohortAccount.Remark(result))
    var content = Kind.Content.single
    switch result {
    case .success(let prediction):
      if let vector = prediction.vector, prediction.answer != nil {
        if isComputedFrom(row, vector) { content = .vector(vector) }
      } else {
        content = .refused
      }
    case .failure(.missing): if !scorer.isRule { content = .refused }
    case .failure: break
    }
    known.append(Kind(content: content, remark: remark))
    if case .vector(let vector) = content {
      templates += vector.values
    } else {
      templates += [Double](repeating: .nan, count: numbers.count)
    }
    return place
  }

  private func predict(_ row: Int) -> Result<Prediction, PatientError> {
    let patient = Patient(row: row, of: columns)
    return Result { () throws(PatientError) in try scorer.predictor.predict(patient) }
  }

  /// Whether the numbers of a row are those of its vector.
  private func isComputedFrom(_ row: Int, _ vector: CovariateVector) -> Bool {
    zip(numbers, vector.values).allSatisfy { numbers, value in
      numbers.map { $0[row] == value || ($0[row].isNaN && value.isNaN) } ?? true
    }
  }

  /// A row by itself.
  private mutating func write(_ row: Int, _ result: Result<Prediction, PatientError>) {
    let answer = (try? result.get())?.answer
    answers.write(answer, row: row, of: rows, probabilityCount)
    answers.category?[row] = account.place(ofCategory: answer?.category)
    answers.remark?[row] = account.place(of: CohortAccount.Remark(result))
  }

  /// Row by row, for a form without an array kernel.
  private mutating func score(_ block: Range<Int>, _ kinds: UnsafePointer<Int32>) {
    for row in block {
      let kind = Int(kinds[row - block.lowerBound])
      guard kind >= 0 else {
        write(row, predict(row))
        continue
      }
      switch known[kind].content {
      case .single: write(row, predict(row))
      case .refused: refuse(row, known[kind].remark)
      case .vector(var vector):
        for (place, numbers) in numbers.enumerated() {
          if let numbers { vector.values[place] = numbers[row] }
        }
        guard let answer = try? scorer.answer(vector) else {
          write(row, predict(row))
          continue
        }
        answers.write(answer, row: row, of: rows, probabilityCount)
        answers.category?[row] = account.place(ofCategory: answer.category)
        answers.remark?[row] = known[kind].remark
      }
    }
  }

  private func refuse(_ row: Int, _ remark: Int32) {
    answers.write(nil, row: row, of: rows, probabilityCount)
    answers.category?[row] = -1
    answers.remark?[row] = remark
  }
}

// MARK: - Arrays

extension CohortRun {
  private mutating func score(
    _ block: Range<Int>, _ kinds: UnsafePointer<Int32>, _ scorers: [Scorer]
  ) {
    let (start, n, width) = (block.lowerBound, block.count, numbers.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: (width + 2) * Self.block) { room in
      guard let base = room.baseAddress else { return }
      var values: [UnsafeBufferPointer<Double>] = []
      for place in 0..<width {
        if let numbers = numbers[place] {
          values.append(UnsafeBufferPointer(rebasing: numbers[block]))
          continue
        }
        let column = base + place * Self.block
        for i in 0..<n {
          let kind = Int(kinds[i])
          column[i] = kind < 0 ? .nan : templates[kind &* width &+ place]
        }
        values.append(UnsafeBufferPointer(start: column, count: n))
      }
      let eta = UnsafeMutableBufferPointer(
        start: answers.linearPredictor.map { $0 + start } ?? base + width * Self.block, count: n)
      // Columns and room agree: nothing is thrown.
      guard (try? scorers[0].linearPredictors(columns: values, into: eta)) != nil else { return }
      var isComplete = [Bool](repeating: true, count: n)
      for i in 0..<n { isComplete[i] = eta[i].isFinite }
      for (place, scorer) in scorers.enumerated() {
        let probability = UnsafeMutableBufferPointer(
          start: answers.probability.map { $0 + (place * rows + start) }
            ?? base + (width + 1) * Self.block,
          count: n)
        guard (try? scorer.survival(horizon: 0, columns: values, into: probability)) != nil else {
          return
        }
        for i in 0..<n {
          if isIncidence { probability[i] = 1 - probability[i] }
          isComplete[i] = isComplete[i] && probability[i].isFinite
        }
        writeIntervals(block, values, place, scorer)
      }
      for i in 0..<n {
        let row = start + i
        let kind = Int(kinds[i])
        guard kind >= 0 else {
          write(row, predict(row))
          continue
        }
        switch known[kind].content {
        case .refused: refuse(row, known[kind].remark)
        case .vector where isComplete[i]:
          answers.totalPoints?[row] = .nan
          answers.category?[row] = -1
          answers.remark?[row] = known[kind].remark
        case .vector, .single: write(row, predict(row))
        }
      }
    }
  }

  private func writeIntervals(
    _ block: Range<Int>, _ values: [UnsafeBufferPointer<Double>], _ place: Int, _ scorer: Scorer
  ) {
    guard answers.lower != nil || answers.upper != nil else { return }
    var row = [Double](repeating: 0, count: values.count + 1)
    var (probability, lower, upper) = (0.0, Double.nan, Double.nan)
    for i in 0..<block.count {
      for (k, column) in values.enumerated() { row[k] = column[i] }
      let isKnown =
        scorer.survivals(row, into: &probability, lower: &lower, upper: &upper) && lower <= upper
      let at = place * rows + block.lowerBound + i
      answers.lower?[at] = !isKnown ? .nan : isIncidence ? 1 - upper : lower
      answers.upper?[at] = !isKnown ? .nan : isIncidence ? 1 - lower : upper
    }
  }
}
