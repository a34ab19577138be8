#if CommandLine
  public import ArgumentParser
  import PrognosticModels
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

    /// Writes the files that were asked for.
    ///
    /// - Parameter thresholds: of a decision curve, where they were stated.
    func write(
      _ report: SurvivalValidationReport, thresholds: [Double]?
    ) throws(Failure) {
      let horizons = try figureAt.map { text throws(Failure) in
        try statedHorizons(text, of: "--figure-at", bareUnit: report.unit)
      }
      try drawing.write { () throws(FigureUnavailable) in
        try report.figure(show ?? .calibration, at: horizons, thresholds: thresholds)
      }
    }

    /// Writes the files that were asked for.
    func write(
      _ report: BinaryValidationReport, thresholds: [Double]?
    ) throws(Failure) {
      guard figureAt == nil else {
        throw Failure(.usage, "--figure-at belongs to Surv(time, event); this outcome has no time.")
      }
      try drawing.write { () throws(FigureUnavailable) in
        try report.figure(show ?? .calibration, thresholds: thresholds)
      }
    }
  }
#endif
