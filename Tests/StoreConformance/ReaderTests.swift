import Dispatch
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

    @Test("a read that takes long holds up no commit, and sees one state of the rows")
    func beside() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 91)
            let id = make.messageID()
            let document = make.evidence([make.entry(by: xb, from: xa, id: id)])
            let (isKept, isOver) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let reader = bench.store.reader
            async let seen = reader.visit { store throws(HeliographError) in
                let before = try store.evidence(from: xa, id: id)
                isOver.signal()
                // Without the commit the wait ends, and so does the test.
                let wasKept = isKept.wait(timeout: .now() + 60) == .success
                return (before, wasKept, try store.evidence(from: xa, id: id))
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    isOver.wait()
                    continuation.resume()
                }
            }
            try await bench.store.commit([.keepEvidence(document)])
            isKept.signal()
            let (before, wasKept, after) = try await seen
            #expect(wasKept)
            #expect(before == [])
            #expect(after == [], "one visit, one state")
            #expect(try await reader.evidence(from: xa, id: id) == [document])
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
