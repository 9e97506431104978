import Testing

@testable import Notices

@Suite("Itineraries")
struct ItineraryTests {
    static func faults(_ edit: (inout JSON) -> Void) throws -> [String] {
        var json = try Repository.example("valid/travel-alert.issue")
        edit(&json)
        return Notice.read(json, rules: .specimens).faults.map {
            "\($0.code.rawValue) \($0.pointer)"
        }
    }

    /// Changes one member of one leg.
    static func setLeg(_ json: inout JSON, _ index: Int, _ member: String, _ value: JSON) {
        var legs = json.at(pointer: "/itinerary/legs")?.arrayValue ?? []
        legs[index][member] = value
        json["itinerary"]?["legs"] = .array(legs)
    }

    /// Doubts about the example alert with one member of one leg changed; nil if it is refused.
    static func warnings(_ edit: (inout JSON) -> Void) throws -> [String]? {
        var json = try Repository.example("valid/travel-alert.issue")
        edit(&json)
        let verdict = Notice.read(json, rules: .specimens)
        return verdict.notice == nil
            ? nil : verdict.warnings.map { "\($0.code.rawValue) \($0.pointer)" }
    }

    @Test(
        "block time and connections are doubted beyond their bounds, to the minute",
        arguments: [
            // Leg 1 leaves at 21:40Z; 20 minutes and 20 hours are the bounds.
            (0, "arriveLocal", "2027-01-21T01:59", "block-time"),
            (0, "arriveLocal", "2027-01-21T02:00", nil),
            (1, "arriveLocal", "2027-01-22T08:10", nil),
            (1, "arriveLocal", "2027-01-22T08:11", "block-time"),
            (1, "departLocal", "2027-01-21T07:14", "connection-short"),
            (1, "departLocal", "2027-01-21T07:15", nil),
        ] as [(Int, String, String, String?)])
    func bounds(leg: Int, member: String, time: String, code: String?) throws {
        let doubts = try Self.warnings {
            $0["deadline"] = nil
            Self.setLeg(&$0, leg, member, .string(time))
        }
        let expected = code.map { "\($0) /itinerary/legs/\(leg)/\(member)" }
        #expect(doubts == [expected].compactMap(\.self))
    }

