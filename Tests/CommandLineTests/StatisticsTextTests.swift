import Notices
import Testing

@testable import heliograph

@Suite("Counts, as people read them")
struct StatisticsTextTests {
    @Test("what warnings came to stands in words, the most frequent first")
    func happened() {
        let counts: JSON = [
            "outcomes": [
                ["what": "admitted", "count": 2], ["what": "refused", "count": 5],
                ["what": "no-feedback", "count": 2], ["what": "wrong-person", "count": 0],
            ]
        ]
        #expect(
            Verbs.happened(counts, "XB: ") == "\nXB: refused entry 5; let in 2; no feedback 2")
        #expect(Verbs.happened(["outcomes": []], "XB: ") == "")
        #expect(Verbs.happened(nil, "XB: ") == "")
    }
}
