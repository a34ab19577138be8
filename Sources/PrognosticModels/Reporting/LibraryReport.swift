public import StrictJSON

/// The models of a library as a list.
public struct LibraryReport: Sendable {
  public let library: ModelLibrary

  /// A list of a library's models.
  public init(_ library: ModelLibrary) { self.library = library }

  /// `{"models": [{"id", "version", "title", "status", "method", "endpoint", "horizons",
  /// "isRule"}]}`.
  public var json: JSONValue {
    let models = library.models.map { model in
      let horizons = model.endpoint.statedHorizons.map(\.json)
      return JSONValue.object([
        ("id", .string(model.id)), ("version", .string(model.version)),
        ("title", .string(model.title)), ("status", .string(model.status.rawValue)),
        ("method", .string(model.provenance.method.rawValue)),
        ("endpoint", .string(model.endpoint.kind.rawValue)), ("horizons", .array(horizons)),
        ("isRule", .bool(model.isRule)),
      ])
    }
    return .object([("models", .array(models))])
  }

  /// One model a line, grouped by what it answers.
  public var text: String {
    let rules = library.models.filter(\.isRule)
    let models = library.models.filter { !$0.isRule }
    var text = ""
    for (heading, group) in [("Prognosis", models), ("Class of risk, stage and grade", rules)]
    where !group.isEmpty {
      text += "\(heading)\n"
      for model in group {
        let times = model.endpoint.statedHorizons.map(\.text)
        var facts = [model.status.rawValue, model.provenance.method.words]
        if model.endpoint.kind != .classification {
          facts.append((["\(model.endpoint.kind.words)"] + times).joined(separator: ", "))
        }
        text += "  \(model.id)\n    \(model.title)\n    \(facts.joined(separator: "; "))\n"
      }
      text += "\n"
    }
    return text + "\(IntendedUse.statement)\n"
  }
}

/// One document in words: who made it, for whom it speaks, what it asks, how well it does.
public struct ModelReport: Sendable {
  public let model: PrognosticModel

  /// A report of one model.
  public init(_ model: PrognosticModel) { self.model = model }

  /// The document for people.
  public var text: String {
    let source = model.provenance
    var text = "\(model.title)\n\(model.id) \(model.version), \(model.status.rawValue)\n\n"
    text += "Source\n  \(source.citation)\(source.doi.map { " doi:\($0)" } ?? "")\n"
    text +=
      "  \(source.located)\(source.located.hasSuffix(".") ? "" : ".") \(source.derivation.text)\n  Method: \(source.method.words)"
    if let error = source.readingError ?? source.fitError {
      text += ", to within \(NumberText.plain(100 * error)) percentage points"
    }
    if let origin = source.madeFrom { text += ": \(origin.words)" }
    text += ". \(source.transcribed)\n  Rights: \(source.rights)\n"
    text += list("\nFor whom", model.population.includes)
    text += list("\nNot for", model.population.excludes)
    text += list("\nWhat it asks", model.covariates.map(\.words))
    let performance = model.performance.map { row in
      let interval = row.interval.map {
        " (\(NumberText.plain($0.lowerBound)) to \(NumberText.plain($0.upperBound)))"
      }
      return "\(row.cohort): \(row.measure) \(NumberText.plain(row.estimate))\(interval ?? "")"
    }
    text += list("\nHow well it did", performance)
    text += list("\nLimits", model.limits)
    text += list("\nCautions", model.cautions.map(\.message))
    text += list("\nChecked by", model.examples.map(\.source))
    return text + "\nSHA-256 \(model.sha256)\n\(IntendedUse.statement)\n"
  }

  private func list(_ heading: String, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    return "\(heading)\n" + lines.map { "  \($0)\n" }.joined()
  }
}

extension ModelCovariate {
  /// `size: Tumour size (cm), observed 2.6 to 29.5`.
  fileprivate var words: String {
    var text = "\(name): \(covariate.label.en)"
    if let unit = covariate.unit { text += " (\(unit))" }
    if let observed {
      text += ", observed \(NumberText.plain(observed.lowerBound))"
      text += " to \(NumberText.plain(observed.upperBound))"
    }
    if covariate.kind == .category { text += ": \(levels.map(\.name).joined(separator: ", "))" }
    return text
  }
}
