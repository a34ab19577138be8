#if CommandLine
  import ArgumentParser
  import Biostatistics
  import Reports

  /// How the modelling behind a document is repeated on other patients of the same table.
  struct ResamplingOptions: ParsableArguments {
    @Option(
      help: """
        Correct each index for optimism by so many bootstrap samples, the whole modelling repeated in \
        each. MODEL is a document that 'sarcoma fit --output' wrote, and TABLE its table.
        """)
    var bootstrap: Int?

    @Option(
      help: "Take these samples: a CSV file with a column of row numbers, from 1, a sample.")
    var resamples: String?

    @Option(help: "Cross-validate in so many folds, the whole modelling repeated without each.")
    var folds: Int?

    @Option(help: "How often the rows are dealt out to --folds. (default: 1)")
    var repeats: Int?

    @Flag(help: "Deal the events out to --folds first, so that each has its share.")
    var foldsByEvent = false

    @Option(help: "Cross-validate in the folds of this column.")
    var foldColumn: String?

    @Option(
      help: """
        Leave each centre of this column out, repeat the modelling on the others, and validate it there:         internal-external cross-validation.
        """)
    var centre: String?

    @Option(parsing: .unconditional, help: "Seed of the samples and folds. (default: 1)")
    var seed: Int?

    @Option(
      help: """
        Terms are eliminated backwards as a part of the modelling: p=0.157 by Wald tests, or aic.
        """)
    var select: String?

    @Option(
      help: """
        The terms that the selection began with, as 'age + sex + grade'; otherwise the model's own.
        """)
    var candidates: String?

    @Option(
      name: .customLong("levels"),
      help: "Order of a factor's levels in the fit: COL=a,b,c. Repeatable.")
    var levels: [String] = []

    @Option(help: "Column of the fit that says which rows are drawn together.")
    var cluster: String?

    @Option(
      help: """
        Keep what has been resampled in this file, and go on from it: after Ctrl-C, or with more \
        samples.
        """)
    var state: String?

    func validate() throws {
      guard state != nil, bootstrap == nil, resamples == nil else { return }
      guard folds != nil || foldColumn != nil || centre != nil else {
        throw ValidationError(
          OptionError.resampling(.ofNothing(option: "state")).sentence(.flags))
      }
      throw ValidationError("--state keeps bootstrap samples; add --bootstrap.")
    }

    /// The same for the engine, which reads `--resamples` when it wants them.
    func request(reading file: TableFileOptions) throws -> ResamplingRequest {
      var request = ResamplingRequest()
      request.bootstrap = bootstrap
      request.resamples = resamples.map { path in { try file.read(path) } }
      request.folds = folds
      request.repeats = repeats
      request.foldsByEvent = foldsByEvent
      request.foldColumn = foldColumn
      request.centre = centre
      request.seed = seed
      request.selection = select
      request.candidates = candidates
      request.levels = try TableOptions.statedLevels(levels)
      request.cluster = cluster
      return request
    }

    /// What is said after Ctrl-C.
    func failure(_ stopped: ResamplingStopped) -> Failure {
      guard let (done, count) = stopped.resamples else {
        return Failure(
          .interrupted, "Stopped before the last repeat; the next run begins anew.")
      }
      let reached = "Stopped after \(done) of \(count) resamples"
      return Failure(
        .interrupted,
        state.map { "\(reached); '\($0)' keeps them, and the same command goes on from there." }
          ?? "\(reached); with --state FILE the next run can be gone on with.")
    }
  }
#endif
