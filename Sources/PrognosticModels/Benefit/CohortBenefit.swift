internal import StrictJSON

/// Where the benefits for a cohort go, a row for each patient, in memory that the caller owns; nil for
/// what is not wanted. NaN where there is none.
public struct CohortBenefits {
  public var survivalWithout: UnsafeMutablePointer<Double>?
  public var survivalWith: UnsafeMutablePointer<Double>?
  /// Lower ends of the intervals of the absolute benefit.
  public var benefitLower: UnsafeMutablePointer<Double>?
  /// Upper ends of the intervals of the absolute benefit.
  public var benefitUpper: UnsafeMutablePointer<Double>?
  /// 1 for who is eligible, 0 for who is not, -1 where it is not known.
  public var eligible: UnsafeMutablePointer<Int8>?
  /// Places among ``CohortAccount/remarks``; negative where there is nothing to say.
  public var remark: UnsafeMutablePointer<Int32>?

  /// Nothing is wanted yet.
  public init() {}
}

/// Why a cohort has no benefits, whoever its patients are.
public enum CohortBenefitError: Error, CustomStringConvertible {
  case columns(CohortError)
  case refused(BenefitRefusal)
  /// A cohort is asked of one model.
  case noModel
  /// The question names no time, and the model has several.
  case horizons([Horizon])
  /// A cohort is asked of one effect or one ratio.
  case effects(Int)
  /// The effect has no ratio for all patients on the model's endpoint.
  case noRatio(effect: String, Endpoint.Kind)
  /// The effect has a ratio for each of several regimens, and none or another is named.
  case regimens(effect: String, [String])

  /// One sentence: what was wrong, and what is wanted.
  public var description: String {
    switch self {
    case .columns(let error): error.description
    case .refused(let refusal): refusal.description
    case .noModel: "A cohort's benefit needs the model of its survival; name a 'model'."
    case .horizons(let horizons):
      "A cohort's benefit is asked at one time; name one of "
        + "\(Words.list(horizons.map(\.text), "and"))."
    case .effects(let count):
      "A cohort's benefit is that of one effect or one hazard ratio, not of \(count); name one."
    case .noRatio(let effect, let endpoint):
      "The effect '\(effect)' has no ratio for all patients on \(endpoint.words)."
    case .regimens(let effect, let regimens):
      "The effect '\(effect)' has a ratio for each of several regimens; name one as 'regimen': "
        + "\(Words.list(regimens.map(Words.quoted), "or"))."
    }
  }
}

extension ModelLibrary {
  /// What chemotherapy before surgery changes for each of a cohort at one time: by one effect, or by a
  /// ratio of one's own, on the survival that one model gives.
  ///
  /// Each row has the numbers that ``benefit(for:_:)`` gives the patient that it is, and the ratio is that
  /// for all patients, not that of a stratum. Who is eligible is said of rows without a survival too. Columns
  /// that nobody reads are left aside. `regimen` names which ratio is meant, of an effect that has one for
  /// each of several regimens.
  ///
  /// - Throws: ``CohortBenefitError``. What is wrong with a patient is a remark.
  public func benefits(
    ofCohort columns: [CohortColumn], rows: Int, _ question: BenefitQuestion,
    regimen: String? = nil, into answers: CohortBenefits
  ) throws(CohortBenefitError) -> CohortAccount {
    let (question, model, ratio) = try settle(question, regimen)
    let scorer: BatchScorer
    do throws(PatientError) {
      scorer = try BatchScorer(model, vocabulary: vocabulary, at: question.horizons)
    } catch {
      throw .refused(.patient(error))
    }
    let deciding = treatment.eligibility.first?.covariates.map(\.name) ?? []
    let read: [CohortColumn]
    do throws(CohortError) {
      read = try scorer.check(columns, rows: rows, reading: scorer.readNames.union(deciding))
    } catch {
      throw .columns(error)
    }
    let wantsRemarks = answers.eligible != nil || answers.remark != nil
    var findings = CohortFindings(self, read, scorer, question)
    var survivals = CohortSurvivals(count: min(rows, Self.rowsAtOnce))
    for start in stride(from: 0, to: rows, by: Self.rowsAtOnce) {
      let part = start..<min(start + Self.rowsAtOnce, rows)
      do throws(CohortError) {
        try survivals.score(read.map { $0.part(part) }, rows: part.count, scorer)
      } catch {
        throw .columns(error)
      }
      survivals.write(part, ratio, answers)
      if wantsRemarks { findings.write(part, survivals.estimates, answers) }
    }
    return findings.account
  }

