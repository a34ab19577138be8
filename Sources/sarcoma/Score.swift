#if CommandLine
  import ArgumentParser
  import Biostatistics
  import PrognosticModels
  import Reports

  struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Score one patient, or a table of patients, with one model.",
      discussion: """
        MODEL is an id of 'sarcoma models list' or the path of a document.

        \(IntendedUse.statement)
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

    @Argument(help: "Id of a model, or path of a document.")
    var model: String

    @OptionGroup var library: LibraryOptions
    @OptionGroup var patientOptions: PatientOptions
    @OptionGroup var horizonOptions: HorizonOptions

    @Option(help: "A table with a patient a row; columns named as in the vocabulary.")
    var table: String?

    @Option(help: "text, json or csv (csv for a table).")
    var format: Format?

    func validate() throws {
      if table != nil, !patientOptions.isEmpty {
        throw ValidationError("--table has a patient a row; leave out --patient and --set.")
      }
      if table == nil, format == .csv { throw ValidationError("--format csv needs a --table.") }
    }

    func run() throws {
      let (model, library) = try library.model(model)
      let unit = model.endpoint.unit
      let horizons = try horizonOptions.horizons(bareUnit: unit)
      let given = try horizonOptions.condition(bareUnit: unit)
      if let table {
        return try score(table: table, model, library, horizons, given)
      }
      let patient = try patientOptions.read()
      do {
        try patient.checkNames(
          in: library.vocabulary,
          locals: model.covariates.filter(\.covariate.isLocal).map(\.name))
        let prediction = try model.predict(
          patient, vocabulary: library.vocabulary, at: horizons, given: given)
        let report = PredictionReport(prediction)
        switch format ?? .text {
        case .text, .csv: try writeResult(report.text)
        case .json: try writeResult(report.json.text())
        }
        guard prediction.isInScope else { throw ExitCode(ExitStatus.badData.rawValue) }
      } catch let error as PatientError {
        throw Failure(.badData, error.description)
      }
    }
  }

  extension Score {
    /// The cohort's table with scores on standard output, the account on standard error.
    private func score(
      table path: String, _ model: PrognosticModel, _ library: ModelLibrary,
      _ horizons: [Horizon]?, _ given: Horizon?
    ) throws {
      do {
        let table = try CSVReader.read(path: path)
        let scores = try CohortScores(
          of: table, with: model, vocabulary: library.vocabulary, at: horizons, given: given)
        switch format ?? .csv {
        case .csv, .text:
          try writeResult(String(decoding: CSVWriter.bytes(of: scores.table), as: UTF8.self))
        case .json: try writeResult(scores.json.text())
        }
        writeError(scores.account, terminator: "")
      } catch let error as CSVError {
        throw Failure(.badData, error.description)
      } catch let error as TableError {
        throw Failure(.badData, error.description)
      } catch let error as PatientError {
        throw Failure(.badData, error.description)
      }
    }
  }

  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Every applicable model and rule on one patient, side by side.",
      discussion: """
        \(IntendedUse.statement)
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var library: LibraryOptions
    @OptionGroup var patientOptions: PatientOptions
    @OptionGroup var horizonOptions: HorizonOptions

    @Option(help: "text or json.")
    var format: Format = .text

    func run() throws {
      let library = try library.library()
      for fault in library.faults { writeError("sarcoma: \(fault.description)") }
      let patient = try patientOptions.read()
      do {
        let report = try library.compare(
          patient, at: try horizonOptions.horizons(bareUnit: .year),
          given: try horizonOptions.condition(bareUnit: .year))
        switch format {
        case .text: try writeResult(report.text)
        case .json: try writeResult(report.json.text())
        }
        if report.results.isEmpty { throw ExitCode(ExitStatus.badData.rawValue) }
      } catch let error as PatientError {
        throw Failure(.badData, error.description)
      }
    }
  }
#endif
