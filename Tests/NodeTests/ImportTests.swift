import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("Imports")
struct ImportTests {
    let xa: MemoryNode
    let shelf = MemoryDrafts()
    let desk: DraftDesk

    init() async throws {
        xa = try await MemoryNode("XA", in: try SpecimenFederation())
        desk = DraftDesk(context: xa.context.station, shelf: shelf)
    }

    private var now: Instant { xa.clock.now.flooredToSecond }

    private func day(_ days: Int64) -> String { (now + .days(days)).utcDate.description }

    /// A form about the traveller of a specimen.
    private func form(_ number: Int, to place: String = "XBB", in days: Int64 = 25) throws -> JSON {
        let person = specimen(number)["person"] ?? [:]
        func text(_ pointer: String) -> String { person.at(pointer: pointer)?.stringValue ?? "" }
        let cells: [(String, String)] = [
            ("last_name", text("/identities/0/primaryIdentifier")),
            ("first_name", text("/identities/0/secondaryIdentifier")),
            ("date_of_birth", text("/birth/date")), ("citizenship", "UTO"),
            ("passport_number", text("/documents/0/number")), ("passport_country", "UTO"),
            ("departure_place", "XAA"), ("departure_at", day(days) + "T10:00"),
            ("arrival_place", place), ("arrival_at", day(days) + "T23:00"),
            ("flight_number", "ZZ1"), ("means_of_travel", "air"), ("offences", "LZ22"),
            ("conviction_date", "2015"), ("conviction_country", "XA"), ("reported_on", day(-1)),
        ]
        let text =
            cells.map(\.0).joined(separator: ",") + "\n"
            + cells.map { "\"\($0.1)\"" }.joined(separator: ",")
        let row = try FormFile.read(Array(text.utf8), as: .sorna).rows[0]
        return row.json
    }

    private func specimen(_ number: Int) -> JSON {
        NoticeTemplate.specimen(
            kind: .greenNotice, from: xa.context.member, to: [SpecimenFederation.member("XB")],
            at: now, number: number)
    }

    private func take(_ forms: [JSON]) async throws -> [JSON] {
        let answer = try await ImportOffice(context: xa.context, desk: desk).forms(
            ImportForms(["profile": "sorna", "rows": .array(forms)]),
            by: Principal(name: "officer-7")
        ).json
        return answer["items"]?.arrayValue ?? []
    }

    /// Imports the list of flight ZZ418 in a day and a half, with these passengers.
    private func list(_ persons: [JSON], to place: String = "XBB") async throws -> [JSON] {
        let flight: JSON = [
            "seq": 1, "mode": "air", "carrier": "ZZ", "service": "418", "from": "XAA",
            "to": .string(place), "departLocal": .string(day(2) + "T10:00"),
            "departTz": "Europe/Brussels", "arriveLocal": .string(day(2) + "T23:00"),
            "arriveTz": "Asia/Dubai",
        ]
        let passengers = persons.enumerated().map { index, person -> JSON in
            ["number": .number(JSONNumber(index + 1)), "person": person, "locator": .null]
        }
        let answer = try await ScreeningOffice(context: xa.context, desk: desk).passengers(
            ImportPassengers(["legs": [flight], "passengers": .array(passengers)]),
            by: Principal(name: "officer-7")
        ).json
        return answer["items"]?.arrayValue ?? []
    }

    private func statuses(_ items: [JSON]) -> [String] {
        items.map { $0["status"]?.stringValue ?? "" }
    }

