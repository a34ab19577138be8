public import Biostatistics
public import PrognosticModels

/// The modelling procedure behind the document of a fit, met again with the table that it was fitted to.
public enum RefittedModel: Sendable {
  case cox(CoxProcedure)
  case logistic(LogisticProcedure)

  /// What a document does not say of the procedure.
  public struct Options: Sendable {
    /// `where`, levels and missing values, as they were for the fit.
    public var frame = ModelFrameOptions()
    /// Elimination of terms, from the whole formula on.
    public var selection: BackwardElimination?
    /// The right side of the formula that the selection began with; nil for the document's own.
    public var candidates: String?

    /// As the document says.
    public init() {}
  }

  /// Fits the document's model again to a table, and refuses one that it was not fitted to.
  ///
  /// With candidates the selection among them, on all rows, has to lead to the document's model.
  ///
  /// - Parameters:
  ///   - outcome: the outcome in R's language, as `Surv(time, event)`.
  ///   - survival: which indices of a survival model.
  ///   - binary: which indices of an outcome without time.
  /// - Throws: ``RefitError``, ``DocumentRegressionError``, `DesignError`, `FitError`, `ResamplingError`.
  public init(
    of model: PrognosticModel, on table: Table, outcome: String, options: Options = Options(),
    survival: SurvivalIndexOptions = SurvivalIndexOptions(),
    binary: BinaryIndexOptions = BinaryIndexOptions()
  ) throws {
    guard let record = model.fit else { throw RefitError.noFit(id: model.id) }
    guard record.data.weights == nil else { throw ResamplingError.weights }
    if record.isPenalized, record.penalty == nil { throw RefitError.penaltyUnknown(id: model.id) }
    let own = record.formula.split(separator: "~", maxSplits: 1).last.map(String.init) ?? ""
    let formula = try Formula("\(outcome) ~ \(options.candidates ?? own)")
    switch model.form {
    case .logistic:
      let frame = try BinaryFrame(formula, in: table, options: options.frame)
      var fit = LogisticOptions()
      fit.discrimination = false
      switch record.penalty {
      case .ridge(let theta, let isScaled): fit.ridge = try Ridge(theta: theta, isScaled: isScaled)
      case .firth: fit.firth = true
      case nil: break
      }
      let procedure = try LogisticProcedure(
        frame, options: fit, selection: options.selection, indices: binary)
      if options.candidates == nil {
        let refit = try LogisticModel(frame, options: fit)
        try record.check(refit.summary(named: model.id))
        try model.check(
          record, coefficients: zip(refit.coefficientNames, refit.coefficients).map { ($0, $1) })
      } else {
        let chosen = try procedure.fit(RowSample(all: procedure.rowCount))
        try record.checkSelected(chosen.model.summary(named: model.id), chosen.keptTerms)
      }
      self = .logistic(procedure)
    case .proportionalHazards:
      guard let ties = record.ties.flatMap(TieHandling.init(rawValue:)) else {
        throw RefitError.tiesUnknown(id: model.id)
      }
      let frame = try SurvivalFrame(formula, in: table, options: options.frame)
      var fit = CoxOptions()
      fit.ties = ties
      fit.concordance = false
      switch record.penalty {
      case .ridge(let theta, let isScaled):
        fit.penalty = .ridge(try Ridge(theta: theta, isScaled: isScaled))
      case .firth: fit.penalty = .firth
      case nil: break
      }
      let procedure = try CoxProcedure(
        frame, options: fit, selection: options.selection, indices: survival)
      if options.candidates == nil {
        let refit = try CoxModel(frame, options: fit)
        try record.check(refit.summary(named: model.id))
        try model.check(
          record,
          coefficients: zip(frame.design.columnNames, refit.coefficients).map { ($0, $1) })
      } else {
        let chosen = try procedure.fit(RowSample(all: procedure.rowCount))
        try record.checkSelected(chosen.model.summary(named: model.id), chosen.keptTerms)
      }
      self = .cox(procedure)
    case .subdistributionHazards, .points, .criteria:
      throw RefitError.noFit(id: model.id)
    }
  }

