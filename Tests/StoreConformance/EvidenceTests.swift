import Exchange
import Notices
import Ports
import TestKit
import Testing

@Suite struct EvidenceTests {
    @Test("evidence is found by digest and by message", arguments: Subject.allCases)
    func found(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 20)
            let (one, other) = (make.messageID(), make.messageID())
            let batch = make.evidence([
                make.entry(by: xb, from: xa, id: one), make.entry(by: xb, from: xa, id: other),
                make.entry(.refused, by: xc, from: xa, id: other, code: .openFailed),
            ])
            let single = make.evidence([make.entry(.retrieved, by: xb, from: xa, id: one)])
            try await bench.store.commit([.keepEvidence(batch), .keepEvidence(single)])
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.evidence(batch.digest) == batch)
            #expect(try await store.evidence(from: xa, id: one) == [batch, single])
            #expect(try await store.evidence(from: xa, id: other) == [batch])
            #expect(try await store.evidence(from: xb, id: one) == [])
            #expect(try await store.evidence(make.digest()) == nil)
            #expect(
                try await store.evidenceEntries(from: xa, id: one)
                    == [batch.entries[0], single.entries[0]])
            #expect(
                try await store.evidenceEntries(from: xa, id: other)
                    == Array(batch.entries[1...]))
            #expect(try await store.evidenceEntries(from: xb, id: one) == [])
        }
    }

    @Test(
        "a refusal is found by all that it names",
        arguments: Subject.allCases)
    func refusal(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 27)
            let id = make.messageID()
            let refused = make.entry(.refused, by: xb, from: xa, id: id, code: .openFailed)
            let document = make.evidence([make.entry(by: xb, from: xa, id: id), refused])
            let later = make.evidence([refused])
            try await bench.store.commit([.keepEvidence(document), .keepEvidence(later)])
            try await bench.reopen()
            let store = bench.store
            func refusal(
                _ from: MemberCode, _ id: MessageID, _ seal: Int, _ digest: Digest,
                by member: MemberCode
            ) async throws -> [UInt8]? {
                let key = SealKey(
                    message: MessageKey(from: from, id: id), seal: seal, contentDigest: digest)
                return try await store.known([key], by: member)[key]?.refusal
            }
            let (seal, digest) = (refused.seal, refused.contentDigest)
            #expect(try await refusal(xa, id, seal, digest, by: xb) == document.der)
            let others = [
                try await refusal(xc, id, seal, digest, by: xb),
                try await refusal(xa, make.messageID(), seal, digest, by: xb),
                try await refusal(xa, id, seal + 1, digest, by: xb),
                try await refusal(xa, id, seal, make.digest(), by: xb),
                try await refusal(xa, id, seal, digest, by: xc),
            ]
            #expect(others.allSatisfy { $0 == nil })
        }
    }

    @Test("evidence is held against all that it speaks of", arguments: Subject.allCases)
    func ground(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 28)
            let message = make.message(thread: "a", to: [xb, xc])
            let envelopes = [1, 2].map { make.envelope(of: message, seal: $0) }
            let delivery = make.delivery(of: message, to: xb)
            let heard = make.evidence([make.entry(by: xb, from: xa, id: message.id)])
            try await bench.store.commit(
                [.insertMessage(message), .putDelivery(delivery), .keepEvidence(heard)]
                    + envelopes.map(Change.insertEnvelope))
            try await bench.reopen()
            let keys = [
                DeliveryKey(id: message.id, recipient: xb),
                DeliveryKey(id: message.id, recipient: xc),
                DeliveryKey(id: make.messageID(), recipient: xb),
            ]
            let ground = try await bench.store.ground(
                of: make.digest(), about: Set(keys), by: xa)
            #expect(ground.held == nil)
            #expect(ground.deliveries == [keys[0]: delivery])
            #expect(ground.envelopes == [message.id: envelopes])
            #expect(ground.heard == [message.id: heard.entries])
            let again = try await bench.store.ground(of: heard.digest, about: Set(keys), by: xa)
            #expect(again.held == heard)
            #expect(again.deliveries.isEmpty)
            let foreign = try await bench.store.ground(
                of: make.digest(), about: Set(keys), by: xb)
            #expect(foreign.heard.isEmpty)
        }
    }

    @Test("the same evidence is kept once, as it first came", arguments: Subject.allCases)
    func idempotent(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 21)
            let id = make.messageID()
            let document = make.evidence([make.entry(by: xb, from: xa, id: id)])
            let again = EvidenceDocument(
                digest: document.digest, der: document.der, entries: document.entries,
                kept: document.kept + .hours(1))
            try await bench.store.commit([.keepEvidence(document), .keepEvidence(again)])
            try await bench.store.commit([.keepEvidence(again)])
            #expect(try await bench.store.evidence(from: xa, id: id) == [document])
        }
    }

    @Test(
        "hand-overs wait by their next attempt, and keep how they ended",
        arguments: Subject.allCases)
    func handovers(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 23)
            var handovers = (0..<4).map { number in
                Handover(
                    from: number == 2 ? xc : xb, id: make.messageID(), target: "drop-folder",
                    queued: make.tick())
            }
            try await bench.store.commit(handovers.shuffled().map(Change.putHandover))
            handovers[1].state = .done
            handovers[3].state = .dead
            handovers[3].lastCode = .fileUnwritable
            handovers[0].attempts = 3
            handovers[0].nextAttempt = make.tick()
            try await bench.store.commit([0, 1, 3].map { .putHandover(handovers[$0]) })
            try await bench.reopen()
            let store = bench.store
            #expect(
                try await store.handovers(.pending, limit: 9) == [handovers[2], handovers[0]])
            #expect(try await store.handovers(.pending, limit: 1) == [handovers[2]])
            #expect(try await store.handovers(.done, limit: 9) == [handovers[1]])
            #expect(try await store.handovers(.dead, limit: 9) == [handovers[3]])
        }
    }

    @Test("evidence waits for its addressee, oldest first", arguments: Subject.allCases)
    func pending(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 22)
            var dispatches = (0..<4).map { number in
                EvidenceDispatch(
                    digest: make.digest(), to: number == 2 ? xc : xb, precedence: .priority,
                    queued: make.tick())
            }
            try await bench.store.commit(
                dispatches.shuffled().map(Change.putEvidenceDispatch))
            dispatches[1].acknowledged = make.tick()
            try await bench.store.commit([.putEvidenceDispatch(dispatches[1])])
            try await bench.reopen()
            let expected = [dispatches[0], dispatches[2], dispatches[3]]
            #expect(try await bench.store.pendingEvidence(limitPerMember: 9) == expected)
            // One of XB, whose first is the oldest, and the only one of XC.
            #expect(
                try await bench.store.pendingEvidence(limitPerMember: 1)
                    == [dispatches[0], dispatches[2]])
        }
    }
}
