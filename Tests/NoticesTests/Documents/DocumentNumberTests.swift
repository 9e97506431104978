import Testing

@testable import Notices

@Suite("The number of a document")
struct DocumentNumberTests {
    @Test(
        "is compared in capital letters and digits alone",
        arguments: [
            ("D10007919", "D10007919"), ("d1000/7919", "D10007919"), ("D 1000-7919<", "D10007919"),
            ("D1000\u{FFFD}7919\u{A0}", "D10007919"), ("", ""), ("<</-", ""),
        ])
    func folded(_ written: String, _ wanted: String) {
        #expect(DocumentNumber.folded(written) == wanted)
    }
}
