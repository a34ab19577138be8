#if CommandLine
  import ArgumentParser

  /// When the search of a fit ends.
  struct SearchOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "The most steps of the search: 1 to 10,000.")
    var iterations = 50

    @Option(
      parsing: .unconditional,
      help: "Length of a step, in standard errors, at which the search ends: 1e-12 to 0.1.")
    var tolerance = 1e-9

    func validate() throws {
      guard (1...10_000).contains(iterations) else {
        throw ValidationError("--iterations lies between 1 and 10,000, not at \(iterations).")
      }
      // Below, rounding keeps the search from ending; above, it ends before it has begun.
      guard tolerance >= 1e-12, tolerance <= 0.1 else {
        throw ValidationError("--tolerance lies between 1e-12 and 0.1, not at \(tolerance).")
      }
    }
  }
#endif
