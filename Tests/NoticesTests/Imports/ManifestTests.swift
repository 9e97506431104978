import Testing

@testable import Notices

@Suite("A passenger list")
struct ManifestTests {
    private static let flight = [
        "BGM+745", "NAD+MS+++INVENTED AIRWAYS", "TDT+20+ZZ0418", "LOC+125+XAA",
        "DTM+189:2701202240:201", "LOC+87+XBB", "DTM+232:2701210655:201",
    ]

    /// An interchange around the segments of a message.
    private func file(
        _ body: [String], service: String = "UNA:+.? '", charset: String = "UNOA",
        unt: Int? = nil, unz: String = "UNZ+1+R1", end: String = "'"
    ) -> [UInt8] {
        let message = ["UNH+M1+PAXLST:D:05B:UN"] + body
        let segments =
            ["UNB+\(charset):4+A+B+270120:1200+R1"] + message
            + ["UNT+\(unt ?? message.count + 1)+M1", unz]
        return Array((service + segments.map { $0 + end }.joined(separator: "\r\n")).utf8)
    }

    private func manifest(_ people: [String], total: Int) throws -> Manifest {
        let read = try Manifest.read(paxlst: file(Self.flight + people + ["CNT+42:\(total)"]))
        return try #require(read.lists.first)
    }

    /// The code of the refusal, or of the first doubt.
    private func code(_ bytes: [UInt8]) -> Code? {
        do throws(HeliographError) {
            return try Manifest.read(paxlst: bytes).doubts.first?.code
        } catch {
            return error.code
        }
    }

