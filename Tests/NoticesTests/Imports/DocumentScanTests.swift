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
        #expect(blank.map { $0.zone != nil } == [false, true, true])
        let packed = try entries([cut, passport[1]] + passport + [passport[1]] + card + passport)
        #expect(packed.map { $0.zone?.format } == [nil, .td3, nil, .td1, .td3])
        let marked = try DocumentScan.read(
            Array(("\u{FEFF}" + passport.joined(separator: "\n")).utf8))
        #expect(marked.map { $0.zone != nil } == [true])
    }

    @Test(
        "contents that cannot be are said to be none, and the number is looked up all the same",
        arguments: [
            (["birth": "691399"], FaultCode.dateInvalid, "/birth"),
            (["birth": "ABCDEF"], .dateInvalid, "/birth"),
            (["birth": "<<0214"], .dateInvalid, "/birth"),
            (["birth": "<<<<<<"], .dateInvalid, "/birth"),
            (["birth": "010229"], .dateInvalid, "/birth"),
            (["expiry": "999999"], .dateInvalid, "/documents/0/expires"),
            (["expiry": "3012<<"], .dateInvalid, "/documents/0/expires"),
            (["sex": "Q"], .valueUnknown, "/sex"), (["name": ""], .fieldMissing, "/identities"),
            (["name": "T3ST<<ANNA"], .fieldMissing, "/identities"),
        ] as [([String: String], FaultCode, String)])
    func contents(_ change: [String: String], _ code: FaultCode, _ missing: String) throws {
        let lines = MRZ.passportLines(
            issuer: "UTO", number: change["number"] ?? "X1", birth: change["birth"] ?? "580101",
            sex: change["sex"]?.first ?? "F", expiry: change["expiry"] ?? "300101",
            name: change["name"] ?? "MONONYM")
        let entry = try entries(lines)[0]
        #expect(entry.problems == [] && entry.faults.isEmpty)
        #expect(entry.doubts.map(\.code) == [code])
        let person = try #require(entry.person(today: today))
        #expect(person.at(pointer: missing) == nil)
        #expect(person.at(pointer: "/documents/0/number") == "X1")
    }

    @Test("without a number a name and a birth are enough, and less is refused")
    func numberless() throws {
        func entry(_ birth: String) throws -> DocumentScan.Entry {
            try entries(
                MRZ.passportLines(
                    issuer: "UTO", number: "", birth: birth, sex: "F", expiry: "300101",
                    name: "MONONYM"))[0]
        }
        let named = try entry("580101")
        #expect(named.doubts.map(\.code) == [.fieldMissing])
        let person = try #require(named.person(today: today))
        #expect(person["documents"] == nil && person["identities"] != nil)
        let refused = try entry("<<0101")
        #expect(refused.faults.map(\.code) == [.fieldMissing, .dateInvalid])
        #expect(refused.person(today: today) == nil)
    }

    @Test(
        "a document expires in the century that is at most twenty years ahead",
        arguments: [
            ("961210", "1996-12-10"), ("270115", "2027-01-15"), ("460101", "2046-01-01"),
            ("471231", "2047-12-31"), ("481231", "1948-12-31"), ("000229", "2000-02-29"),
        ])
    func centuries(digits: String, date: String) throws {
        let lines = MRZ.passportLines(
            issuer: "UTO", number: "X1", birth: "580101", sex: "F", expiry: digits, name: "MONONYM")
        let person = try entries(lines)[0].person(today: today)
        #expect(person?.at(pointer: "/documents/0/expires") == .string(date))
    }

    @Test(
        "what programs do to a zone on its way is undone",
        arguments: [
            ("<", "<"), ("<<", "«"), ("<", "＜"), ("<", "‹"), ("<", "&lt;"), ("U", "u"),
            ("U", "Ｕ"), ("1", "１"), ("<", "<\u{200B}"), ("<", " <"), ("<", "\u{A0}<\t"),
            ("E", "e\u{AD}"), ("<<", "≪"),
        ])
    func pasted(written: String, pasted: String) throws {
        for lines in [passport, card, small] {
            let changed = lines.map {
                "\t \u{FEFF}" + $0.replacing(written, with: pasted) + " \u{A0}"
            }
            let read = try entries(changed)
            #expect(read.map(\.lines) == [lines])
            #expect(read[0].zone != nil)
        }
    }

    @Test("lines that were joined are parted, and empty lines between them are passed over")
    func joined() throws {
        for lines in [passport, card, small] {
            for text in [
                lines.joined(), lines.joined(separator: " "), lines.joined(separator: "\r\n\r\n"),
            ] {
                let read = try DocumentScan.read(Array(text.utf8))
                #expect(read.map(\.lines) == [lines], "\(text)")
                #expect(read[0].zone != nil)
            }
        }
        let read = try entries(card + card + [""] + small + small)
        #expect(read.map { $0.zone?.format } == [.td1, .td1, .td2, .td2])
    }

    @Test("one fault a line, with the length found and wanted")
    func lengths() throws {
        func problems(_ lines: [String]) throws -> [[MRZProblem]] {
            try entries(lines).map(\.problems)
        }
        #expect(
            try problems([String(passport[0].prefix(17)), passport[1]])
                == [[.length(line: 0, found: 17, wanted: 44)]])
        #expect(
            try problems([passport[0], passport[1] + "<"])
                == [[.length(line: 1, found: 45, wanted: 44)]])
        #expect(
            try problems([card[0], String(card[1].dropLast()), card[2] + "<<"])
                == [
                    [
                        .length(line: 1, found: 29, wanted: 30),
                        .length(line: 2, found: 32, wanted: 30),
                    ]
                ])
        #expect(try problems([passport[0]]) == [[.lineCount(1)]])
        #expect(
            try problems([passport[0].replacing("E", with: "É"), passport[1]])
                == [[.character(line: 0, column: 5, count: 1)]])
        #expect(
            try problems([
                "P<UTO?RIKSS0N?<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", String(passport[1].dropLast()),
            ])
                == [
                    [
                        .length(line: 1, found: 43, wanted: 44),
                        .character(line: 0, column: 5, count: 2),
                    ]
                ])
    }

    @Test("a French card of before 2021 is named, not called misread")
    func french() throws {
        let entry = try cases("z05-fra-old-id.mrz")[0]
        #expect(entry.problems == [.frenchCard])
        #expect(entry.faults[0].sentence.contains("French identity card from before 2021"))
        // A French card by Doc 9303 is read like any other card.
        let card = [
            "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<", "9007138F3002119FRA<<<<<<<<<<<6",
            "MARTIN<<MAELYS<GAELLE<MARIE<<<",
        ]
        #expect(try entries(card)[0].zone?.number == "X4RTBPFW4")
    }

    private func cases(_ name: String) throws -> [DocumentScan.Entry] {
        try DocumentScan.read(try Repository.bytes("Tests/Vectors/cases/" + name))
    }

    @Test(
        "zones from outside",
        arguments: [
            ("z15-dob-yearunknown.mrz", "X12345678", 1), ("z29-lower.mrz", "X12345678", 0),
            ("y07-valid-digits-but-no-date.mrz", "925076473", 1),
            ("y10-doc9303-7-mrva.mrz", "L8988901C", 0), ("z32-tabs-ends.mrz", "X12345678", 0),
        ])
    func outside(name: String, number: String, doubts: Int) throws {
        let read = try cases(name)
        #expect(read.count == 1 && read[0].faults.isEmpty)
        #expect(read[0].doubts.count == doubts)
        let person = try #require(read[0].person(today: today))
        #expect(person.at(pointer: "/documents/0/number") == .string(number))
        if name.hasPrefix("y10") {
            #expect(person.at(pointer: "/documents/0/expires") == "1996-12-10")
        }
    }

    @Test("a line that is cut is one fault, which says how long it is")
    func cut() throws {
        let read = try cases("z42-trailing-missing.mrz")
        #expect(
            read.flatMap(\.faults).map(\.sentence)
                == ["Line 1 of the zone has 17 characters; it must have 44."])
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
