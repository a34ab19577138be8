#if CommandLine
  import ArgumentParser
  import Biostatistics
  import Reports

  /// What a Cox fit draws, and where it goes.
  struct CoxFigureOptions: ParsableArguments {
    enum Show: String, ExpressibleByArgument, CaseIterable {
      case hazardRatios = "hazard-ratios"
      case coefficientsOverTime = "coefficients-over-time"
    }

    @OptionGroup var drawing: FigureOptions

    @Option(
      help: """
        What --figure draws: hazard-ratios, or coefficients-over-time (scaled Schoenfeld residuals with \
        their smooth, under --ph-transform and --ph-by).
        """)
    var show: Show?

    func validate() throws {
      try drawing.require(for: "--show", isGiven: show != nil)
    }

    var drawsCoefficientsOverTime: Bool { show == .coefficientsOverTime }

    /// Writes the files that were asked for.
    func write(
      _ report: CoxFitReport, coefficients: [CoefficientOverTime], by transform: TimeTransform
    ) throws(Failure) {
      try drawing.write { () throws(FigureUnavailable) in
        guard drawsCoefficientsOverTime else { return report.figure }
        return try report.figure(
          of: coefficients, by: transform, test: report.proportionalHazardsTest)
      }
    }
  }
#endif
