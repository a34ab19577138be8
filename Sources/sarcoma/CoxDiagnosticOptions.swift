#if CommandLine
  public import ArgumentParser
  public import Biostatistics
  import Reports

  extension TimeTransform: ExpressibleByArgument {}
  extension ProportionalHazardsTest.Unit: ExpressibleByArgument {}

  /// What a Cox fit says of its own assumptions, and of single rows.
  struct CoxDiagnosticOptions: ParsableArguments {
    @Option(help: "Whether to test proportional hazards.")
    var phTest: Switch = .on

    @Option(help: "Function of time for --ph-test and --ph-smooth: km, rank, identity or log.")
    var phTransform: TimeTransform = .kaplanMeier

    @Option(help: "Test proportional hazards by term or by column.")
    var phBy: ProportionalHazardsTest.Unit = .term

    @Option(help: "Whether the JSON holds the coefficients over time, with points and bands.")
    var phSmooth: Switch = .off

    @Option(
      help: """
        Write residuals to a CSV file, one line a row used: martingale, deviance, score, dfbeta, \
        dfbetas.
        """)
    var residuals: String?

    @Option(help: "Write Schoenfeld residuals to a CSV file, plain and scaled, one line an event.")
    var schoenfeld: String?

    /// Says what is wanted of a fit.
    func ask(_ request: inout CoxRequest) {
      request.testsProportionalHazards = phTest == .on
      request.transform = phTransform
      request.testUnit = phBy
      request.showsCoefficientsOverTime = phSmooth == .on
      if residuals != nil { request.expected.append(.residuals) }
      if schoenfeld != nil { request.expected.append(.schoenfeld) }
    }

    /// Writes the files that were asked for.
    func writeResiduals(of answer: CoxAnswer) throws {
      if let residuals {
        let tables = CoxResidualTables(try answer.proportional(for: .residuals).model)
        try write(CSVWriter.bytes(of: try tables.byRow()), to: residuals)
      }
      if let schoenfeld {
        let tables = CoxResidualTables(try answer.proportional(for: .schoenfeld).model)
        try write(CSVWriter.bytes(of: try tables.byEvent()), to: schoenfeld)
      }
    }
  }
#endif
