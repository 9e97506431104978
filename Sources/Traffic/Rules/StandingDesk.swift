internal import Exchange
package import Notices
package import Ports
internal import Station

/// The standing of a statement, as time and the later statements of its thread have left it.
package enum Standing: String, Sendable, CaseIterable {
    case holds
    /// The issuer has put the notice aside, also where a later statement changed it meanwhile.
    case suspended
    /// The last day of the statement is past.
    case expired
    case withdrawn
    case replaced
    case closed

    /// True once nobody is to act on the statement any more. A suspended one may come back.
    package var isEnded: Bool {
        switch self {
        case .holds, .suspended: false
        case .expired, .withdrawn, .replaced, .closed: true
        }
    }
}

/// Finds the standing of statements.
package struct StandingDesk {
    let context: TrafficContext

    /// - Parameter context: the node whose statements are read.
    package init(context: TrafficContext) {
        self.context = context
    }

    /// The standing of a statement that arrived.
    package func standing(of item: InboxItem) async throws(HeliographError) -> Standing {
        let threads = [item].filter(mayAge).map(Self.thread)
        return try await standing(of: item, beside: try await statements(of: Set(threads)))
    }

    /// The standings of statements that arrived, in their order.
    package func standings(of items: [InboxItem]) async throws(HeliographError) -> [Standing] {
        let ageing = items.filter(mayAge)
        let statements = try await statements(of: Set(ageing.map(Self.thread)))
        try await context.dutyMemory.read(ageing.map(\.notice), context)
        var standings: [Standing] = []
        for item in items {
            standings.append(try await standing(of: item, beside: statements))
        }
        return standings
    }

    private static func thread(of item: InboxItem) -> ThreadKey {
        ThreadKey(issuer: item.from, thread: item.thread)
    }

    private func statements(
        of threads: Set<ThreadKey>
    ) async throws(HeliographError) -> [ThreadKey: [InboxItem]] {
        guard !threads.isEmpty else { return [:] }
        return try await context.store.inbox(ofThreads: threads, limit: 10_000)
    }

    /// Whether time may end it, so that the other statements of its thread must be looked at.
    private func mayAge(_ item: InboxItem) -> Bool {
        guard [.new, .read, .actioned].contains(item.state),
            item.operation != NoticeOperation.cancel.rawValue,
            let kind = NoticeKind(rawValue: item.kind)
        else { return false }
        let side = NoticeSide(of: item.from, in: item.thread)
        return NoticeLifecycle.ageing(of: kind).contains { $0.side == side }
    }

    /// - Parameter statements: of every thread in which something may age.
    private func standing(
        of item: InboxItem, beside statements: [ThreadKey: [InboxItem]]
    ) async throws(HeliographError) -> Standing {
        switch item.state {
        case .closed: return .closed
        case .cancelled: return .withdrawn
        case .superseded: return .replaced
        case .new, .read, .actioned: break
        }
        if item.operation == NoticeOperation.cancel.rawValue { return .withdrawn }
        guard mayAge(item), let kind = NoticeKind(rawValue: item.kind) else { return .holds }
        let side = NoticeSide(of: item.from, in: item.thread)
        let operations = statements[Self.thread(of: item), default: []].filter {
            $0.kind == item.kind
        }
        .sorted { $0.sequence < $1.sequence }.map { NoticeOperation(rawValue: $0.operation) }
        return try await standing(after: operations, kind, side, last: item.notice)
    }

    /// The standing of a thread of this member.
    ///
    /// - Parameter versions: its statements, lowest sequence first.
    package func standing(of versions: [NoticeVersion]) async throws(HeliographError) -> Standing {
        guard let last = versions.last, let kind = NoticeKind(rawValue: last.kind) else {
            return .holds
        }
        return try await standing(
            after: versions.map { NoticeOperation(rawValue: $0.operation) }, kind,
            NoticeSide(of: context.member, in: last.thread), last: last.document)
    }

    /// The standings of threads of this member, in their order.
    ///
    /// - Parameter threads: the statements of each, lowest sequence first.
    package func standings(
        ofThreads threads: [[NoticeVersion]]
    ) async throws(HeliographError) -> [Standing] {
        let ageing = threads.compactMap(\.last).filter { last in
            NoticeKind(rawValue: last.kind).map { !NoticeLifecycle.ageing(of: $0).isEmpty } ?? false
        }
        try await context.dutyMemory.read(ageing.map(\.document), context)
        var standings: [Standing] = []
        for versions in threads { standings.append(try await standing(of: versions)) }
        return standings
    }

    /// The state of a side of a thread today.
    ///
    /// - Parameter last: the record of the last statement, which may name its last day.
    package func state(
        after operations: [NoticeOperation], _ kind: NoticeKind, _ side: NoticeSide,
        last: RecordID
    ) async throws(HeliographError) -> NoticeState {
        let state = NoticeLifecycle.state(after: operations, kind: kind, side: side)
        guard NoticeLifecycle.ageing(of: kind).contains(where: { $0.from == state }) else {
            return state
        }
        return NoticeLifecycle.aged(
            state, kind: kind, side: side,
            validUntil: try await context.dutyMemory.facts(of: last, context)?.validUntil,
            at: context.clock.now)
    }

    private func standing(
        after operations: [NoticeOperation], _ kind: NoticeKind, _ side: NoticeSide,
        last: RecordID
    ) async throws(HeliographError) -> Standing {
        switch try await state(after: operations, kind, side, last: last) {
        case .cancelled: .withdrawn
        case .suspended: .suspended
        case .expired, .lapsed: .expired
        default: .holds
        }
    }

    /// Sorts received notices: the ones that hold come before all others, on which nobody is to
    /// act.
    package func ordered(
        _ items: [InboxItem]
    ) async throws(HeliographError) -> [(item: InboxItem, standing: Standing)] {
        var holding: [(InboxItem, Standing)] = []
        var others: [(InboxItem, Standing)] = []
        for (item, standing) in zip(items, try await standings(of: items)) {
            if standing == .holds {
                holding.append((item, standing))
            } else {
                others.append((item, standing))
            }
        }
        return holding + others
    }
}

extension Standing {
    /// Checks that a statement holds.
    ///
    /// - Throws: `transitionRefused` for one that nobody is to pass on as if it held.
    func checkHolds(_ thread: String, issuer: MemberCode) throws(HeliographError) {
        let word: String
        switch self {
        case .holds: return
        case .suspended: word = "has been suspended by \(issuer)"
        case .expired: word = "has expired"
        case .withdrawn: word = "has been withdrawn by \(issuer)"
        case .replaced: word = "has been replaced by a later statement"
        case .closed: word = "was erased or settled here"
        }
        throw HeliographError(
            .transitionRefused, "\(thread) \(word). Nothing was sent.",
            next: self == .replaced
                ? "Take the statement that holds: `heliograph inbox card \(thread) --as OFFICER`."
                : "Ask \(issuer) if you need it; `heliograph peers` has its telephone number.")
    }
}