  /// Table row (from 0) of each row that is resampled.
  public var tableRows: [Int32] {
    switch self {
    case .cox(let procedure): procedure.frame.rows
    case .logistic(let procedure): procedure.frame.rows
    }
  }

  /// As it was fitted, or the candidates.
  public var formula: String {
    switch self {
    case .cox(let procedure): procedure.frame.formula.text
    case .logistic(let procedure): procedure.frame.formula.text
    }
  }

  /// How terms are eliminated.
  public var selection: BackwardElimination? {
    switch self {
    case .cox(let procedure): procedure.selection
    case .logistic(let procedure): procedure.selection
    }
  }

  /// The values of a column of the table in the rows that are resampled, as places among labels in order of
  /// number or text.
  ///
  /// - Throws: ``RefitError/noColumn(_:option:)``, ``RefitError/missingLabel(column:rows:)``.
  public func labels(
    of name: String, option: String, in table: Table
  ) throws(RefitError) -> (codes: [Int32], labels: [String]) {
    guard let column = table[name] else { throw .noColumn(name, option: option) }
    let texts: [String?]
    switch column.values {
    case .numbers(let values):
      let occurring = Set(tableRows.map { values[Int($0)] }.filter { !$0.isNaN }).sorted()
      var place: [Double: Int32] = [:]
      for (k, value) in occurring.enumerated() { place[value] = Int32(k) }
      let codes = tableRows.map { place[values[Int($0)]] ?? -1 }
      try Self.refuseMissing(codes, column: name)
      return (codes, occurring.map { NumberText.plain($0, 15) })
    case .categories(let codes, let labels):
      texts = tableRows.map { codes[Int($0)] < 0 ? nil : labels[Int(codes[Int($0)])] }
    }
    let occurring = Set(texts.compactMap { $0 }).sorted()
    var place: [String: Int32] = [:]
    for (k, label) in occurring.enumerated() { place[label] = Int32(k) }
    let codes = texts.map { $0.flatMap { place[$0] } ?? -1 }
    try Self.refuseMissing(codes, column: name)
    return (codes, occurring)
  }

  private static func refuseMissing(
    _ codes: [Int32], column: String
  ) throws(RefitError) {
    let count = codes.count { $0 < 0 }
    if count > 0 { throw .missingLabel(column: column, rows: count) }
  }

  /// The samples of a table of row numbers: a column a sample, rows of the validated table from 1.
  ///
  /// A row that the fit left out, as one with a missing value, is left out of the sample too, as R's
  /// `data[rows, ]` and then the fit's own omission have it.
  ///
  /// - Returns: the samples, and how often they name a row that was left out.
  /// - Throws: ``RefitError/resampleRow(_:column:rows:)``.
  public func samples(
    in resamples: Table, tableRowCount: Int
  ) throws(RefitError) -> (samples: [RowSample], leftOut: Int) {
    var place = [Int32](repeating: -1, count: tableRowCount)
    for (k, row) in tableRows.enumerated() { place[Int(row)] = Int32(k) }
    var leftOut = 0
    var samples: [RowSample] = []
    for column in resamples.columns {
      guard case .numbers(let values) = column.values else {
        throw .resampleRow(column.firstText?.text ?? "", column: column.name, rows: tableRowCount)
      }
      var rows: [Int32] = []
      for value in values where !value.isNaN {
        guard value >= 1, value <= Double(tableRowCount), value == value.rounded() else {
          throw .resampleRow(NumberText.plain(value), column: column.name, rows: tableRowCount)
        }
        let row = place[Int(value) - 1]
        if row < 0 { leftOut += 1 } else { rows.append(row) }
      }
      samples.append(RowSample(rows, of: tableRows.count))
    }
    return (samples, leftOut)
  }
}

