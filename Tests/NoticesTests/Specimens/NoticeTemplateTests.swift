import Testing

@testable import Notices

@Suite("Specimen notices")
struct NoticeTemplateTests {
    static let now = Instant(rfc3339: "2027-01-18T06:00:00Z") ?? Instant(seconds: 0)
    static let rules = NoticeRules(allowSpecimens: true)

    static func members(_ codes: String) -> [MemberCode] {
        codes.split(separator: " ").compactMap { MemberCode($0) }
    }

    @Test(
        "every kind of specimen is valid without a warning, whoever sends it to whom",
        arguments: NoticeKind.allCases, ["XA XB XC", "XD XE", "XA XF XB", "BE TH", "XA XB"])
    func valid(kind: NoticeKind, route: String) {
        let members = Self.members(route)
        for operation in NoticeTemplate.operations(of: kind) {
            for number in [0, 7, 31, 999_999] {
                // An operation that cannot come first on its side comes second.
                let opens =
                    NoticeLifecycle.openings(of: kind, on: .issuer).contains(operation)
                    || NoticeLifecycle.openings(of: kind, on: .recipient).contains(operation)
                let json = NoticeTemplate.specimen(
                    kind: kind, operation: operation, from: members[0],
                    to: Array(members.dropFirst()), at: Self.now, number: number,
                    sequence: opens ? 1 : 2)
                let verdict = Notice.read(json, rules: Self.rules)
                #expect(verdict.faults == [], "\(operation)")
                #expect(verdict.warnings == [], "\(operation)")
                #expect(verdict.notice?.kind == kind && verdict.notice?.operation == operation)
            }
        }
    }

    @Test("a specimen alert lands when it was asked to, wherever and whatever the night")
    func arrival() {
        let members = Self.members("XA XB XC")
        // Days through the year, and those around both changes of the clocks.
        let days = Array(stride(from: 0, to: 400, by: 9)) + Array(67...71) + Array(284...288)
        for day in days {
            let now = Self.now + .days(Int64(day))
            for hours in [1, 5, 30, 72] as [Int64] {
                let arrival = now + .hours(hours)
                let json = NoticeTemplate.specimen(
                    kind: .travelAlert, from: members[0], to: [members[1], members[2]], at: now,
                    arrival: arrival, number: day)
                let verdict = Notice.read(json, rules: Self.rules)
                #expect(verdict.faults == [])
                #expect(verdict.notice?.actBy(for: members[1]) == arrival - .hours(2))
                let expected = arrival + .minutes(135 + 415) - .hours(2)
                #expect(verdict.notice?.actBy(for: members[2]) == expected)
            }
        }
    }
}
