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

    func validate() throws { try document.validate() }

    private func request() throws -> CoxRequest {
      var request = CoxRequest(formula: formula)
      request.frame = try tableOptions.request()
      request.frame.options.cause = cause
      request.estimation = estimation.request(&request.frame)
      request.search = search.request(firth: firth, ridge: ridge, ridgeScale: ridgeScale)
      request.ties = ties
      request.showsBaseline = baseline.map { $0 == "on" }
      request.patients = try predict.map { try StatedCovariates($0) }
      request.times = at.map { StatedTimes($0) }
      diagnostics.ask(&request)
      if let baseline, baseline != "on", baseline != "off" { request.expected.append(.baseline) }
      if document.output != nil { request.expected.append(.document) }
      if figure.drawing.figure != nil { request.expected.append(.figure) }
      return request
    }

    func run() throws {
      try refusing {
        var request = try request()
        if at == nil, !predictPath.isEmpty {
          throw OptionError.withoutTimes(option: predict.isEmpty ? "predictPath" : "predict")
        }
        try request.check()
        let data = try tableOptions.readTable(table)
        request.paths = try predictPath.map { ($0, try tableOptions.readTable($0)) }
        let answer = try request.answer(on: data)
        if document.output != nil { try document.write(answer, path: table) }
        if let baseline, baseline != "on", baseline != "off" {
          try writeBaseline(answer.proportional(for: .baseline).model, to: baseline)
        }
        try diagnostics.writeResiduals(of: answer)
        try figure.drawing.write { () throws(AnalysisError) in
          try answer.figure(FigureRequest(show: figure.show?.rawValue))
        }
        try writeResult(answer, estimation.format)
      }
    }

    private func writeBaseline(_ model: CoxModel, to path: String) throws {
      let strata = model.baselineCumulativeHazard
      let table = try Table(columns: [
        Column(name: "stratum", texts: strata.flatMap { s in s.times.map { _ in s.stratum } }),
        Column(name: "time", numbers: strata.flatMap(\.times)),
        Column(name: "cumulativeHazard", numbers: strata.flatMap(\.cumulativeHazard)),
      ])
      try write(CSVWriter.bytes(of: table), to: path)
    }
  }
#endif
