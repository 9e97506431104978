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

    @Test("what is misread is refused with every reason, and hides nothing behind it")
    func refused() throws {
        let bent = passport[1].replacing("L898902C3", with: "L898902C4")
        let read = try entries(["P<UTO", passport[0], bent] + card)
        #expect(read.map { $0.zone == nil } == [true, true, false])
        #expect(read[0].faults.map(\.code) == [.mrzMalformed])
        #expect(read[1].faults.map(\.code) == [.mrzCheckDigit, .mrzCheckDigit])
        #expect(read[0].person(today: today) == nil)
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
