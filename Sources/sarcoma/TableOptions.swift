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

    /// The unit that was stated, or else days.
    var timeUnit: TimeUnit { statedTimeUnit ?? .day }

    func readTable(_ path: String) throws(Failure) -> Table { try file.read(path) }

    func frameOptions() throws -> ModelFrameOptions {
      var options = ModelFrameOptions()
      options.condition = file.condition
      options.missingValues = na
      options.dateFormat = dateFormat
      options.timeFix = timeFix == .on ? .on : .off
      options.levels = try Self.statedLevels(levels)
      return options
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

    /// The times that an option states, in the order of time, each once.
    func horizons(_ text: String?, of option: String) throws(Failure) -> [Horizon] {
      try text.map { text throws(Failure) in
        try statedHorizons(text, of: option, bareUnit: timeUnit)
      } ?? []
    }

    /// The one time that an option states.
    func horizon(_ text: String?, of option: String) throws(Failure) -> Horizon? {
      let horizons = try horizons(text, of: option)
      guard horizons.count < 2 else {
        throw Failure(.usage, "\(option) takes one time, not '\(text ?? "")'.")
      }
      return horizons.first
    }
  }

  /// Those of ``statedHorizons(_:of:bareUnit:)``, all of them after time 0.
  func positiveHorizons(
    _ text: String, of option: String, bareUnit: TimeUnit
  ) throws(Failure) -> [Horizon] {
    let horizons = try statedHorizons(text, of: option, bareUnit: bareUnit)
    if let horizon = horizons.first, horizon.value <= 0 {
      throw Failure(.usage, "\(option): a horizon lies after time 0, not at \(horizon.text).")
    }
    return horizons
  }

  /// The times that an option states, in the order of time, each once; a bare number is in a unit.
  func statedHorizons(
    _ text: String, of option: String, bareUnit: TimeUnit
  ) throws(Failure) -> [Horizon] {
    var horizons: [Horizon] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let trimmed = String(part.filter { $0 != " " })
      guard !trimmed.isEmpty else {
        throw Failure(.usage, "\(option): a time is missing; write 5y, 18m or 90d.")
      }
      guard let horizon = Horizon(trimmed, bareUnit: bareUnit) else {
        throw Failure(.usage, "\(option): '\(part)' is no time; write 5y, 18m, 90d or a number.")
      }
      horizons.append(horizon)
    }
    let sorted = horizons.sorted { $0.time(in: bareUnit) < $1.time(in: bareUnit) }
    return sorted.enumerated().filter { place, horizon in
      place == 0 || horizon.time(in: bareUnit) != sorted[place - 1].time(in: bareUnit)
    }.map(\.element)
  }
#endif
