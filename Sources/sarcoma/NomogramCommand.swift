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
      let patient = try patientOptions.isEmpty ? nil : patientOptions.read()
      let report: NomogramReport
      do throws(NomogramError) {
        if let patient {
          report = try NomogramReport(of: model, for: patient, vocabulary: library.vocabulary)
        } else {
          report = try NomogramReport(of: model)
        }
      } catch {
        throw Failure(.badData, error.description)
      }
      try write(report.figure, to: output, data: data)
    }
  }
#endif
