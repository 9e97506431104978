import Notices
import Testing

@testable import heliograph

@Suite("The watch over the inbox")
struct WatchTests {
    private func item(_ id: String, _ received: String, _ more: JSONObject = [:]) -> JSON {
        var item: JSONObject = [
            "id": .string(id), "from": "XB", "received": .string(received),
            "thread": "XB-TA-2027-1",
            "sequence": 2, "kind": "travel-alert", "operation": "issue", "precedence": "flash",
            "deadline": "2027-02-03T05:20:00Z", "standing": "holds",
        ]
        for (key, value) in more { item[key] = value }
        return .object(item)
    }

    @Test("what was there before is no news, and what comes is told once, in its order")
    func news() {
        let old = item("1", "2027-02-03T04:00:00Z")
        let (later, sooner) = (
            item("2", "2027-02-03T04:02:00Z"), item("3", "2027-02-03T04:01:00Z")
        )
        var news = NewArrivals(there: [old])
        #expect(news.take([old]) == [])
        #expect(news.take([old, later, sooner]) == [sooner, later])
        #expect(news.take([later, sooner]) == [])
        // Another member may use the same id.
        let other = item("2", "2027-02-03T04:03:00Z", ["from": "XC"])
        #expect(news.take([later, other]) == [other])
    }

    @Test("an arrival is one line, with the reader's clock")
    func line() {
        let zone = IANAZone("Europe/Malta")
        #expect(
            Verbs.arrival(item("1", "2027-02-03T04:00:00Z"), zone: zone)
                == "3 Feb 04:00Z = 05:00  flash  from XB  XB-TA-2027-1/2  travel-alert  issue  "
                + "act by 3 Feb 05:20Z = 06:20")
        #expect(
            Verbs.arrival(
                item("1", "2027-02-03T04:00:00Z", ["standing": "withdrawn"]), zone: nil)
                == "3 Feb 04:00Z  withdrawn  from XB  XB-TA-2027-1/2  travel-alert  issue")
        let hostile = item("1", "2027-02-03T04:00:00Z", ["kind": "a\u{1B}[2J\nb"])
        #expect(!Verbs.arrival(hostile, zone: nil).contains { $0.isNewline || $0 == "\u{1B}" })
    }
}
