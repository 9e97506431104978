import Foundation
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

/// Passenger lists as carriers write them, against a node that knows one traveller.
///
/// The lists are those of `Tests/Vectors/cases`, and variants of one that is as it should be.
@Suite("A passenger of ours is found")
struct PassengerCaseTests {
    let xa: MemoryNode
    let desk: DraftDesk

    init() async throws {
        let now = try #require(Instant(rfc3339: "2026-11-30T12:00:00Z"))
        xa = try await MemoryNode(
            "XA", in: try SpecimenFederation(["XA", "XB", "XC", "US"], at: now))
        desk = DraftDesk(context: xa.context.station, shelf: MemoryDrafts())
    }

    /// The results of a list once the subject is known here: `STATUS AGREEMENT` of each passenger
    /// who agrees.
    func outcome(
        _ bytes: [UInt8], known: Bool = true
    ) async throws -> (PassengerLists, [String]) {
        if known { _ = try await xa.submit(Self.subject(at: xa.clock.now)) }
        let file = try Manifest.read(paxlst: bytes)
        var said: [String] = []
        for list in file.lists {
            let answer = try await ScreeningOffice(context: xa.context, desk: desk).passengers(
                ImportPassengers([
                    "legs": .array(list.legs.map(\.leg)),
                    "passengers": .array(
                        list.passengers.filter(\.isComparable).map(\.json)),
                ]), by: Principal(name: "officer-7")
            ).json
            said += (answer["items"]?.arrayValue ?? []).map {
                "\($0["status"]?.stringValue ?? "") \($0["agreement"]?.stringValue ?? "")"
            }
        }
        return (file, said)
    }

    private func said(_ bytes: [UInt8]) async throws -> [String] { try await outcome(bytes).1 }

    private func draft() async throws -> JSON {
        let first = try #require(try await desk.all().first)
        return try #require(try await desk.draft(numbered: first.number).document)
    }

    /// The traveller of all these lists, on another trip.
    private static func subject(
        at now: Instant, kind: NoticeKind = .travelAlert
    ) throws -> JSON {
        var document = NoticeTemplate.specimen(
            kind: kind, from: SpecimenFederation.member("XA"),
            to: [SpecimenFederation.member("XB")], at: now, arrival: now + .hours(5), number: 1)
        var person = document["person"] ?? [:]
        person["identities"] = [
            [
                "kind": "primary", "primaryIdentifier": "SPECIMEN-VANDERTEST",
                "secondaryIdentifier": "ORRIN QUILL",
            ]
        ]
        person["sex"] = "M"
        person["birth"]?["date"] = "1955-01-17"
        person["nationalities"] = ["UTO"]
        person["documents"] = [
            ["code": "P", "number": "D10007919", "issuer": "UTO", "expires": "2031-11-30"]
        ]
        document["person"] = person
        return document
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
        return Array(
            try Data(contentsOf: root.appendingPathComponent("Vectors/cases/\(name)")))
    }

    /// A sound list with these segments in the place of its one passenger.
    private static func list(_ segments: [String]) throws -> [UInt8] {
        let whole = try String(decoding: bytes("m11-trailing-ctrlZ.edi"), as: UTF8.self)
        let start = try #require(whole.range(of: "NAD+FL")).lowerBound
        let head = whole[..<start].split(separator: "\n").count - 3
        let body = segments.map { $0 + "'\n" }.joined()
        let people = segments.count { $0.hasPrefix("NAD") }
        return Array(
            (whole[..<start] + body
                + "CNT+42:\(people)'\nUNT+\(head + segments.count + 2)+PAX001'\n"
                + "UNE+1+1'\nUNZ+1+0000001'\n").utf8)
    }

    @Test(
        "whatever the carrier got wrong beside what tells the passenger",
        arguments: [
            ("m04-leading-newline", "document"), ("m08-wrapped-69", "document"),
            ("m11-trailing-ctrlZ", "document"), ("m23-doc-notype", "document"),
            ("m25-doc-2letter-issuer", "number"),
            ("m47-unoc-cp1252", "document"), ("m60-visa-first-valid", "document"),
            ("m62-ddu-mixed", "document"), ("m66-docnum-slash", "document"),
            ("m76-crew-and-pax-one-interchange", "document"),
            ("m29-name-title", "first-name-and-birth"),
            ("m31-name-nogiven2", "first-name-and-birth"),
        ])
    func found(_ name: String, _ agreement: String) async throws {
        let (file, said) = try await outcome(Self.bytes(name + ".edi"))
        #expect(said == ["proposed \(agreement)"])
        #expect(file.doubts.isEmpty)
        #expect(file.lists.allSatisfy { $0.passengers.allSatisfy(\.isComparable) })
        #expect(try await desk.all().map(\.agreement?.rawValue) == [agreement])
    }

