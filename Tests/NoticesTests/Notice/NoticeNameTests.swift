import Testing

@testable import Notices

@Suite("Names of notices")
struct NoticeNameTests {
    @Test(
        "a number is read in small letters, short, and with the version behind it",
        arguments: [
            ("XA-TA-2027-000007", "XA-TA-2027-000007", nil),
            ("XA-TA-2027-000007/1", "XA-TA-2027-000007", 1),
            ("xa-ta-2027-7/12", "XA-TA-2027-000007", 12),
            ("XA-GN-2026-000123-k", "XA-GN-2026-000123-K", nil),
        ] as [(String, String, Int?)])
    func numbers(text: String, thread: String, sequence: Int?) {
        let name = NoticeName(text)
        #expect(name.thread == thread)
        #expect(name.sequence == sequence)
    }

    @Test(
        "what is no number stays as it is",
        arguments: [
            "", "/", "01933b4e-7c1a-7000-8000-000000000001",
            "XA/01933b4e-7c1a-7000-8000-000000000001", "XA-TA-2027-000007/", "XA-TA-2027-000007/x",
            "XA-TA-2027-000007/1/2", "XA-TA-27-000007", "XA-TA-2027-0000007",
            "XA-TA-2027-000007/99999999999999999999", String(repeating: "a", count: 1_000),
        ])
    func others(text: String) {
        #expect(NoticeName(text).thread == text)
        #expect(NoticeName(text).sequence == nil)
        #expect(NoticeName(text).shown == text)
    }
}
