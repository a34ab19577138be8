import Foundation
import Testing

@testable import Biostatistics

@Suite("Dates")
struct DatesTests {
  @Test("days count from 1970-01-01, leap years and centuries included")
  func days() {
    #expect(DateFormat.iso.day("1970-01-01") == 0)
    #expect(DateFormat.iso.day("1969-12-31") == -1)
    #expect(DateFormat.iso.day("2000-02-29") == 11_016)
    #expect(DateFormat.iso.day("2000-03-01") == 11_017)
    #expect(DateFormat.iso.day("1900-03-01") == -25_508)
    #expect(DateFormat.iso.day("0001-01-01") == -719_162)
    #expect(DateFormat.iso.day("9999-12-31") == 2_932_896)
  }

  @Test("every day from 1895 to 2105 is the one after the day before it")
  func consecutive() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "UTC") ?? calendar.timeZone
    for day in stride(from: -27_400, to: 49_400, by: 1) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let (y, m, d) = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
      if DateFormat.iso.day("\(y)-\(m)-\(d)") != day { Issue.record("\(y)-\(m)-\(d)") }
    }
  }

  @Test("the order of the parts is stated, the sign between them is free")
  func formats() {
    for text in ["31/03/2024", "31.3.2024", "31-03-2024", " 31/03/2024 12:30"] {
      #expect(DateFormat.dayFirst.day(text) == DateFormat.iso.day("2024-03-31"))
    }
    #expect(DateFormat.monthFirst.day("03/31/2024") == DateFormat.iso.day("2024-03-31"))
    #expect(DateFormat.iso.day("2024-03-31T08:00:00Z") == DateFormat.iso.day("2024-03-31"))
  }

  @Test(
    "what is no date is none",
    arguments: [
      "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-01-00",
      "24-01-01", "20240101", "2024-01", "2024-01-01-01", "yesterday", "", "2024--01",
      "-2024-01-01",
      "2024-1x-01", "99999999999999999999-01-01", "2024-01-99999999999999999999", "２０２４-01-01",
    ])
  func refused(text: String) {
    #expect(DateFormat.iso.day(text) == nil)
  }
}
