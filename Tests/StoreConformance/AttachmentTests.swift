import Exchange
import Notices
import Ports
import TestKit
import Testing

@Suite struct AttachmentTests {
    private func row(
        _ make: inout Specimen, from: MemberCode = xa, to recipient: MemberCode = xb,
        _ precedence: Precedence = .routine, deadline: Instant? = nil
    ) -> AttachmentDelivery {
        let now = make.tick()
        return AttachmentDelivery(
            from: from, id: make.messageID(), sealed: make.digest(), recipient: recipient,
            byteCount: 200_000_000, sealedByteCount: 200_048_832, precedence: precedence,
            deadline: deadline, expires: now + .days(1), changed: now)
    }

    @Test("attachments are kept, changed and found again", arguments: Subject.allCases)
    func kept(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 70)
            var rows = [
                row(&make), row(&make, to: xc), row(&make, from: xb, to: xa, deadline: make.tick()),
            ]
            try await bench.store.commit(rows.shuffled().map(Change.putAttachment))
            rows[1].state = .failed
            rows[1].code = .attachmentMismatch
            rows[1].changed = make.tick()
            try await bench.store.commit([.putAttachment(rows[1])])
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.attachments(AttachmentFilter()) == rows)
            #expect(try await store.attachments(AttachmentFilter(limit: 1)) == [rows[0]])
            #expect(
                try await store.attachments(AttachmentFilter(from: xa)) == [rows[0], rows[1]])
            #expect(
                try await store.attachments(AttachmentFilter(recipient: xc)) == [rows[1]])
            #expect(
                try await store.attachments(AttachmentFilter(state: .waiting))
                    == [rows[0], rows[2]])
            #expect(
                try await store.attachments(
                    AttachmentFilter(from: xb, id: rows[2].id, sealed: rows[2].sealed))
                    == [rows[2]])
            #expect(
                try await store.attachments(AttachmentFilter(from: xb, sealed: rows[0].sealed))
                    .isEmpty)
        }
    }

    @Test(
        "what waits comes most urgent first, and so many of each sender",
        arguments: Subject.allCases)
    func waiting(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 71)
            let soon = make.tick() + .hours(1)
            let flood = (0..<3).map { _ in row(&make, from: xc, to: xa, .flash) }
            let late = row(&make, from: xb, to: xa, .priority, deadline: soon + .hours(1))
            let first = row(&make, from: xb, to: xa, .priority, deadline: soon)
            let endless = row(&make, from: xb, to: xa, .priority)
            var arrived = row(&make, from: xb, to: xa, .flash)
            arrived.state = .arrived
            let foreign = row(&make, from: xa, to: xb, .flash)
            let all = flood + [late, first, endless, arrived, foreign]
            try await bench.store.commit(all.map(Change.putAttachment))
            try await bench.reopen()
            let store = bench.store
            #expect(
                try await store.waitingAttachments(to: xa, limitPerMember: 9)
                    == flood.sorted { ($0.id, $0.sealed) < ($1.id, $1.sealed) }
                    + [first, late, endless])
            #expect(
                try await store.waitingAttachments(to: xa, limitPerMember: 1).map(\.from)
                    == [xc, xb])
            #expect(try await store.waitingAttachments(to: xb, limitPerMember: 9) == [foreign])
        }
    }

    @Test("evidence keeps which attachment it is about", arguments: Subject.allCases)
    func evidence(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 72)
            let id = make.messageID()
            let about = EvidenceEntry(
                step: .delivered, by: xb, from: xa, id: id, seal: 1, recipient: xb,
                contentDigest: make.digest(), at: make.now, attachment: make.digest())
            let document = make.evidence([about, make.entry(by: xb, from: xa, id: id)])
            try await bench.store.commit([.keepEvidence(document)])
            try await bench.reopen()
            #expect(try await bench.store.evidence(from: xa, id: id) == [document])
        }
    }
}
