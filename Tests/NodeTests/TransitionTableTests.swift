import Exchange
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// The table of lifecycles, walked in full between two nodes with real signatures and seals.
///
/// A place is the pair of both sides' states. The walk reaches every place of the table by
/// statements that are sent and received. At each place either side tries every operation. An
/// operation with a row is taken and leads both ends to the state in the row. Any other is refused
/// by its proper code.
@Suite("Every kind, every operation, every state")
struct TransitionTableTests {
    let xa: MemoryNode
    let xb: MemoryNode
    private let members: [NoticeSide: MemberCode]

    init() async throws {
        let federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
        members = [.issuer: xa.context.member, .recipient: xb.context.member]
    }

    /// A thread that was brought to a place.
    private struct Stand {
        let thread: String
        let running: Int
        var place = TransitionTable.Place()
        var sequences: [NoticeSide: Int] = [.issuer: 0, .recipient: 0]
        /// The last day of each side's last statement.
        var lastDays: [NoticeSide: CivilDate] = [:]
    }

    // MARK: - Statements

    private func node(_ side: NoticeSide) -> MemoryNode { side == .issuer ? xa : xb }

    private func document(
        _ kind: NoticeKind, _ operation: NoticeOperation, by side: NoticeSide, _ stand: Stand,
        sequence: Int? = nil
    ) throws -> JSON {
        let from = try #require(members[side])
        let to = try #require(members[side == .issuer ? .recipient : .issuer])
        let sequence = sequence ?? (stand.sequences[side] ?? 0) + 1
        let answers = NoticeLifecycle.operations(of: kind, on: .recipient)
        var document = NoticeTemplate.specimen(
            kind: kind, operation: operation, from: from, to: [to],
            at: node(side).clock.now.flooredToSecond, number: stand.running,
            answering: stand.thread + "/1", sequence: sequence)
        document["operation"] = .string(operation.rawValue)
        for member in ["threadId", "noticeNo", "alertNo"] where document[member] != nil {
            document[member] = .string(stand.thread)
        }
        if !answers.contains(operation) { document["change"] = ["reason": "The walk goes on."] }
        // An expired side stays expired.
        let aged = NoticeLifecycle.ageing(of: kind).filter { $0.side == side }.map(\.to)
        if let day = stand.lastDays[side],
            NoticeLifecycle.transitions(of: kind).contains(where: {
                $0.side == side && $0.from == stand.place[side] && $0.operation == operation
                    && aged.contains($0.to)
            })
        {
            document["validUntil"] = .string(day.description)
        }
        // The counts of another member come from its own statement: see `OperationTotals`.
        if document["byCountry"] != nil, stand.place.recipient != .counted {
            let counts = document["statistics"] ?? [:]
            document["byCountry"] = [
                ["member": .string(from.description), "statistics": counts]
            ]
        }
        return document
    }

