#if CommandLine
  import Biostatistics

  /// The covariates of one patient, as `--predict 'age=50, histology="a, b"'` states them.
  struct StatedCovariates {
    /// The option's text: what the patient is called in the result.
    let text: String
    /// The option, for what is said of its text.
    let option: String
    private(set) var values: [(name: String, value: String)] = []

    /// - Throws: a ``Failure`` with the status of wrong usage, naming the part that is no
    ///   `name=value`.
    init(_ text: String, of option: String = "--predict") throws(Failure) {
      self.text = text
      self.option = option
      var reader = ListReader(text)
      repeat {
        do {
          let name = try reader.field(before: "=,")
          guard reader.skip("=") else { throw failure(Self.noValue(name)) }
          let value = try reader.field(before: ",")
          guard !name.isEmpty else { throw failure("'=\(value)' names no column.") }
          guard !value.isEmpty else { throw failure("'\(name)=' has no value.") }
          guard !values.contains(where: { $0.name == name }) else {
            throw failure("'\(name)' is stated twice; state it once.")
          }
          values.append((name, value))
        } catch let failure as Failure {
          throw failure
        } catch let error as ListError {
          throw failure(error.sentence)
        } catch {
          throw failure("\(error)")
        }
      } while reader.skip(",")
    }

    /// A table of one row. A value is text where the fitted table's column is.
    ///
    /// - Throws: ``Failure`` for a name that is no column of it, and for a text where it has numbers.
    func table(like fitted: Table) throws(Failure) -> Table {
      var columns: [Column] = []
      for (name, value) in values {
        switch fitted[name]?.values {
        case .numbers:
          guard let number = Double(value), number.isFinite else {
            throw Failure(
              .badData,
              "\(option) '\(text)': '\(value)' is no number, and column '\(name)' holds numbers.")
          }
          columns.append(Column(name: name, numbers: [number]))
        case nil:
          let error = DesignError.unknownColumn(name, known: fitted.columnNames)
          throw Failure(.badData, "\(option) '\(text)': \(error)")
        case .categories: columns.append(Column(name: name, texts: [value]))
        }
      }
      do {
        return try Table(columns: columns)
      } catch {
        throw Failure(.badData, "\(option) '\(text)': \(error)")
      }
    }

    /// What the model cannot do with the patient.
    func failure(_ error: DesignError) -> Failure {
      let reason =
        switch error {
        case .notFinite(let expression, _):
          "'\(expression)' is not a finite number; correct the value."
        case .unknownColumn(let name, _):
          "it states no '\(name)'; a prediction needs every covariate of the formula."
        default: error.description
        }
      return Failure(.badData, "\(option) '\(text)': \(reason)")
    }

    private static func noValue(_ name: String) -> String {
      name.isEmpty
        ? "a part is empty; write it as 'age=50, sex=male'."
        : "'\(name)' is no name=value; write 'age=50, sex=male', and a value that holds a comma in "
          + "quotes, as in histology=\"a, b\"."
    }

    private func failure(_ reason: String) -> Failure {
      Failure(.usage, "\(option) '\(text)': \(reason)")
    }
  }
#endif
