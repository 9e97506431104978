import Testing

@testable import Notices

@Suite("Values")
struct ValueTests {
    @Test(
        "A signed time is read in the one way that it is written",
        arguments: [
            ("2027-01-21T00:55:00Z", true), ("2027-01-21T00:55:00.000Z", false),
            ("2027-01-21T00:55:00.01-20:00", false), ("2027-01-21T01:55:00+01:00", false),
            ("2027-01-21T00:55:00+00:00", false), ("2027-01-21t00:55:00Z", false),
        ])
    func utcSecond(text: String, isRead: Bool) {
        #expect((Instant(utcSecond: text) != nil) == isRead)
    }

    @Test("every day of the calendar leads to its number and back")
    func days() {
        var expected = (year: 1, month: 1, day: 1)
        for number in -719_162...2_932_896 where number % 7 == 0 || number.magnitude < 40_000 {
            let date = CivilDate(daysSinceEpoch: number)
            if date.daysSinceEpoch != number { Issue.record("\(number) \(date)") }
        }
        expected = (1970, 1, 1)
        for number in 0..<60_000 {
            let date = CivilDate(daysSinceEpoch: number)
            if (date.year, date.month, date.day) != expected { Issue.record("\(number)") }
            expected.day += 1
            if expected.day > CivilDate.daysIn(month: expected.month, year: expected.year) {
                expected = (expected.year, expected.month + 1, 1)
            }
            if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
        }
    }

    @Test(
        "times are read with their offsets",
        arguments: [
            ("2027-01-21T00:55:00Z", "2027-01-21T00:55:00.000Z"),
            ("2027-01-21T04:55:00.250+04:00", "2027-01-21T00:55:00.250Z"),
            ("2027-01-20T21:25:00.123456789-03:30", "2027-01-21T00:55:00.123Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ])
    func times(text: String, utc: String) {
        #expect(Instant(rfc3339: text)?.descriptionWithMilliseconds == utc)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "2027-01-21", "2027-01-21T24:00:00Z", "2027-01-21T23:59:60Z",
            "2027-02-29T00:00:00Z",
            "2027-01-21t00:00:00z", "2027-01-21T00:00:00", "2027-01-21T00:00:00.Z",
            "2027-01-21T00:00:00+0400", "2027-01-21T00:00:00Z ", "12027-01-21T00:00:00Z",
        ])
    func noTimes(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("dates roll on by years and months without leaving the calendar")
    func arithmetic() throws {
        let leap = try #require(CivilDate(year: 2028, month: 2, day: 29))
        #expect(leap.adding(years: 1).description == "2029-03-01")
        #expect(leap.adding(years: 4).description == "2032-02-29")
        #expect(leap.adding(months: -12).description == "2027-02-28")
        #expect(leap.adding(months: 10).description == "2028-12-29")
        let last = try #require(CivilDate(year: 9_999, month: 12, day: 31))
        #expect(last.adding(years: 5) == last && last.adding(months: 1) == last)
    }

    @Test("a partial date knows what it does not know")
    func partial() {
        #expect(PartialDate("1976")?.mrz == "76<<<<")
        #expect(PartialDate("1976-02")?.mrz == "7602<<")
        #expect(PartialDate("1976-02-29")?.mrz == "760229")
        for text in ["", "76", "1976-13", "1977-02-29", "1976-2", "1976-02-29-1", "1976-", "0000"] {
            #expect(PartialDate(text) == nil, "\(text)")
        }
    }

    @Test("a message id is a lowercase UUID of version 7 and nothing else")
    func messageIDs() {
        let id = MessageID(created: moment("2027-01-18T06:00:00Z"), random: [UInt8](0..<10))
        #expect(MessageID(id.description) == id)
        #expect(MessageID(id.description.uppercased()) == nil)
        #expect(MessageID("urn:uuid:" + id.description) == nil)
        #expect(MessageID("019401e5-6b2a-4cc3-8a9d-2f7b5c1d0e4f") == nil)
        let later = MessageID(created: moment("2027-01-18T06:00:00.001Z"), random: [UInt8](0..<10))
        #expect(id < later)
    }

    @Test("precedence changes at six, twenty-four and seventy-two hours")
    func precedence() {
        let now = moment("2027-01-18T06:00:00Z")
        func precedence(_ hours: Int64, _ seconds: Int64 = 0) -> Precedence {
            Precedence(actBy: now + .hours(hours) + .seconds(seconds), at: now)
        }
        #expect(precedence(6, -1) == .flash && precedence(6) == .immediate)
        #expect(precedence(24, -1) == .immediate && precedence(24) == .priority)
        #expect(precedence(72, -1) == .priority && precedence(72) == .routine)
        #expect(precedence(-100) == .flash)
        #expect(Precedence(actBy: nil, at: now) == .routine)
        #expect(Precedence(actBy: nil, at: now, airborne: true) == .flash)
    }
}
