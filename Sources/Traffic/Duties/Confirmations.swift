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
        var found: [Notice] = []
        for version in newest.values.sorted(by: { $0.thread < $1.thread })
        where version.operation != NoticeOperation.cancel.rawValue {
            guard let notice = try await context.keptNotice(version.document) else {
                continue
            }
            if thread == nil || notice.about?.thread == thread { found.append(notice) }
        }
        return found
    }

    /// A line for each recipient of an order.
    package func lines(of order: Notice) async throws(HeliographError) -> [Line] {
        var deliveries: [MemberCode: DeliveryState] = [:]
        for message in try await context.store.messages(ofThread: order.thread)
        where message.operation != NoticeOperation.cancel.rawValue {
            for delivery in try await context.store.deliveries(of: message.id) {
                deliveries[delivery.recipient] = delivery.state
            }
        }
        let answers = try await context.store.inbox(
            InboxFilter(thread: order.thread, limit: 10_000))
        var deleted: [MemberCode: Set<MessageID>] = [:]
        if let about = order.about {
            for message in try await context.store.messages(ofThread: about.thread) {
                let entries = try await context.store.evidenceEntries(
                    from: context.member, id: message.id)
                for entry in entries where entry.step == .deleted {
                    deleted[entry.by, default: []].insert(message.id)
                }
            }
        }
        return deliveries.keys.sorted().map { member in
            let last = answers.filter { $0.from == member }.max { $0.sequence < $1.sequence }
            return Line(
                member: member, delivery: deliveries[member] ?? .queued,
                answer: last.map { NoticeOperation(rawValue: $0.operation) },
                answered: last?.received, deleted: deleted[member]?.count ?? 0)
        }
    }
}