  /// So many that each kind of them is understood but once in a while, and that they need little memory
  /// however many the cohort has.
  private static let rowsAtOnce = 1 << 20

  /// The question with its one time, the model, and the ratio.
  private func settle(
    _ asked: BenefitQuestion, _ regimen: String?
  ) throws(CohortBenefitError) -> (BenefitQuestion, PrognosticModel, RatioEstimate) {
    var question = asked
    do throws(BenefitRefusal) { try question.check() } catch { throw .refused(error) }
    guard question.survivals.isEmpty else { throw .noModel }
    let model: PrognosticModel
    if let document = question.document {
      model = document
    } else if let id = question.model {
      guard let named = self[id] else {
        let near = NearestName.of(id, among: models.map(\.id))
        throw .refused(.unknownModel(id: id, suggestion: near))
      }
      model = named
    } else {
      throw .noModel
    }
    if let reason = model.reasonAgainstBaseline {
      throw .refused(.notBaseline(model.id, reason: reason))
    }
    let horizons = question.horizons ?? model.endpoint.statedHorizons
    guard horizons.count == 1 else { throw .horizons(model.endpoint.statedHorizons) }
    question.horizons = horizons
    let count = question.effects.count + (question.ratio == nil ? 0 : 1)
    guard count == 1 else { throw .effects(count) }
    if let ratio = question.ratio { return (question, model, ratio) }
    let effect: TreatmentEffect
    do throws(EffectSelectionError) {
      effect = try treatment.select(question.effects[0])
    } catch {
      throw .refused(.effect(error))
    }
    let kind = model.endpoint.kind
    let estimates = effect.selectableEstimates.filter { estimate in
      let time = estimate.measure == .oddsRatio ? estimate.horizon : nil
      return estimate.endpoint == kind && estimate.stratum == nil
        && (time.map { $0.time(in: .year) == horizons[0].time(in: .year) } ?? true)
    }
    let meant = estimates.filter { regimen == nil || $0.regimen == regimen }
    guard !estimates.isEmpty else { throw .noRatio(effect: effect.id, kind) }
    guard meant.count == 1, let estimate = meant.first else {
      throw .regimens(effect: effect.id, estimates.map { $0.regimen ?? "all" })
    }
    do throws(BenefitError) {
      return (question, model, try RatioEstimate(estimate))
    } catch {
      throw .refused(.arithmetic(error))
    }
  }
}

/// The survivals of consecutive rows of a cohort.
private struct CohortSurvivals {
  private(set) var estimates: [Double]
  private var lower: [Double]
  private var upper: [Double]

  init(count: Int) {
    estimates = [Double](repeating: .nan, count: count)
    (lower, upper) = (estimates, estimates)
  }

  mutating func score(
    _ columns: [CohortColumn], rows: Int, _ scorer: BatchScorer
  ) throws(CohortError) {
    try estimates.withUnsafeMutableBufferPointer { (estimates) throws(CohortError) in
      try lower.withUnsafeMutableBufferPointer { (lower) throws(CohortError) in
        try upper.withUnsafeMutableBufferPointer { (upper) throws(CohortError) in
          var room = CohortAnswers()
          room.probability = estimates.baseAddress
          (room.lower, room.upper) = (lower.baseAddress, upper.baseAddress)
          _ = try scorer.score(columns, rows: rows, into: room)
        }
      }
    }
  }

