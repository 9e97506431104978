import Testing

@testable import Notices

@Suite("Names in the letters of travel documents")
struct NameSpellingTests {
    @Test(
        "every permitted spelling, the recommended one first",
        arguments: [
            ("O'Testerly", ["OTESTERLY"]),
            ("Specimen-Vandertest", ["SPECIMEN<VANDERTEST"]),
            ("al  Mithal ", ["AL<MITHAL"]),
            ("Müller", ["MUELLER", "MUXXLLER", "MULLER"]),
            ("Ñandú", ["NANDU", "NXXANDU"]),
            ("Weiß", ["WEISS"]), ("Ægir", ["AEGIR"]), ("Þór", ["THOR"]), ("Łoś", ["LOS"]),
            ("Nguyễn", ["NGUYEN"]), ("Đặng", ["DANG"]), ("Şahin", ["SAHIN"]), ("ılgın", ["ILGIN"]),
            ("İnce", ["INCE"]), ("Fictivský", ["FICTIVSKY"]), ("J. R.", ["J<R"]),
            ("Фиктий", ["FIKTII", "FYKTII", "FIKTYI", "FYKTYI"]),
            ("A\u{308}", ["AE", "A"]), ("مثال", ["MXTHAL"]),
            ("خَدِيجَة", ["XKHDYJXTA", "XKHDYJXAH"]),
        ])
    func spellings(name: String, expected: [String]) {
        #expect(NameSpelling.all(of: name) == expected)
    }

