internal import Exchange
package import Notices
internal import Ports
internal import Station

/// Checks the totals of a joint operation against the counts of its members, each in statements of
/// its own.
package struct TotalsDesk {
    let context: TrafficContext

    /// - Parameter context: the node that leads the operation.
    package init(context: TrafficContext) {
        self.context = context
    }

    /// The last statistics of a member.
    package struct Count: Sendable {
        /// The member that counted.
        package let member: MemberCode
        /// The number of its statement in the thread.
        package let sequence: Int
        /// The time at which the statement came.
        package let received: Instant
        /// The figures by name, as the member sent them.
        package let statistics: JSON
    }

    /// Checks the totals of a statement, if it has any.
    ///
    /// - Throws: `totalsMismatch`, naming each member and figure.
    func check(_ notice: Notice) async throws(HeliographError) {
        guard notice.kind == .operation, [.consolidate, .close].contains(notice.operation) else {
            return
        }
        let counts = try await counts(notice.thread)
        var differences: [String] = []
        var told: Set<MemberCode> = []
        for line in notice.json["byCountry"]?.arrayValue ?? [] {
            // The lead's own counts are in no message.
            guard let member = line["member"]?.stringValue.flatMap({ MemberCode($0) }),
                member != context.member
            else { continue }
            told.insert(member)
            guard let count = counts.first(where: { $0.member == member }) else {
                differences.append("\(member) has sent no statistics.")
                continue
            }
            differences += Self.differences(line["statistics"] ?? [:], count)
        }
        differences += counts.filter { !told.contains($0.member) }
            .map { "\($0.member) has sent statistics, and is left out." }
        guard let first = differences.first else { return }
        throw HeliographError(
            .totalsMismatch, "The totals are not what the members sent. \(first)",
            detail: differences)
    }

    /// Figures that are not those of the member's own statement.
    private static func differences(_ stated: JSON, _ count: Count) -> [String] {
        let own = count.statistics.objectValue ?? [:]
        let keys = Set((stated.objectValue ?? [:]).map(\.0) + own.map(\.0)).sorted()
        return keys.compactMap { key in
            let (here, there) = (stated[key]?.intValue, count.statistics[key]?.intValue)
            guard here != there else { return nil }
            return "Of \(count.member) it has \(here.map { "\($0)" } ?? "no") \(key), "
                + "and \(count.member) sent \(there.map { "\($0)" } ?? "none") "
                + "(\(count.sequence))."
        }
    }

    /// The newest statistics of each member that stand, in the order of their codes.
    package func counts(_ thread: String) async throws(HeliographError) -> [Count] {
        let items = try await context.store.inbox(
            InboxFilter(thread: thread, kind: NoticeKind.operation.rawValue, limit: 10_000))
        var found: [Count] = []
        for (member, said) in Dictionary(grouping: items, by: \.from).sorted(by: { $0.key < $1.key }
        ) {
            guard let last = said.max(by: { $0.sequence < $1.sequence }),
                last.operation == NoticeOperation.statistics.rawValue, last.state != .cancelled
            else { continue }
            let notice = try await context.keptNotice(last.notice)
            guard let statistics = notice?.json["statistics"] else { continue }
            found.append(
                Count(
                    member: member, sequence: last.sequence, received: last.received,
                    statistics: statistics))
        }
        return found
    }
}
