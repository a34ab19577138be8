#if CommandLine
  import ArgumentParser
  import Reports

  struct NomogramCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "nomogram", abstract: "Draw a model's nomogram, with a patient's points.",
      discussion: """
        sarcoma nomogram sarculator-extremity-os-2016-reconstructed --set age=61 --set size=12cm \
        --set grade=3 --set histology=LMS --set site=thigh --output nomogram.svg

        \(IntendedUse.statement)
        """)

    @Argument(help: "Id of a model, or path of a document.")
    var model: String

    @OptionGroup var library: LibraryOptions
    @OptionGroup var patientOptions: PatientOptions

    @Option(help: "The SVG file to write.")
    var output: String

    @Option(help: "A CSV file for the values that are drawn.")
    var data: String?

    func run() throws {
      let (model, library) = try library.model(model)
      do {
        let vector = try patientOptions.isEmpty ? nil : vector(model, library)
        try write(try NomogramReport(of: model, for: vector).figure, to: output, data: data)
      } catch let error as NomogramError {
        throw Failure(.badData, error.description)
      } catch let error as PatientError {
        throw Failure(.badData, error.description)
      }
    }

    private func vector(_ model: PrognosticModel, _ library: ModelLibrary) throws
      -> CovariateVector
    {
      let patient = try patientOptions.read()
      try patient.checkNames(
        in: library.vocabulary,
        locals: model.covariates.filter(\.covariate.isLocal).map(\.name))
      let prediction = try model.predict(patient, vocabulary: library.vocabulary)
      guard prediction.isInScope else {
        throw Failure(
          .badData,
          prediction.refusals.map(\.reason).joined(separator: " ")
            + " Leave the patient out to draw the nomogram alone.")
      }
      guard let vector = try library.vocabulary.completing(patient).encode(model.covariates).vector
      else {
        throw Failure(
          .badData,
          "A value of the patient leaves several levels open; a nomogram needs one of them.")
      }
      return vector
    }
  }
#endif
