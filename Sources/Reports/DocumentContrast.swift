public import Biostatistics
internal import PrognosticModels

extension DocumentRegression {
  /// The covariates of one of two patients, by name and as written.
  public typealias Setting = [(name: String, value: String)]

  /// A contrast in words: two patients, `age=70, sex=male - age=50, sex=male`, or a sum of coefficients,
  /// `2 * age - sexmale`.
  ///
  /// - Throws: ``DocumentRegressionError``, and ``OptionError/covariates(option:text:reason:)``.
  public func contrast(_ text: String) throws -> LinearContrast {
    if let sum = coefficientSum(text) { return sum }
    let sides = Self.sides(of: text)
    guard sides.count == 2, sides.allSatisfy({ $0.contains("=") }) else {
      throw DocumentRegressionError.unreadableContrast(
        text, columns: regressionColumns.map(\.name))
    }
    let patients = try sides.map { try StatedCovariates($0, of: "contrast").values }
    return try contrast(named: text, patients[0], patients[1])
  }

  /// The parts of a text between minus signs that stand between blanks, outside quotes.
  private static func sides(of text: String) -> [String] {
    var sides = [""]
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "`" {
        quote = character
      }
      if quote == nil, character == " ", sides[sides.count - 1].hasSuffix(" -") {
        sides[sides.count - 1].removeLast(2)
        sides.append("")
      } else {
        sides[sides.count - 1].append(character)
      }
    }
    return sides
  }

  /// The contrast of two patients: the log ratio of the first to the second.
  ///
  /// What is stated of neither patient is the same in both. A covariate on which the difference
  /// depends all the same, by an interaction with one that differs, has to be stated.
  ///
  /// - Throws: ``DocumentRegressionError``.
  public func contrast(
    named name: String, _ first: Setting, _ second: Setting
  ) throws(DocumentRegressionError) -> LinearContrast {
    let a = try values(of: first, contrast: name)
    let b = try values(of: second, contrast: name)
    for (place, covariate) in model.covariates.enumerated()
    where a[place].isNaN != b[place].isNaN {
      throw .oneSided(contrast: name, covariate: covariate.name)
    }
    if let stratum = model.form.stratumCovariate, !a[stratum].isNaN, a[stratum] != b[stratum] {
      throw .differentStrata(contrast: name, covariate: model.covariates[stratum].name)
    }
    let differs = a.indices.filter { !a[$0].isNaN && a[$0] != b[$0] }
    let difference = zip(columns(a), columns(b)).map { $0 - $1 }
    var change = [Double](repeating: 0, count: predictor.parameters.count)
    var parameter = 0
    for term in predictor.terms {
      defer { parameter += term.parameters.count }
      guard !term.covariates.isDisjoint(with: differs) else { continue }
      if let silent = term.covariates.sorted().first(where: { a[$0].isNaN }) {
        throw .notStated(
          contrast: name, covariate: model.covariates[silent].name, term: term.name)
      }
      for place in term.parameters.indices {
        let value = difference[parameter + place]
        guard value.isFinite else {
          throw .patient(contrast: name, .noValue(term: term.name))
        }
        change[parameter + place] = value
      }
    }
    // Offsets: what has a coefficient of 1 and no column.
    let certain = Set(change.indices).subtracting(places)
    let constant = certain.sorted().reduce(0) { $0 + predictor.coefficients[$1] * change[$1] }
    return LinearContrast(name: name, weights: places.map { change[$0] }, constant: constant)
  }

  /// One number a covariate; NaN for what is not stated.
  private func values(
    of setting: Setting, contrast: String
  ) throws(DocumentRegressionError) -> [Double] {
    var patient = Patient()
    for (name, value) in setting { patient.set(name, to: .text(value)) }
    do throws(PatientError) {
      let locals = model.covariates.map(\.name)
      try patient.checkNames(in: Vocabulary(), locals: locals)
      var values: [Double] = []
      for covariate in model.covariates {
        let reading = try covariate.covariate.read(patient[covariate.name] ?? .missing)
        if case .value(let value) = try covariate.encode(reading) {
          values.append(value)
        } else {
          values.append(.nan)
        }
      }
      return values
    } catch {
      throw .patient(contrast: contrast, error)
    }
  }

  /// The gradient of the linear predictor, what is not stated counting as 0.
  private func columns(_ values: [Double]) -> [Double] {
    var columns = [Double](repeating: 0, count: predictor.parameters.count)
    predictor.columns(
      CovariateVector(values: values.map { $0.isNaN ? 0 : $0 }), into: &columns)
    return columns
  }
}
