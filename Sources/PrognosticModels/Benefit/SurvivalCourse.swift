internal import StrictJSON

extension ModelLibrary {
  /// Survival without chemotherapy at every step of the benefit's baseline up to the last of its times;
  /// empty where it is known at single times alone, and for survivals of one's own.
  ///
  /// Of more steps than `most` the last within each of as many equal spans of time is taken, which is
  /// more than a page can show.
  public func survivalCourse(
    of benefit: Benefit, for patient: Patient, most: Int = 1000
  ) -> [BenefitQuestion.Survival] {
    guard let model = benefit.prognosis?.model, let baseline = model.form.baseline,
      !baseline.hasOnlyHorizons
    else { return [] }
    let end = benefit.baseline.map { $0.time.time(in: model.endpoint.unit) }.max() ?? 0
    let steps = Set(baseline.strata.flatMap(\.times) + [end]).filter { $0 > 0 && $0 <= end }
      .sorted()
    let times = VisibleSteps.places(of: steps, most: most).map {
      Horizon(value: steps[$0], unit: model.endpoint.unit)
    }
    guard let answer = try? model.predict(patient, vocabulary: vocabulary, at: times).answer else {
      return []
    }
    return zip(times, answer.probabilities).compactMap { time, probability in
      (try? BaselineSurvival(probability.probability)).map {
        BenefitQuestion.Survival(time: time, survival: $0)
      }
    }
  }
}

extension Benefit {
  /// `{"years", "without", "with": [{"estimate", "survival", "lower", "upper"}]}`: survival over time
  /// without chemotherapy, and with it by each estimate at the last time that has a course, which an odds
  /// ratio, belonging to one time, has not. Null where nothing is known between the times.
  func courseJSON(_ course: [BenefitQuestion.Survival]) -> JSONValue {
    guard !course.isEmpty else { return .null }
    let last = estimates.map { $0.time.time(in: .year) }.max()
    let treated = estimates.enumerated().filter {
      $1.ratio.measure == .hazardRatio && $1.time.time(in: .year) == last
    }.map { place, estimate in
      let with = course.map {
        SurvivalBenefit(without: $0.survival, ratio: estimate.ratio).survivalWith
      }
      return JSONValue.object([
        ("estimate", .integer(place)), ("survival", .numbers(with.map(\.estimate))),
        ("lower", .array(with.map { .optional($0.interval?.lowerBound) })),
        ("upper", .array(with.map { .optional($0.interval?.upperBound) })),
      ])
    }
    return .object([
      ("years", .numbers(course.map { $0.time.time(in: .year) })),
      ("without", .numbers(course.map(\.survival.estimate))), ("with", .array(treated)),
    ])
  }
}
