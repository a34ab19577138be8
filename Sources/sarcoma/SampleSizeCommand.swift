#if CommandLine
  import ArgumentParser
  import Biostatistics
  import Reports

  struct SampleSizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "samplesize",
      abstract: "The smallest sample for developing a prediction model (Riley et al.).",
      subcommands: [SampleSizeCox.self, SampleSizeLogistic.self])
  }

  /// What a plan states whatever its outcome.
  struct PlanOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(
      parsing: .unconditional,
      help: "Candidate parameters: every coefficient, also of what may be left out later.")
    var parameters: Int

    @Option(
      parsing: .unconditional,
      help: "Cox and Snell's R2 to be expected, adjusted for optimism or from a validation.")
    var r2: Double?

    @Option(parsing: .unconditional, help: "Nagelkerke's R2 to be expected, in its place.")
    var nagelkerkeR2: Double?

    @Option(
      name: .customLong("c-statistic"), parsing: .unconditional,
      help: "The C statistic to be expected, in its place.")
    var concordance: Double?

    @Option(parsing: .unconditional, help: "The least acceptable shrinkage.")
    var shrinkage = 0.9

    @Option(parsing: .unconditional, help: "The largest acceptable optimism of Nagelkerke's R2.")
    var optimism = 0.05

    @Option(parsing: .unconditional, help: "How exactly the overall risk is to be known.")
    var margin = 0.05

    @Option(help: "text or json.")
    var format: Format = .text

    func validate() throws {
      guard [r2, nagelkerkeR2, concordance].compactMap({ $0 }).count == 1 else {
        throw ValidationError("State one of --r2, --nagelkerke-r2 and --c-statistic.")
      }
    }

    func report(_ outcome: PlannedOutcome) throws {
      let anticipated: AnticipatedR2 =
        r2.map { .coxSnell($0) } ?? nagelkerkeR2.map { .nagelkerke($0) }
        ?? .concordance(concordance ?? .nan)
      var plan = MinimumSampleSize.Plan(
        outcome: outcome, parameters: parameters, anticipated: anticipated)
      plan.shrinkage = shrinkage
      plan.optimism = optimism
      plan.margin = margin
      do {
        let report = SampleSizeReport(try MinimumSampleSize(plan))
        switch format {
        case .text: try writeResult(report.text)
        case .json: try writeResult(report.json.text(.unwrapped))
        }
      } catch let error as SampleSizeError {
        throw Failure(.usage, error.description)
      }
    }
  }

  struct SampleSizeCox: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cox", abstract: "For a Cox model.",
      discussion: """
        sarcoma samplesize cox --parameters 30 --r2 0.051 --rate 0.065 --mean-follow-up 2.07 --horizon 2

        Rate, mean follow-up and horizon are in one unit of time, such as years.
        """)

    @OptionGroup var plan: PlanOptions

    @Option(parsing: .unconditional, help: "Events a person and unit of time.")
    var rate: Double

    @Option(parsing: .unconditional, help: "Mean follow-up.")
    var meanFollowUp: Double

    @Option(parsing: .unconditional, help: "The time of interest.")
    var horizon: Double

    func run() throws {
      try plan.report(.timeToEvent(rate: rate, meanFollowUp: meanFollowUp, horizon: horizon))
    }
  }

  struct SampleSizeLogistic: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "logistic", abstract: "For a logistic model.",
      discussion: """
        sarcoma samplesize logistic --parameters 24 --r2 0.288 --prevalence 0.174
        """)

    @OptionGroup var plan: PlanOptions

    @Option(parsing: .unconditional, help: "The share of patients who have the outcome.")
    var prevalence: Double

    func run() throws { try plan.report(.binary(prevalence: prevalence)) }
  }
#endif
