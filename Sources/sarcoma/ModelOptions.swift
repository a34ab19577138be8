#if CommandLine
  import ArgumentParser
  import BundledModels
  import PrognosticModels
  import StrictJSON

  /// Where the models are.
  struct LibraryOptions: ParsableArguments {
    @Option(help: "Directory of the model documents; otherwise SARCOMA_MODELS, or those shipped.")
    var models: String?

    func library() throws(Failure) -> ModelLibrary {
      guard let directory = BundledModels.directory(named: models) else {
        throw Failure(.badData, "The models that ship with the program are missing; name --models.")
      }
      do {
        return try ModelLibrary(directory: directory)
      } catch {
        throw Failure(.badData, error.description)
      }
    }

    /// The model of an id, or of a file whose path holds a slash or ends in `.json`.
    func model(_ name: String) throws(Failure) -> (model: PrognosticModel, library: ModelLibrary) {
      let library = try library()
      if let model = library[name] { return (model, library) }
      guard name.contains("/") || name.hasSuffix(".json") else {
        if let fault = library.fault(of: name) { throw Failure(.badData, fault.description) }
        let near = NearestName.of(name, among: library.models.map(\.id))
        throw Failure(
          .badData,
          "There is no model '\(name)'"
            + (near.map { "; did you mean '\($0)'?" } ?? "; 'sarcoma models list' names them all."))
      }
      do {
        return (try library.model(atPath: name), library)
      } catch {
        throw Failure(.badData, error.description)
      }
    }
  }

  /// Who is to be scored.
  struct PatientOptions: ParsableArguments {
    @Option(help: "A patient as a JSON object; - reads standard input.")
    var patient: String?

    @Option(
      name: .customLong("set"),
      help: "A value of the patient, as --set age=61 --set 'size=12,5 cm'. Repeatable.")
    var settings: [String] = []

    var isEmpty: Bool { patient == nil && settings.isEmpty }

    func read() throws(Failure) -> Patient {
      var result = Patient()
      if let patient {
        do {
          let path = patient == "-" ? "/dev/stdin" : patient
          let bytes = try ModelLibrary.bytes(ofFile: path)
          result = try Patient(json: try JSONDocument(bytes).root)
        } catch let error as ModelLibraryError {
          throw Failure(.badData, error.description)
        } catch let error as StrictJSONError {
          throw Failure(.badData, "\(patient): \(error.description)")
        } catch let error as PatientError {
          throw Failure(.badData, error.description)
        } catch {
          throw Failure(.fault, "\(error)")
        }
      }
      do {
        return result.merging(try Patient(settings: settings))
      } catch {
        throw Failure(.usage, error.description)
      }
    }
  }

  /// Times of prediction.
  struct HorizonOptions: ParsableArguments {
    @Option(help: "Times of prediction, as 5y,10y; otherwise the model's own.")
    var at: String?

    @Option(help: "Condition on being alive, or free of the event, at a time, as 2y.")
    var given: String?

    func horizons(bareUnit: TimeUnit) throws -> [Horizon]? {
      guard let at else { return nil }
      var horizons: [Horizon] = []
      for part in at.split(separator: ",", omittingEmptySubsequences: false) {
        let horizon = try horizon(String(part.filter { $0 != " " }), bareUnit)
        if !horizons.contains(horizon) { horizons.append(horizon) }
      }
      return horizons
    }

    func condition(bareUnit: TimeUnit) throws -> Horizon? {
      guard let given else { return nil }
      return try horizon(given, bareUnit)
    }

    private func horizon(_ text: String, _ bareUnit: TimeUnit) throws -> Horizon {
      guard let horizon = Horizon(text, bareUnit: bareUnit), horizon.value > 0 else {
        throw ValidationError("'\(text)' is no time; write 5y, 18m or 90d.")
      }
      return horizon
    }
  }
#endif
