/// The benchmarks, by the names that `--only` takes.
enum Benchmark: String, CaseIterable {
  case cox50 = "cox-50"
  case cox10 = "cox-10"
  case lung
  case logistic
  case logistic500 = "logistic-500"
  case firth
  case truncated
  case cluster
  case diagnostics
  case concordance
  case validation
  case bootstrap
  case kaplanMeier = "kaplan-meier"
  case csv
  case memory
  case score
  case benefit
  case figures
  case embedded
  case roofline

  func lines(_ options: Options) throws -> [Line] {
    switch self {
    case .cox50:
      let targets = CoxTargets(whole: (15, 30), fit: (6, 13))
      return try coxLines(count: 1_000_000, covariates: 50, targets, options)
    case .cox10:
      let targets = CoxTargets(whole: (8, 20), fit: (2, 4))
      return try coxLines(count: 1_000_000, covariates: 10, targets, options)
    case .lung: return try lungLines(options)
    case .logistic: return try logisticLines(options)
    case .logistic500: return try smallLogisticLines(options)
    case .firth: return try firthLines(options)
    case .truncated:
      let targets = CoxTargets(whole: (15, 40), fit: (4, 10))
      return try coxLines(
        count: 200_000, covariates: 10, delayedEntry: true, targets, options)
    case .cluster: return try clusterLines(options)
    case .diagnostics: return try diagnosticLines(options)
    case .concordance: return try concordanceLines(options)
    case .validation: return try validationLines(options)
    case .bootstrap: return try bootstrapLines(options)
    case .kaplanMeier: return try kaplanMeierLines(options)
    case .csv: return try csvLines(options)
    case .memory: return try memoryLines(options)
    case .score: return try scoreLines(options)
    case .benefit: return try benefitLines(options)
    case .figures: return try figureLines(options)
    case .embedded: return try embeddedLines(options)
    case .roofline: return try rooflineLines(options)
    }
  }
}
