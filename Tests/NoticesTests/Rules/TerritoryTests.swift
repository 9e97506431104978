import Testing

@testable import Notices

@Suite("A territory is its own member's, its state's, or a question")
struct TerritoryTests {
    static func code(_ text: String) throws -> MemberCode { try #require(MemberCode(text)) }

    /// The example alert with its last leg to another place.
    private func alert(
        to place: String, zone: String, recipients: [String],
        territories: Territories = Territories()
    ) throws -> NoticeVerdict {
        var json = try Repository.example("valid/travel-alert.issue")
        ItineraryTests.setLeg(&json, 1, "to", .string(place))
        ItineraryTests.setLeg(&json, 1, "arriveTz", .string(zone))
        let clock = try #require(IANAZone(zone))
        let local = try #require(LocalTime(Self.landing, in: clock))
        ItineraryTests.setLeg(&json, 1, "arriveLocal", .string(local.description))
        json["to"] = .array(recipients.map { .string($0) })
        json["deadline"] = nil
        var rules = NoticeRules.specimens
        rules.territories = territories
        return Notice.read(json, rules: rules)
    }

    private static let landing = Instant(rfc3339: "2027-01-21T13:05:00Z") ?? Instant(seconds: 0)
    /// The deadline: the landing less the lead time.
    private let deadline = Self.landing - .hours(2)

    @Test(
        "where a state's own police answers, that state has a deadline",
        arguments: [
            ("RUN", "Indian/Reunion", "FR"), ("PTP", "America/Guadeloupe", "FR"),
            ("NOU", "Pacific/Noumea", "FR"), ("PPT", "Pacific/Tahiti", "FR"),
            ("GUM", "Pacific/Guam", "US"), ("BON", "America/Kralendijk", "NL"),
            ("GOH", "America/Nuuk", "DK"), ("FAE", "Atlantic/Faroe", "DK"),
            ("NLK", "Pacific/Norfolk", "AU"), ("XCH", "Indian/Christmas", "AU"),
        ])
    func states(place: String, zone: String, state: String) throws {
        let verdict = try alert(to: place, zone: zone, recipients: ["XB", state])
        let notice = try #require(verdict.notice)
        #expect(try notice.actBy(for: Self.code(state)) == deadline)
        #expect(!verdict.warnings.contains { $0.code == .recipientOffRoute })
        #expect(!verdict.warnings.contains { $0.code == .territoryUnclear })
    }

    @Test(
        """
        where a police of its own answers, the list decides; without its word every recipient off \
        the route has a deadline
        """,
        arguments: [
            ("GIB", "Europe/Gibraltar", "GI", "GB"), ("HKG", "Asia/Hong_Kong", "HK", "CN"),
            ("JER", "Europe/Jersey", "JE", "GB"), ("AUA", "America/Aruba", "AW", "NL"),
        ])
    func own(place: String, zone: String, territory: String, state: String) throws {
        let silent = try alert(to: place, zone: zone, recipients: ["XB", state])
        #expect(silent.warnings.map(\.code) == [.territoryUnclear])
        #expect(try silent.notice?.actBy(for: Self.code(state)) == deadline)
        let itself = try alert(to: place, zone: zone, recipients: ["XB", territory])
        #expect(try itself.notice?.actBy(for: Self.code(territory)) == deadline)
        let claimed = try alert(
            to: place, zone: zone, recipients: ["XB", state],
            territories: Territories(claims: [Self.code(territory): Self.code(state)]))
        #expect(claimed.warnings == [])
        #expect(try claimed.notice?.actBy(for: Self.code(state)) == deadline)
        let member = try alert(
            to: place, zone: zone, recipients: ["XB", territory],
            territories: Territories(members: [Self.code(territory)]))
        #expect(member.warnings == [])
        #expect(try member.notice?.actBy(for: Self.code(territory)) == deadline)
    }

    @Test("a state that disclaims a territory, and another member that claims it, are heard")
    func disclaimed() throws {
        let (fr, nc, au) = (try Self.code("FR"), try Self.code("NC"), try Self.code("AU"))
        #expect(Territories().member(for: nc) == fr)
        #expect(Territories(disclaimed: [nc]).member(for: nc) == nil)
        #expect(Territories(claims: [nc: au], disclaimed: [nc]).member(for: nc) == au)
        #expect(Territories(members: [nc]).member(for: nc) == nc)
        #expect(Territories().member(for: fr) == fr)
    }

    @Test("no alert about a journey goes without a deadline because a place was not understood")
    func deadlines() throws {
        for row in Territories.rows {
            guard let place = Place.firstAirport(of: row.code), let zone = place.zone else {
                continue
            }
            for recipient in [row.state, row.code] {
                let verdict = try alert(
                    to: place.code, zone: zone, recipients: ["XB", recipient.description])
                let notice = try #require(verdict.notice, "\(place.code)")
                // A state's own territory needs no list, and its code is no member of its own.
                if recipient == row.code, !row.hasOwnPolice { continue }
                #expect(notice.actBy(for: recipient) != nil, "\(place.code) to \(recipient)")
            }
        }
    }

    @Test("every row names two codes of ISO 3166-1, each territory once, and no state is one")
    func rows() {
        #expect(Territories.rows.count == 51)
        #expect(Set(Territories.rows.map(\.code)).count == Territories.rows.count)
        for row in Territories.rows {
            #expect(Country.named(alpha2: row.code.description) != nil, "\(row.code)")
            #expect(Country.named(alpha2: row.state.description) != nil, "\(row.state)")
            #expect(!Territories.rows.contains { $0.code == row.state }, "\(row.state)")
        }
    }
}
