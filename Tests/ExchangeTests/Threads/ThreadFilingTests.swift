import Exchange
import Testing

/// Every combination of the statement that is held and the statement that arrives.
@Suite("Where a version is filed")
struct ThreadFilingTests {
    struct Case: Sendable, CustomStringConvertible {
        let highest: Int?
        let isCancelled: Bool
        let sequence: Int
        let isCancel: Bool
        let expected: ThreadFiling

        init(
            _ highest: Int?, _ isCancelled: Bool, _ sequence: Int, _ isCancel: Bool,
            _ expected: ThreadFiling
        ) {
            self.highest = highest
            self.isCancelled = isCancelled
            self.sequence = sequence
            self.isCancel = isCancel
            self.expected = expected
        }

        var description: String {
            let held = highest.map { "\($0)\(isCancelled ? " cancelled" : "")" } ?? "nothing"
            return "holding \(held), \(isCancel ? "cancel" : "statement") \(sequence)"
        }
    }

    static let table = [
        // A thread never seen, with or without gaps.
        Case(nil, false, 1, false, .current), Case(nil, false, 1, true, .tombstone),
        Case(nil, false, 7, false, .current), Case(nil, false, 7, true, .tombstone),
        // A thread in force: lower, equal, next, with a gap.
        Case(3, false, 2, false, .history), Case(3, false, 2, true, .tombstone),
        Case(3, false, 3, false, .history), Case(3, false, 3, true, .tombstone),
        Case(3, false, 4, false, .current), Case(3, false, 4, true, .tombstone),
        Case(3, false, 9, false, .current), Case(3, false, 9, true, .tombstone),
        // A cancelled thread: the cancel holds, whatever comes after it.
        Case(3, true, 2, false, .afterCancel), Case(3, true, 2, true, .afterCancel),
        Case(3, true, 3, false, .afterCancel), Case(3, true, 3, true, .afterCancel),
        Case(3, true, 4, false, .afterCancel), Case(3, true, 4, true, .tombstone),
        Case(3, true, 9, false, .afterCancel), Case(3, true, 9, true, .tombstone),
    ]

    @Test("is as the table says", arguments: table)
    func filing(_ one: Case) {
        #expect(
            ThreadFiling.decide(
                highest: one.highest, isCancelled: one.isCancelled, sequence: one.sequence,
                isCancel: one.isCancel) == one.expected)
    }

    @Test("decides the state an item starts in")
    func states() {
        #expect(ThreadFiling.current.inboxState == .new)
        #expect(ThreadFiling.tombstone.inboxState == .new)
        #expect(ThreadFiling.history.inboxState == .superseded)
        #expect(ThreadFiling.afterCancel.inboxState == .cancelled)
    }

    @Test("In whatever order the versions of a thread come, a cancel among them holds")
    func everyOrder() {
        // Statement 1 issues, 2 updates, 3 cancels; an honest sender never sends 4.
        for order in permutations([1, 2, 3, 4]) {
            var highest: Int?
            var isCancelled = false
            var current: Int?
            for sequence in order {
                let filing = ThreadFiling.decide(
                    highest: highest, isCancelled: isCancelled, sequence: sequence,
                    isCancel: sequence == 3)
                guard filing == .current || filing == .tombstone else { continue }
                highest = max(highest ?? 0, sequence)
                isCancelled = filing == .tombstone
                current = sequence
            }
            #expect(current == 3, "\(order)")
            #expect(isCancelled, "\(order)")
        }
    }

    private func permutations(_ elements: [Int]) -> [[Int]] {
        guard elements.count > 1 else { return [elements] }
        return elements.flatMap { first in
            permutations(elements.filter { $0 != first }).map { [first] + $0 }
        }
    }
}
