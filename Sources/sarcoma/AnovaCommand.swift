#if CommandLine
  import ArgumentParser
  import Biostatistics
  import PrognosticModels
  import Reports

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

    enum Test: String, ExpressibleByArgument, CaseIterable {
      case wald, lr, type2, sequential
    }

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "A model document that 'sarcoma fit --output' wrote.")
    var model: String

    @Argument(help: "A second document, to compare, or the CSV table of the fit, to fit again.")
    var other: String?

    @Option(
      help: """
        wald; or with the table lr (against the whole model), type2 (added to the terms that do not \
        hold it) or sequential (added one after another). (default: wald; with a table lr)
        """)
    var test: Test?

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
    var format: Format = .text

    @OptionGroup var tableOptions: TableOptions
    @OptionGroup var library: LibraryOptions

    private var isComparison: Bool { other?.hasSuffix(".json") ?? false }

    func validate() throws {
      guard confidence > 0, confidence < 1 else {
        throw ValidationError("--confidence lies between 0 and 1, not at \(confidence).")
      }
      if isComparison {
        guard test == nil, contrasts.isEmpty else {
          throw ValidationError("--test and --contrast are of one model; leave the second out.")
        }
      } else if other == nil {
        guard test == nil || test == .wald else {
          throw ValidationError(
            "--test \(test?.rawValue ?? "") fits the model again; name the table behind the model.")
        }
      } else if test == .wald {
        throw ValidationError("--test wald needs no table; leave it out.")
      }
    }

    func run() throws {
      let document = try library.model(model).model
      try refusing { try answer(document) }
    }

    private func answer(_ document: PrognosticModel) throws {
      do {
        if isComparison, let other {
          try compare(document, try library.model(other).model)
        } else {
          try testTerms(of: document)
        }
      } catch let error as DocumentRegressionError {
        throw Failure(.badData, error.description)
      } catch let error as InferenceError {
        throw Failure(.badData, error.description)
      } catch let error as ComparisonError {
        throw Failure(.badData, error.description)
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as FitError {
        throw Failure(.badData, error.description)
      }
    }

    private func compare(_ first: PrognosticModel, _ second: PrognosticModel) throws {
      guard let a = first.fit else { throw DocumentRegressionError.noFit(id: first.id) }
      guard let b = second.fit else { throw DocumentRegressionError.noFit(id: second.id) }
      // Two documents of one id are told apart by their files.
      let isSame = first.id == second.id
      let report = FitComparisonReport(
        try NestedComparison(
          a.summary(named: isSame ? model : first.id),
          b.summary(named: isSame ? other ?? "" : second.id)))
      switch format {
      case .text: try writeResult(report.text)
      case .json: try writeResult(report.json.text(.unwrapped))
      }
    }

    private func testTerms(of document: PrognosticModel) throws {
      let regression = try DocumentRegression(document)
      let stated = try contrasts.map { try contrast($0, of: regression) }
      let report = AnovaReport(
        regression, tests: try tests(of: regression),
        contrasts: stated.isEmpty
          ? nil
          : try AnovaReport.Contrasts(stated, of: regression, confidence: confidence),
        confidence: confidence)
      switch format {
      case .text: try writeResult(report.text)
      case .json: try writeResult(report.json.text(.unwrapped))
      }
    }

    private func tests(of regression: DocumentRegression) throws -> AnovaReport.Tests {
      guard let other else { return .wald(regression.waldTests) }
      let fit = try refit(regression, to: other)
      switch test ?? .lr {
      case .wald: return .wald(regression.waldTests)
      case .lr: return .likelihoodRatio(try fit.likelihoodRatioTests())
      case .type2: return .typeTwo(try fit.typeTwoTests())
      case .sequential: return .sequential(try fit.sequentialTests())
      }
    }

    /// The model fitted again to its table, which is checked to be that.
    private func refit(
      _ regression: DocumentRegression, to path: String
    ) throws -> any RefittableRegression {
      let record = regression.record
      if record.isPenalized { throw InferenceError.penalty }
      if record.isRobust { throw InferenceError.robustVariance }
      var frameOptions = try tableOptions.request().options
      frameOptions.weights = weights
      let (formula, table) = (try Formula(record.formula), try tableOptions.readTable(path))
      if case .logistic = regression.model.form {
        let model = try LogisticModel(BinaryFrame(formula, in: table, options: frameOptions))
        try record.check(model.summary(named: regression.model.id))
        return SlopesOfRegression(of: model)
      }
      guard let ties = record.ties.flatMap({ TieHandling(rawValue: $0) }) else {
        throw Failure(
          .badData,
          "The document does not say how it counted ties, so it cannot be fitted again.")
      }
      var options = CoxOptions()
      options.ties = ties
      options.concordance = false
      let model = try CoxModel(
        SurvivalFrame(formula, in: table, options: frameOptions), options: options)
      try record.check(model.summary(named: regression.model.id))
      return model
    }

    private func contrast(
      _ text: String, of regression: DocumentRegression
    ) throws -> LinearContrast {
      if let sum = regression.coefficientSum(text) { return sum }
      let sides = Self.sides(of: text)
      guard sides.count == 2, sides.allSatisfy({ $0.contains("=") }) else {
        throw DocumentRegressionError.unreadableContrast(
          text, columns: regression.regressionColumns.map(\.name))
      }
      let patients = try sides.map { try StatedCovariates($0, of: "contrast").values }
      return try regression.contrast(named: text, patients[0], patients[1])
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
  }
#endif