    @Test(
        "by any of the documents, each with its own issuer and end, and by the number alone",
        arguments: [
            (["DOC+P+D10007919", "LOC+91+USA"], "number"),
            (["DTM+329:700101", "DOC+P+D10007919", "LOC+91+USA"], nil),
            (["DTM+329:700101", "DOC+P+D10007919"], "number"),
            (["DTM+329:700101", "DOC+P+D10007919", "LOC+91+GB"], "number"),
            (["DTM+329:700101", "DOC+P+d1000 7919", "LOC+91+"], "number"),
            (["DTM+329:700101", "DOC+P+D10007919", "LOC+91+uto"], "document"),
            (["DTM+329:700101", "DOC+P:110:111+D1000-79196", "LOC+91+UTO"], "number"),
            (["DTM+329:700101", "DOC+PASS+D10007919", "LOC+91+UTO"], "document"),
            (["DTM+329:700101", "DOC+P:110:111:D10007919", "LOC+91+UTO"], "document"),
            (["DTM+329:700101", "DOC+P:110:111++D10007919", "LOC+91+UTO"], "document"),
            (
                ["DTM+329:x", "DOC+V+V1234567", "LOC+91+UTO", "DOC+P+D10007919", "DTM+36:311130"],
                "number"
            ),
            (["DTM+329:700101", "DOC+V+D10007919", "DOC+P+Z1234567", "LOC+91+UTO"], "number"),
        ] as [([String], String?)])
    func documents(_ segments: [String], _ agreement: String?) async throws {
        let list = try Self.list(["NAD+FL+++MISTYPED:NAME", "DTM+329:550117"] + segments)
        // The traveller has a later day of birth in the place of the first.
        let own =
            segments[0].hasPrefix("DTM+329")
            ? try Self.list(["NAD+FL+++MISTYPED:NAME"] + segments) : list
        #expect(try await said(own) == (agreement.map { ["proposed \($0)"] } ?? []))
    }

    @Test(
        "one number of another issuer is another document, unless the name or the day agrees",
        arguments: [
            ("SPECIMEN-VANDERTEST:ORRIN", "700101", true), ("MISTYPED:NAME", "550117", true),
            ("MISTYPED:NAME", "700101", false),
        ])
    func otherIssuer(_ name: String, _ born: String, _ agrees: Bool) async throws {
        let list = try Self.list([
            "NAD+FL+++\(name)", "DTM+329:\(born)", "DOC+P+D10007919", "LOC+91+USA",
        ])
        #expect(try await said(list) == (agrees ? ["proposed number"] : []))
    }

    @Test("a second document has no issuer of the first, and a draft no forged document")
    func ownIssuer() async throws {
        let list = try Self.list([
            "NAD+FL+++SPECIMEN-VANDERTEST:ORRIN QUILL", "DTM+329:550117", "DOC+V+V1234567",
            "DOC+P+Z7654321", "DTM+36:311130", "LOC+91+UTO", "DOC+I+K5555555",
        ])
        #expect(try await said(list) == ["proposed name-and-birth"])
        let numbers = try await draft().at(pointer: "/person/documents")?.arrayValue ?? []
        #expect(numbers.map { $0["number"] } == ["D10007919", "Z7654321"])
    }

    @Test(
        "whoever is not surely crew is compared",
        arguments: [
            ("FL", 1), ("DDU", 1), ("", 1), ("ZZZ", 1), ("fl", 1), ("FM", 0), ("DDT", 0),
        ])
    func qualifiers(_ qualifier: String, _ count: Int) async throws {
        let list = try Self.list([
            "NAD+FL+++OTHERTEST:ANNA", "DTM+329:700101",
            "NAD+\(qualifier)+++MISTYPED:NAME", "DOC+P+D10007919", "LOC+91+UTO",
        ])
        #expect(try await said(list).count == count)
    }

