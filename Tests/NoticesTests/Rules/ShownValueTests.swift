import Testing

@testable import Notices

@Suite("Values in sentences")
struct ShownValueTests {
    private func sentences(
        _ edit: (inout JSON) -> Void, rules: NoticeRules = .specimens
    ) throws -> [String] {
        var json = try Repository.example("valid/travel-alert.issue")
        edit(&json)
        return Notice.read(json, rules: rules).faults.map(\.sentence)
    }

    @Test("an author reads the value that is wrong, and the code that was probably meant")
    func values() throws {
        #expect(
            try sentences { $0["classification"] = "restrictd" } == [
                "This must be one of for-official-use, restricted, confidential. The value is "
                    + "\"restrictd\". Did you mean restricted?"
            ])
        #expect(
            try sentences { $0["retainUntil"] = "30.11.2027" } == [
                "This must be a date YYYY-MM-DD. The value is \"30.11.2027\". "
                    + "Write \"2027-11-30\"."
            ])
        // Which of two numbers is the day is not known.
        #expect(
            try sentences { $0["retainUntil"] = "11/10/2027" } == [
                "This must be a date YYYY-MM-DD. The value is \"11/10/2027\"."
            ])
        let places = try sentences {
            var legs = $0["itinerary"]?["legs"]?.arrayValue ?? []
            legs[0]["to"] = "QQQ"
            $0["itinerary"]?["legs"] = .array(legs)
        }
        #expect(places.contains { $0.contains("The value is \"QQQ\".") }, "\(places)")
    }

    @Test("a value is short, on one line, and harmless")
    func bounds() throws {
        let text = String(repeating: "a", count: 1_000) + "\n\u{1B}[31m"
        let long = try sentences { $0["classification"] = .string(text) }
        #expect(long.allSatisfy { $0.utf8.count < 250 })
        let escape = try sentences { $0["classification"] = "\u{1B}[31m\nx" }
        #expect(escape.allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\n") })
    }

    @Test("a received document shows none of its values: its faults may be logged")
    func received() throws {
        var rules = NoticeRules.specimens
        rules.audience = .recipient
        let faults = try sentences({ $0["classification"] = "restrictd" }, rules: rules)
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { !$0.contains("restrictd") && !$0.contains("Did you mean") })
    }
}
