import Foundation
import Testing

@testable import Notices

/// `Tests/Vectors/doc9303/transliteration.csv`, row by row.
@Suite("The tables of Doc 9303")
struct NameTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let table: String
        let letter: Unicode.Scalar
        /// The spellings of the letter in the row; empty for a letter that is not encoded.
        var spellings: Set<String> = []
        /// Further spellings at the start of a Ukrainian name.
        var initially: Set<String> = []
        var doubles = false

        var testDescription: String { "U+" + String(letter.value, radix: 16, uppercase: true) }
    }

    static let rows: [Row] = {
        guard let bytes = try? Repository.bytes("Tests/Vectors/doc9303/transliteration.csv"),
            let rows = try? CSV.read(bytes)
        else { return [] }
        return rows.dropFirst().compactMap { row in
            guard row.cells.count == 4, let value = UInt32(row.cells[1], radix: 16),
                let letter = Unicode.Scalar(value)
            else { return nil }
            return Self.row(row.cells[0], letter, row.cells[3])
        }
    }()

    /// Reads the last cell of a row, such as `IE (except if Ukrainian first character, then =YE)`,
    /// `XTA/XAH²`, `AE or A`, `[DOUBLE]³`.
    private static func row(_ table: String, _ letter: Unicode.Scalar, _ text: String) -> Row {
        var row = Row(table: table, letter: letter)
        if text == "[DOUBLE]³" {
            row.doubles = true
        } else if text != "(Not encoded)" {
            let whole = text.split(separator: "(")
            row.spellings = Set(
                whole[0].split { " /²".contains($0) }.map(String.init).filter { $0 != "or" })
            if whole.count > 1 {
                let words = whole[1].split { "= )".contains($0) }.map(String.init)
                let exception = words.last ?? ""
                if whole[1].contains("first character") {
                    row.initially = [exception]
                } else {
                    row.spellings.insert(exception)
                }
            }
        }
        return row
    }

    @Test("all 223 rows are there and understood")
    func whole() {
        #expect(Self.rows.count == 223)
        #expect(Self.rows.count { $0.spellings.isEmpty && !$0.doubles } == 13)
        #expect(
            Self.rows.allSatisfy { row in
                row.spellings.union(row.initially).allSatisfy { spelling in
                    !spelling.isEmpty && spelling.utf8.allSatisfy { (0x41...0x5A).contains($0) }
                }
            })
    }

    @Test("each row is spelled as it says, at the start, within and at the end", arguments: rows)
    func spelled(row: Row) throws {
        let letter = String(Character(row.letter))
        // Letters of table C are tried among letters of their own script: `ب` is B.
        let side = row.table == "C" ? "ب" : row.table == "B" ? "Б" : "B"
        guard !row.doubles else {
            #expect(NameSpelling.all(of: side + letter) == ["BB"])
            #expect(NameSpelling.all(of: "ض" + letter) == ["XDZXDZ"])
            return
        }
        let within = row.spellings.isEmpty ? [""] : row.spellings
        let twins: [Unicode.Scalar: Set<String>] = ["Ғ": ["GJ"], "Һ": []]
        let more = twins[row.letter] ?? []
        let anywhere = within.union(more)
        #expect(
            Set(NameSpelling.all(of: side + letter + side)) == Set(anywhere.map { "B\($0)B" }))
        #expect(Set(NameSpelling.all(of: side + letter)) == Set(anywhere.map { "B" + $0 }))
        let initially = within.union(row.initially).union(more)
        #expect(Set(NameSpelling.all(of: letter + side)) == Set(initially.map { $0 + "B" }))
        #expect(
            Set(NameSpelling.all(of: "\(side)-\(letter)\(side)"))
                == Set(initially.map { "B<\($0)B" }))
        for spelling in initially {
            let letters = try #require(NameLetters(letter + side))
            #expect(letters.fits(spelling + "B"), "\(spelling)")
            #expect(!letters.fits(spelling + "BB") && !letters.fits("Q" + spelling + "B"))
        }
    }

    @Test("each letter is the same in lower case and taken apart", arguments: rows)
    func forms(row: Row) {
        let letter = String(Character(row.letter))
        guard !row.doubles else { return }
        let name = row.table == "B" ? "Б" + letter + "Б" : "B" + letter + "B"
        let spellings = NameSpelling.all(of: name)
        #expect(NameSpelling.all(of: name.lowercased()) == spellings)
        let apart = String(String.UnicodeScalarView(Normalisation.decomposed(name)))
        #expect(NameSpelling.all(of: apart) == spellings)
    }

    @Test("any two letters in a row are spelled by both rows")
    func pairs() throws {
        let rows = Self.rows.filter { !$0.doubles }
        for left in rows {
            for right in rows where right.letter.value % 7 == left.letter.value % 7 {
                let name = "Q" + String(Character(left.letter)) + String(Character(right.letter))
                let letters = try #require(NameLetters(name))
                for one in left.spellings.isEmpty ? [""] : left.spellings {
                    for other in right.spellings.isEmpty ? [""] : right.spellings {
                        #expect(letters.fits("Q" + one + other), "\(name) \(one) \(other)")
                    }
                }
            }
        }
    }

    @Test("both letters that a row may mean are spelled as it says")
    func twins() {
        #expect(Set(NameSpelling.all(of: "БЃ")) == ["BG", "BGJ"])
        #expect(Set(NameSpelling.all(of: "БҒ")) == ["BG", "BGJ"])
        #expect(NameSpelling.all(of: "БЋ") == ["BC"] && NameSpelling.all(of: "БҺ") == ["BC"])
    }

    @Test("vowel signs before a shadda do not come between it and its letter")
    func shadda() {
        for name in ["عب\u{651}اس", "عب\u{64E}\u{651}اس", "عب\u{651}\u{64E}اس", "عبّّاس"] {
            #expect(NameSpelling.all(of: name) == ["EBBAS"], "\(name)")
        }
        #expect(
            NameSpelling.all(of: "فضّة") == ["FXDZXDZXTA", "FXDZXDZXAH"])
        #expect(NameSpelling.all(of: "\u{651}ب") == ["B"])
        #expect(NameSpelling.all(of: "ة\u{651}") == ["XTAXTA", "XAHXAH"])
        #expect(NameSpelling.all(of: "ة" + String(repeating: "\u{651}", count: 400)).count == 2)
    }
}