    @Test(
        "names as reservations have them are a weaker agreement; other names are none",
        arguments: [
            ("SPECIMEN-VANDERTEST:ORRIN QUILLMR", true), ("SPECIMEN VANDERTEST:ORRINMR", true),
            ("SPECIMENVANDERTEST:ORRINQUILLMR", true), ("SPECIMEN-VANDERTEST:MR ORRIN", true),
            ("SPECIMEN:ORRIN:QUILL", true), ("VANDERTEST:ORRIN DR", true),
            ("SPECIMEN-VANDERTEST/ORRIN MR", true), ("ORRIN:SPECIMEN VANDERTEST", true),
            ("SPECIMEN VANDERTEST ORRIN", true), ("SPECIMEN-VANDERTEST:ANNA", false),
            ("OTHERTEST:ORRIN QUILL", false), ("SPECIMEN-VANDERTEST", false),
        ])
    func names(_ name: String, _ agrees: Bool) async throws {
        let list = try Self.list(["NAD+FL+++\(name)", "DTM+329:550117"])
        #expect(try await said(list) == (agrees ? ["proposed first-name-and-birth"] : []))
        let other = try Self.list(["NAD+FL+++\(name)", "DTM+329:560117"])
        #expect(try await outcome(other, known: false).1.isEmpty)
    }

    @Test("the legs of the flight are told, and of them those that the passenger flies")
    func legs() async throws {
        let (file, _) = try await outcome(Self.bytes("m43-multileg-92.edi"))
        #expect(
            file.lists[0].legs.map { "\($0.from.code) \($0.to.code) \($0.departs)" } == [
                "XAA XCC 2026-12-05T06:40", "XCC XBB 2026-12-05T10:40",
            ])
        // The first leg lands before it leaves. The doubt is reported, and the rest is read.
        #expect(file.doubts.map(\.code) == [.importMalformed])
        let draft = try await draft()
        #expect(draft["to"] == ["XC", "XB"])
        #expect(draft.at(pointer: "/itinerary/legs")?.arrayValue?.count == 2)
        // The deadline comes from the legs that can be flown.
        #expect(
            try await desk.all().first?.deadline == Instant(rfc3339: "2026-12-05T14:05:00Z"))
    }

    @Test("the port where the passenger leaves counts, also when no leg of the list lands there")
    func onward() async throws {
        let (file, said) = try await outcome(
            Self.bytes("m94-gtas245-loc179-nobody-to-tell.edi"))
        #expect(file.lists[0].passengers[0].debarks?.code == "IAD")
        #expect(said == ["proposed document"])
        #expect(try await draft()["to"] == ["US"])
        let text = try String(decoding: Self.bytes("m43-multileg-92.edi"), as: UTF8.self)
        let early = Array(text.replacing("LOC+179+XBB", with: "LOC+179+XCC").utf8)
        let legs = try Manifest.read(paxlst: early).lists[0]
        let journey = legs.legs.journey(
            from: legs.passengers[0].embarks, to: legs.passengers[0].debarks)
        #expect(journey.legs.map(\.to.code) == ["XCC"] && journey.onward == nil)
    }

    @Test(
        "also who has a green notice alone",
        arguments: [
            ("VANDERTEST:ORRIN", "DTM+329:550117", "first-name-and-birth"),
            ("MISTYPED:NAME", "DOC+P+D1000.7919", "number"),
        ])
    func green(_ name: String, _ segment: String, _ agreement: String) async throws {
        _ = try await xa.submit(Self.subject(at: xa.clock.now, kind: .greenNotice))
        let list = try Self.list(["NAD+FL+++\(name)", segment])
        #expect(try await outcome(list, known: false).1 == ["proposed \(agreement)"])
    }

    @Test("who is looked up by a number without issuer is found by the number alone")
    func lookedUp() async throws {
        _ = try await xa.submit(Self.subject(at: xa.clock.now))
        for (person, agreement) in [
            (["documents": [["number": "D10007919"]]], "number"),
            (["documents": [["number": "D10007919", "issuer": "UTO"]]], "document"),
        ] as [(JSON, String)] {
            let answer = try await ScreeningOffice(context: xa.context, desk: desk).find(
                FindPerson(["person": person]), by: Principal(name: "officer-7")
            ).json
            #expect(answer["items"]?[0]?["agreement"] == .string(agreement))
        }
    }
}
