#if CommandLine
  import ArgumentParser
  import PrognosticModels
  import Reports

  struct BenefitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "benefit",
      abstract:
        "What chemotherapy before surgery would change for one patient, and how sure that is.",
      discussion: """
        Without --effect, every source that compares with no chemotherapy. A survival of one's own, such \
        as that of the authors' calculator, takes the model's place: --survival 10y=0.48,0.40,0.56.

        \(IntendedUse.statement)
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var library: LibraryOptions
    @OptionGroup var patientOptions: PatientOptions

    @Option(help: "Model whose survival stands for that without chemotherapy.")
    var model: String?

    @Option(name: .customLong("effect"), help: "An effect by its id. Repeatable.")
    var effects: [String] = []

    @Option(help: "A hazard ratio of one's own.")
    var hazardRatio: Double?

    @Option(help: "Its 95 % interval, as 0.7,1.2.")
    var hazardRatioInterval: String?

    @Option(
      name: .customLong("survival"),
      help: "Survival without chemotherapy, as 5y=0.48 or 5y=0.48,0.40,0.56. Repeatable.")
    var survivals: [String] = []

    @Option(help: "Times, as 5y; otherwise the baseline's.")
    var at: String?

    @Option(help: "text or json.")
    var format: Format = .text

    func validate() throws {
      guard hazardRatioInterval == nil || hazardRatio != nil else {
        throw ValidationError("--hazard-ratio-interval belongs to a --hazard-ratio.")
      }
      guard survivals.isEmpty || (model == nil && at == nil) else {
        throw ValidationError("--survival takes the place of --model, and states its own times.")
      }
    }

    func run() throws {
      let library = try library.library()
      for fault in library.faults { writeError("sarcoma: \(fault.description)") }
      let patient = try patientOptions.read()
      do {
        let report = BenefitReport(try library.benefit(for: patient, try question()))
        switch format {
        case .text: try writeResult(report.text)
        case .json: try writeResult(report.json.text() + "\n")
        }
      } catch let refusal as BenefitRefusal {
        throw Failure(.badData, refusal.description)
      }
    }

    private func question() throws -> BenefitQuestion {
      var question = BenefitQuestion()
      question.model = model
      question.effects = effects
      question.horizons = try at.map { try $0.split(separator: ",").map { try time(String($0)) } }
      do {
        if let hazardRatio {
          let limits = try hazardRatioInterval.map { try Self.numbers($0, count: 2) }
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
      let values = try Self.numbers(rest, count: rest.contains(",") ? 3 : 1)
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

    private static func numbers(_ text: String, count: Int) throws -> [Double] {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).compactMap {
        Double($0)
      }
      guard numbers.count == count else {
        throw ValidationError("'\(text)' is not \(count) number\(count == 1 ? "" : "s").")
      }
      return numbers
    }
  }
#endif
