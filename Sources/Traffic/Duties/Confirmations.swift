package import Exchange
package import Notices
internal import Ports
internal import Station

/// The confirmations of our corrections and orders to erase.
package struct Confirmations {
    let context: TrafficContext

    /// - Parameter context: the node that asked for confirmations.
    package init(context: TrafficContext) {
        self.context = context
    }

    /// Statements of one kind that are looked at, the newest.
    private static let versionsMax = 10_000
    /// Orders whose deliveries and evidence are held in memory at once.
    private static let ordersMax = 64
    /// Answers of one recipient to one order that are looked at.
    private static let answersMax = 10_000

    /// The standing of one recipient.
    package struct Line: Sendable {
        /// The recipient.
        package let member: MemberCode
        /// The state of its last delivery of the order.
        package let delivery: DeliveryState
        /// Its last answer; nil for none.
        package let answer: NoticeOperation?
        /// The time at which its last answer came; nil for none.
        package let answered: Instant?
        /// Messages that it has signed *deleted* for.
        package let deleted: Int

        /// True if its last answer confirms.
        package var isConfirmed: Bool { answer == .confirm }
    }

    /// The corrections and orders of ours that stand, each by its last statement.
    ///
    /// - Parameter thread: only the orders about this thread; nil for all.
    package func orders(about thread: String? = nil) async throws(HeliographError) -> [Notice] {
        var newest: [String: NoticeVersion] = [:]
        var versions: [NoticeVersion] = []
        for kind in [NoticeKind.correction, .erasure] {
            versions += try await context.store.notices(
                NoticeFilter(kind: kind.rawValue, limit: Self.versionsMax))
        }
        for version in versions {
            guard NoticeSide(of: context.member, in: version.thread) == .issuer,
                newest[version.thread].map({ $0.sequence < version.sequence }) ?? true
            else { continue }
            newest[version.thread] = version
        }
        let standing = newest.values.sorted { $0.thread < $1.thread }
            .filter { $0.operation != NoticeOperation.cancel.rawValue }.map(\.document)
        let notices = try await context.notices(standing)
        return standing.compactMap { notices[$0] }
            .filter { thread == nil || $0.about?.thread == thread }
    }

    /// A line for each recipient of each of these orders, in the order of the orders.
    package func lines(of orders: [Notice]) async throws(HeliographError) -> [[Line]] {
        var lines: [[Line]] = []
        for some in orders.portions(Self.ordersMax) { lines += try await read(some) }
        return lines
    }

    private func read(_ orders: ArraySlice<Notice>) async throws(HeliographError) -> [[Line]] {
        let store = context.store
        let messages = try await store.messages(
            ofThreads: Set(orders.map(\.thread) + orders.compactMap { $0.about?.thread }))
        func sent(_ thread: String) -> [OutgoingMessage] {
            messages[thread, default: []].filter {
                $0.operation != NoticeOperation.cancel.rawValue
            }
        }
        let deliveries = try await store.deliveries(
            of: Set(orders.flatMap { sent($0.thread) }.map(\.id)))
        var states: [String: [MemberCode: DeliveryState]] = [:]
        for order in orders {
            for delivery in sent(order.thread).flatMap({ deliveries[$0.id] ?? [] }) {
                states[order.thread, default: [:]][delivery.recipient] = delivery.state
            }
        }
        let answers = try await store.inbox(
            ofThreads: Set(
                states.flatMap { thread, members in
                    members.keys.map { ThreadKey(issuer: $0, thread: thread) }
                }), limit: Self.answersMax)
        let entries = try await store.evidenceEntries(
            about: Set(
                orders.compactMap(\.about).flatMap { messages[$0.thread] ?? [] }
                    .map { MessageKey(from: context.member, id: $0.id) }))
        return orders.map { order in
            var deleted: [MemberCode: Set<MessageID>] = [:]
            for message in order.about.flatMap({ messages[$0.thread] }) ?? [] {
                let key = MessageKey(from: context.member, id: message.id)
                for entry in entries[key] ?? [] where entry.step == .deleted {
                    deleted[entry.by, default: []].insert(message.id)
                }
            }
            return states[order.thread, default: [:]].sorted { $0.key < $1.key }.map {
                member, state in
                let last = answers[ThreadKey(issuer: member, thread: order.thread)]?
                    .max { $0.sequence < $1.sequence }
                return Line(
                    member: member, delivery: state,
                    answer: last.map { NoticeOperation(rawValue: $0.operation) },
                    answered: last?.received, deleted: deleted[member]?.count ?? 0)
            }
        }
    }
}
