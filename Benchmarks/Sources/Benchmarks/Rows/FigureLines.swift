import Biostatistics
import Foundation
import PrognosticModels
import Reports

/// What every figure costs, from the result to the text of the SVG and its values: the largest line is the
/// one that the limit is for.
func figureLines(_ options: Options) throws -> [Line] {
  let drawings = try drawings(options)
  let times = drawings.map { drawing in
    (drawing.name, measure(repetitions: 7) { drawing.draw() }, drawing.draw())
  }
  let largest = times.max { $0.1.seconds < $1.1.seconds }
  return times.map { name, time, bytes in
    Line(
      name, value: 1e3 * time.seconds, unit: "ms", against: "", limit: 50, aim: nil, runs: 7,
      note: "\(bytes / 1000) kB" + (name == largest?.0 ? "; the largest" : ""))
  }
}

/// A figure by its name, drawn to as many bytes of SVG and CSV.
private struct Drawing {
  let name: String
  let draw: () -> Int

  init(_ name: String, _ figure: @escaping () throws -> Figure) {
    self.name = name
    draw = {
      do {
        let figure = try figure()
        return figure.svg.utf8.count + figure.data.csv.utf8.count
      } catch {
        fatalError("\(name): \(error)")
      }
    }
  }
}

private func drawings(_ options: Options) throws -> [Drawing] {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let library = try ModelLibrary(directory: root.appendingPathComponent("models").path)
  let count = options.rows(100_000)
  let cohort = Cohort(count: count, covariates: 12)
  let table = try cohort.table()
  return try curveDrawings(table, count) + modelDrawings(table, cohort, library.vocabulary, count)
    + benefitDrawings(library)
}

private func curveDrawings(_ table: Table, _ count: Int) throws -> [Drawing] {
  let frame = try SurvivalFrame(try Formula("Surv(exit, event) ~ x5"), in: table)
  guard let groups = frame.groups else { throw CocoaError(.fileReadCorruptFile) }
  let curves = try KaplanMeier(
    frame.outcomes, groups: groups.codes, groupCount: groups.labels.count
  ).curves
  let report = SurvivalFitReport(
    frame, labels: groups.labels, curves: curves, estimator: "Kaplan-Meier", timeUnit: .day,
    horizons: [], meanHorizon: nil, comparison: nil)
  return [Drawing("Kaplan-Meier of \(count), two groups") { report.figure }]
}

private func modelDrawings(
  _ table: Table, _ cohort: Cohort, _ vocabulary: Vocabulary, _ count: Int
) throws -> [Drawing] {
  let (model, document) = try fitted(cohort.formula, table, vocabulary)
  let coefficients = try model.coefficientsOverTime()
  let fit = CoxFitReport(model, timeUnit: .day)
  let validation = try SurvivalValidationReport(
    of: document, vocabulary: vocabulary, on: table, outcome: "Surv(exit, event)", at: nil,
    unit: .day, truncation: nil)
  let many = Cohort(count: 2000, covariates: 15)
  let splines = many.covariateNames.enumerated().map { $0 % 5 == 4 ? $1 : "rcs(\($1), 4)" }
  let wide = try fitted(
    "Surv(exit, event) ~ " + splines.joined(separator: " + "), many.table(), vocabulary
  ).document
  return [
    Drawing("forest plot of 12 coefficients") { fit.figure },
    Drawing("12 coefficients over time, \(model.eventCount) events") {
      try fit.figure(of: coefficients, by: .kaplanMeier, test: nil)
    },
    Drawing("nomogram of 15 axes") { try NomogramReport(of: wide).figure },
    Drawing("calibration of \(count)") { try validation.figure(.calibration) },
    Drawing("decision curve of \(count), with its net benefits") {
      try validation.figure(.decision)
    },
  ]
}

/// A fit, and the document that it writes.
private func fitted(
  _ formula: String, _ table: Table, _ vocabulary: Vocabulary
) throws -> (model: CoxModel, document: PrognosticModel) {
  let model = try CoxModel(SurvivalFrame(try Formula(formula), in: table))
  var description = CoxDocument.Description(id: "drawn", source: "a simulation")
  description.horizons = [Horizon(value: 5, unit: .year)]
  let document = try CoxDocument(model, table: table, description)
  return (model, try PrognosticModel(document.bytes, vocabulary: vocabulary))
}

private func benefitDrawings(_ library: ModelLibrary) throws -> [Drawing] {
  let patient = try Patient(settings: [
    "age=61", "size=12cm", "grade=3", "histology=LMS", "site=thigh", "depth=deep",
  ])
  let report = BenefitReport(try library.benefit(for: patient))
  let course = (1...1000).compactMap { place -> BenefitQuestion.Survival? in
    let time = Double(place) / 200
    return (try? BaselineSurvival(exp(-time / 7))).map {
      BenefitQuestion.Survival(time: Horizon(value: time, unit: .year), survival: $0)
    }
  }
  return [
    Drawing("survival with and without treatment, 1000 steps") {
      try report.figure(.curves, course: course)
    },
    Drawing("icon array") { try report.figure(.icons) },
  ]
}