extension PrognosticModel {
  /// Refuses a document whose coefficients are not those of its fit, as one that was updated since.
  func check(
    _ record: FitRecord, coefficients: [(name: String, value: Double)]
  ) throws(RefitError) {
    guard let predictor = form.regression else { throw .noFit(id: id) }
    for column in record.columns {
      guard let place = predictor.parameters.firstIndex(of: column.parameter),
        let refit = coefficients.first(where: { $0.name == column.name })?.value
      else { throw .otherCoefficient(column.name, document: .nan, refit: .nan) }
      let own = predictor.coefficients[place]
      guard (own - refit).magnitude <= 1e-6 * max(own.magnitude, 1e-6) else {
        throw .otherCoefficient(column.name, document: own, refit: refit)
      }
    }
  }
}

extension FitRecord {
  /// Refuses a selection that did not lead to this fit.
  func checkSelected(_ chosen: FitSummary, _ terms: [String]?) throws {
    guard chosen.rowCount == rows else {
      throw DocumentRegressionError.otherRows(fitted: rows, found: chosen.rowCount)
    }
    let (own, found) = (Set(columns.map(\.name)), Set(chosen.data.columns.map(\.name)))
    guard own == found else {
      throw RefitError.otherSelection(chosen: terms ?? [], document: columns.map(\.name))
    }
    guard
      (chosen.logLikelihood - logLikelihood.model).magnitude
        <= 1e-8 * (1 + logLikelihood.model.magnitude)
    else { throw DocumentRegressionError.otherData(part: "values") }
  }
}

/// Why the modelling behind a document cannot be repeated. One sentence a case.
public enum RefitError: Error, Equatable, CustomStringConvertible {
  /// A published model, or one that was not fitted here.
  case noFit(id: String)
  /// A penalised document of an earlier version.
  case penaltyUnknown(id: String)
  /// A Cox model that does not say how it counted ties.
  case tiesUnknown(id: String)
  /// A coefficient is not that of the fit.
  case otherCoefficient(String, document: Double, refit: Double)
  /// The selection leads to another model.
  case otherSelection(chosen: [String], document: [String])
  /// The table lacks a column of folds or centres.
  case noColumn(String, option: String)
  /// Rows that were fitted have no fold or centre.
  case missingLabel(column: String, rows: Int)
  /// What is no row of the table.
  case resampleRow(String, column: String, rows: Int)

  /// One sentence: what was wrong and what to do.
  public var description: String { sentence(.flags) }

  /// The same with options as a door spells them.
  func sentence(_ spell: OptionSpelling) -> String {
    switch self {
    case .noFit(let id):
      "'\(id)' holds no record of a fit, so its modelling cannot be repeated on resamples; validate it "
        + "without resampling, or fit the model with 'sarcoma fit ... --output'."
    case .penaltyUnknown(let id):
      "'\(id)' does not say which penalty drew its coefficients; fit it again with 'sarcoma fit ... "
        + "--output'."
    case .tiesUnknown(let id):
      "'\(id)' does not say how it counted ties; fit it again with 'sarcoma fit ... --output'."
    case .otherCoefficient(let name, let document, let refit):
      "The coefficient of '\(name)' is \(NumberText.plain(document)) in the document and "
        + "\(NumberText.plain(refit)) when it is fitted again; resample the document of the fit itself."
    case .otherSelection(let chosen, let document):
      "On this table the selection keeps \(chosen.isEmpty ? "no term" : chosen.joined(separator: ", ")), "
        + "and the model has the columns \(document.joined(separator: ", ")); state the "
        + "\(spell("candidates")) and \(spell("select")) that led to it."
    case .noColumn(let name, let option):
      "The table has no column '\(name)', which \(spell(option)) names."
    case .missingLabel(let column, let rows):
      "Column '\(column)' is empty in \(rows) of the fit's rows; fill it, or leave the rows out of the fit."
    case .resampleRow(let text, let column, let rows):
      "Column '\(column)' of \(spell("resamples")) holds '\(text)', which is no row from 1 to \(rows) of the table."
    }
  }
}
