import Foundation
import Notices
import Testing

/// `docs/errors.md` is written by this test and held against the code by it:
/// `HELIOGRAPH_WRITE_DOCS=1 swift test --filter ErrorListTests` writes it anew.
@Suite("The list of errors")
struct ErrorListTests {
    @Test("docs/errors.md lists every code, and nothing else")
    func agrees() throws {
        try GeneratedPage.check("docs/errors.md", is: Self.page(), by: "ErrorListTests")
    }

    @Test("No text breaks its table")
    func cells() {
        let texts =
            Code.allCases.flatMap { [$0.meaning, $0.next] }
            + FaultCode.allCases.flatMap { [$0.meaning, $0.next] }
        for text in texts { #expect(!text.contains("|") && !text.contains("\n"), "\(text)") }
    }

    private static func page() -> String {
        var lines = [
            "# Errors", "",
            "Every error has a code that is stable for ever, a sentence, and a next step.",
            "`heliograph explain CODE` prints the same. This page is generated from the code; "
                + "a test",
            "holds the two together.", "",
            "## What a node or a command refuses", "",
            "*Again* says whether the same thing may work later without anyone changing anything.",
            "", "| code | meaning | next step | again |", "|---|---|---|---|",
        ]
        for code in Code.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
            let again = code.isWorthRetrying ? "yes" : "no"
            lines.append("| `\(code.rawValue)` | \(code.meaning) | \(code.next) | \(again) |")
        }
        lines += [
            "", "## What is wrong inside a notice", "",
            "Each fault names the place with a JSON Pointer.", "",
            "| code | meaning | next step |", "|---|---|---|",
        ]
        for code in FaultCode.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
            lines.append("| `\(code.rawValue)` | \(code.meaning) | \(code.next) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
