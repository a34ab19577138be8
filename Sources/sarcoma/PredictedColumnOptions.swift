#if CommandLine
  import ArgumentParser
  import Reports

  /// Predictions that stand in the table, in a model's place.
  struct PredictedColumnOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        """
        A column of predicted risks and their horizon, in a model's place; without @ for an outcome \
        without time. Repeatable.
        """, valueName: "column@5y"))
    var predictedRisk: [String] = []

    @Option(
      help: ArgumentHelp(
        "The same of predicted survival, which is 1 less the risk. Repeatable.",
        valueName: "column@5y"))
    var predictedSurvival: [String] = []

    @Option(
      help: ArgumentHelp("A column of log hazards, in a model's place.", valueName: "column"))
    var linearPredictor: String?

    var request: PredictedColumnsRequest {
      var request = PredictedColumnsRequest()
      request.risks = predictedRisk
      request.survivals = predictedSurvival
      request.linearPredictor = linearPredictor
      return request
    }
  }
#endif
