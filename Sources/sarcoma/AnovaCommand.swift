#if CommandLine
  public import ArgumentParser
  import Biostatistics
  import PrognosticModels
  public import Reports

  extension AnovaRequest.Test: ExpressibleByArgument {}

  struct AnovaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "anova",
      abstract: "Test the terms of a fit, compare nested fits, and estimate contrasts.",
      discussion: """
        sarcoma anova MODEL.json: Wald tests of each term with its interactions, of what is nonlinear, \
        and of all, from the document alone.

        sarcoma anova SMALL.json LARGE.json: the likelihood-ratio test of two nested fits of the same \
        rows.

        sarcoma anova MODEL.json TABLE.csv: likelihood-ratio tests, by fitting the model again to the \
        table that it was fitted to, without its terms. State the options of the fit: --where, \
        --missing, --levels, --weights; the rows are compared with those of the fit.

        A contrast is two patients, --contrast 'age=70 - age=50', or a sum of coefficients, \
        --contrast '2 * age - sexmale'.
        """)

    @Argument(help: "A model document that 'sarcoma fit --output' wrote.")
    var model: String

    @Argument(help: "A second document, to compare, or the CSV table of the fit, to fit again.")
    var other: String?

    @Option(
      help: """
        wald; or with the table lr (against the whole model), type2 (added to the terms that do not \
        hold it) or sequential (added one after another). (default: wald; with a table lr)
        """)
    var test: AnovaRequest.Test?

    @Option(
      name: .customLong("contrast"), parsing: .unconditionalSingleValue,
      help: """
        Two patients, as 'age=70, sex=male - age=50, sex=male', or a sum of coefficients. What is \
        stated of neither is the same in both. Repeatable: several are also tested together.
        """)
    var contrasts: [String] = []

    @Option(help: "Column of case weights of the fit.")
    var weights: String?

    @Option(parsing: .unconditional, help: "Level of the intervals.")
    var confidence = 0.95

    @Option(help: "text or json.")
    var format: OutputFormat = .text

    @OptionGroup var tableOptions: TableOptions
    @OptionGroup var library: LibraryOptions

    private var isComparison: Bool { other?.hasSuffix(".json") ?? false }

    private func request() throws -> AnovaRequest {
      var request = AnovaRequest()
      request.test = test
      request.contrasts = contrasts
      request.confidence = confidence
      request.frame = try tableOptions.request()
      request.frame.options.weights = weights
      return request
    }

    func run() throws {
      try refusing {
        let request = try request()
        try request.check(comparesFits: isComparison, hasTable: other != nil)
        let document = try library.model(model).model
        if isComparison, let other {
          let second = try library.model(other).model
          try writeResult(
            try request.comparison(of: document, with: second, names: (model, other)), format)
        } else {
          let table = try other.map { try tableOptions.readTable($0) }
          try writeResult(try request.answer(of: document, on: table), format)
        }
      }
    }
  }
#endif
