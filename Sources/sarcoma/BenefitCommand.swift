#if CommandLine
  public import ArgumentParser
  import PrognosticModels
  public import Reports

  extension BenefitFigure: ExpressibleByArgument {}

  struct BenefitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "benefit",
      abstract:
        "What chemotherapy before surgery would change for one patient, and how sure that is.",
      discussion: """
        Without --effect, every source that compares with no chemotherapy. A survival of one's own, such \
        as that of the authors' calculator, takes the model's place: --survival 10y=0.48,0.40,0.56. \
        With --prognosis-only, survival without chemotherapy and no effect at all.

        \(IntendedUse.statement)
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var library: LibraryOptions
    @OptionGroup var patientOptions: PatientOptions

    @Option(
      help:
        "Model whose survival stands for that without chemotherapy: an id, or a document's path.")
    var model: String?

    @Option(name: .customLong("effect"), help: "An effect by its id. Repeatable.")
    var effects: [String] = []

    @Option(parsing: .unconditional, help: "A hazard ratio of one's own.")
    var hazardRatio: Double?

    @Option(parsing: .unconditional, help: "Its 95 % interval, as 0.7,1.2.")
    var hazardRatioInterval: String?

    @Flag(help: "Survival without chemotherapy alone: no effect is put on it.")
    var prognosisOnly = false

    @Option(
      name: .customLong("survival"),
      help: "Survival without chemotherapy, as 5y=0.48 or 5y=0.48,0.40,0.56. Repeatable.")
    var survivals: [String] = []

    @Option(help: "Times, as 5y,10y; otherwise the baseline's.")
    var at: String?

    @Flag(
      help: "Every estimate, criterion, citation, caveat and regimen behind the answer, as text.")
    var details = false

    @OptionGroup var drawing: FigureOptions

    @Option(
      help: """
        What --figure draws, of the estimate that the text answers with: curves (survival without and \
        with) or icons (100 patients). Choose the estimate by --effect.
        """)
    var show: BenefitFigure?

    @Option(help: "text or json (which always has everything).")
    var format: Format = .text

    func validate() throws {
      try drawing.require(for: "--show", isGiven: show != nil)
      guard hazardRatioInterval == nil || hazardRatio != nil else {
        throw ValidationError("--hazard-ratio-interval belongs to a --hazard-ratio.")
      }
      guard survivals.isEmpty || (model == nil && at == nil) else {
        throw ValidationError("--survival takes the place of --model, and states its own times.")
      }
      guard !prognosisOnly || (effects.isEmpty && hazardRatio == nil) else {
        throw ValidationError(
          "--prognosis-only takes no --effect and no --hazard-ratio; leave one of them out.")
      }
    }

    func run() throws {
      let library = try library.library()
      for fault in library.faults { writeError("sarcoma: \(fault.description)") }
      let question = try question()
      let patient = try patientOptions.read()
      do {
        let report = BenefitReport(try library.benefit(for: patient, question))
        try drawing.write { () throws(FigureUnavailable) in
          try report.figure(
            show ?? .curves, course: library.survivalCourse(of: report.benefit, for: patient))
        }
        switch format {
        case .text: try writeResult(details ? report.detailedText : report.text)
        case .json: try writeResult(report.json.text())
        }
      } catch let refusal as BenefitRefusal {
        throw Failure(refusal.isUsage ? .usage : .badData, refusal.description)
      }
    }

    private func question() throws -> BenefitQuestion {
      var question = BenefitQuestion()
      if let model { question.document = try library.model(model).model }
      question.effects = effects
      question.isPrognosisOnly = prognosisOnly
      if let at {
        let parts = at.split(separator: ",", omittingEmptySubsequences: false)
        var horizons: [Horizon] = []
        for part in parts {
          let time = try time(String(part.filter { $0 != " " }))
          if !horizons.contains(time) { horizons.append(time) }
        }
        question.horizons = horizons
      }
      do {
        if let hazardRatio {
          let limits = try hazardRatioInterval.map {
            try Self.numbers($0, count: 2, of: "--hazard-ratio-interval")
          }
          question.ratio = try RatioEstimate(
            .hazardRatio, hazardRatio, interval: limits.map { (lower: $0[0], upper: $0[1]) })
        }
        question.survivals = try survivals.map(survival)
      } catch let error as BenefitError {
        throw Failure(.usage, error.description)
      }
      return question
    }

    private func survival(_ text: String) throws -> BenefitQuestion.Survival {
      guard let sign = text.firstIndex(of: "=") else {
        throw ValidationError("--survival takes 5y=0.48 or 5y=0.48,0.40,0.56, not '\(text)'.")
      }
      let rest = String(text[text.index(after: sign)...])
      let values = try Self.numbers(rest, count: rest.contains(",") ? 3 : 1, of: "--survival")
      return BenefitQuestion.Survival(
        time: try time(String(text[..<sign])),
        survival: try BaselineSurvival(
          values[0], interval: values.count == 3 ? (lower: values[1], upper: values[2]) : nil))
    }

    private func time(_ text: String) throws -> Horizon {
      guard let horizon = Horizon(text, bareUnit: .year), horizon.value > 0 else {
        throw ValidationError("'\(text)' is no time; write 5y, 18m or 90d.")
      }
      return horizon
    }

    private static func numbers(_ text: String, count: Int, of option: String) throws -> [Double] {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).compactMap {
        Double($0)
      }
      guard numbers.count == count else {
        throw ValidationError(
          "\(option) '\(text)' is not \(count == 1 ? "a number" : "\(count) numbers").")
      }
      return numbers
    }
  }
#endif
