import Testing

@testable import Notices

@Suite("Persons who travel together")
struct GroupAlertTests {
    private let xb: MemberCode
    private let xc: MemberCode

    init() throws {
        xb = try #require(MemberCode("XB"))
        xc = try #require(MemberCode("XC"))
    }

    private func group(_ edit: (inout JSON) -> Void = { _ in }) throws -> Notice {
        var json = try Repository.example("valid/group-alert.own-journeys")
        edit(&json)
        return try #require(Notice.read(json, rules: .specimens).notice)
    }

    private func setState(_ state: String, of index: Int, _ json: inout JSON) {
        var members = json["members"]?.arrayValue ?? []
        members[index]["state"] = .string(state)
        json["members"] = .array(members)
    }

    @Test("each has a deadline of its own in each country, and the country's is the earliest")
    func deadlines() throws {
        let alert = try group()
        let inXB = alert.groupDeadlines(for: xb)
        #expect(inXB.map(\.memberNo) == [1, 2])
        // Worked out by hand: 07:30+04:00 on the 24th and 06:55+04:00 on the 21st, less two hours.
        #expect(
            inXB.map(\.actBy) == [
                moment("2027-01-24T01:30:00Z"), moment("2027-01-21T00:55:00Z"),
            ])
        #expect(alert.actBy(for: xb) == moment("2027-01-21T00:55:00Z"))
        let inXC = alert.groupDeadlines(for: xc)
        #expect(inXC.map(\.memberNo) == [2], "who does not go there has none there")
        #expect(inXC.map(\.actBy) == [moment("2027-01-21T10:05:00Z")])
        #expect(alert.actBy(for: xc) == moment("2027-01-21T10:05:00Z"))
    }

    @Test("who travels no more has no deadline, and the country's is that of the others")
    func states() throws {
        for state in ["left-group", "not-boarded", "stopped"] {
            let alert = try group { setState(state, of: 1, &$0) }
            #expect(alert.groupDeadlines(for: xb).map(\.memberNo) == [1])
            #expect(alert.actBy(for: xb) == moment("2027-01-24T01:30:00Z"))
            #expect(alert.groupDeadlines(for: xc).isEmpty && alert.actBy(for: xc) == nil)
        }
        let alert = try group { setState("travelling", of: 1, &$0) }
        #expect(alert.groupDeadlines(for: xb).map(\.memberNo) == [1, 2])
    }

    @Test("who has landed does not make it too late for the others, and the last one ends it")
    func landed() throws {
        let alert = try group { json in
            var members = json["members"]?.arrayValue ?? []
            var legs = members[0].at(pointer: "/itinerary/legs")?.arrayValue ?? []
            for index in legs.indices { legs[index]["status"] = "arrived" }
            members[0]["itinerary"]?["legs"] = .array(legs)
            members[0]["itinerary"]?["alreadyTravelling"] = true
            json["members"] = .array(members)
        }
        // The second person lands on the 21st. The first would land later, and has arrived.
        #expect(alert.actBy(for: xb) == moment("2027-01-21T00:55:00Z"))
        let all = try group { json in
            // The alert is written on the 22nd: the second person has landed by then, the first has
            // not.
            json["createdAt"] = "2027-01-22T12:00:00Z"
            json["itinerary"]?["alreadyTravelling"] = true
            var members = json["members"]?.arrayValue ?? []
            for index in members.indices where members[index]["itinerary"] != nil {
                members[index]["itinerary"]?["alreadyTravelling"] = true
            }
            json["members"] = .array(members)
        }
        #expect(all.actBy(for: xb) == moment("2027-01-24T01:30:00Z"))
        #expect(all.lastArrival(for: xb) == moment("2027-01-24T03:30:00Z"))
        #expect(
            all.groupDeadlines(for: xb).map(\.actBy) == [
                moment("2027-01-24T01:30:00Z"), moment("2027-01-21T00:55:00Z"),
            ])
    }

    @Test("a country that one of them enters is told of, or the author is warned")
    func recipients() throws {
        var json = try Repository.example("valid/group-alert.own-journeys")
        json["to"] = ["XB"]
        let warned = Notice.read(json, rules: .specimens).warnings.map(\.code)
        #expect(warned == [.countryNotTold])
        setState("stopped", of: 1, &json)
        #expect(Notice.read(json, rules: .specimens).warnings == [])
        json["to"] = ["XB", "XC"]
        #expect(Notice.read(json, rules: .specimens).warnings.map(\.code) == [.recipientOffRoute])
    }

    @Test("a journey of one's own is judged like any other")
    func judged() throws {
        var json = try Repository.example("valid/group-alert.own-journeys")
        var members = json["members"]?.arrayValue ?? []
        members[1]["person"]?["documents"] = [
            ["code": "P", "number": "S0000001X", "issuer": "UTO", "expires": "2027-01-21"]
        ]
        json["members"] = .array(members)
        #expect(Notice.read(json, rules: .specimens).faults == [], "good on the day that it lands")
        members[1]["person"]?["documents"] = [
            ["code": "P", "number": "S0000001X", "issuer": "UTO", "expires": "2027-01-20"]
        ]
        json["members"] = .array(members)
        #expect(Notice.read(json, rules: .specimens).faults.map(\.code) == [.documentExpired])
    }

    @Test("two reports of one trip are found by each person's own journey")
    func sameTrip() throws {
        let alert = try group()
        var json = try Repository.example("valid/travel-alert.issue")
        json["person"] = alert.json.at(pointer: "/members/1/person")
        let alone = try #require(Notice.read(json, rules: .specimens).notice)
        #expect(alert.sameTrip(as: alone) == .document)
        json["person"] = alert.json.at(pointer: "/members/0/person")
        let bySea = try #require(Notice.read(json, rules: .specimens).notice)
        #expect(alert.sameTrip(as: bySea) == nil, "he comes three days later, by sea")
    }
}
