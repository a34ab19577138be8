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

    func validate() throws {
      guard phSmooth == .off || phTest == .on else {
        throw ValidationError("--ph-smooth on needs --ph-test on.")
      }
    }

    func test(of model: CoxModel) throws(FitError) -> ProportionalHazardsTest? {
      guard phTest == .on else { return nil }
      return try model.proportionalHazardsTest(phTransform, by: phBy)
    }

    /// - Parameter isDrawn: whether a figure wants them, whatever the JSON holds.
    func smooth(of model: CoxModel, isDrawn: Bool) throws(FitError) -> [CoefficientOverTime] {
      guard phSmooth == .on || isDrawn else { return [] }
      return try model.coefficientsOverTime(phTransform, by: phBy)
    }

    /// Writes the files that were asked for.
    func writeResiduals(of model: CoxModel) throws(Failure) {
      let tables = CoxResidualTables(model)
      do {
        if let residuals { try write(CSVWriter.bytes(of: try tables.byRow()), to: residuals) }
        if let schoenfeld { try write(CSVWriter.bytes(of: try tables.byEvent()), to: schoenfeld) }
      } catch let error as TableError {
        throw Failure(.badData, error.description)
      } catch let error as CSVError {
        throw Failure(.badData, error.description)
      } catch let failure as Failure {
        throw failure
      } catch {
        throw Failure(.fault, "\(error)")
      }
    }
  }
#endif
