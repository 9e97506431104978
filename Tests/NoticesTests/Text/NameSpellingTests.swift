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
            ("A\u{308}", ["AE", "A"]), ("مثال", ["MXTHAL"]), ("خَدِيجَة", ["XKHDYJXTA", "XKHDYJXAH"]),
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
        arguments: ["კაცი", "山田", "", "A1", "<"])
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
}
