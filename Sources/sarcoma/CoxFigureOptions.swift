#if CommandLine
  public import ArgumentParser
  public import Reports

  extension CoxFigure: ExpressibleByArgument {}

  /// What a Cox fit draws, and where it goes.
  struct CoxFigureOptions: ParsableArguments {
    @OptionGroup var drawing: FigureOptions

    @Option(
      help: """
        What --figure draws: hazard-ratios, or coefficients-over-time (scaled Schoenfeld residuals with \
        their smooth, under --ph-transform and --ph-by).
        """)
    var show: CoxFigure?

    func validate() throws {
      try drawing.require(for: "--show", isGiven: show != nil)
    }
  }
#endif