    @Test("the same form is taken once, also after it was discarded and after a restart")
    func once() async throws {
        #expect(
            statuses(try await take([form(7), form(7), form(8)])) == [
                "accepted", "known", "accepted",
            ])
        var draft = try await desk.all()[0]
        draft.close(.discarded, by: "officer-7", at: now, reason: "journey given up")
        try await desk.keep(draft)
        let again = DraftDesk(context: xa.context.station, shelf: shelf)
        let office = ImportOffice(context: xa.context, desk: again)
        let answer = try await office.forms(
            ImportForms(["profile": "sorna", "rows": .array([form(7), form(8)])]),
            by: Principal(name: "officer-7")
        ).json
        #expect(statuses(answer["items"]?.arrayValue ?? []) == ["known", "known"])
        #expect(try await again.all().map(\.state) == [.discarded, .open])
        #expect(try await again.freeNumber(at: now) == 3)
    }

    @Test("a draft is sealed, and of a closed one nothing of the person is left")
    func sealed() async throws {
        _ = try await take([form(7)])
        let name = specimen(7).at(pointer: "/person/identities/0/primaryIdentifier")?.stringValue
        let word = Array(try #require(name).utf8)
        var draft = try await desk.draft(numbered: desk.all()[0].number)
        let sealed = try #require(await shelf.read(draft.name))
        #expect(!sealed.body.contains(word))
        #expect(try xa.context.vault.open(sealed, as: draft.name).contains(word))
        draft.close(.sent, by: "officer-7", at: now)
        try await desk.keep(draft)
        let closed = try #require(await shelf.read(draft.name))
        #expect(try !xa.context.vault.open(closed, as: draft.name).contains(word))
    }

    @Test("a draft that was altered hides no other, and its form is taken anew")
    func damaged() async throws {
        _ = try await take([form(7), form(8)])
        let name = try await desk.all()[0].name
        await shelf.write(
            SealedRecord(wrappedKey: [UInt8](repeating: 1, count: 40), body: [2]), as: name)
        let again = DraftDesk(context: xa.context.station, shelf: shelf)
        #expect(try await again.all().count == 1)
        #expect(try await again.counts() == (open: 1, damaged: 1))
        let office = ImportOffice(context: xa.context, desk: again)
        let answer = try await office.forms(
            ImportForms(["profile": "sorna", "rows": .array([form(7), form(8)])]),
            by: Principal(name: "officer-7")
        ).json
        #expect(statuses(answer["items"]?.arrayValue ?? []) == ["accepted", "known"])
        #expect(try await again.counts() == (open: 2, damaged: 0))
    }

    @Test("a draft that nobody sent is given up 30 days after it was too late")
    func swept() async throws {
        _ = try await take([form(7), form(8, in: 40)])
        let deadline = try #require(try await desk.all()[0].deadline)
        try await desk.sweep(at: deadline + .days(30) - .seconds(1))
        #expect(try await desk.all().map(\.state) == [.open, .open])
        try await desk.sweep(at: deadline + .days(30))
        #expect(try await desk.all().map(\.state) == [.discarded, .open])
        let last = await xa.store.audit(after: 0, limit: 1_000).last
        #expect(last?.operation == .erasure)
        #expect(last?.subject == .draft(try await desk.all()[0].number))
    }

    @Test("a form about a journey to a country that is no member has nobody to be told")
    func nobody() async throws {
        let items = try await take([form(7, to: "CDG")])
        #expect(statuses(items) == ["refused"])
        #expect(items[0].at(pointer: "/faults/0/code") == "nobody-to-tell")
        #expect(try await desk.all().isEmpty)
    }

    @Test("a passenger who is a subject of ours becomes a proposal, once")
    func proposed() async throws {
        _ = try await xa.submit(specimen(7))
        let person = try #require(specimen(7)["person"])
        let first = try await list([person])
        #expect(statuses(first) == ["proposed"])
        #expect(first[0]["agreement"] == "document")
        #expect(statuses(try await list([person])) == ["known"])
        let draft = try await desk.draft(numbered: desk.all()[0].number)
        let notice = try #require(
            Notice.read(draft.document ?? [:], rules: xa.context.authorRules).notice)
        #expect(notice.json.at(pointer: "/itinerary/source") == "carrier-manifest")
        #expect(notice.json["greenNoticeRef"] == draft.subject.map { .string($0) })
        #expect(notice.legs.map(\.service) == ["ZZ418"])
    }

    @Test("a namesake on the same flight hides no subject, neither open nor discarded")
    func namesake() async throws {
        _ = try await xa.submit(specimen(7))
        let person = try #require(specimen(7)["person"])
        var other = person
        other["documents"] = [["code": "P", "number": "N9999999", "issuer": "UTO"]]
        #expect(statuses(try await list([other])) == ["proposed"])
        let both = try await list([other, person])
        #expect(statuses(both) == ["known", "proposed"])
        #expect(both.map { $0["agreement"] } == ["name-and-birth", "document"])
        #expect(statuses(try await list([other, person])) == ["known", "known"])
    }

    @Test("without a document it takes the name and the day of birth, names in either order")
    func byName() async throws {
        _ = try await xa.submit(specimen(7))
        var person = try #require(specimen(7)["person"])
        person["documents"] = nil
        let identity = try #require(person["identities"]?[0])
        person["identities"] = [
            [
                "kind": "primary", "primaryIdentifier": identity["secondaryIdentifier"] ?? "",
                "secondaryIdentifier": identity["primaryIdentifier"] ?? "",
            ]
        ]
        #expect(statuses(try await list([person])) == ["proposed"])
        person["birth"] = ["date": "1901-01-31"]
        #expect(statuses(try await list([person])).isEmpty)
    }

    /// The members of a draft that no form and no passenger list can know.
    private func handling(_ draft: Draft) -> [JSON?] {
        NoticeDefaults.members.map { draft.document?[$0] }
    }

    @Test("a draft says nothing of handling and legal basis until an officer has written it")
    func empty() async throws {
        _ = try await take([form(7)])
        var draft = try await desk.draft(numbered: desk.all()[0].number)
        let emptied: [JSON?] = [
            ["codes": [.null]], .null, ["code": .null, "text": .null, "transferBasis": .null],
            .null, .null,
        ]
        #expect(handling(draft) == emptied)
        #expect(draft.deadline != nil)
        let faults = Notice.read(draft.document ?? [:], rules: xa.context.authorRules).faults
        #expect(Set(faults.map(\.code)) == [.fieldEmpty])
        #expect(
            faults.map(\.pointer) == [
                "/handling/codes/0", "/classification", "/legalBasis/code", "/legalBasis/text",
                "/legalBasis/transferBasis", "/purpose", "/retainUntil",
            ])
        // A passenger list finds the person of a draft, and fills in none of these members.
        #expect(statuses(try await list([try #require(specimen(7)["person"])])) == ["proposed"])
        draft = try await desk.draft(numbered: desk.all()[1].number)
        #expect(draft.source == .manifest)
        #expect(handling(draft) == emptied)
        #expect(draft.document?.at(pointer: "/itinerary/confidence") == nil)
    }

    @Test("the law of one country is not named for another")
    func foreignLaw() throws {
        let sorna = try #require(FormProfile.named("sorna"))
        let row = try #require(FormRow(form(7)))
        for (member, days) in [("LU", nil), ("US", 21), ("XA", 21)] as [(String, Int?)] {
            guard
                case .accepted(let notice, _) = row.judge(
                    as: sorna, from: SpecimenFederation.member(member), number: 1, at: now,
                    rules: NoticeRules(allowSpecimens: true))
            else {
                Issue.record("refused for \(member)")
                continue
            }
            #expect(
                notice.json.at(pointer: "/notice/statutoryLeadDays")?.intValue == days)
            #expect(notice.json.at(pointer: "/legalBasis/text")?.stringValue != sorna.legalText)
        }
    }

    @Test("of a passenger who is nobody's subject there is nothing, only a count")
    func forgotten() async throws {
        _ = try await xa.submit(specimen(7))
        let before = await xa.store.audit(after: 0, limit: 1_000)
        let strangers = (20..<60).compactMap { specimen($0)["person"] }
        #expect(try await list(strangers).isEmpty)
        #expect(await shelf.names().isEmpty)
        let after = await xa.store.audit(after: 0, limit: 1_000)
        #expect(after.count == before.count + 1)
        #expect(after.last?.operation == .combination)
        #expect(after.last?.subject == .imported(.manifest, count: 40))
        #expect(
            after.last?.justification == "compared 40 passengers of ZZ418: 0 agree, 40 forgotten")
    }

    @Test("a trip that a form or an alert tells of is not proposed again")
    func sameTrip() async throws {
        let person = try #require(specimen(7)["person"])
        _ = try await take(
            [form(7, in: 2)].map { row in
                var row = row
                row["cells"]?["late_reason"] = "A death in the family."
                return row
            })
        #expect(statuses(try await list([person])) == ["known"])
        // Another trip of the same person makes a second draft.
        _ = try await take([form(8)])
        let other = try #require(specimen(8)["person"])
        #expect(statuses(try await list([other])) == ["proposed"])
        #expect(statuses(try await list([other], to: "XAA")) == ["nobody-to-tell"])
    }

    @Test("a document that was looked up is known by the number of its notice")
    func lookedUp() async throws {
        let sent = try await xa.submit(specimen(7))
        let office = ScreeningOffice(context: xa.context, desk: desk)
        let answer = try await office.find(
            FindPerson(["person": specimen(7)["person"] ?? [:]]), by: Principal(name: "officer-7")
        ).json
        #expect(answer["items"]?[0]?["number"] == .string(sent.notice.thread))
        let nobody = try await office.find(
            FindPerson(["person": specimen(9)["person"] ?? [:]]), by: Principal(name: "officer-7")
        ).json
        #expect(nobody["items"] == [])
        _ = try await office.find(
            FindPerson(["person": specimen(7)["person"] ?? [:]]), by: Principal(name: "chief-2"))
        let searches = await xa.store.audit(after: 0, limit: 99).suffix(3).map(\.subject)
        #expect(searches[0] == searches[2], "the same search is found again")
        #expect(searches[0] != searches[1])
        guard case .personSearch(let value) = searches[0] else {
            Issue.record("\(searches[0])")
            return
        }
        #expect(await xa.store.find(value).isEmpty, "the log leads to no message")
    }
}

extension [UInt8] {
    fileprivate func contains(_ word: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: word) }
    }
}
