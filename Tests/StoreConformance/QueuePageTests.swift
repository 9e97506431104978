import Exchange
import Notices
import Ports
import TestKit
import Testing

@Suite("Pages of the queue")
struct QueuePageTests {
    /// Open deliveries to XB and XC of every precedence, some of them put off, and closed ones between.
    private func filled(_ bench: Bench) async throws -> [QueuedDelivery] {
        var make = Specimen(seed: 40)
        var random = SeededGenerator(seed: 41)
        var open: [QueuedDelivery] = []
        for number in 0..<90 {
            let recipient = number % 3 == 0 ? xc : xb
            let deadline: Instant? =
                Bool.random(using: &random)
                ? nil : Specimen.epoch + .hours(Int64.random(in: 1...200, using: &random))
            var delivery = make.delivery(
                of: make.message(thread: "a", to: [recipient]), to: recipient,
                state: number % 7 == 0 ? .delivered : .queued,
                precedence: Precedence.allCases.randomElement(using: &random) ?? .routine,
                deadline: deadline)
            if number % 5 == 0 { delivery.nextAttempt = Specimen.epoch + .minutes(Int64(number)) }
            try await bench.store.commit([.putDelivery(delivery)])
            if !delivery.state.isClosed { open.append(delivery.queued) }
        }
        return open
    }

    @Test("page by page, each comes once and in its place", arguments: Subject.allCases)
    func pages(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            let open = try await filled(bench).filter { $0.key.recipient == xb }
                .sorted { $0.position < $1.position }
            var found: [QueuedDelivery] = []
            while true {
                let page = try await bench.store.openDeliveries(
                    DeliveryPageRequest(to: xb, after: found.last?.position, count: 7))
                #expect(page.putOff == nil)
                found += page.deliveries
                if page.isAll { break }
                #expect(page.deliveries.count == 7)
            }
            #expect(found == open)
        }
    }

    @Test(
        "what may not be tried yet is passed over, and said when it may",
        arguments: Subject.allCases)
    func passedOver(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            let open = try await filled(bench).filter { $0.key.recipient == xb }
                .sorted { $0.position < $1.position }
            let by = Specimen.epoch + .minutes(20)
            func isLate(_ one: QueuedDelivery) -> Bool { one.nextAttempt.map { $0 > by } ?? false }
            var after: QueuePosition?
            for count in [3, 9, 100] {
                let page = try await bench.store.openDeliveries(
                    DeliveryPageRequest(to: xb, after: after, triableBy: by, count: count))
                let behind = open.filter { one in after.map { $0 < one.position } ?? true }
                let wanted = Array(behind.filter { !isLate($0) }.prefix(count))
                #expect(page.deliveries == wanted)
                #expect(page.isAll == (wanted.count < count))
                let end = page.isAll ? nil : wanted.last?.position
                let seen = behind.filter { one in end.map { one.position <= $0 } ?? true }
                #expect(page.putOff == seen.filter(isLate).compactMap(\.nextAttempt).min())
                after = wanted.last?.position
            }
        }
    }

    @Test("alarms come by their moment, page by page", arguments: Subject.allCases)
    func alarms(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            let lead = Duration.minutes(30)
            let wanted = try await filled(bench).flatMap { one in
                [QueueAlarm(at: one.expires, key: one.key, isExpiry: true)]
                    + [one.deadline].compactMap { $0 }.map {
                        QueueAlarm(at: $0 - lead, key: one.key, isExpiry: false)
                    }
            }.sorted()
            var found: [QueueAlarm] = []
            while true {
                let page = try await bench.store.alarms(
                    after: found.last, lead: lead, limit: 11)
                found += page.alarms
                if page.isAll { break }
                #expect(page.alarms.count == 11)
            }
            #expect(found == wanted)
        }
    }

    @Test(
        "of alarms at one moment none is passed over, wherever a page ends",
        arguments: Subject.allCases)
    func alarmsAtOnce(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            let lead = Duration.minutes(30)
            var make = Specimen(seed: 42)
            let message = make.message(thread: "a", to: [xb, xc])
            var wanted: [QueueAlarm] = []
            for recipient in [xb, xc] {
                let delivery = make.delivery(
                    of: message, to: recipient, deadline: message.expires + lead)
                try await bench.store.commit([.putDelivery(delivery)])
                let key = delivery.queued.key
                for isExpiry in [true, false] {
                    wanted.append(
                        QueueAlarm(at: message.expires, key: key, isExpiry: isExpiry))
                }
            }
            wanted.sort()
            for limit in 1...5 {
                var found: [QueueAlarm] = []
                while true {
                    let page = try await bench.store.alarms(
                        after: found.last, lead: lead, limit: limit)
                    found += page.alarms
                    if page.isAll || page.alarms.isEmpty { break }
                }
                #expect(found == wanted, "\(limit) a page")
            }
        }
    }

    @Test("what is open is counted for each member", arguments: Subject.allCases)
    func counts(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            #expect(try await bench.store.openCounts(lateAt: Specimen.epoch) == [])
            let open = try await filled(bench)
            let now = Specimen.epoch + .hours(80)
            let wanted = [xb, xc].map { member in
                let here = open.filter { $0.key.recipient == member }
                let late = here.count { one in one.deadline.map { $0 <= now } ?? false }
                return OpenCount(recipient: member, count: here.count, late: late)
            }
            #expect(wanted.allSatisfy { $0.late > 0 })
            #expect(try await bench.store.openCounts(lateAt: now) == wanted)
        }
    }
}

extension Store {
    /// Everything that is open for a member, as it leaves.
    func open(to recipient: MemberCode) async throws(HeliographError) -> [QueuedDelivery] {
        try await openDeliveries(DeliveryPageRequest(to: recipient, count: 1_000)).deliveries
    }
}
