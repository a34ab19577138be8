#if CommandLine
  import ArgumentParser
  import PrognosticModels
  import Reports

  struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List, show and verify the model documents.",
      subcommands: [List.self, Show.self, Verify.self], defaultSubcommand: List.self)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(abstract: "Every model of the library.")

      @OptionGroup var library: LibraryOptions

      @Option(help: "text or json.")
      var format: Format = .text

      func run() throws {
        let library = try library.library()
        for fault in library.faults { writeError("sarcoma: \(fault.description)") }
        let report = LibraryReport(library)
        switch format {
        case .text: try writeResult(report.text)
        case .json: try writeResult(report.json.text())
        }
      }
    }

    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "One model with all its document says.")

      @OptionGroup var library: LibraryOptions

      @Argument(help: "Id of a model, or path of a document.")
      var model: String

      @Option(help: "text or json (the document itself).")
      var format: Format = .text

      func run() throws {
        let (model, _) = try library.model(model)
        switch format {
        case .text: try writeResult(ModelReport(model).text)
        case .json: try writeResult(String(decoding: model.bytes, as: UTF8.self))
        }
      }
    }

    struct Verify: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Reproduce every document's examples and check what it must hold.")

      @OptionGroup var library: LibraryOptions

      @Argument(help: "Id of a model, or path of a document; all of them without it.")
      var model: String?

      @Option(help: "text or json.")
      var format: Format = .text

      func run() throws {
        let report: VerificationReport
        if let model {
          let (model, library) = try library.model(model)
          report = VerificationReport([ModelVerification(model, library.vocabulary)], faults: [])
        } else {
          let library = try library.library()
          report = VerificationReport(
            library.models.map { ModelVerification($0, library.vocabulary) },
            faults: library.faults)
        }
        switch format {
        case .text: try writeResult(report.text)
        case .json: try writeResult(report.json.text())
        }
        if !report.passes { throw ExitCode(ExitStatus.badData.rawValue) }
      }
    }
  }
#endif
