#if CommandLine
  import ArgumentParser
  import Biostatistics
  import Reports

  enum GroupTest: String, ExpressibleByArgument, CaseIterable {
    case logrank, peto

    var name: String { self == .logrank ? "log-rank test" : "Peto-Peto test" }
  }

  enum Estimator: String, ExpressibleByArgument, CaseIterable {
    case kaplanMeier = "kaplan-meier"
    case nelsonAalen = "nelson-aalen"
    case flemingHarrington = "fleming-harrington"

    var name: String {
      switch self {
      case .kaplanMeier: "Kaplan-Meier"
      case .nelsonAalen: "Nelson-Aalen"
      case .flemingHarrington: "Fleming-Harrington"
      }
    }
  }

  struct Survfit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "survfit", abstract: "Estimate survival curves and compare groups.",
      discussion: """
        sarcoma survfit 'Surv(OS_days, OS_event) ~ sex' table.csv --at 1y,5y --test logrank
        """)

    @Argument(help: "Outcome and groups in R's language: Surv(time, event) ~ sex, or ~ 1.")
    var formula: String

    @Argument(help: "A CSV file, or - for standard input.")
    var table: String

    @OptionGroup var tableOptions: TableOptions
    @OptionGroup var estimation: EstimationOptions
    @OptionGroup var drawing: FigureOptions

    @Option(parsing: .unconditional, help: "Times of interest, as 1y,3y,5y.")
    var at: String?

    @Option(help: "kaplan-meier, nelson-aalen or fleming-harrington.")
    var estimator: Estimator = .kaplanMeier

    @Option(help: "Compare the groups within strata(): logrank or peto.")
    var test: GroupTest?

    @Option(
      parsing: .unconditional, help: "Survival given being free of the event until this time.")
    var startTime: String?

    @Option(
      parsing: .unconditional,
      help: "Horizon of the restricted mean; without it the last time of each curve.")
    var rmean: String?

    func run() throws {
      var frameOptions = try tableOptions.frameOptions()
      frameOptions.weights = estimation.weights
      frameOptions.cluster = estimation.cluster
      let horizons = try tableOptions.horizons(at, of: "--at")
      let unit = tableOptions.timeUnit
      let start = try tableOptions.horizon(startTime, of: "--start-time")?.time(in: unit)
      let meanHorizon = try tableOptions.horizon(rmean, of: "--rmean")
      let data = try tableOptions.readTable(table)
      do {
        let frame = try SurvivalFrame(try Formula(formula), in: data, options: frameOptions)
        let groups = frame.groups
        let report = SurvivalFitReport(
          frame, labels: groups?.labels ?? [""],
          curves: try curves(frame, groups, startTime: start), estimator: estimator.name,
          timeUnit: unit, horizons: horizons, meanHorizon: meanHorizon,
          comparison: try comparison(frame))
        try drawing.write { report.figure }
        switch estimation.format {
        case .text: try writeResult(report.text)
        case .json: try writeResult(report.json.text(.unwrapped))
        }
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as NonparametricError {
        throw Failure(.badData, error.description)
      }
    }

    private func curves(
      _ frame: SurvivalFrame, _ groups: Groups?, startTime: Double?
    ) throws -> [SurvivalCurve] {
      let variance: CurveVariance = estimation.robust ? .infinitesimalJackknife : .automatic
      if estimator == .kaplanMeier {
        return try KaplanMeier(
          frame.outcomes, weights: frame.weights, groups: groups?.codes,
          groupCount: groups?.labels.count, clusters: frame.clusters, startTime: startTime,
          confidenceLevel: estimation.confidence, confidenceScale: estimation.confType.scale,
          variance: variance
        ).curves
      }
      return try NelsonAalen(
        frame.outcomes, weights: frame.weights, groups: groups?.codes,
        groupCount: groups?.labels.count, clusters: frame.clusters, startTime: startTime,
        hazard: estimator == .nelsonAalen ? .nelsonAalen : .flemingHarrington,
        confidenceLevel: estimation.confidence, confidenceScale: estimation.confType.scale,
        variance: variance
      ).curves
    }

    private func comparison(_ frame: SurvivalFrame) throws -> SurvivalFitReport.Comparison? {
      guard let test else { return nil }
      guard frame.weights == nil else {
        throw Failure(.usage, "--test compares unweighted groups; leave out --weights.")
      }
      guard let groups = frame.comparedGroups, groups.labels.count > 1 else {
        throw Failure(.badData, "A test needs two groups or more; the formula gives one.")
      }
      return SurvivalFitReport.Comparison(
        name: test.name, groups: groups.labels,
        test: try LogRankTest(
          frame.outcomes, groups: groups.codes, groupCount: groups.labels.count,
          strata: frame.strata?.codes, rho: test == .logrank ? 0 : 1))
    }
  }
#endif
