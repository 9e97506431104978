import Foundation
import Testing

/// A page of `docs/` that a test writes, and holds against the code.
enum GeneratedPage {
    /// Compares a page with the text that it must have, or writes it anew.
    ///
    /// - Parameter suite: the suite for `HELIOGRAPH_WRITE_DOCS=1 swift test --filter`, which writes
    ///   the page.
    static func check(_ path: String, is wanted: String, by suite: String) throws {
        let file = Checkout.root.appendingPathComponent(path)
        if ProcessInfo.processInfo.environment["HELIOGRAPH_WRITE_DOCS"] == "1" {
            try Data(wanted.utf8).write(to: file)
        }
        let written = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(
            written == wanted,
            "write it anew with HELIOGRAPH_WRITE_DOCS=1 swift test --filter \(suite)")
    }
}
