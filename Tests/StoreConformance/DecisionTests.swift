import Notices
import Ports
import TestKit
import Testing

@Suite struct DecisionTests {
    @Test(
        "decisions are found by thread; those that something must follow, by when it is due",
        arguments: Subject.allCases)
    func decisions(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 60)
            let start = make.tick()
            func decision(_ thread: String, _ sequence: Int, due: Duration?) -> Decision {
                Decision(
                    thread: thread, sequence: sequence, matter: .emergency, officer: "officer-7",
                    reason: "lands in three hours", at: start, due: due.map { start + $0 })
            }
            let late = decision("XA-TA-2027-000001", 2, due: .hours(4))
            let soon = decision("XA-TA-2027-000001", 1, due: .hours(2))
            let other = decision("XA-TA-2027-000002", 1, due: nil)
            try await bench.store.commit([late, soon, other].map(Change.putDecision))
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.decisions(ofThread: "XA-TA-2027-000001") == [soon, late])
            #expect(try await store.decisions(ofThread: "XA-TA-2027-000009") == [])
            #expect(try await store.openDecisions() == [soon, late])
            var settled = soon
            settled.settled = start + .hours(1)
            settled.settledBy = "chief-2"
            try await store.commit([.putDecision(settled)])
            try await bench.reopen()
            #expect(try await bench.store.openDecisions() == [late])
            #expect(
                try await bench.store.decisions(ofThread: "XA-TA-2027-000001") == [settled, late])
        }
    }
}
