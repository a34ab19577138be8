#if CommandLine
  import ArgumentParser
  import PrognosticModels
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

    var isEmpty: Bool {
      predictedRisk.isEmpty && predictedSurvival.isEmpty && linearPredictor == nil
    }

    /// The columns, a bare horizon counted in a unit.
    func columns(_ unit: TimeUnit) throws(Failure) -> [PredictedColumn] {
      var columns: [PredictedColumn] = []
      for text in predictedRisk {
        columns.append(try column(text, .risk, "--predicted-risk", unit))
      }
      for text in predictedSurvival {
        columns.append(try column(text, .survival, "--predicted-survival", unit))
      }
      if let linearPredictor { columns.append(PredictedColumn(linearPredictor, .linearPredictor)) }
      return columns
    }

    /// `column@5y`; a column's own name may hold an @.
    private func column(
      _ text: String, _ kind: PredictedColumn.Kind, _ option: String, _ unit: TimeUnit
    ) throws(Failure) -> PredictedColumn {
      guard let sign = text.lastIndex(of: "@") else { return PredictedColumn(text, kind) }
      let horizons = try statedHorizons(
        String(text[text.index(after: sign)...]), of: option, bareUnit: unit)
      guard horizons.count == 1, horizons[0].value > 0 else {
        throw Failure(
          .usage,
          "\(option) takes a column and one horizon after time 0, as risk_5y@5y, not '\(text)'.")
      }
      return PredictedColumn(String(text[..<sign]), kind, at: horizons[0])
    }
  }
#endif
