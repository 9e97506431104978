import Notices
import Testing

@Suite("Office hours")
struct OfficeHoursTests {
    private func hours(
        _ zone: String, _ days: [(String, String, String)], holidays: [String] = []
    ) throws -> OfficeHours {
        try #require(
            OfficeHours([
                "always": false, "zone": .string(zone),
                "days": .array(
                    days.map {
                        ["day": .string($0.0), "from": .string($0.1), "to": .string($0.2)]
                    }),
                "holidays": .array(holidays.map { .string($0) }),
            ]))
    }

    private func at(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    private func opening(_ hours: OfficeHours, from text: String) throws -> String? {
        hours.opening(from: try at(text))?.description
    }

    @Test("half-hour and quarter-hour zones open by their own clock")
    func zones() throws {
        // 2027-01-18 is a Monday; Kathmandu is 5 h 45 min ahead, Adelaide in summer 10 h 30 min.
        let kathmandu = try hours("Asia/Kathmandu", [("mon", "08:00", "16:30")])
        #expect(try opening(kathmandu, from: "2027-01-18T00:00:00Z") == "2027-01-18T02:15:00Z")
        #expect(kathmandu.isOpen(at: try at("2027-01-18T10:44:59Z")))
        #expect(!kathmandu.isOpen(at: try at("2027-01-18T10:45:00Z")))
        #expect(try opening(kathmandu, from: "2027-01-18T10:45:00Z") == "2027-01-25T02:15:00Z")
        let adelaide = try hours("Australia/Adelaide", [("mon", "09:00", "17:00")])
        #expect(try opening(adelaide, from: "2027-01-16T12:00:00Z") == "2027-01-17T22:30:00Z")
    }

    @Test("the weekend, a break at noon and holidays are waited for")
    func days() throws {
        let office = try hours(
            "Europe/Brussels",
            [("mon", "08:00", "12:00"), ("mon", "13:00", "17:00"), ("tue", "08:00", "12:00")],
            holidays: ["2027-01-25", "2027-01-26"])
        #expect(try opening(office, from: "2027-01-18T11:00:00Z") == "2027-01-18T12:00:00Z")
        #expect(try opening(office, from: "2027-01-18T12:30:00Z") == "2027-01-18T12:30:00Z")
        #expect(try opening(office, from: "2027-01-22T09:00:00Z") == "2027-02-01T07:00:00Z")
        let never = try hours(
            "Europe/Brussels", [("mon", "08:00", "12:00")],
            holidays: (0..<60).map {
                CivilDate(daysSinceEpoch: 20_836 + 7 * $0).description
            })
        #expect(try opening(never, from: "2027-01-18T11:00:00Z") == nil)
    }

    @Test("the nights in which the clock is changed open when the clock says so")
    func clockChange() throws {
        // Brussels: forward on 2027-03-28 at 02:00 (03:00 follows), back on 2027-10-31 at 03:00.
        let early = try hours("Europe/Brussels", [("sun", "02:30", "06:00")])
        #expect(try opening(early, from: "2027-03-27T20:00:00Z") == "2027-03-28T01:00:00Z")
        #expect(try opening(early, from: "2027-03-20T20:00:00Z") == "2027-03-21T01:30:00Z")
        #expect(try opening(early, from: "2027-10-30T20:00:00Z") == "2027-10-31T00:30:00Z")
        #expect(early.isOpen(at: try at("2027-10-31T01:45:00Z")))
        // The hour is shown a second time: the office was open in the first, and is closed in the
        // second.
        #expect(!early.isOpen(at: try at("2027-10-31T01:15:00Z")))
        #expect(try opening(early, from: "2027-10-31T01:15:00Z") == "2027-10-31T01:30:00Z")
        let night = try hours("Europe/Brussels", [("sun", "00:00", "23:59")])
        #expect(night.isOpen(at: try at("2027-03-28T00:59:59Z")))
        #expect(night.isOpen(at: try at("2027-03-28T01:00:00Z")))
    }

    @Test("who always answers, or does not say when, is waited for by nobody")
    func always() {
        #expect(OfficeHours(["always": true]) == nil)
        #expect(OfficeHours(["always": false]) == nil)
        #expect(OfficeHours(["always": false, "zone": "Asia/Kathmandu"]) == nil)
        #expect(
            OfficeHours([
                "always": false, "zone": "Nowhere/Else",
                "days": [["day": "mon", "from": "08:00", "to": "16:30"]],
            ]) == nil)
    }
}
