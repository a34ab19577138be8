extension BenefitReport {
  /// ``text`` and behind it everything that the screen has no room for.
  public var detailedText: String {
    let parts = [screen, estimates, criteria, sourceText, describedText, regimens]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n\(IntendedUse.statement)\n"
  }

  private var estimates: String {
    guard !benefit.estimates.isEmpty else { return "" }
    var text = "Every estimate\n"
    for estimate in benefit.estimates {
      var label = estimate.label
      if estimate.stratum != nil {
        label = "\(estimate.effect), \(label.prefix(1).lowercased() + label.dropFirst())"
        label += estimate.isShrunken ? ", shrunken" : ", raw"
      }
      if let patients = estimate.patients { label += " (\(patients) patients)" }
      text += Words.wrapped(
        "At \(estimate.time.text), \(label): \(estimate.benefit.words(state: state) ?? "-"). "
          + estimate.benefit.numberNeededToTreat.words(state: state), indent: 2, hanging: 4)
    }
    return text
  }

  private var criteria: String {
    var text = "Eligibility (\(benefit.eligibility.document))\n"
    for criterion in benefit.eligibility.criteria {
      let mark = criterion.met.map { $0 ? "yes" : "NO " } ?? "?  "
      text += Words.wrapped("\(mark) \(criterion.sentence)", indent: 2, hanging: 6)
    }
    return text
  }

  private var sourceText: String {
    var text = ""
    if let source = benefit.prognosis?.model.provenance {
      text += Words.wrapped("Baseline: \(source.citation)", indent: 2, hanging: 4)
    }
    var seen: Set<String> = []
    var said: Set<String> = []
    for source in benefit.estimates.compactMap(\.source) where seen.insert(source.id).inserted {
      text += Words.wrapped(
        "\(source.id) (\(source.design.words), \(source.timing.rawValue)): "
          + source.provenance.citation, indent: 2, hanging: 4)
      for sentence in source.findings + source.observed.map(\.sentence) + source.caveats
      where said.insert(sentence).inserted {
        text += Words.wrapped(sentence, indent: 4)
      }
    }
    return text.isEmpty ? "" : "Sources\n\(text)"
  }

  private var describedText: String {
    guard !benefit.described.isEmpty, !benefit.isPrognosisOnly else { return "" }
    var text = "Against no chemotherapy, without a ratio and its interval\n"
    for source in benefit.described {
      text += Words.wrapped(
        "\(source.id) (\(source.design.words), \(source.timing.rawValue)): "
          + source.provenance.citation, indent: 2, hanging: 4)
      for sentence in source.findings + source.observed.map(\.sentence) + source.caveats {
        text += Words.wrapped(sentence, indent: 4)
      }
    }
    return text
  }

  private var regimens: String {
    guard !benefit.regimens.isEmpty, !benefit.isPrognosisOnly else { return "" }
    var text = "Regimens against each other\n"
    for regimen in benefit.regimens {
      text += Words.wrapped(regimen.finding, indent: 2, hanging: 4)
    }
    return text
  }
}
