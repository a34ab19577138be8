#if CommandLine
  public import ArgumentParser
  public import Biostatistics
  public import Reports

  enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }
  extension TimeUnit: ExpressibleByArgument {}
  extension DateFormat: ExpressibleByArgument {}
  extension ModelFrameOptions.MissingValues: ExpressibleByArgument {}

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

  /// How a table is read and which of its rows are used.
  struct TableOptions: ParsableArguments {
    @Option(name: .customLong("where"), help: "Keep the rows for which a condition holds.")
    var condition: String?

    @Option(
      name: .customLong("levels"),
      help: "Order of a factor's levels, the first the reference: COL=a,b,c. Repeatable.")
    var levels: [String] = []

    @Option(help: "Rows with a missing value: omit or fail.")
    var na: ModelFrameOptions.MissingValues = .omit

    @Option(help: "A further text that means missing, beside the empty cell and NA. Repeatable.")
    var missing: [String] = []

    @Option(help: "Separator of the file: automatic, comma, semicolon or tab.")
    var separator: SeparatorName = .automatic

    @Option(help: "Order of a date's parts: y-m-d, d/m/y or m/d/y.")
    var dateFormat: DateFormat = .iso

    @Option(help: "Whether times that differ by at most 1e-12 of the larger are one.")
    var timeFix: Switch = .on

    @Option(help: "What the times count: day, month or year.")
    var timeUnit: TimeUnit = .day

    func readTable(_ path: String) throws -> Table {
      var options = CSVOptions()
      options.separator = separator.separator
      options.missingTokens.formUnion(missing)
      do {
        return try CSVReader.read(path: path, options: options)
      } catch {
        throw Failure(.badData, error.description)
      }
    }

    func frameOptions() throws -> ModelFrameOptions {
      var options = ModelFrameOptions()
      options.condition = condition
      options.missingValues = na
      options.dateFormat = dateFormat
      options.timeFix = timeFix == .on ? .on : .off
      for text in levels {
        guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
          throw ValidationError("--levels takes COL=a,b,c, not '\(text)'.")
        }
        let names = text[text.index(after: sign)...].split(
          separator: ",", omittingEmptySubsequences: false)
        options.levels[String(text[..<sign])] = names.map(String.init)
      }
      return options
    }

    func horizons(_ text: String?) throws -> [Horizon] {
      guard let text else { return [] }
      guard !text.isEmpty else { throw ValidationError("A time is missing; write 5y, 18m or 90d.") }
      return try text.split(separator: ",").map { part in
        let trimmed = part.drop { $0 == " " }
        guard let horizon = Horizon(String(trimmed), bareUnit: timeUnit) else {
          throw ValidationError("'\(part)' is no time; write 5y, 18m, 90d or a number.")
        }
        return horizon
      }
    }
  }
#endif
