#if CommandLine
  import ArgumentParser
  import Reports

  /// When the search of a fit ends.
  struct SearchOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "The most steps of the search: 1 to 10,000.")
    var iterations = 50

    @Option(
      parsing: .unconditional,
      help: "Length of a step, in standard errors, at which the search ends: 1e-12 to 0.1.")
    var tolerance = 1e-9

    /// The search, with what holds its coefficients.
    func request(firth: Bool, ridge: Double?, ridgeScale: Switch) -> SearchRequest {
      var request = SearchRequest()
      request.iterations = iterations
      request.tolerance = tolerance
      request.firth = firth
      request.ridge = ridge
      request.isRidgeScaled = ridgeScale == .on
      return request
    }
  }
#endif