    @Test("Ö, Å and Ü branch, and every branch is there once")
    func branches() {
        #expect(
            Set(NameSpelling.all(of: "Öå"))
                == ["OEAA", "OAA", "OEA", "OA"])
        #expect(NameSpelling.all(of: "Üü").count == 9)
    }

    @Test(
        "a name in a script without a table has no spelling",
        arguments: [
            "კაცი", "山田", "Ελλάς", "", "A1", "<", "SAM\u{202E}PLE", "SAM\nPLE", "SAM\u{200B}PLE",
        ])
    func unspellable(name: String) {
        #expect(NameSpelling.all(of: name) == [])
    }

    @Test("a name of a hundred umlauts costs no more than its bound")
    func bounded() {
        #expect(
            NameSpelling.all(of: String(repeating: "ü", count: 100)).count
                <= NameSpelling.spellingsMax)
        #expect(NameSpelling.all(of: String(repeating: "a", count: 1_001)) == [])
    }

    @Test("a spelling by one convention is listed, however many there are")
    func conventions() {
        let spellings = NameSpelling.all(of: "GÜMÜŞGÖZLÜ")
        #expect(spellings.first == "GUEMUESGOEZLUE")
        #expect(spellings.contains("GUMUSGOZLU") && spellings.contains("GUXXMUXXSGOZLUXX"))
        #expect(spellings.count <= NameSpelling.spellingsMax)
    }

    @Test(
        "every spelling of a name is known, not only those that a list has room for",
        arguments: [
            ("GÜMÜŞGÖZLÜ", "GUXXMUSGOEZLUE"), ("ÜÜÜÜÜÜÜÜ", "UEUXXUUUEUXXUU"),
            ("ÖZ", "OZ"), ("Йосип-Юрій", "YOSIP<YURII"), ("Юлия", "IULIIA"),
            ("Їжакевич", "YIZHAKEVYCH"), ("Щербина", "SHCHERBYNA"), ("پژمان", "PXJMAN"),
            ("ګران", "XXKRAN"), ("ٹنڈو", "XXTNXXDW"),
        ])
    func letterByLetter(name: String, shown: String) throws {
        let letters = try #require(NameLetters(name))
        #expect(letters.fits(shown))
        #expect(!letters.fits(shown + "X") && !letters.fits("X" + shown) && !letters.fits(""))
        let other = shown.split(separator: "<").joined(separator: " ")
        #expect(letters.agrees(with: try #require(NameLetters(other))))
        #expect(letters.agrees(with: letters))
    }

    @Test("a letter that may begin a Ukrainian name in two ways has one within it")
    func within() throws {
        #expect(try #require(NameLetters("Яценко")).fits("YATSENKO"))
        #expect(!(try #require(NameLetters("Маяк")).fits("MAYAK")))
        #expect(try #require(NameLetters("Маяк")).fits("MAIAK"))
    }

    @Test(
        "punctuation is dropped, hyphens, commas and blanks part",
        arguments: [
            "'", "’", "‘", "ʼ", "ʻ", "ʹ", "ꞌ", "`", "´", "′", "＇", ".", "·", "•", ":", ";", "!",
            "?", "/", "\\", "\"", "“", "”", "«", "»", "(", ")", "[", "]", "&", "*", "#", "@",
            "%", "_", "…", "^", "¨", "¡", "¿", "\u{200C}", "\u{200D}", "\u{AD}",
            "\u{640}", "\u{64E}", "~", "+", "=",
        ])
    func punctuation(mark: String) {
        #expect(NameSpelling.all(of: "D\(mark)Testano") == ["DTESTANO"])
        #expect(NameSpelling.all(of: "\(mark)D\(mark)\(mark) Test") == ["D<TEST"])
        #expect(NameSpelling.all(of: mark) == [])
    }

    @Test(
        "hyphens and blanks of every kind are one filler",
        arguments: [
            "-", "\u{2010}", "\u{2011}", "\u{2012}", "–", "—", "―", "\u{2212}", "﹣", "－", " ",
            "\u{A0}", "\u{2009}", "\u{202F}", "\u{3000}", ",", "，", "، ", " - ", "-'-",
        ])
    func separators(mark: String) {
        #expect(NameSpelling.all(of: "Anna\(mark)Maria") == ["ANNA<MARIA"])
        #expect(NameSpelling.all(of: "\(mark)Anna\(mark)") == ["ANNA"])
    }

    @Test("accents upon accents, ligatures and digraphs are letters")
    func accents() {
        for (name, spellings) in [
            ("Ǖ", ["UE", "UXX", "U"]), ("Ǿ", ["OE"]), ("ǽ", ["AE"]), ("Ѐ", ["E"]), ("Ӯ", ["U"]),
            ("ǆ", ["DZ"]), ("ŉ", ["N"]), ("ﬁ", ["FI"]), ("Ŀ", ["L"]), ("ŀ", ["L"]), ("ǅ", ["DZ"]),
        ] {
            #expect(NameSpelling.all(of: name) == spellings, "\(name)")
        }
    }

    @Test("a long name of many choices is compared at once, with all that it may be")
    func long() throws {
        let umlauts = try #require(NameLetters(String(repeating: "ü", count: 300)))
        #expect(umlauts.fits(String(repeating: "UXX", count: 300)))
        #expect(!umlauts.fits(String(repeating: "UXX", count: 299) + "UX"))
        #expect(umlauts.isManifold)
        let others = try #require(NameLetters(String(repeating: "ü", count: 119) + "ñ"))
        let third = try #require(NameLetters(String(repeating: "ü", count: 119) + "n"))
        #expect(others.agrees(with: third) && !others.agrees(with: umlauts))
    }

    @Test("names that share a spelling have one outline")
    func outlines() throws {
        for row in NameTableTests.rows where !row.doubles {
            let letter = String(Character(row.letter))
            let letters = try #require(NameLetters("B" + letter + "M"))
            for spelling in letters.spellings {
                #expect(NameLetters(spelling)?.outline == letters.outline, "\(letter)")
            }
        }
        let name = try #require(NameLetters("Ющенко-Чайківська"))
        for spelling in name.spellings.map({ $0.replacing("<", with: " ") }) {
            #expect(NameLetters(spelling)?.outline == name.outline, "\(spelling)")
        }
    }
}
