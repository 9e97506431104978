import Notices
import Testing

@Suite("Names of notices and messages")
struct NoticeReferenceTests {
    private let id = "019401e5-6b2a-7cc3-8a9d-2f7b5c1d0e4f"

    @Test(
        "a number in any case, with its sequence, with blanks around",
        arguments: [
            "XA-TA-2027-000007", "xa-ta-2027-000007", "XA-TA-2027-000007/2", " XA-TA-2027-000007\n",
        ])
    func numbers(text: String) throws {
        let name = try #require(NoticeReference(text))
        #expect(name.form == .number("XA-TA-2027-000007"))
        #expect(name.sequence == (text.contains("/") ? 2 : nil))
    }

    @Test("an id in any case, with its sender, and by its beginning")
    func ids() throws {
        let whole = try #require(MessageID(id))
        for text in [id, id.uppercased(), id.replacing("-", with: "")] {
            #expect(try #require(NoticeReference(text)).form == .message(whole))
        }
        let sent = try #require(NoticeReference("xa/" + id))
        #expect(sent.form == .message(whole) && sent.sender == MemberCode("XA"))
        guard case .messages(let range) = try #require(NoticeReference("019401E5-6b2a")).form else {
            Issue.record("no range")
            return
        }
        #expect(range.contains(whole))
        #expect(range.lowerBound.description == "019401e5-6b2a-7000-8000-000000000000")
        #expect(range.upperBound.description == "019401e5-6b2a-7fff-bfff-ffffffffffff")
    }

    @Test("too little of an id, or what cannot be one, is taken for a number")
    func others() throws {
        #expect(NoticeReference("019401e")?.form == .number("019401E"))
        #expect(NoticeReference("019401e5-6b2a-4cc3")?.form == .number("019401E5-6B2A-4CC3"))
        #expect(NoticeReference("a/b")?.form == .number("a/b"))
        #expect(NoticeReference("") == nil)
        #expect(NoticeReference(String(repeating: "X", count: 129)) == nil)
    }

    @Test("a short number is filled up with zeros")
    func short() {
        #expect(NoticeReference("xa-ta-2027-7")?.padded == "XA-TA-2027-000007")
        #expect(NoticeReference("XA-TA-2027-000007")?.padded == nil)
        #expect(NoticeReference("XA-TA-2027-")?.padded == nil)
        for (text, mayBe) in [
            ("XA-TA-2027", true), ("XA-TA-2027-", true), ("XA-TA-2027-000007", true),
            ("XA-TA-2027-7", false), ("XA-TA-2027/1", false),
        ] {
            #expect(NoticeReference(text)?.mayBeBeginning == mayBe, "\(text)")
        }
    }
}
