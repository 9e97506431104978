import Testing

@testable import Notices

@Suite("Pasted machine-readable zones")
struct DocumentScanTests {
    private let today = CivilDate(daysSinceEpoch: 20_833)
    private let passport = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]
    private let card = [
        "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]
    private let small = [
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6",
    ]

    private func entries(_ lines: [String]) throws -> [DocumentScan.Entry] {
        try DocumentScan.read(Array(lines.joined(separator: "\r\n").utf8))
    }

    @Test("each document is found, of all three sizes, and its line named")
    func found() throws {
        let read = try entries(passport + ["", "  " + card[0]] + card.dropFirst() + small)
        #expect(read.map(\.line) == [1, 4, 7])
        #expect(read.map { $0.zone?.format } == [.td3, .td1, .td2])
        for entry in read {
            let person = try #require(entry.person(today: today))
            #expect(person.at(pointer: "/identities/0/primaryIdentifier") == "ERIKSSON")
            #expect(person.at(pointer: "/identities/0/secondaryIdentifier") == "ANNA MARIA")
            #expect(person.at(pointer: "/birth/date") == "1974-08-12")
            #expect(person.at(pointer: "/documents/0/expires") == "2012-04-15")
            #expect(person["sex"] == "F")
        }
    }

    @Test("a file that holds no zone at all is refused as a whole, and an empty one holds none")
    func another() throws {
        #expect(throws: HeliographError(.importMalformed, "")) {
            try entries(["name,born", "", "x"])
        }
        #expect(try entries(["", "  "]).isEmpty)
    }

    @Test("what is misread is refused with every reason, and hides nothing behind it")
    func refused() throws {
        let bent = passport[1].replacing("L898902C3", with: "L898902C4")
        let read = try entries(["P<UTO", passport[0], bent] + card)
        #expect(read.map { $0.zone == nil } == [true, true, false])
        #expect(read[0].faults.map(\.code) == [.mrzMalformed])
        #expect(read[1].faults.map(\.code) == [.mrzCheckDigit, .mrzCheckDigit])
        #expect(read[0].person(today: today) == nil)
    }

    @Test("a line too many or too short spoils one document, and a byte order mark none")
    func shifted() throws {
        let cut = String(passport[0].dropLast())
        let blank = try entries([cut, passport[1], "", passport[0], passport[1], ""] + passport)
        #expect(blank.map { $0.zone != nil } == [false, false, true, true])
        let packed = try entries([cut, passport[1]] + passport + [passport[1]] + card + passport)
        #expect(packed.map { $0.zone?.format } == [nil, nil, .td3, nil, .td1, .td3])
        let marked = try DocumentScan.read(
            Array(("\u{FEFF}" + passport.joined(separator: "\n")).utf8))
        #expect(marked.map { $0.zone != nil } == [true])
    }

    @Test(
        "contents that cannot be are refused, though their check digits are right",
        arguments: [
            (["birth": "691399"], FaultCode.dateInvalid), (["birth": "ABCDEF"], .dateInvalid),
            (["expiry": "999999"], .dateInvalid), (["number": ""], .fieldMissing),
            (["sex": "Q"], .valueUnknown), (["name": ""], .fieldMissing),
        ] as [([String: String], FaultCode)])
    func contents(_ change: [String: String], _ code: FaultCode) throws {
        let lines = MRZ.passportLines(
            issuer: "UTO", number: change["number"] ?? "X1", birth: change["birth"] ?? "580101",
            sex: change["sex"]?.first ?? "F", expiry: change["expiry"] ?? "300101",
            name: change["name"] ?? "MONONYM")
        let entry = try entries(lines)[0]
        #expect(entry.problems == [])
        #expect(entry.faults.map(\.code) == [code])
        #expect(entry.person(today: today) == nil)
    }

    @Test("a birth of which only the year is known keeps that")
    func partial() throws {
        let lines = MRZ.passportLines(
            issuer: "UTO", number: "X1", birth: "58<<<<", sex: "<", expiry: "300101",
            name: "MONONYM")
        let person = try #require(try entries(lines)[0].person(today: today))
        #expect(person.at(pointer: "/birth/date") == "1958")
        #expect(person["sex"] == "X")
        #expect(person.at(pointer: "/identities/0/secondaryIdentifier") == nil)
    }
}
