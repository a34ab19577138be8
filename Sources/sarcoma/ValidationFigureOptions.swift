#if CommandLine
  public import ArgumentParser
  public import Reports

  extension ValidationFigure: ExpressibleByArgument {}

  /// What a validation draws, and where it goes.
  struct ValidationFigureOptions: ParsableArguments {
    @OptionGroup var drawing: FigureOptions

    @Option(help: "What --figure draws: calibration or decision.")
    var show: ValidationFigure?

    @Option(
      help: "Horizons that --figure draws, as 5y, a panel each. (default: all that were validated)")
    var figureAt: String?

    func validate() throws {
      try drawing.require(for: "--show", isGiven: show != nil)
      try drawing.require(for: "--figure-at", isGiven: figureAt != nil)
    }

    var request: FigureRequest {
      FigureRequest(show: show?.rawValue, times: figureAt.map { StatedTimes($0) })
    }
  }
#endif
