import Foundation
import Testing

/// A test that waits in vain fails. It keeps nobody waiting.
@Suite("Waiting in tests")
struct WaitingTests {
    @Test(
        "No test waits in a loop of its own: `eventually` has a bound, and says for what it waited")
    func loops() throws {
        var eventual = 0
        for source in try Checkout.sources("Tests") {
            let code = source.code
            eventual += code.count { $0.line.contains("eventually(") }
            for (place, (number, line)) in code.enumerated() where line.contains("while ") {
                // A played peer may wait until it is cancelled; that is no wait of a test.
                let body = code[place..<min(place + 4, code.count)].map(\.line).joined()
                guard !line.contains("Task.isCancelled"), !line.contains("while:") else { continue }
                let waits = body.contains("Task.yield" + "()") || body.contains("Task.sleep" + "(")
                #expect(!waits, "\(source.path):\(number)")
            }
        }
        #expect(eventual > 20, "the search sees what is there")
    }

    @Test(
        """
        Every verb runs the tests under the limit of `Tests/run`, which names the test that is \
        late
        """
    )
    func limited() throws {
        let dev = try String(contentsOf: Checkout.root.appending(path: "dev"), encoding: .utf8)
        let lines = dev.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.contains { $0.contains("Tests/run ") })
        for line in lines where line.contains("swift test") { Issue.record("\(line)") }
    }
}
