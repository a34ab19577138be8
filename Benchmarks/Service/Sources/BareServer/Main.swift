import Hummingbird
import Logging

/// A route that decodes a question and encodes an answer of the sizes that a score has, by Codable, and
/// does nothing between: what the framework alone costs.
@main
struct Main {
  static func main() async throws {
    let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8099
    let router = Router()
    router.post("score") { request, context -> Answer in
      let question = try await request.decode(as: Question.self, context: context)
      return Answer(age: question.patient.age)
    }
    var logger = Logger(label: "bare")
    logger.logLevel = .warning
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      logger: logger)
    try await application.runService()
  }
}

struct Question: Decodable {
  struct Patient: Decodable {
    let age: Double
    let size: Double
    let grade: Int
    let histology: String
    let site: String
    let depth: String
  }
  let patient: Patient
  let at: [String]
}

/// As large as the answer to a score with its receipt.
struct Answer: ResponseEncodable {
  struct Term: Encodable {
    var term = "histology"
    var value = 0.5181
  }
  struct Time: Encodable {
    var value = 5.0
    var unit = "year"
  }
  struct Probability: Encodable {
    var endpoint = "overallSurvival"
    var time = Time()
    var probability = 0.48963633909713006
    var interval: [Double]?
  }
  struct Caution: Encodable {
    var code = "reconstructedModel"
    var covariate: String?
    var severity = "warning"
    var message = String(repeating: "the model was reconstructed ", count: 14)
  }
  struct Identity: Encodable {
    var id = "sarculator-extremity-os-2016-reconstructed"
    var version = "1.0.0"
    var sha256 = String(repeating: "0", count: 64)
    var title = String(repeating: "Sarculator, extremity ", count: 7)
  }
  struct Receipt: Encodable {
    var engine = "0.1.0"
    var operation = "score"
    var documents = [Identity()]
    var library = String(repeating: "0", count: 64)
    var inputSHA256 = String(repeating: "0", count: 64)
    var resultSHA256 = String(repeating: "0", count: 64)
    var time = "2026-11-28T05:30:00Z"
    var age: Double
    var seal = String(repeating: "0", count: 64)
  }
  var model = Identity()
  var inScope = true
  var refusals: [String] = []
  var linearPredictor = 4.358826986658796
  var contributions = [Term(), Term(), Term(), Term()]
  var predictions = [Probability()]
  var alternatives: [String] = []
  var cautions = [Caution(), Caution(), Caution()]
  var citation = "Callegaro D, et al. Lancet Oncol 2016;17:671-80 (PMID 27068860)."
  var receipt: Receipt

  init(age: Double) { receipt = Receipt(age: age) }
}
