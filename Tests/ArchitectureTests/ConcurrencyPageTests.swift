import Foundation
import Testing

@Suite("docs/concurrency.md")
struct ConcurrencyPageTests {
    @Test("every actor of a node, and every lock across an await, stands there")
    func actors() throws {
        let page = try String(
            contentsOf: Checkout.root.appendingPathComponent("docs/concurrency.md"),
            encoding: .utf8)
        var names: Set<String> = []
        var locks: Set<String> = []
        for source in try Checkout.sources("Sources")
        where nodeRooms.contains(source.target) || source.target == "StoreSQLite" {
            for (_, line) in source.code {
                if let match = line.firstMatch(of: /^(?:public |package )?actor (\w+)/) {
                    names.insert(String(match.1))
                }
                if let match = line.firstMatch(of: /let (\w+) = (?:AsyncLock|KeyedLock<String>)\(/)
                {
                    locks.insert(String(match.1))
                }
            }
        }
        #expect(names.count > 10 && locks.count > 3, "the search sees what is there")
        for name in names { #expect(page.contains("`\(name)`"), "\(name)") }
        for lock in locks { #expect(page.contains(lock), "\(lock)") }
    }
}
