#if CommandLine
  import ArgumentParser
  import PrognosticModels
  import StrictJSON

  struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Replay an answer that carries a receipt.",
      discussion: """
        FILE is an answer of 'sarcoma serve' as it was given, or its receipt alone. The engine answers \
        the question again; whatever differs, in the documents, the question or the answer, is named. \
        A row of a batch that carries the batch's receipt is replayed with --input, the patient.

        \(IntendedUse.statement)
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "An answer with its receipt, a receipt, or - for standard input.")
    var file: String

    @Option(
      help: """
        The question that was put, or the patient of a row, as a JSON file, where the receipt holds \
        none.
        """)
    var input: String?

    @OptionGroup var library: LibraryOptions

    @Option(help: "text or json.")
    var format: Format = .text

    func run() throws {
      let verification: ReceiptVerification
      do {
        verification = try ReceiptVerification(
          try document(file).root, input: try input.map { try document($0).root },
          library: try library.library())
      } catch let error as RequestError {
        throw Failure(.badData, "\(file): \(error.description)")
      }
      switch format {
      case .text: try writeResult(verification.text)
      case .json: try writeResult(verification.json.text())
      }
      if !verification.passes { throw ExitCode(ExitStatus.badData.rawValue) }
    }

    private func document(_ path: String) throws(Failure) -> JSONDocument {
      do {
        return try JSONDocument(try ModelLibrary.bytes(ofFile: path == "-" ? "/dev/stdin" : path))
      } catch let error as StrictJSONError {
        throw Failure(.badData, "\(path): \(error.description)")
      } catch {
        throw Failure(.badData, "\(error)")
      }
    }
  }
#endif
