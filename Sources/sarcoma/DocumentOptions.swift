#if CommandLine
  public import ArgumentParser
  public import PrognosticModels
  import Reports

  extension Endpoint.Kind: ExpressibleByArgument {}
  extension Covariate.Moment: ExpressibleByArgument {}

  /// The file, id and title of a model document.
  struct DocumentFileOptions: ParsableArguments {
    @Option(help: "Write the fit as a model document, which 'sarcoma score' reads.")
    var output: String?

    @Option(help: "Id of the document; otherwise the name of its file.")
    var id: String?

    @Option(help: "Title of the document.")
    var title: String?

    @Option(
      help:
        "When the covariates are known, diagnosis or surgery; 'benefit' takes those of diagnosis.")
    var knownFrom: Covariate.Moment?

    func validate() throws {
      let described = [id, title, knownFrom?.rawValue].compactMap { $0 }
      guard output != nil || described.isEmpty else {
        throw ValidationError(
          "--id, --title and --known-from belong to a document; name its --output.")
      }
    }

    /// What the options say of a document; its id is otherwise the name of the file.
    func request(for output: String, table: String) -> DocumentRequest {
      var request = DocumentRequest(
        id: id ?? Self.stem(of: output), source: Self.source(of: table))
      request.title = title
      request.knownFrom = knownFrom
      return request
    }

    /// What a document calls the table that it was fitted to.
    static func source(of path: String) -> String {
      path == "-" ? "standard input" : name(of: path)
    }

    private static func name(of path: String) -> String {
      path.split(separator: "/").last.map(String.init) ?? path
    }

    static func stem(of path: String) -> String {
      let name = name(of: path)
      return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
    }
  }

  /// Whether and how a Cox fit is written as a model document.
  struct DocumentOptions: ParsableArguments {
    @OptionGroup var file: DocumentFileOptions

    @Option(help: "What the outcome is, as overallSurvival or distantMetastasis.")
    var endpoint: Endpoint.Kind = .overallSurvival

    @Option(help: "Times of the document's predictions and intervals, as 1y,3y,5y.")
    var horizons: String?

    var output: String? { file.output }

    func validate() throws {
      guard output != nil || horizons == nil else {
        throw ValidationError("--horizons belongs to a document; name its --output.")
      }
      guard output == nil || horizons != nil else {
        throw ValidationError("A document needs its --horizons, such as --horizons 1y,3y,5y.")
      }
    }

    /// Writes the document that is asked for.
    func write(_ answer: CoxAnswer, path: String) throws {
      guard let output else { return }
      var description = file.request(for: output, table: path)
      description.endpoint = endpoint
      description.horizons = horizons.map { StatedTimes($0) }
      try sarcoma.write(answer.document(description), to: output)
    }
  }
#endif
