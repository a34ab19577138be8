#if CommandLine
  import ArgumentParser
  import Reports

  /// Where the drawing of a result goes.
  struct FigureOptions: ParsableArguments {
    @Option(help: "Draw the result: an SVG file to write.")
    var figure: String?

    @Option(help: "A CSV file for the values that --figure draws.")
    var data: String?

    func validate() throws {
      guard data == nil || figure != nil else {
        throw ValidationError("--data writes what --figure draws; name a --figure too.")
      }
    }

    /// Refuses an option that chooses what `--figure` draws where nothing is drawn.
    func require(for option: String, isGiven: Bool) throws {
      guard !isGiven || figure != nil else {
        throw ValidationError("\(option) says what --figure draws; name a --figure too.")
      }
    }

    /// Writes the files that were asked for; draws nothing where none was.
    func write(_ drawing: () throws -> Figure) throws {
      guard let figure else { return }
      do {
        try sarcoma.write(try drawing(), to: figure, data: data)
      } catch let error as FigureUnavailable {
        throw Failure(.badData, error.description)
      }
    }
  }

  /// Writes a figure as SVG, and the values that it shows as CSV if they are wanted.
  func write(_ figure: Figure, to path: String, data: String?) throws(Failure) {
    try write(Array(figure.svg.utf8), to: path)
    if let data { try write(Array(figure.data.csv.utf8), to: data) }
  }
#endif