    @Test("gives the flight, by the clocks of its ports, and the passengers")
    func whole() throws {
        let list = try manifest(
            [
                "NAD+FL+++EXAMPLESSON:DORVALD:JAN", "ATT+2++M", "DTM+329:580722", "NAT+2+UTO",
                "RFF+AVF:ABC234", "DOC+P:110:111+D23145890", "DTM+36:290115", "LOC+91+UTO",
                "NAD+FM+++CREWMAN:A", "NAD+FL+++O?'TESTERLY:F", "DTM+329:19900101",
            ], total: 2)
        #expect(list.flight.designator.description == "ZZ418")
        #expect(list.flight.departs.description == "2027-01-20T22:40")
        #expect(list.flight.arriveZone == "Asia/Dubai")
        #expect(list.crewCount == 1)
        #expect(list.passengers.map(\.isComparable) == [true, true])
        let first = list.passengers[0]
        #expect(first.person.at(pointer: "/identities/0/secondaryIdentifier") == "DORVALD JAN")
        #expect(first.person.at(pointer: "/birth/date") == "1958-07-22")
        #expect(first.person.at(pointer: "/documents/0/expires") == "2029-01-15")
        #expect(first.locator == "ABC234")
        #expect(
            list.passengers[1].person.at(pointer: "/identities/0/primaryIdentifier")
                == "O'TESTERLY")
        #expect(Manifest.Flight(list.flight.leg) == list.flight)
    }

    @Test("a birth is the latest that is not in the future")
    func century() throws {
        for (digits, wanted) in [("270120", "2027-01-20"), ("270121", "1927-01-21")] {
            let list = try manifest(["NAD+FL+++A:B", "DTM+329:\(digits)"], total: 1)
            #expect(list.passengers[0].person.at(pointer: "/birth/date") == .string(wanted))
        }
    }

    @Test(
        "a passenger who cannot be compared is refused with the reasons",
        arguments: [
            (["NAD+FL+++", "DTM+329:580722"], ["field-missing", "identifiers-insufficient"]),
            (["NAD+FL+++A:B"], ["identifiers-insufficient"]),
            (["NAD+FL+++A:B", "DTM+329:580231"], ["date-invalid", "identifiers-insufficient"]),
            (
                ["NAD+FL+++A 7:B", "DTM+329:580722"],
                ["name-unspellable", "identifiers-insufficient"]
            ),
            (["NAD+FL+++A:B", "DOC+P+*"], ["format-wrong", "identifiers-insufficient"]),
            (
                ["NAD+FL+++A:B", "DOC+P+12", "LOC+91+QQQ"],
                ["state-unknown", "format-wrong", "identifiers-insufficient"]
            ),
            (
                ["NAD+FL+++A:B", "DOC+P+12"],
                ["field-missing", "format-wrong", "identifiers-insufficient"]
            ),
        ])
    func refused(_ segments: [String], _ codes: [String]) throws {
        let passenger = try manifest(segments, total: 1).passengers[0]
        #expect(!passenger.isComparable)
        #expect(passenger.flaws.map(\.code.rawValue) == codes)
    }

    @Test("a flaw beside a sound document hides nobody")
    func flawed() throws {
        let passenger = try manifest(
            ["NAD+FL+++A 7:B", "ATT+2++Q", "DTM+329:580231", "DOC+P+12", "LOC+91+UTO"], total: 1
        ).passengers[0]
        #expect(passenger.isComparable)
        #expect(passenger.flaws.map(\.code) == [.nameUnspellable, .valueUnknown, .dateInvalid])
    }

    @Test("a number that is not the number of what is there is said, and hides nobody")
    func counts() throws {
        let one = ["NAD+FL+++A:B"]
        let total = ["CNT+42:1"]
        #expect(code(file(Self.flight + one + total)) == nil)
        for bytes in [
            file(Self.flight + one + ["CNT+42:2"]), file(Self.flight + one),
            file(Self.flight + one + total + total), file(Self.flight + one + total, unt: 9),
            file(Self.flight + one + total, unz: "UNZ+2+R1"),
            file(Self.flight + one + total, unz: "UNZ+1+R2"),
        ] {
            #expect(code(bytes) == .importCounts)
            #expect(try Manifest.read(paxlst: bytes).lists.first?.passengers.count == 1)
        }
        let behind = file(Self.flight + total + one)
        #expect(code(behind) == .importMalformed)
        #expect(try Manifest.read(paxlst: behind).lists.first?.passengers.count == 1)
    }

    @Test("a list that was cut, or lost what stands around it, is read as far as it goes")
    func cut() throws {
        let whole = file(Self.flight + ["NAD+FL+++A:B", "NAD+FL+++C:D", "CNT+42:2"])
        let text = String(decoding: whole, as: UTF8.self)
        for mark in ["'\r\nUNZ", "\r\nUNT", "\r\nCNT", "D'\r\nCNT"] {
            let part = Array(text.utf8.prefix(text.utf8.count - tail(text, mark)))
            let read = try Manifest.read(paxlst: part)
            #expect(read.lists.first?.passengers.count == (mark.hasPrefix("D") ? 1 : 2))
            #expect(read.doubts.contains { $0.code == .importMalformed })
        }
        // Only the begin of the message is left around the passengers.
        let bare = try Manifest.read(
            paxlst: Array(text.replacing("UNT+", with: "NAD+FL+++").utf8))
        #expect(bare.lists.first?.passengers.count == 3)
    }

    private func tail(_ text: String, _ mark: String) -> Int {
        text.firstRange(of: mark).map { text[$0.lowerBound...].utf8.count } ?? 0
    }

    @Test("is not taken when it is not put together as an interchange")
    func malformed() {
        let body = Self.flight + ["NAD+FL+++A:B", "CNT+42:1"]
        #expect(code([]) == .importMalformed)
        #expect(code(Array("name,born\nKESTREL,1965".utf8)) == .importMalformed)
        #expect(code(Array(file(body).dropLast())) == .importMalformed)
        #expect(code(file(body, service: "UNA::.? '")) == .importMalformed)
        #expect(code(file(body, service: "UNAA+.? '")) == .importMalformed)
        #expect(code(file(["BGM+250"] + body.dropFirst())) == .importMalformed)
        #expect(code(Array("PK\u{3}\u{4}xl/".utf8)) == .importMalformed)
        for missing in ["TDT", "LOC+125", "LOC+87", "DTM+189", "DTM+232"] {
            #expect(code(file(body.filter { !$0.hasPrefix(missing) })) == .importMalformed)
        }
        #expect(code(file(body.map { $0 == "LOC+87+XBB" ? "LOC+87+QQQ" : $0 })) == .importMalformed)
        #expect(code(file(body + ["UNB+UNOA:4+A+B+270120:1200+R1"])) == .importMalformed)
    }

    @Test("a document that had expired has its own century, and a new one is of this")
    func expiry() throws {
        for (digits, date) in [
            ("961210", "1996-12-10"), ("310930", "2031-09-30"), ("470101", "2047-01-01"),
        ] {
            let body = [
                "NAD+FL+++SAMPLETON:CORVIN", "DTM+329:580722", "DOC+P:110:111+X12345677",
                "DTM+36:\(digits)", "LOC+91+UTO", "CNT+42:1",
            ]
            let read = try Manifest.read(paxlst: file(Self.flight + body))
            let list = try #require(read.lists.first)
            #expect(
                list.passengers[0].person.at(pointer: "/documents/0/expires") == .string(date))
        }
    }

    @Test("may have other service characters, and names in Latin-1")
    func service() throws {
        let body = Self.flight + ["NAD+FL+++MULLER?*X:B", "DTM+329:580722", "CNT+42:1"]
        let bytes = file(
            body.map { $0.replacing("+", with: "*") }, service: "UNA:*.? ~", end: "~"
        )
        let text = String(decoding: bytes, as: UTF8.self)
        // The frame around the message is written with the usual separators.
        let frame = Array(text.replacing("+", with: "*").utf8)
        let list = try #require(try Manifest.read(paxlst: frame).lists.first)
        #expect(
            list.passengers[0].person.at(pointer: "/identities/0/primaryIdentifier") == "MULLER*X")
        let latin = file(
            Self.flight + ["NAD+FL+++M@LLER:B", "DTM+329:580722", "CNT+42:1"], charset: "UNOC"
        ).map { $0 == UInt8(ascii: "@") ? 0xDC : $0 }
        let german = try #require(try Manifest.read(paxlst: latin).lists.first)
        #expect(
            german.passengers[0].person.at(pointer: "/identities/0/primaryIdentifier") == "MÜLLER")
    }

    @Test("is bounded")
    func bounds() {
        let limits = EDIFACT.Limits(
            bytesMax: 46, segmentsMax: 3, elementsMax: 2, componentsMax: 2, componentBytesMax: 4)
        func reason(_ text: String) -> EDIFACT.Refusal.Reason? {
            do throws(EDIFACT.Refusal) {
                _ = try EDIFACT.read(Array("UNB+U'\(text)".utf8), limits: limits)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(reason("ABC'ABC'") == nil)
        #expect(reason(String(repeating: "A", count: 41)) == .tooLong)
        #expect(reason("ABC'ABC'ABC'") == .tooManySegments)
        #expect(reason("ABC+1+2+3'") == .segmentTooLong)
        #expect(reason("ABC+1:2:3'") == .segmentTooLong)
        #expect(reason("ABC+12345'") == .segmentTooLong)
        #expect(reason("abc'") == nil)
        #expect(reason("ABC?") == nil)
    }
}