    private func submit(_ document: JSON, by side: NoticeSide) async throws -> Submission.Result {
        try await Submission(context: node(side).context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: "officer-7", approver: "chief-2",
                notTheSame: "Every thread of the walk has its own traveller."))
    }

    /// Sends a statement, has it received, and moves the stand.
    private func take(
        _ document: JSON, by side: NoticeSide, _ stand: inout Stand
    ) async throws {
        let result = try await submit(document, by: side)
        let sender = node(side)
        // A cancel goes only to recipients that something was sent to.
        for var delivery in result.queued {
            delivery.seal = 1
            try await sender.store.commit([.putDelivery(delivery)])
        }
        let message = try #require(result.messages.first)
        let receiver = node(side == .issuer ? .recipient : .issuer)
        let said = try await receiver.receive(
            sender.envelope(message.id), from: sender.context.member.description)
        #expect(said == "delivered")
        stand.sequences[side, default: 0] += 1
    }

    private func stand(
        _ kind: NoticeKind, _ way: [TransitionTable.Step], _ running: inout Int
    ) async throws -> Stand {
        running += 1
        if kind == .directory { try await makeRoom() }
        var stand = Stand(
            thread: NoticeTemplate.noticeNumber(
                xa.context.member, kind, xa.clock.now, running),
            running: running)
        for (index, step) in way.enumerated() {
            switch step {
            case .says(let side, let operation):
                var document = try document(kind, operation, by: side, stand)
                // The last day is today if the way lets this statement grow old from here.
                let next = way[(index + 1)...].first { $0.side == side }
                let today = node(side).clock.now.utcDate
                if next == .ages(side) {
                    document["validUntil"] = .string(today.description)
                    stand.lastDays[side] = today
                }
                let sequence = (stand.sequences[side] ?? 0) + 1
                guard
                    case .leads(let state) = TransitionTable.expectation(
                        operation, kind, by: side, at: stand.place, sequence: sequence)
                else { throw HeliographError(.internalFault, "The way leaves the table.") }
                try await take(document, by: side, &stand)
                stand.place[side] = state
            case .ages(let side):
                for node in [xa, xb] { node.clock.advance(by: .days(1)) }
                let row = NoticeLifecycle.ageing(of: kind).first {
                    $0.side == side && $0.from == stand.place[side]
                }
                stand.place[side] = try #require(row).to
            }
        }
        return stand
    }

    /// A member has one directory entry at a time.
    private func makeRoom() async throws {
        let versions = await xa.store.notices(NoticeFilter(kind: NoticeKind.directory.rawValue))
        for thread in Dictionary(grouping: versions, by: \.thread).values {
            guard let last = thread.max(by: { $0.sequence < $1.sequence }),
                last.operation != NoticeOperation.cancel.rawValue,
                let notice = Notice.read(
                    try await xa.context.station.body(of: last.document),
                    rules: xa.context.authorRules
                ).notice
            else { continue }
            let cancel = notice.successor(
                operation: .cancel, at: xa.clock.now.flooredToSecond, superseding: [],
                reason: "Another follows.")
            _ = try await submit(cancel, by: .issuer)
        }
    }

    /// The state of a side of the thread as a node holds it: by its own statements, or by those
    /// that arrived.
    private func state(
        _ kind: NoticeKind, of side: NoticeSide, at observer: NoticeSide, _ thread: String
    ) async throws -> NoticeState {
        let held: [(operation: String, body: RecordID)]
        if side == observer {
            held = await node(observer).store.notices(NoticeFilter(thread: thread))
                .sorted { $0.sequence < $1.sequence }.map { ($0.operation, $0.document) }
        } else {
            let from = try #require(members[side])
            held = await node(observer).store.inbox(
                InboxFilter(thread: thread, from: from)
            ).sorted { $0.sequence < $1.sequence }.map { ($0.operation, $0.notice) }
        }
        var validUntil: CivilDate?
        if let last = held.last {
            let body = try JSON.parse(try await node(observer).context.station.body(of: last.body))
            validUntil = body["validUntil"]?.stringValue.flatMap { CivilDate(iso8601: $0) }
        }
        return NoticeLifecycle.aged(
            NoticeLifecycle.state(
                after: held.map { NoticeOperation(rawValue: $0.operation) }, kind: kind,
                side: side),
            kind: kind, side: side, validUntil: validUntil, at: node(observer).clock.now)
    }

    private func refusal(_ document: JSON, by side: NoticeSide) async throws -> HeliographError? {
        do {
            _ = try await submit(document, by: side)
            return nil
        } catch let error as HeliographError {
            return error
        }
    }

    // MARK: - The walks

    @Test(
        """
        at every place of the table every operation is taken as its row says, or refused by its \
        code
        """,
        arguments: NoticeKind.allCases)
    func submission(kind: NoticeKind) async throws {
        var running = 0
        var (taken, refused) = (0, 0)
        let own = NoticeLifecycle.operations(of: kind)
        let foreign = NoticeKind.allCases.flatMap { NoticeLifecycle.operations(of: $0) }
            .first { !own.contains($0) }
        let operations =
            own + [foreign, NoticeOperation(rawValue: "unheard-of")].compactMap(\.self)
        for (place, way) in TransitionTable.ways(kind) {
            let here = try await stand(kind, way, &running)
            #expect(here.place == place)
            var legal: [(NoticeSide, NoticeOperation, NoticeState)] = []
            for side in NoticeSide.allCases {
                for operation in operations {
                    let sequence = (here.sequences[side] ?? 0) + 1
                    let what: Comment = "\(kind.rawValue) \(side) \(operation) at \(place)"
                    let expected = TransitionTable.expectation(
                        operation, kind, by: side, at: place, sequence: sequence)
                    if case .leads(let state) = expected {
                        legal.append((side, operation, state))
                        continue
                    }
                    let error = try await refusal(
                        document(kind, operation, by: side, here), by: side)
                    switch expected {
                    case .leads: break
                    case .invalid(let code):
                        #expect(error?.code == .noticeInvalid, what)
                        #expect(error?.faults.map(\.code).contains(code) == true, what)
                    case .refused(let code):
                        #expect(error?.code == code, what)
                        #expect(error?.sentence.isEmpty == false, what)
                    }
                    refused += 1
                }
            }
            for (side, operation, state) in legal {
                var fresh = try await stand(kind, way, &running)
                try await take(document(kind, operation, by: side, fresh), by: side, &fresh)
                for observer in NoticeSide.allCases {
                    let found = try await self.state(kind, of: side, at: observer, fresh.thread)
                    #expect(
                        found == state, "\(kind.rawValue) \(side) \(operation) at \(place)")
                }
                taken += 1
            }
        }
        // Each row was taken at least once, and some operation was refused.
        #expect(taken >= NoticeLifecycle.transitions(of: kind).count)
        #expect(refused > taken)
    }

    @Test("what has expired is put right, and not brought back by it")
    func past() async throws {
        var running = 0
        let way: [TransitionTable.Step] = [.says(.issuer, .issue), .ages(.issuer)]
        let here = try await stand(.travelAlert, way, &running)
        var document = try document(.travelAlert, .correct, by: .issuer, here)
        for day in [nil, xa.clock.now.utcDate.adding(months: 1)] {
            document["validUntil"] = day.map { .string($0.description) }
            let error = try await refusal(document, by: .issuer)
            #expect(error?.code == .transitionRefused)
        }
    }

    @Test(
        """
        what arrives out of turn is never lost: it is filed, and the receiver knows where the \
        thread stands
        """,
        arguments: NoticeKind.allCases)
    func reception(kind: NoticeKind) async throws {
        var running = 0
        for (place, way) in TransitionTable.ways(kind) {
            for side in NoticeSide.allCases {
                for operation in NoticeLifecycle.operations(of: kind, on: side) {
                    var sequence = 1
                    if place[side] != .none {
                        sequence = 1 + way.count { $0.side == side && $0 != .ages(side) }
                    }
                    guard
                        case .refused = TransitionTable.expectation(
                            operation, kind, by: side, at: place, sequence: sequence)
                    else { continue }
                    let here = try await stand(kind, way, &running)
                    let document = try document(kind, operation, by: side, here)
                    let what: Comment = "\(kind.rawValue) \(side) \(operation) at \(place)"
                    #expect(try await forced(document, by: side) == "delivered", what)
                    let observer: NoticeSide = side == .issuer ? .recipient : .issuer
                    let found = try await state(kind, of: side, at: observer, here.thread)
                    #expect(
                        found == TransitionTable.believed(operation, kind, by: side, at: place),
                        what)
                }
            }
        }
    }

    @Test(
        "what is no notice of its kind is refused when it arrives, and says so signed",
        arguments: NoticeKind.allCases)
    func wrongSide(kind: NoticeKind) async throws {
        var running = 0
        for side in NoticeSide.allCases {
            let other: NoticeSide = side == .issuer ? .recipient : .issuer
            let theirs = NoticeLifecycle.operations(of: kind, on: other)
                .filter { !NoticeLifecycle.operations(of: kind, on: side).contains($0) }
            for operation in theirs {
                let here = try await stand(kind, [], &running)
                let document = try document(kind, operation, by: side, here)
                #expect(try await forced(document, by: side) == "refused notice-invalid")
            }
        }
    }

    /// Sends a statement that our own submission would refuse.
    private func forced(_ document: JSON, by side: NoticeSide) async throws -> String {
        let receiver = node(side == .issuer ? .recipient : .issuer)
        return try await receiver.receive(
            node(side).forced(document, to: receiver.context.member),
            from: node(side).context.member.description)
    }
}
