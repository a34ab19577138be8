import Biostatistics
import TestSupport
import Testing

@Suite struct BackwardEliminationTests {
  private func kept(_ rule: BackwardElimination.Rule) throws -> [String] {
    let reference = try Reference(named: "resampling.json")["selection"]
    let formula = try Formula(reference["formula"].string ?? "")
    let frame = try SurvivalFrame(formula, in: LungSample.table("lung"))
    var indices = SurvivalIndexOptions()
    indices.names = [.harrellC]
    let procedure = try CoxProcedure(
      frame, selection: BackwardElimination(rule), indices: indices)
    return try procedure.fit(RowSample(all: procedure.rowCount)).keptTerms ?? []
  }

  @Test("by AIC it keeps what R's step() keeps, and by Wald tests what refits in R keep")
  func lung() throws {
    let reference = try Reference(named: "resampling.json")["selection"]
    #expect(try kept(.aic) == reference["aic"].strings)
    #expect(try kept(.p(0.157)) == reference["p157"].strings)
    #expect(try kept(.p(0.05)) == reference["p05"].strings)
  }

  @Test("a term stays under its interaction, and leaves whole")
  func marginality() throws {
    let frame = try LungSample.frame("rcs(age, 4) + sex * ph.ecog")
    let procedure = try CoxProcedure(
      frame, selection: BackwardElimination(.p(0.999_999)),
      indices: SurvivalIndexOptions())
    let all = RowSample(all: procedure.rowCount)
    // Nothing is that useless.
    #expect(
      try procedure.fit(all).keptTerms == ["rcs(age, 4)", "sex", "ph.ecog", "sex:ph.ecog"])
    let strict = try CoxProcedure(
      frame, selection: BackwardElimination(.p(1e-9)), indices: SurvivalIndexOptions())
    let none = try strict.fit(all)
    #expect(none.keptTerms == [])
    // A model that tells nobody apart has C 1/2 and explains nothing, as in rms::validate.
    let found = none.indices(on: all, isOwn: false)
    func value(_ name: PerformanceIndex.Name) -> Double? {
      found.of.firstIndex { $0.name == name }.flatMap { found.values[$0].number }
    }
    #expect(value(.harrellC) == 0.5 && value(.somersDxy) == 0 && value(.slope) == 1)
    #expect(value(.recalibratedR2) == 0 && value(.discriminationD) == 0)
    #expect(value(.unreliabilityU) == 0 && value(.giniMeanDifference) == 0)
  }

  @Test("selection is a part of what is repeated: the optimism counts what it chose in each sample")
  func repeated() throws {
    let optimism = try Bootstrap(
      of: LungSample.procedure(selection: BackwardElimination(.p(0.05))),
      .drawn(count: 40, seed: 4)
    ).optimism()
    #expect(optimism.keptTermsOfAll == ["sex", "ph.ecog"])
    let kept = Dictionary(
      uniqueKeysWithValues: optimism.keptTerms?.map { ($0.term, $0.count) } ?? [])
    #expect((kept["sex"] ?? 0) > 20 && (kept["age"] ?? 0) < (kept["ph.ecog"] ?? 0))
    #expect((optimism[.slope]?.corrected ?? 2) < 1)
  }
}
