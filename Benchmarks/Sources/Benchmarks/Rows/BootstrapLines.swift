import Biostatistics
import Foundation

/// The optimism of a Cox model by 200 resamples, with the indices that `rms::validate` has.
func bootstrapLines(_ options: Options) throws -> [Line] {
  let cohort = Cohort(count: options.rows(1000), covariates: 8)
  let frame = try SurvivalFrame(Formula(cohort.formula), in: cohort.table())
  var indices = SurvivalIndexOptions()
  let rms: [PerformanceIndex.Name] = [
    .somersDxy, .recalibratedR2, .slope, .discriminationD, .unreliabilityU, .qualityQ,
    .giniMeanDifference,
  ]
  indices.names = Set(rms)
  let resamples = 200
  func optimism(threads: Int) throws -> BootstrapOptimism {
    try Bootstrap(
      of: CoxProcedure(frame, indices: indices), .drawn(count: resamples, seed: 1)
    ).optimism(threads: threads)
  }
  let ours = try measure { try optimism(threads: options.threads) }
  let single = try measure { try optimism(threads: 1) }
  let result = try optimism(threads: options.threads)
  let theirs = try withTemporaryDirectory { directory in
    try cohort.write(to: directory)
    return Peer.r.run(
      "bootstrap.R",
      [
        directory.path, "\(cohort.count)", "\(cohort.covariateNames.count)", "\(resamples)",
        "\(options.long)",
      ])
  }
  // Both draw their own resamples: they differ by chance.
  var note = ""
  if let values = theirs?.values["corrected"], values.count == rms.count {
    let distances = zip(rms, values).map { name, value in
      let entry = result[name]
      return ((entry?.corrected ?? .nan) - value).magnitude / (entry?.monteCarloError ?? .nan)
    }
    note = "corrected indices within \(String(format: "%.1f", distances.max() ?? .nan)) "
    note += "Monte-Carlo errors of ours"
  }
  return [
    Line(
      "optimism bootstrap, n = \(cohort.count), p = 8, B = \(resamples)", ours: ours,
      single: single, peer: "rms::validate", theirs: theirs?.times["validate"], must: 6, aim: 25,
      note: note)
  ]
}
