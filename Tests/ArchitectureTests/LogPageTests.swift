import Foundation
import Testing

/// `docs/log.md` has the meaning of every event of the log, and the answer to every alarm.
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
        // The level of such an event depends on more than the test can read.
        let names = Set(written.map(\.name)).subtracting(logged.map(\.name))
        #expect(names == [], "not in the code")
    }

    /// Events about the deeds of another member.
    private static let ofPeers = [
        "announcement-not-taken", "announcement-not-kept", "announcement-refused", "bundle-ahead",
        "bundle-not-taken", "evidence-not-taken", "evidence-refused", "evidence-not-brought",
        "message-not-taken", "message-refused", "rejected-unsigned", "send-failed", "id-conflict",
        "clock-in-doubt", "clocks-disagree", "trust-list-fork", "trust-list-not-taken",
        "peer-not-reached", "member-over-allowance", "received", "delivery-refused",
        "statement-after-cancel", "wrong-person", "attachment-refused", "attachment-failed",
        "attachment-ended", "attachment-not-delivered", "attachments-not-fetched",
    ]

    @Test("a line about what a member did names the member", arguments: ofPeers)
    func peers(event: String) throws {
        var calls = 0
        for source in try Checkout.sources("Sources") where nodeRooms.contains(source.target) {
            for place in source.text.ranges(of: "\"\(event)\"") {
                let before = source.text[..<place.lowerBound].suffix(80)
                // The same word may be a code, or a name in JSON.
                guard [".info", ".warning", ".alarm"].contains(where: before.contains) else {
                    continue
                }
                // The fields of a call follow the event, or are put together before it.
                let call =
                    source.text[..<place.lowerBound].suffix(400)
                    + source.text[place.lowerBound...].prefix(300)
                let names = ["of: ", "\"peer\"", "fields(row"]
                #expect(names.contains(where: call.contains), "\(source.path)")
                calls += 1
            }
        }
        #expect(calls > 0, "the search sees what is there")
    }

    /// A call is `log(LEVEL, EVENT, …)`; either may be `condition ? one : other`.
    private static func logged() throws -> Set<Event> {
        var events: Set<Event> = []
        for source in try Checkout.sources("Sources") where nodeRooms.contains(source.target) {
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
