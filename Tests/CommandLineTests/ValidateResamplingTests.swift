import Foundation
import TestSupport
import Testing

private func data(_ name: String) -> String {
  Reference.folder.appending(path: "data/\(name).csv").path
}

@Suite struct ValidateResamplingTests {
  private static let outcome = "Surv(time, event)"

  /// lung with the covariates of the open cases, as a document.
  static func lung(
    in folder: TemporaryFolder, _ terms: String = "age + sex + ph.ecog", _ options: [String] = []
  ) throws -> String {
    let document = folder.path("lung.json")
    let fit = try CommandRun(
      ["fit", "cox", "\(outcome) ~ \(terms)", data("lung_w"), "--output", document]
        + ["--horizons", "1y", "--ph-test", "off"] + options)
    #expect(fit.status == 0, "\(fit.errors)")
    return document
  }

  private func validate(
    _ document: String, _ options: [String], table: String = data("lung_w")
  ) throws -> CommandRun {
    try CommandRun(
      ["validate", document, table, "--outcome", Self.outcome] + options)
  }

  private func entry(_ json: Reference, _ name: String) -> Reference {
    json["optimism"].array.first { $0["index"].string == name } ?? json["nothing"]
  }

  @Test("given resamples: the optimism of the open case")
  func given() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    let run = try validate(
      document, ["--resamples", data("boot_lung"), "--format", "json", "--thresholds", "0.3"])
    #expect(run.status == 0, "\(run.errors)")
    let json = run.json
    let reference = try Reference(named: "open/boot-optimism-cox.json")
    let tolerance = reference["tolerance_relative"].number ?? 0
    let expected = reference["expected"]
    for (k, name) in [(2, "slope"), (3, "nagelkerkeR2")] {
      let found = entry(json, name)
      for key in ["apparent", "corrected"] {
        expectClose(
          found[key].number ?? .nan, expected[key]["values"].numbers[k], relative: tolerance, name)
      }
      #expect(found["resamples"].number == 20 && !found["time"].exists)
    }
    // Half pairs by which R parts patients who are alike; see BootstrapOptimismTests.
    for (k, name) in [(0, "harrellC"), (1, "somersDxy")] {
      let corrected = entry(json, name)["corrected"].number ?? .nan
      #expect((corrected - expected["corrected"]["values"].numbers[k]).magnitude < 5e-5)
    }
    #expect(entry(json, "brier")["time"].number == 1)
    #expect(entry(json, "netBenefit")["threshold"].number == 0.3)
    #expect(json["bootstrap"]["resamples"].number == 20 && !json["bootstrap"]["seed"].exists)
    #expect(json["bootstrap"]["failed"].number == 0)
    #expect(json["conventions"].strings.contains { $0.contains("as given") })
    #expect(!run.output.contains("nan"))
  }

  @Test("rows that the fit left out are left out of given resamples, and counted")
  func leftOut() throws {
    let folder = try TemporaryFolder()
    let document = folder.path("lung.json")
    _ = try CommandRun([
      "fit", "cox", "\(Self.outcome) ~ age + ph.ecog", data("lung"), "--output", document,
      "--horizons", "1y", "--ph-test", "off",
    ])
    // Row 14 of lung lacks ph.ecog.
    let rows = (1...228).map { "\($0),\(229 - $0)" }.joined(separator: "\n")
    let samples = try folder.write(Data("a,b\n\(rows)\n".utf8), to: "samples.csv")
    let run = try validate(
      document, ["--resamples", samples, "--format", "json"], table: data("lung"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.json["bootstrap"]["rowsLeftOut"].number == 2)
    // Each sample is the whole table: there is no optimism.
    #expect((entry(run.json, "harrellC")["optimism"].number ?? 1).magnitude < 1e-12)
    let beyond = try folder.write(Data("a,b\n1,229\n".utf8), to: "beyond.csv")
    let refused = try validate(document, ["--resamples", beyond], table: data("lung"))
    #expect(refused.status == 3)
    #expect(
      refused.errors
        == "sarcoma: Column 'b' of --resamples holds '229', which is no row from 1 to 228 of the table.\n"
    )
  }

  @Test("--bootstrap: the same seed gives the same numbers, and the text says the corrected C")
  func bootstrap() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    let options = ["--bootstrap", "20", "--seed", "5", "--thresholds", "0.3"]
    let json = try validate(document, options + ["--format", "json"])
    #expect(json.output == (try validate(document, options + ["--format", "json"])).output)
    #expect(json.json["bootstrap"]["seed"].number == 5)
    let text = try validate(document, options)
    #expect(text.output.contains("Corrected for optimism: C 0."))
    #expect(text.output.contains("(apparent 0.64), slope "))
    #expect(text.output.contains("bootstrap, 20 resamples"))
    #expect(text.output.contains("sample b from stream b (from 0) of Philox under seed 5"))
    #expect(text.errors.isEmpty, "no bar where there is no terminal")
    let other = try validate(
      document, ["--bootstrap", "20", "--seed", "6", "--thresholds", "0.3", "--format", "json"])
    #expect(
      entry(other.json, "slope")["corrected"].number
        != entry(json.json, "slope")["corrected"].number)
  }

  @Test("Ctrl-C keeps what is done, and the resumed result is that of an uninterrupted run")
  func resume() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    let state = folder.path("state.json")
    let options = ["--bootstrap", "60", "--seed", "2", "--format", "json"]
    let process = Process()
    process.executableURL = URL(filePath: CommandRun.path)
    process.arguments =
      ["validate", document, data("lung_w"), "--outcome", Self.outcome] + options
      + ["--state", state]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: 0.7)
    process.interrupt()
    process.waitUntilExit()
    let sentence = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    // On a fast machine it may have ended before.
    if process.terminationStatus != 0 {
      #expect(process.terminationStatus == 130)
      #expect(
        sentence.contains("'\(state)' keeps them, and the same command goes on from there."),
        "\(sentence)")
    }
    let resumed = try validate(document, options + ["--state", state])
    let whole = try validate(document, options)
    #expect(resumed.status == 0 && resumed.output == whole.output)
    // Fewer replications than are kept, and more.
    let more = try validate(
      document, ["--bootstrap", "64", "--seed", "2", "--format", "json", "--state", state])
    let fresh = try validate(document, ["--bootstrap", "64", "--seed", "2", "--format", "json"])
    #expect(more.output == fresh.output)
  }

  @Test("a state of other inputs, and a broken one, are refused in a sentence")
  func states() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    let state = folder.path("state.json")
    _ = try validate(document, ["--bootstrap", "5", "--state", state])
    for options in [["--seed", "2"], ["--seed", "1", "--at", "180d"], ["--select", "aic"]] {
      let run = try validate(document, ["--bootstrap", "5", "--state", state] + options)
      #expect(run.status == 3)
      #expect(
        run.errors
          == "sarcoma: '\(state)' belongs to another model, table, seed or choice of options; "
          + "name another file.\n")
    }
    let whole = try folder.read("state.json")
    let broken = [
      whole.prefix(whole.count / 2), Data("{}".utf8),
      Data(
        String(decoding: whole, as: UTF8.self).replacing("\"index\": 3", with: "\"index\": 1").utf8),
      Data(
        String(decoding: whole, as: UTF8.self).replacing("sarcoma-resampling-1", with: "x").utf8),
    ]
    for bytes in broken {
      _ = try folder.write(bytes, to: "broken.json")
      let run = try validate(
        document, ["--bootstrap", "5", "--state", folder.path("broken.json")])
      #expect(run.status == 3)
      #expect(
        run.errors.contains("broken.json' is no whole state of resampling: "), "\(run.errors)")
    }
  }

  @Test("a published model, and another table than the fit's, cannot be resampled")
  func refused() throws {
    let folder = try TemporaryFolder()
    let published = try CommandRun([
      "validate", "sarculator-extremity-os-2016-reconstructed",
      CommandRun.root.appending(path: "data/tcga_sarc_patients.csv").path, "--outcome",
      "Surv(OS_days, OS_event)", "--unit", "day", "--at", "5y", "--bootstrap", "5",
    ])
    #expect(published.status == 3)
    #expect(
      published.errors
        == "sarcoma: 'sarculator-extremity-os-2016-reconstructed' holds no record of a fit, so its "
        + "modelling cannot be repeated on resamples; validate it without resampling, or fit the model "
        + "with 'sarcoma fit ... --output'.\n")
    let document = try Self.lung(in: folder)
    let rows = try String(contentsOfFile: data("lung_w"), encoding: .utf8)
    let older = try folder.write(Data(rows.replacing(",74,", with: ",75,").utf8), to: "older.csv")
    let other = try validate(document, ["--bootstrap", "5"], table: older)
    #expect(other.status == 3)
    #expect(
      other.errors
        == "sarcoma: The model was fitted to other values of 'age' than the table gives; use the same "
        + "table, with the --where, --missing, --levels and --weights of the fit.\n")
  }

  @Test("each option of resampling is checked")
  func usage() throws {
    let cases: [([String], String)] = [
      (["--bootstrap", "1"], "--bootstrap takes two samples or more, not 1."),
      (
        ["--bootstrap", "5", "--resamples", "x.csv"],
        "--resamples gives the samples; leave out --bootstrap."
      ),
      (["--bootstrap", "5", "--seed", "-1"], "--seed is a number from 0 on, not -1."),
      (["--seed", "1"], "--seed is of --bootstrap and --folds; leave it out."),
      (["--state", "x"], "--state is of resampling; add --bootstrap, --folds or --centre."),
      (["--select", "aic"], "--select is of resampling; add --bootstrap, --folds or --centre."),
    ]
    for (options, sentence) in cases {
      let run = try validate("none", options)
      #expect(run.status == 2)
      #expect(run.errors.contains(sentence), "\(run.errors)")
    }
    let folds: [([String], String)] = [
      (["--folds", "1"], "--folds takes two folds or more, not 1."),
      (["--folds", "5", "--repeats", "0"], "--repeats takes 1 or more, not 0."),
      (
        ["--folds", "5", "--fold-column", "f"], "--fold-column gives the folds; leave out --folds."
      ),
      (
        ["--bootstrap", "5", "--repeats", "2"],
        "--repeats and --folds-by-event are of --folds; add it."
      ),
      (
        ["--folds", "5", "--folds-by-event", "--cluster", "inst"],
        "--folds-by-event deals out rows, and --cluster whole clusters."
      ),
      (["--folds", "5", "--state", "x"], "--state keeps bootstrap samples; add --bootstrap."),
    ]
    for (options, sentence) in folds {
      let run = try validate("none", options)
      #expect(run.status == 2)
      #expect(run.errors.contains(sentence), "\(run.errors)")
    }
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    let named: [([String], String)] = [
      (["--centre", "hospital"], "The table has no column 'hospital', which --centre names."),
      (["--fold-column", "fold"], "The table has no column 'fold', which --fold-column names."),
    ]
    for (options, sentence) in named {
      let run = try validate(document, options)
      #expect(run.status == 3 && run.errors == "sarcoma: \(sentence)\n", "\(run.errors)")
    }
    let rows = try String(contentsOfFile: data("lung_w"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    let table = rows.enumerated().map { place, row in
      row + (place == 0 ? ",hospital" : place < 3 ? "," : ",\(place % 3)")
    }
    let path = try folder.write(Data(table.joined(separator: "\n").utf8), to: "centres.csv")
    let empty = try validate(document, ["--centre", "hospital"], table: path)
    #expect(
      empty.errors
        == "sarcoma: Column 'hospital' is empty in 2 of the fit's rows; fill it, or leave the "
        + "rows out of the fit.\n")
    let weighted = try validate(document, ["--bootstrap", "5", "--weights", "age"])
    #expect(weighted.status == 3 && weighted.errors.hasPrefix("sarcoma: A fit with case weights"))
    let columns = try CommandRun([
      "validate", data("lung_w"), "--predicted-risk", "age@1y", "--outcome", Self.outcome,
      "--unit", "day", "--bootstrap", "5",
    ])
    #expect(
      columns.status == 2
        && columns.errors
          == "sarcoma: Columns of predictions have no modelling to repeat; leave out --bootstrap, --folds "
          + "and --centre.\n",
      "\(columns.errors)")
    let later: [([String], String)] = [
      (["--select", "bic"], "sarcoma: --select takes p=0.157 or aic, not 'bic'.\n"),
      (["--candidates", "age"], "sarcoma: --candidates are of a selection; state --select.\n"),
    ]
    for (options, sentence) in later {
      let run = try validate(document, ["--bootstrap", "5"] + options)
      #expect(run.status == 2 && run.errors == sentence)
    }
  }

  @Test("--fold-column: the pooled C and likelihood of the open case; --folds deals anew")
  func folds() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    let rows = try String(contentsOfFile: data("lung_w"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    let table = rows.enumerated().map { place, row in
      row + (place == 0 ? ",fold" : ",\((place - 1) % 10 + 1)")
    }
    let path = try folder.write(Data(table.joined(separator: "\n").utf8), to: "folds.csv")
    let run = try validate(
      document, ["--fold-column", "fold", "--format", "json", "--thresholds", "0.3"], table: path)
    #expect(run.status == 0, "\(run.errors)")
    let reference = try Reference(named: "open/crossval-cox-folds.json")
    let expected = reference["expected"]
    let tolerance = reference["tolerance_relative"].number ?? 0
    let found = run.json["crossValidation"]
    expectClose(
      found["pooledC"].number ?? .nan, expected["pooled_c"].number ?? 0, relative: tolerance)
    expectClose(
      found["crossValidatedLogLikelihood"].number ?? .nan,
      expected["verweij_van_houwelingen_cvl"].number ?? 0, relative: tolerance)
    expectClose(
      Array(found["linearPredictors"].numbers.prefix(5)), expected["cv_lp"]["first5"].numbers,
      absolute: tolerance)
    #expect(found["folds"].number == 10 && found["foldColumn"].string == "fold")
    let text = try validate(
      document, ["--folds", "5", "--repeats", "2", "--folds-by-event", "--seed", "4"])
    #expect(text.output.contains("5-fold cross-validation, 2 times"))
    #expect(text.output.contains("Cross-validated: C 0."))
    #expect(text.output.contains("under seed 4, the events first"))
  }

  @Test("--centre: each centre by the model of the others, and what a further one may expect")
  func centres() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    let rows = try String(contentsOfFile: data("lung_w"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    let table = rows.enumerated().map { place, row in
      row + (place == 0 ? ",hospital" : ",\(["north", "south", "west"][place % 3])")
    }
    let path = try folder.write(Data(table.joined(separator: "\n").utf8), to: "centres.csv")
    let json = try validate(document, ["--centre", "hospital", "--format", "json"], table: path)
      .json
    let found = json["internalExternal"]
    #expect(
      found["centres"].array.compactMap { $0["centre"].string } == ["north", "south", "west"])
    let pooled = found["pooled"].array
    #expect(pooled.first?["index"].string == "harrellC" && pooled.first?["centres"].number == 3)
    let interval = pooled.first?["interval"].numbers ?? []
    let further = pooled.first?["predictionInterval"].numbers ?? []
    #expect(interval.count == 2 && further.count == 2 && further[0] <= interval[0])
    let text = try validate(document, ["--centre", "hospital"], table: path).output
    #expect(text.contains("Harrell's C, by hospital"))
    #expect(text.contains("a further centre"))
  }

  @Test("a selection from candidates has to lead to the model")
  func candidates() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder, "sex + ph.ecog")
    let run = try validate(
      document,
      [
        "--bootstrap", "20", "--select", "p=0.05", "--candidates", "age + sex + ph.ecog",
        "--format", "json",
      ])
    #expect(run.status == 0, "\(run.errors)")
    let kept = run.json["bootstrap"]["keptTerms"].array
    let all = kept.filter { $0["allRows"].number == 1 }.compactMap { $0["term"].string }
    #expect(all == ["ph.ecog", "sex"])
    #expect(run.json["bootstrap"]["selection"].string?.contains("Wald") ?? false)
    let other = try validate(
      document, ["--bootstrap", "5", "--select", "p=0.9", "--candidates", "age + sex + ph.ecog"])
    #expect(other.status == 3)
    #expect(
      other.errors
        == "sarcoma: On this table the selection keeps age, sex, ph.ecog, and the model has the columns "
        + "sex, ph.ecog; state the --candidates and --select that led to it.\n")
  }

  @Test("a ridge-penalised document is fitted again with its penalty")
  func penalty() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder, "age + sex + ph.ecog", ["--ridge", "20"])
    let run = try validate(document, ["--bootstrap", "5", "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    // Shrunken coefficients are too timid in their own data.
    #expect((entry(run.json, "slope")["apparent"].number ?? 0) > 1.01)
  }

  @Test("a document that was changed since, or does not say enough, is refused")
  func changed() throws {
    let folder = try TemporaryFolder()
    let document = try Self.lung(in: folder)
    func run(_ change: (String) -> String) throws -> String {
      let text = try String(contentsOfFile: document, encoding: .utf8)
      let path = try folder.write(Data(change(text).utf8), to: "changed.json")
      return try validate(path, ["--bootstrap", "5"]).errors
    }
    // A Cox document whose coefficients were moved no longer fits its baseline, and is not read at all.
    let low = folder.path("low.json")
    _ = try CommandRun([
      "fit", "logistic", "low ~ age + lwt + smoke + ht", data("birthwt"), "--output", low,
    ])
    let text = try String(contentsOfFile: low, encoding: .utf8).replacing(
      /"coefficient": -?0\.\d+/, with: "\"coefficient\": 0.5", maxReplacements: 1)
    let path = try folder.write(Data(text.utf8), to: "moved.json")
    let moved = try CommandRun([
      "validate", path, data("birthwt"), "--outcome", "low", "--bootstrap", "5",
    ]).errors
    #expect(
      moved.contains("is 0.5 in the document and ")
        && moved.hasSuffix("when it is fitted again; resample the document of the fit itself.\n"),
      "\(moved)")
    let ties = try run { $0.replacing("\"ties\": \"efron\"", with: "\"ties\": null") }
    #expect(
      ties
        == "sarcoma: 'lung' does not say how it counted ties; fit it again with 'sarcoma fit ... "
        + "--output'.\n")
    let penalized = try run { $0.replacing("\"penalized\": false", with: "\"penalized\": true") }
    #expect(
      penalized
        == "sarcoma: 'lung' does not say which penalty drew its coefficients; fit it again with "
        + "'sarcoma fit ... --output'.\n")
  }

  @Test("a logistic model is resampled too")
  func logistic() throws {
    let folder = try TemporaryFolder()
    let document = folder.path("low.json")
    let fit = try CommandRun([
      "fit", "logistic", "low ~ age + lwt + smoke + ht", data("birthwt"), "--output", document,
    ])
    #expect(fit.status == 0, "\(fit.errors)")
    let run = try CommandRun([
      "validate", document, data("birthwt"), "--outcome", "low", "--bootstrap", "20", "--format",
      "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    expectClose(
      entry(run.json, "c")["apparent"].number ?? .nan,
      run.json["discrimination"]["c"]["estimate"].number ?? 0, relative: 1e-12)
    #expect((entry(run.json, "slope")["corrected"].number ?? 2) < 1)
    let text = try CommandRun([
      "validate", document, data("birthwt"), "--outcome", "low", "--bootstrap", "20",
    ])
    #expect(text.output.contains("Corrected for optimism: C 0."))
  }
}
