import Testing

@testable import Notices

@Suite("A file of travel forms")
struct FormFileTests {
    private static let now = moment("2026-11-30T12:00:00Z")

    private static func bytes(_ name: String) throws -> [UInt8] {
        try Repository.bytes("Tests/Vectors/cases/\(name).csv")
    }

    private static func verdicts(_ bytes: [UInt8]) throws -> [FormVerdict] {
        try FormFile.read(bytes, as: .sorna).rows.map {
            $0.judge(as: .sorna, from: members("XA")[0], number: 7, at: now, rules: .specimens)
        }
    }

    private static func accepted(_ bytes: [UInt8]) throws -> [Notice] {
        try verdicts(bytes).compactMap { verdict in
            guard case .accepted(let notice, _) = verdict else { return nil }
            return notice
        }
    }

    private static func refusal(_ bytes: [UInt8]) -> HeliographError? {
        do throws(HeliographError) {
            _ = try FormFile.read(bytes, as: .sorna)
            return nil
        } catch {
            return error
        }
    }

    /// The sound file of the cases with its lines changed.
    private static func sound(_ change: (String) -> String) throws -> [UInt8] {
        Array(change(String(decoding: try bytes("f12-trailing-empty-rows"), as: UTF8.self)).utf8)
    }

    @Test(
        "is taken as spreadsheets write it",
        arguments: [
            "f03-semicolons", "f09-quoted-crlf", "f12-trailing-empty-rows", "f-fold-offset",
        ])
    func cases(_ name: String) throws {
        #expect(try Self.verdicts(Self.bytes(name)).count == 1)
        #expect(try Self.accepted(Self.bytes(name)).count == 1)
    }

    @Test("a line in a cell ends as in every text of a notice")
    func lines() throws {
        let notice = try #require(try Self.accepted(Self.bytes("f09-quoted-crlf")).first)
        #expect(notice.json["domesticNotes"] == "line one\nline two")
    }

    @Test("an offset behind the time says which of the two it is")
    func offset() throws {
        let notice = try #require(try Self.accepted(Self.bytes("f-fold-offset")).first)
        #expect(
            notice.json.at(pointer: "/itinerary/legs/0/departLocal") == "2027-10-31T02:30+01:00")
        #expect(notice.legs.first?.departs == moment("2027-10-31T01:30:00Z"))
        let text = String(decoding: try Self.bytes("f-fold-offset"), as: UTF8.self)
        for (offset, departs) in [("+02:00", "2027-10-31T00:30:00Z"), ("", "2027-10-31T00:30:00Z")]
        {
            let other = Array(text.replacing("02:30+01:00", with: "02:30" + offset).utf8)
            #expect(try Self.accepted(other).first?.legs.first?.departs == moment(departs))
        }
        let wrong = Array(text.replacing("02:30+01:00", with: "02:30+05:00").utf8)
        guard case .refused(let faults) = try Self.verdicts(wrong)[0] else {
            Issue.record("it was taken")
            return
        }
        #expect(faults.map { "\($0.heading) \($0.code.rawValue)" } == ["departure_at local-offset"])
    }

    @Test(
        "UTF-16 is read, with its mark and without",
        arguments: [([0xFE, 0xFF], true), ([0xFF, 0xFE], false), ([], true), ([], false)]
            as [([UInt8], Bool)])
    func utf16(_ mark: [UInt8], _ isBig: Bool) throws {
        let text = String(decoding: try Self.sound { $0.replacing(",", with: "\t") }, as: UTF8.self)
        let units = text.utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBig ? pair : pair.reversed()
        }
        #expect(try Self.accepted(mark + units).count == 1)
    }

    @Test("separators, columns and rows with nothing in them are nothing")
    func nothing() throws {
        for change: (String) -> String in [
            { $0.replacing("\r\n", with: ",,\r\n") }, { ",,\r\n\r\n" + $0 },
            { $0.replacing("\r\n", with: "\r") }, { "\u{FEFF}sep=,\r\n" + $0 },
            { $0.replacing("last_name", with: "Last Name ") },
            { $0.replacing("date_of_birth", with: "DATE-OF-BIRTH") },
            { $0.replacing("purpose_of_travel", with: "").replacing("LZ23,", with: "LZ23,") },
        ] {
            #expect(try Self.accepted(Self.sound(change)).count == 1)
        }
    }

    @Test(
        "something under an empty heading, or a heading that is there twice, is named by its place")
    func nameless() throws {
        let named = Self.refusal(
            try Self.sound { $0.replacing("first_name", with: "") })
        #expect(named?.sentence.contains("line 2, column 2 ") == true)
        let twice = Self.refusal(
            try Self.sound { $0.replacing("middle_name", with: "last_name") })
        #expect(twice?.sentence.contains("columns 1 and 3") == true)
        let unknown = Self.refusal(
            try Self.sound { $0.replacing("middle_name", with: "midle_name") })
        #expect(unknown?.sentence.contains("line 1, column 3 ") == true)
        let ansi = Self.refusal(
            try Self.sound { $0.replacing("ORRIN", with: "@") }.map { $0 == 0x40 ? 0x92 : $0 })
        #expect(ansi?.sentence.contains("line 2, column 2, ") == true)
        #expect(ansi?.next.contains("CSV UTF-8") == true)
    }

    @Test("what is no table of text is named, with how to save it")
    func others() throws {
        #expect(Self.refusal(try Self.bytes("f63-xlsx"))?.next.contains("CSV UTF-8") == true)
        for (text, word) in [
            ("PK\u{3}\u{4}xl/workbook.xml", "xlsx"),
            ("PK\u{3}\u{4}mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocument"),
            ("PK\u{3}\u{4}Index/Document.iwa", "Numbers"), ("%PDF-1.7", "PDF"),
            ("<html><table>", "HTML"), ("<?xml version=\"1.0\"?>", "XML"),
            ("{\"forms\": []}", "JSON"),
            ("UNA:+.? 'UNB+", "import manifest"),
        ] {
            let error = Self.refusal(Array(text.utf8))
            #expect(error?.code == .importMalformed)
            let said = [error?.sentence, error?.next].compactMap(\.self).joined(separator: " ")
            #expect(said.contains(word))
        }
        let old = Self.refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        #expect(old?.sentence.contains("xls") == true)
    }

    @Test("a column is known by its number in the file")
    func numbers() throws {
        let file = try FormFile.read(Self.bytes("f03-semicolons"), as: .sorna)
        #expect(file.number(ofColumn: "sex") == 6)
        #expect(file.number(ofColumn: "late_reason") == nil)
        let narrow = try FormFile.read(
            Self.sound { $0.replacing("SPECIMENTESTAABE,", with: "") }, as: .sorna)
        #expect(narrow.widths == [2: 24] && narrow.headingCount == 25)
        #expect(narrow.rows.map(\.isWhole) == [false])
    }
}
