#if CommandLine
  public import ArgumentParser
  public import Biostatistics
  import Reports

  struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fit a model to a table.", subcommands: [FitCox.self, FitLogistic.self])
  }

  extension TieHandling: ExpressibleByArgument {}

  struct FitCox: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cox", abstract: "Fit a Cox proportional hazards model.",
      discussion: """
        sarcoma fit cox 'Surv(OS_days, OS_event) ~ age_years + log2(tumor_size_cm)' table.csv

        Effects that change with time: step(age, 90, 180) has a coefficient up to 90, one up to 180 \
        and one beyond; tt(age * log(t + 20)) is a covariate that depends on the event time t.
        """)

    @Argument(help: "The model in R's language: Surv(time, event) ~ age + sex.")
    var formula: String

    @Argument(help: "A CSV file, or - for standard input.")
    var table: String

    @OptionGroup var tableOptions: TableOptions
    @OptionGroup var estimation: EstimationOptions

    @Option(help: "Tied deaths: efron, breslow, or exact (times are discrete).")
    var ties: TieHandling = .efron

    @Option(
      help: """
        The value of the event column that is the event; every other value, another cause or \
        censoring, counts as censored.
        """)
    var cause: String?

    @Flag(
      help: """
        Firth's penalised likelihood: estimates where the likelihood has no maximum, with profile \
        intervals and penalised likelihood ratio tests.
        """)
    var firth = false

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        """
        Draw all coefficients towards 0 by a ridge penalty, theta / 2 times the sum of their squares, \
        each times its column's variance as in R's ridge().
        """, valueName: "theta"))
    var ridge: Double?

    @Option(help: "Whether --ridge weighs each square by its column's variance.")
    var ridgeScale: Switch = .on

    @OptionGroup var search: SearchOptions

    @Option(help: "Print the baseline: on (up to 10,000 times), off, or a CSV file to write it to.")
    var baseline: String?

    @Option(
      help: """
        Survival of a patient, as 'age=50, histology="a, b"'. Repeatable; needs --at.
        """)
    var predict: [String] = []

    @Option(
      help: """
        Survival along a path: a CSV file with the start and stop of Surv(start, stop, event) and the \
        covariates of each interval. Repeatable; needs --at.
        """)
    var predictPath: [String] = []

    @Option(parsing: .unconditional, help: "Times for --predict and --predict-path, as 1y,3y,5y.")
    var at: String?

    @OptionGroup var diagnostics: CoxDiagnosticOptions

    @OptionGroup var document: DocumentOptions
    @OptionGroup var figure: CoxFigureOptions

    func validate() throws {
      try document.validate()
      guard !firth || ridge == nil else {
        throw ValidationError("--firth and --ridge are two penalties; choose one.")
      }
      guard at != nil || predict.isEmpty && predictPath.isEmpty else {
        let option = predict.isEmpty ? "--predict-path" : "--predict"
        throw ValidationError("\(option) needs the times of interest, such as --at 1y,5y.")
      }
    }

    func run() throws {
      var frameOptions = try tableOptions.frameOptions()
      frameOptions.weights = estimation.weights
      frameOptions.cluster = estimation.cluster
      frameOptions.allowsEffectsOverTime = true
      frameOptions.cause = cause
      let horizons = try tableOptions.horizons(at, of: "--at")
      let patients = try predict.map { text throws(Failure) in try StatedCovariates(text) }
      let data = try tableOptions.readTable(table)
      var options = CoxOptions()
      options.ties = ties
      options.robust = estimation.robust
      options.maximumIterations = search.iterations
      options.tolerance = search.tolerance
      options.penalty = try penalty()
      let model: CoxModel
      var predictions: [CoxFitReport.Prediction]
      let test: ProportionalHazardsTest?
      let smooth: [CoefficientOverTime]
      do {
        let frame = try SurvivalFrame(try Formula(formula), in: data, options: frameOptions)
        try refuseForEffectsOverTime(frame)
        if frame.hasTimeVaryingCovariates {
          return try runTimeVarying(frame, options)
        }
        model = try CoxModel(frame, options: options)
        predictions = try patients.map { patient throws(Failure) in
          try prediction(of: patient, model, horizons, like: data)
        }
        predictions += try predictPath.map { path in
          CoxFitReport.Prediction(
            label: path,
            estimates: try model.survival(
              along: tableOptions.readTable(path),
              at: horizons.map { $0.time(in: tableOptions.timeUnit) },
              scale: estimation.confType.scale, confidence: estimation.confidence))
        }
        test = try diagnostics.test(of: model)
        smooth = try diagnostics.smooth(
          of: model, isDrawn: figure.drawsCoefficientsOverTime)
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as FitError {
        throw Failure(.badData, error.description)
      }
      try document.write(model, table: data, path: table, tableOptions)
      let showsBaseline = try writeBaseline(model)
      try diagnostics.writeResiduals(of: model)
      let report = CoxFitReport(
        model, timeUnit: tableOptions.timeUnit, confidence: estimation.confidence,
        showsBaseline: showsBaseline, horizons: horizons, predictions: predictions,
        proportionalHazardsTest: test,
        coefficientsOverTime: diagnostics.phSmooth == .on ? smooth : [])
      try figure.write(report, coefficients: smooth, by: diagnostics.phTransform)
      switch estimation.format {
      case .text: try writeResult(report.text)
      case .json: try writeResult(report.json.text(.unwrapped))
      }
      if !model.convergence.converged { throw ExitCode(ExitStatus.notConverged.rawValue) }
    }

    /// A fit with `tt()`, which has neither baseline nor residuals.
    private func runTimeVarying(_ frame: SurvivalFrame, _ options: CoxOptions) throws {
      let model = try TimeVaryingCoxModel(frame, options: options)
      let report = TimeVaryingCoxReport(
        model, timeUnit: tableOptions.timeUnit, confidence: estimation.confidence)
      switch estimation.format {
      case .text: try writeResult(report.text)
      case .json: try writeResult(report.json.text(.unwrapped))
      }
      if !model.convergence.converged { throw ExitCode(ExitStatus.notConverged.rawValue) }
    }

    /// Says of the first option that a model with effects over time cannot answer.
    private func refuseForEffectsOverTime(_ frame: SurvivalFrame) throws(FitError) {
      guard let term = frame.firstEffectOverTime else { return }
      let hasTransforms = frame.hasTimeVaryingCovariates
      let refused: [(Bool, String)] = [
        (hasTransforms && !(predict + predictPath).isEmpty, "prediction"),
        (baseline != nil && baseline != "off", "baseline hazard at the covariates' means"),
        (document.output != nil, "model document"),
        (hasTransforms && diagnostics.residuals != nil, "residuals of single rows"),
        (hasTransforms && diagnostics.schoenfeld != nil, "Schoenfeld residuals"),
        (hasTransforms && figure.drawing.figure != nil, "figure"),
        (hasTransforms && diagnostics.phSmooth == .on, "test of proportional hazards"),
      ]
      for (isAsked, what) in refused where isAsked {
        throw .notWithEffectsOverTime(term: term, what: what)
      }
    }

    private func penalty() throws(Failure) -> CoxPenalty? {
      if firth { return .firth }
      guard let ridge else { return nil }
      do {
        return .ridge(try Ridge(theta: ridge, isScaled: ridgeScale == .on))
      } catch {
        throw Failure(.usage, error.description)
      }
    }

    private func prediction(
      of patient: StatedCovariates, _ model: CoxModel, _ horizons: [Horizon], like data: Table
    ) throws(Failure) -> CoxFitReport.Prediction {
      let table = try patient.table(like: data)
      let times = horizons.map { $0.time(in: tableOptions.timeUnit) }
      do {
        let estimates = try model.survival(
          of: table, at: times, scale: estimation.confType.scale, confidence: estimation.confidence)
        return CoxFitReport.Prediction(label: patient.text, estimates: estimates.first ?? [])
      } catch {
        throw patient.failure(error)
      }
    }

    /// Writes the baseline to a file if one is named; says whether the result shall hold it.
    private func writeBaseline(_ model: CoxModel) throws -> Bool {
      switch baseline {
      case nil where model.frame.firstEffectOverTime != nil: return false
      case nil:
        return model.baselineCumulativeHazard.reduce(0) { $0 + $1.times.count } <= 10_000
      case "on": return true
      case "off": return false
      case let path?:
        let strata = model.baselineCumulativeHazard
        let table = try Table(columns: [
          Column(name: "stratum", texts: strata.flatMap { s in s.times.map { _ in s.stratum } }),
          Column(name: "time", numbers: strata.flatMap(\.times)),
          Column(name: "cumulativeHazard", numbers: strata.flatMap(\.cumulativeHazard)),
        ])
        try write(CSVWriter.bytes(of: table), to: path)
        return false
      }
    }
  }
#endif
