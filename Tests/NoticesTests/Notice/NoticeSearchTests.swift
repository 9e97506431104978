import Testing

@testable import Notices

@Suite("Finding a notice")
struct NoticeSearchTests {
    @Test("a notice is found by every identity, spelling and document")
    func keys() throws {
        let keys = Set(try NoticeTests.notice("valid/green-notice.issue").searchKeys)
        for name in [("Specimen Vandertest", "Orrin Quill"), ("sample", "rin")] {
            #expect(keys.isSuperset(of: SearchKey.name(family: name.0, given: nil)))
            #expect(keys.isSuperset(of: SearchKey.name(family: name.0, given: name.1)))
        }
        #expect(keys.contains(SearchKey.document(issuer: "UTO", number: "x1234 5677")))
        // The day of birth is a key too, because a machine-readable zone may cut the names.
        #expect(keys.contains { $0.field == .birth })
        #expect(!keys.contains(SearchKey.document(issuer: "BEL", number: "X12345677")))
    }

    @Test("whichever permitted spelling is searched finds whichever was written")
    func variants() throws {
        let keys = Set(try NoticeTests.notice("valid/travel-alert.transliterated").searchKeys)
        for family in ["Müsterling-Ñandú", "MUESTERLING NANDU", "MUSTERLING NXXANDU"] {
            #expect(!keys.isDisjoint(with: SearchKey.name(family: family, given: nil)), "\(family)")
        }
        #expect(keys.isDisjoint(with: SearchKey.name(family: "Musterlang", given: nil)))
    }

    @Test("a document of Germany is one, by either code")
    func germany() {
        #expect(
            SearchKey.document(issuer: "DEU", number: "C01X00T47")
                == SearchKey.document(issuer: "D", number: "C01X-00T47"))
    }

    @Test("the line for the screen says who, and by which way")
    func subjects() throws {
        #expect(
            try NoticeTests.notice("valid/travel-alert.issue").subject
                == "EXAMPLESSON, Dorvald · ZZ418 XAA→XBB→XCC")
        #expect(
            try NoticeTests.notice("valid/green-notice.issue").subject
                == "SPECIMEN-VANDERTEST, Orrin Quill · threat high")
        #expect(
            try NoticeTests.notice("valid/outcome.final").subject
                == "refused · XA-TA-2027-000031/2")
        #expect(
            try NoticeTests.notice("valid/travel-alert.mononym").subject
                == "Zeenat-Nobody · ZZ418 XAA→XBB→XCC")
    }
}