  func write(_ rows: Range<Int>, _ ratio: RatioEstimate, _ answers: CohortBenefits) {
    for (place, row) in rows.enumerated() {
      let interval = lower[place] <= upper[place] ? (lower[place], upper[place]) : nil
      let baseline = try? BaselineSurvival(estimates[place], interval: interval)
      let benefit = baseline.map { SurvivalBenefit(without: $0, ratio: ratio) }
      answers.survivalWithout?[row] = estimates[place]
      answers.survivalWith?[row] = benefit?.survivalWith.estimate ?? .nan
      answers.benefitLower?[row] = benefit?.absoluteBenefit.interval?.lowerBound ?? .nan
      answers.benefitUpper?[row] = benefit?.absoluteBenefit.interval?.upperBound ?? .nan
    }
  }
}

/// Who of a cohort is eligible and what there is to remark: once for each kind of rows.
private struct CohortFindings {
  private let library: ModelLibrary
  private let columns: [CohortColumn]
  private let scorer: BatchScorer
  private let question: BenefitQuestion
  private var kinds: CohortKinds
  private var known: [CohortFinding] = []
  private var keys = [UInt64](repeating: 0, count: block)
  private var cells = [Int32](repeating: 0, count: block)
  private(set) var account = CohortAccount()
  private static let block = 1024

  init(
    _ library: ModelLibrary, _ columns: [CohortColumn], _ scorer: BatchScorer,
    _ question: BenefitQuestion
  ) {
    let (model, vocabulary) = (scorer.model, library.vocabulary)
    let document = library.treatment.eligibility.first
    (self.library, self.columns, self.scorer, self.question) = (library, columns, scorer, question)
    kinds = CohortKinds(of: columns) { name in
      let local = model.covariates.first { $0.name == name }?.covariate
      guard let covariate = local ?? vocabulary[name], covariate.kind == .number else { return nil }
      let bounds =
        model.bounds(of: covariate, vocabulary) + (document?.bounds(of: covariate) ?? [])
      return (Set(bounds).sorted(), covariate.isInteger)
    }
  }

  /// - Parameter survival: of the rows, from the first of them on.
  mutating func write(_ rows: Range<Int>, _ survival: [Double], _ answers: CohortBenefits) {
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.block) {
      let part = start..<min(start + Self.block, rows.upperBound)
      kinds.keys(of: part, into: &keys, &cells)
      for row in part {
        let key = keys[row - start]
        var kind = Int(kinds.kind(of: key))
        if kind < 0, let next = kinds.add(key) {
          kind = Int(next)
          known.append(look(at: row))
        }
        let reach: CohortFinding.Reach =
          survival[row - rows.lowerBound].isFinite ? .withSurvival : .withoutSurvival
        let finding = kind >= 0 && known[kind].reach == reach ? known[kind] : look(at: row)
        answers.eligible?[row] = finding.eligible
        answers.remark?[row] = finding.remark
      }
    }
  }

  private mutating func look(at row: Int) -> CohortFinding {
    let patient = Patient(row: row, of: columns)
    let verdict = try? library.treatment.eligibility.first?.evaluate(
      library.vocabulary.completing(patient))
    let eligible: Int8 = verdict?.eligible.map { $0 ? 1 : 0 } ?? -1
    do throws(BenefitRefusal) {
      let benefit = try library.benefit(for: patient, question)
      let remark = CohortAccount.Remark(
        cautions: benefit.cautions.codes, refusal: nil, isMissing: false)
      return CohortFinding(
        eligible: eligible, remark: account.place(of: remark), reach: .withSurvival)
    } catch {
      let remark = CohortAccount.Remark(
        cautions: [], refusal: error.description, isMissing: false)
      let isOfAll: Bool
      do throws(PatientError) {
        isOfAll = try !scorer.predictor.predict(patient).isInScope
      } catch {
        isOfAll = if case .missing = error { true } else { false }
      }
      return CohortFinding(
        eligible: eligible, remark: account.place(of: remark),
        reach: isOfAll ? .withoutSurvival : .itself)
    }
  }
}

/// What there is to say of a row of a cohort, and of which others of its kind.
private struct CohortFinding {
  enum Reach {
    case withSurvival
    case withoutSurvival
    case itself
  }

  let eligible: Int8
  let remark: Int32
  let reach: Reach
}
