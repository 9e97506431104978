import Dispatch
import Exchange
import Notices
import Ports
import StoreSQLite
import TestKit
import Testing

@Suite("What only reads stands beside the work")
struct ReaderTests {
    @Test("a reader sees what was kept before it asks", arguments: Subject.allCases)
    func sees(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 90)
            let id = make.messageID()
            let document = make.evidence([make.entry(by: xb, from: xa, id: id)])
            let reader = bench.store.reader
            #expect(try await reader.evidence(from: xa, id: id) == [])
            try await bench.store.commit([.keepEvidence(document)])
            #expect(try await reader.evidence(from: xa, id: id) == [document])
        }
    }

    @Test("a read that takes long holds up no commit")
    func beside() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 91)
            let document = make.evidence([make.entry(by: xb, from: xa, id: make.messageID())])
            let (isKept, isHeld) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let reader = try #require(bench.store.reader as? SQLiteStore)
            async let wasKept = reader.hold(isHeld, until: isKept)
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    isHeld.wait()
                    continuation.resume()
                }
            }
            try await bench.store.commit([.keepEvidence(document)])
            isKept.signal()
            #expect(await wasKept)
            #expect(try await reader.evidence(document.digest) == document)
        }
    }

    @Test("a read of many rows sees one state of them, whatever is kept meanwhile")
    func oneState() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 93)
            let deliveries = (0..<200).map { _ in
                make.delivery(of: make.message(thread: "a", to: [xb]), to: xb)
            }
            let keys = Set(deliveries.map { DeliveryKey(id: $0.id, recipient: $0.recipient) })
            try await bench.store.commit(deliveries.map(Change.putDelivery))
            let (store, reader) = (bench.store, bench.store.reader)
            let writing = Task { [deliveries] in
                var deliveries = deliveries
                while !Task.isCancelled {
                    for index in deliveries.indices { deliveries[index].attempts += 1 }
                    try await store.commit(deliveries.map(Change.putDelivery))
                }
            }
            var states: Set<Int> = []
            for _ in 0..<100_000 where states.count < 20 {
                let seen = try await reader.deliveries(keys)
                #expect(seen.count == keys.count)
                let attempts = Set(seen.values.map(\.attempts))
                #expect(attempts.count == 1)
                states.formUnion(attempts)
            }
            writing.cancel()
            try await writing.value
            #expect(states.count >= 20, "it read while others wrote")
        }
    }

    @Test("a reader keeps nothing")
    func keepsNothing() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 92)
            let document = make.evidence([
                make.entry(by: xb, from: xa, id: make.messageID())
            ])
            let reader = bench.store.reader
            await #expect(throws: HeliographError.self) {
                try await reader.commit([.keepEvidence(document)])
            }
            let kept = try await bench.store.evidence(document.digest)
            #expect(kept == nil)
        }
    }
}

extension SQLiteStore {
    /// Keeps the store's thread busy until `end`.
    ///
    /// - Returns: false if that took a minute: without the commit the wait ends, and so does the test.
    fileprivate func hold(_ begun: DispatchSemaphore, until end: DispatchSemaphore) -> Bool {
        begun.signal()
        return end.wait(timeout: .now() + 60) == .success
    }
}
