#if CommandLine
  public import ArgumentParser
  import Biostatistics
  import PrognosticModels
  import Reports

  extension TimeUnit: ExpressibleByArgument {}

  enum SeparatorName: String, ExpressibleByArgument, CaseIterable {
    case automatic, comma, semicolon, tab

    var separator: CSVOptions.Separator {
      switch self {
      case .automatic: .automatic
      case .comma: .comma
      case .semicolon: .semicolon
      case .tab: .tab
      }
    }
  }

  /// How the file of a table is read, and which of its rows are used.
  struct TableFileOptions: ParsableArguments {
    @Option(name: .customLong("where"), help: "Keep the rows for which a condition holds.")
    var condition: String?

    @Option(help: "A further text that means missing, beside the empty cell and NA. Repeatable.")
    var missing: [String] = []

    @Option(help: "Separator of the file: automatic, comma, semicolon or tab.")
    var separator: SeparatorName = .automatic

    func read(_ path: String) throws(Failure) -> Table {
      var options = CSVOptions()
      options.separator = separator.separator
      options.missingTokens.formUnion(missing)
      do {
        return try CSVReader.read(path: path, options: options)
      } catch {
        throw Failure(.badData, error.description)
      }
    }
  }

  /// Patients on whom a model is judged or brought up to date: what became of them, and their table.
  struct CohortOptions: ParsableArguments {
    @Option(
      help: """
        What became of the patients, in R's language: Surv(time, event), or for an outcome without time a \
        column of two values or condition.
        """)
    var outcome: String

    @Option(help: "What the table's times count: day, month or year; otherwise the model's unit.")
    var unit: TimeUnit?

    @OptionGroup var file: TableFileOptions
    @OptionGroup var library: LibraryOptions

    var frameOptions: ModelFrameOptions {
      var options = ModelFrameOptions()
      options.condition = file.condition
      return options
    }
  }
#endif
