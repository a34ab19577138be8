#if CommandLine
  public import ArgumentParser
  public import Biostatistics
  import Reports

  enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }
  extension DateFormat: ExpressibleByArgument {}
  extension ModelFrameOptions.MissingValues: ExpressibleByArgument {}

  /// How a table is read and understood.
  struct TableOptions: ParsableArguments {
    @OptionGroup var file: TableFileOptions

    @Option(
      name: .customLong("levels"),
      help: "Order of a factor's levels, the first the reference: COL=a,b,c. Repeatable.")
    var levels: [String] = []

    @Option(help: "Rows with a missing value: omit or fail.")
    var na: ModelFrameOptions.MissingValues = .omit

    @Option(help: "Order of a date's parts: y-m-d, d/m/y or m/d/y.")
    var dateFormat: DateFormat = .iso

    @Option(help: "Whether times that differ by at most 1e-12 of the larger are one.")
    var timeFix: Switch = .on

    @Option(
      name: .customLong("time-unit"),
      help: "What the times count: day, month or year. (default: day)")
    var statedTimeUnit: TimeUnit?

    func readTable(_ path: String) throws(Failure) -> Table { try file.read(path) }

    func request() throws -> FrameRequest {
      var request = FrameRequest()
      request.statedTimeUnit = statedTimeUnit
      request.options.condition = file.condition
      request.options.missingValues = na
      request.options.dateFormat = dateFormat
      request.options.timeFix = timeFix == .on ? .on : .off
      request.options.levels = try Self.statedLevels(levels)
      return request
    }

    /// The levels that --levels states, by column.
    static func statedLevels(_ texts: [String]) throws -> [String: [String]] {
      var result: [String: [String]] = [:]
      for text in texts {
        let (column, names) = try statedLevels(text)
        guard result.updateValue(names, forKey: column) == nil else {
          throw Failure(.usage, "--levels states the levels of '\(column)' twice; state them once.")
        }
      }
      return result
    }

    private static func statedLevels(_ text: String) throws(Failure) -> (
      column: String, names: [String]
    ) {
      do {
        var reader = ListReader(text)
        let column = try reader.field(before: "=")
        guard !column.isEmpty, reader.skip("=") else {
          throw Failure(.usage, "--levels takes COL=a,b,c, not '\(text)'.")
        }
        var names: [String] = []
        repeat { names.append(try reader.field(before: ",")) } while reader.skip(",")
        guard !names.contains("") else {
          throw Failure(.usage, "--levels '\(text)': a level is empty; write COL=a,b,c.")
        }
        return (column, names)
      } catch let error as ListError {
        throw Failure(.usage, "--levels '\(text)': \(error.sentence)")
      } catch let failure as Failure {
        throw failure
      } catch {
        throw Failure(.usage, "--levels '\(text)': \(error)")
      }
    }
  }
#endif
