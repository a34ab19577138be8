import Foundation
import Testing

@testable import Figures

@Suite struct GalleryTests {
  @Test("Every figure can be written out for a look", arguments: Gallery.all.map(\.name))
  func written(name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["FIGURES"] else { return }
    let figure = try #require(Gallery.all.first { $0.name == name }).figure
    try figure.svg.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
  }
}