    @Test("what cannot be is refused: a leg inside the one before, back in time, or for days")
    func impossible() throws {
        #expect(
            try Self.faults { Self.setLeg(&$0, 1, "arriveLocal", "2027-01-23T12:11") }
                == ["block-time /itinerary/legs/1/arriveLocal"])
        #expect(
            try Self.faults { Self.setLeg(&$0, 1, "arriveLocal", "2027-01-23T12:10") } == [])
        #expect(
            try Self.faults { Self.setLeg(&$0, 1, "departLocal", "2027-01-21T06:54") }
                == ["legs-overlap /itinerary/legs/1/departLocal"])
        #expect(
            try Self.faults { Self.setLeg(&$0, 0, "arriveLocal", "2027-01-20T22:00") }
                == ["arrival-before-departure /itinerary/legs/0/arriveLocal"])
    }

    @Test(
        "flights that are in timetables are valid, and no zone of theirs is doubted",
        arguments: [("t-BZV-FIH-15min", ["block-time"]), ("t-UUS-zone", ["block-time"])])
    func timetables(name: String, allowed: [String]) throws {
        let bytes = try Repository.bytes("Tests/Vectors/cases/\(name).json")
        let verdict = Notice.read(bytes, rules: .specimens)
        #expect(verdict.faults == [])
        #expect(Set(verdict.warnings.map(\.code.rawValue)).isSubset(of: allowed), "\(name)")
    }

    @Test(
        "a zone that neither the place nor its country has is doubted, an older name of one is not")
    func foreign() throws {
        func doubts(_ place: String, _ zone: String, _ country: JSON? = nil) throws -> [String]? {
            try Self.warnings { json in
                json["to"] = ["XB", "XC"]
                json["deadline"] = nil
                var legs = json.at(pointer: "/itinerary/legs")?.arrayValue ?? []
                legs[1]["to"] = .string(place)
                legs[1]["toCountry"] = country
                legs[1]["arriveTz"] = .string(zone)
                legs[1]["arriveLocal"] = "2027-01-22T12:00"
                json["itinerary"]?["legs"] = .array(legs)
            }?.filter { $0.hasPrefix("zone-") }
        }
        let pointer = "/itinerary/legs/1/arriveTz"
        #expect(try doubts("BRU", "Europe/Brussels") == [])
        #expect(try doubts("BRU", "Europe/Paris") == ["zone-foreign " + pointer])
        #expect(try doubts("BRU", "Asia/Tokyo") == ["zone-differs " + pointer])
        #expect(try doubts("BEANR", "Europe/Paris") == ["zone-foreign " + pointer])
        #expect(try doubts("BEANR", "Asia/Tokyo") == ["zone-foreign " + pointer])
        #expect(try doubts("BEANR", "Europe/Brussels") == [])
        #expect(try doubts("INBOM", "Asia/Calcutta") == [])
        #expect(try doubts("UAIEV", "Europe/Kiev") == [])
        #expect(try doubts("USNYC", "US/Eastern") == [])
        #expect(try doubts("RUN", "Indian/Reunion") == [])
        #expect(try doubts("REPDG", "Indian/Reunion", "FR") == [])
        #expect(try doubts("FRLEH", "Indian/Reunion") == ["zone-foreign " + pointer])
        #expect(try doubts("XCPRT", "Europe/Paris") == [])
    }

    @Test("a journey that has begun must say so")
    func begun() throws {
        let late: JSON = "2027-01-20T21:40:00Z"
        #expect(
            try Self.faults { $0["createdAt"] = late }
                == ["departure-past /itinerary/legs/0/departLocal"])
        #expect(
            try Self.faults {
                $0["createdAt"] = late
                $0["itinerary"]?["alreadyTravelling"] = true
            } == [])
        #expect(
            try Self.faults {
                $0["createdAt"] = late
                Self.setLeg(&$0, 0, "status", "departed")
            } == [])
        #expect(try Self.faults { $0["createdAt"] = "2027-01-20T21:39:59Z" } == [])
    }

    @Test("an airport is the same place under its IATA and its ICAO code")
    func oneAirport() throws {
        func doubts(_ arrival: JSON, _ departure: JSON) throws -> [String]? {
            try Self.warnings {
                $0["deadline"] = nil
                $0["to"] = ["BE", "XC"]
                for (leg, member, value) in [
                    (0, "to", arrival), (1, "from", departure),
                    (0, "arriveTz", "Europe/Brussels"), (1, "departTz", "Europe/Brussels"),
                    (0, "arriveLocal", "2027-01-21T03:55"), (1, "departLocal", "2027-01-21T06:10"),
                ] as [(Int, String, JSON)] {
                    Self.setLeg(&$0, leg, member, value)
                }
            }
        }
        #expect(try doubts("BRU", "EBBR") == [])
        #expect(try doubts("BRU", "EBCI") == ["leg-gap /itinerary/legs/1/from"])
    }

    @Test("a cancelled leg is no arrival, and no neighbour of another")
    func cancelled() throws {
        var json = try Repository.example("valid/travel-alert.issue")
        Self.setLeg(&json, 0, "status", "cancelled")
        json["deadline"] = nil
        let notice = try #require(Notice.read(json, rules: .specimens).notice)
        #expect(notice.actBy(for: try #require(MemberCode("XB"))) == nil)
        #expect(notice.legs.countriesEntered == members("XC"))
    }

    @Test("a place that no list has is taken with its country beside it")
    func unlisted() throws {
        var json = try Repository.example("valid/travel-alert.issue")
        Self.setLeg(&json, 1, "to", "QQQ")
        Self.setLeg(&json, 1, "toCountry", "XC")
        let verdict = Notice.read(json, rules: .specimens)
        #expect(verdict.faults == [])
        let xc = try #require(MemberCode("XC"))
        #expect(verdict.notice?.actBy(for: xc) == moment("2027-01-21T10:05:00Z"))
    }

    @Test("one good document on every arrival is enough")
    func documents() throws {
        let old: JSON = ["code": "P", "number": "A1", "issuer": "UTO", "expires": "2027-01-20"]
        let good: JSON = ["code": "P", "number": "A2", "issuer": "UTO", "expires": "2030-01-20"]
        #expect(
            try Self.faults { $0["person"]?["documents"] = [old] }
                == ["document-expired /person/documents/0/expires"])
        #expect(try Self.faults { $0["person"]?["documents"] = [old, good] } == [])
    }

    @Test("a report in time needs no reason, one day less does")
    func leadDays() throws {
        for (days, expected) in [(3, [String]()), (4, ["late-reason-missing /notice/lateReason"])] {
            let faults = try Self.faults {
                $0["notice"] = [
                    "reportedAt": "2027-01-17T21:40:00Z",
                    "statutoryLeadDays": .number(JSONNumber(days)),
                ]
            }
            #expect(faults == expected)
        }
    }

    @Test("the first landing in a country counts, and a stay is no transit")
    func stays() throws {
        var json = try Repository.example("valid/travel-alert.issue")
        for (member, value) in [
            ("departLocal", "2027-01-22T06:56"), ("arriveLocal", "2027-01-22T16:51"),
        ] {
            Self.setLeg(&json, 1, member, .string(value))
        }
        let notice = try #require(Notice.read(json, rules: .specimens).notice)
        #expect(notice.legs.transitCountries == [])
        Self.setLeg(&json, 1, "departLocal", "2027-01-22T06:55")
        let passing = try #require(Notice.read(json, rules: .specimens).notice)
        #expect(passing.legs.transitCountries == members("XB"))
    }
}
