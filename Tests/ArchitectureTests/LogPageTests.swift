import Foundation
import Testing

/// `docs/log.md` says of every event of the log what it means, and of every alarm what to do.
@Suite("The page of the log")
struct LogPageTests {
    private struct Event: Hashable, CustomStringConvertible {
        let level: String
        let name: String
        var description: String { "\(level) \(name)" }
    }

    @Test("every event that the node logs stands there at its level, and no other")
    func events() throws {
        let logged = try Self.logged()
        let written = try Self.written()
        #expect(logged.count > 60)
        #expect(logged.subtracting(written) == [], "not on the page")
        // Which level it has can depend on more than the test can read.
        let names = Set(written.map(\.name)).subtracting(logged.map(\.name))
        #expect(names == [], "not in the code")
    }

    /// A call is `log(LEVEL, EVENT, …)`; either may be `condition ? one : other`.
    private static func logged() throws -> Set<Event> {
        var events: Set<Event> = []
        for source in try Checkout.sources("Sources/Node") {
            for call in source.text.matches(of: /[\s.]log\(\s*([^()\[]*?"[a-z-]+"[^()\[]*)/) {
                let arguments = String(call.1)
                let levels = arguments.matches(of: /\.(info|warning|alarm)[^a-zA-Z]/).map {
                    String($0.1)
                }
                let names = arguments.matches(of: /"([a-z]+(?:-[a-z]+)*)"/).map { String($0.1) }
                for (place, name) in names.enumerated() {
                    // Two levels and two events belong together; one event may have either level.
                    let own = levels.count == names.count ? [levels[place]] : levels
                    for level in own { events.insert(Event(level: level, name: name)) }
                }
            }
        }
        return events
    }

    private static func written() throws -> Set<Event> {
        let page = try String(
            contentsOf: Checkout.root.appendingPathComponent("docs/log.md"), encoding: .utf8)
        var (events, level): (Set<Event>, String?) = ([], nil)
        let levels = ["## Alarms": "alarm", "## Warnings": "warning", "## For the record": "info"]
        for line in page.split(separator: "\n") {
            if line.hasPrefix("## ") {
                level = levels.first { line.hasPrefix($0.key) }?.value
            } else if let level, line.hasPrefix("| `") {
                let names = line.split(separator: "|")[0].matches(of: /`([a-z-]+)`/)
                for name in names { events.insert(Event(level: level, name: String(name.1))) }
            }
        }
        return events
    }
}
