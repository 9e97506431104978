import Testing

@testable import Notices

@Suite("Suggestions")
struct SuggestionTests {
    @Test(
        "the nearest name is that with the fewest letters otherwise",
        arguments: [
            ("secondaryIdentifer", "secondaryIdentifier"), ("Handling", "handling"),
            ("handlnig", "handling"), ("hanlding", "handling"), ("sexx", "sex"), ("sx", nil),
            ("q", nil),
            ("To", "to"), ("note", nil), ("zzzzzz", nil), ("", nil),
            ("primaryidentifier", "primaryIdentifier"),
        ] as [(String, String?)])
    func nearest(name: String, expected: String?) {
        let known = ["handling", "primaryIdentifier", "secondaryIdentifier", "sex", "to"]
        #expect(Suggestion.nearest(to: name, among: known) == expected)
    }

    @Test("a distance is counted up to its limit, and is the same both ways")
    func distances() {
        func distance(_ left: String, _ right: String) -> Int? {
            let there = Suggestion.distance(Array(left.utf8), Array(right.utf8), limit: 3)
            let back = Suggestion.distance(Array(right.utf8), Array(left.utf8), limit: 3)
            #expect(there == back, "\(left) \(right)")
            return there
        }
        for (left, right, count) in [
            ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "acb", 1),
            ("abc", "xyz", 3), ("abcd", "wxyz", nil), ("kitten", "sitting", 3), ("a", "abcd", 3),
            ("", "abc", 3), ("", "", 0), ("abcdef", "a", nil),
        ] as [(String, String, Int?)] {
            #expect(distance(left, right) == count, "\(left) \(right)")
        }
    }

    @Test(
        "of two letters only an exchange, or capitals for small letters, is a mistyping",
        arguments: [("TM", "MT"), ("mt", "MT"), ("MX", nil), ("M", nil), ("FT", nil)]
            as [(String, String?)])
    func codes(code: String, expected: String?) {
        #expect(Suggestion.nearest(to: code, among: ["EE", "FI", "LU", "MT"]) == expected)
    }

    @Test("words of any sequence, and a question only if one is near")
    func questions() {
        #expect(Suggestion.nearest(to: "sned", among: ["show", "send"].lazy) == "send")
        #expect(
            Suggestion.question(to: "denny", among: ["deny", "kinds"]) == " Did you mean deny?")
        #expect(Suggestion.question(to: "what", among: ["deny", "kinds"]).isEmpty)
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Suggestion.nearest(to: long, among: [long]) == nil)
    }
}
