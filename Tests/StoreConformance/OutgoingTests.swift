import Exchange
import Notices
import Ports
import TestKit
import Testing

@Suite struct OutgoingTests {
    @Test("a body comes back with its key", arguments: Subject.allCases)
    func records(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 1)
            let (id, other, empty) = (make.recordID(), make.recordID(), make.recordID())
            let record = make.record(bodyBytes: 100_000)
            let hollow = SealedRecord(wrappedKey: make.bytes(40), body: [])
            try await bench.store.commit([.insertRecord(id, record), .insertRecord(empty, hollow)])
            try await bench.reopen()
            #expect(try await bench.store.record(id) == record)
            #expect(try await bench.store.record(empty) == hollow)
            #expect(try await bench.store.record(other) == nil)
        }
    }

    @Test("notices come newest first, and by thread", arguments: Subject.allCases)
    func notices(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 2)
            let first = make.notice(thread: "a")
            let second = make.notice(thread: "b")
            let third = make.notice(thread: "a", sequence: 2)
            try await bench.store.commit([first, second, third].map(Change.insertNotice))
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.notices(NoticeFilter()) == [third, second, first])
            #expect(try await store.notices(NoticeFilter(thread: "a")) == [third, first])
            #expect(try await store.notices(NoticeFilter(limit: 1)) == [third])
            #expect(try await store.notices(NoticeFilter(thread: "none")) == [])
            #expect(
                try await store.notices(NoticeFilter(threadBeginning: "a")) == [third, first])
            #expect(try await store.notices(NoticeFilter(threadBeginning: "ab")) == [])
        }
    }

    @Test("messages and their seals come in order", arguments: Subject.allCases)
    func messages(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 3)
            let later = make.message(thread: "a", sequence: 2, to: [xc, xb])
            let one = make.message(thread: "a", to: [xb])
            let other = make.message(thread: "a", to: [xc])
            let seals = [make.envelope(of: later, seal: 2), make.envelope(of: later, seal: 1)]
            try await bench.store.commit(
                [later, one, other].map(Change.insertMessage)
                    + seals.map(Change.insertEnvelope))
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.message(later.id) == later)
            #expect(try await store.messages(ofThread: "a") == [one, other, later])
            #expect(try await store.envelopes(of: later.id) == [seals[1], seals[0]])
            #expect(try await store.envelopes(of: one.id) == [])
            #expect(try await store.message(make.messageID()) == nil)
            let ids = [later, one, other].map(\.id).sorted()
            #expect(
                try await store.messages(in: ids[0]...ids[1], limit: 9).map(\.id)
                    == Array(ids.prefix(2)))
            #expect(try await store.messages(in: ids[0]...ids[2], limit: 1).map(\.id) == [ids[0]])
        }
    }

    @Test("a delivery is replaced whole", arguments: Subject.allCases)
    func deliveries(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 4)
            let message = make.message(thread: "a", to: [xc, xb])
            let toC = make.delivery(of: message, to: xc)
            var toB = make.delivery(of: message, to: xb, deadline: make.now + .hours(3))
            try await bench.store.commit([.putDelivery(toC), .putDelivery(toB)])
            toB.state = .delivered
            toB.seal = 2
            toB.attempts = 7
            toB.nextAttempt = make.tick()
            toB.lastCode = .peerUnreachable
            toB.changed = make.tick()
            toB.deliveredAt = make.tick()
            toB.precedence = .flash
            try await bench.store.commit([.putDelivery(toB)])
            try await bench.reopen()
            #expect(try await bench.store.deliveries(of: message.id) == [toB, toC])
            for (recipient, delivery) in [(xb, toB), (xc, toC), (xa, nil)] {
                let key = DeliveryKey(id: message.id, recipient: recipient)
                #expect(try await bench.store.delivery(key) == delivery)
            }
            #expect(try await bench.store.open(to: xc) == [toC.queued])
            #expect(try await bench.store.open(to: xb) == [])
        }
    }

    @Test("open deliveries come as they leave; all come newest first", arguments: Subject.allCases)
    func orders(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 5)
            var all: [Delivery] = []
            for state in DeliveryState.allCases {
                for (precedence, deadline) in [
                    (Precedence.flash, Duration.hours(2)), (.flash, .hours(1)), (.routine, nil),
                    (.routine, .hours(90)),
                ] as [(Precedence, Duration?)] {
                    let message = make.message(thread: "a", to: [xb])
                    all.append(
                        make.delivery(
                            of: message, to: xb, state: state, precedence: precedence,
                            deadline: deadline.map { Specimen.epoch + $0 }))
                }
            }
            try await bench.store.commit(all.shuffled().map(Change.putDelivery))
            let expected = all.filter { !$0.state.isClosed }.map(\.queued)
                .sorted { $0.position < $1.position }
            #expect(try await bench.store.open(to: xb) == expected)
            #expect(expected.count == 12)
            #expect(try await bench.store.deliveries(limit: 5) == Array(all.reversed().prefix(5)))
        }
    }
}
