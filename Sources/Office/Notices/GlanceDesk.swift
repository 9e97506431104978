internal import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Opens notices for a list that shows names to an officer.
///
/// The reading is recorded once for the whole list. It does not count as opening a notice for its
/// issuer: only whoever opens the notice itself has retrieved it.
struct GlanceDesk {
    /// Bodies that are opened together.
    private static let bodiesPerRead = 256

    let context: TrafficContext
    let officer: String
    /// True if the officer may read notices of ours.
    let readsOwn: Bool
    /// True if the officer may read drafts.
    let readsDrafts: Bool
    /// True if the officer may read what has arrived.
    let readsArrived: Bool

    /// Lists read long, and hold up no write.
    private var reading: TrafficContext { context.reading }

    /// The desk of an officer who asks for a list; nil if nobody was named, if that officer may
    /// open nothing, or if only numbers are asked for.
    ///
    /// - Parameter rights: each of them opens something of the list.
    /// - Throws: `officerMissing` for a name that is no officer's.
    static func of(
        _ principal: Principal, opening rights: Set<Right>, numbersOnly: Bool,
        _ context: TrafficContext
    ) throws(HeliographError) -> GlanceDesk? {
        guard principal.name != nil, !numbersOnly,
            !principal.rights.isDisjoint(with: rights)
        else { return nil }
        return GlanceDesk(
            context: context, officer: try principal.officer(),
            readsOwn: principal.may(.readNotices), readsDrafts: principal.may(.screen),
            readsArrived: principal.may(.readInbox))
    }

    /// Opens the notices of a list and records the reading.
    ///
    /// - Parameters:
    ///   - records: the number of the thread, and the body, of each entry of the list.
    ///   - why: names the list.
    /// - Returns: the notices that could be opened; what was erased is left out.
    func open(
        _ records: [(thread: String, body: RecordID)], for why: String
    ) async throws(HeliographError) -> [RecordID: Notice] {
        let notices = try await reading.readableNotices(records.map(\.body), Self.bodiesPerRead)
        var threads: [String] = []
        var seen: Set<String> = []
        for (thread, body) in records where notices[body] != nil && seen.insert(thread).inserted {
            threads.append(thread)
        }
        guard !threads.isEmpty else { return [:] }
        try await context.store.commit([
            context.station.audit(.consultation, by: officer, about: .threads(threads), why: why)
        ])
        return notices
    }
}

/// One statement of ours.
struct StatementKey: Hashable {
    let thread: String
    let sequence: Int
}

extension GlanceDesk {
    /// Opens the statements of ours that deliveries carry, as their officers wrote them, and
    /// records the reading.
    func statements(
        of deliveries: [Delivery], for why: String
    ) async throws(HeliographError) -> [StatementKey: Notice] {
        guard readsOwn else { return [:] }
        var wanted: Set<StatementKey> = []
        let keys = deliveries.map { StatementKey(thread: $0.thread, sequence: $0.sequence) }
            .filter { wanted.insert($0).inserted }
        let versions = try await reading.store.notices(ofThreads: Set(keys.map(\.thread)))
        var bodies: [StatementKey: RecordID] = [:]
        for version in versions.values.joined() {
            bodies[StatementKey(thread: version.thread, sequence: version.sequence)] =
                version.document
        }
        let notices = try await open(
            keys.compactMap { key in bodies[key].map { (key.thread, $0) } }, for: why)
        return bodies.compactMapValues { notices[$0] }
    }

    /// Opens the last words of each thread, another member's or one of ours that the officer
    /// may read, and records the reading.
    func threads(
        _ threads: [String], for why: String
    ) async throws(HeliographError) -> [String: Notice] {
        let own = Set(threads.filter { MemberCode($0.prefix(2)) == context.member })
        let others = Set(
            threads.compactMap { thread in
                MemberCode(thread.prefix(2)).map { ThreadKey(issuer: $0, thread: thread) }
            }
        ).filter { $0.issuer != context.member }
        var bodies: [String: RecordID] = [:]
        if readsOwn, !own.isEmpty {
            for (thread, versions) in try await reading.store.notices(ofThreads: own) {
                bodies[thread] = versions.lastWords?.document
            }
        }
        if readsArrived, !others.isEmpty {
            for (key, items) in try await reading.store.inbox(ofThreads: others, limit: 1_000) {
                bodies[key.thread] = items.lastWords?.notice
            }
        }
        let notices = try await open(
            threads.compactMap { thread in bodies[thread].map { (thread, $0) } }, for: why)
        return bodies.compactMapValues { notices[$0] }
    }
}

extension TrafficContext {
    /// Notices of the store; those that were erased or cannot be read are left out.
    ///
    /// - Parameter perRead: bodies that are held in memory at once.
    func readableNotices(
        _ ids: [RecordID], _ perRead: Int
    ) async throws(HeliographError) -> [RecordID: Notice] {
        let rules = recipientRules
        var notices: [RecordID: Notice] = [:]
        for some in ids.portions(perRead) {
            let kept = try await station.keptBodies(Set(some))
            for id in some where notices[id] == nil {
                guard let body = try? kept.body(of: id) else { continue }
                notices[id] = Notice.kept(body, rules: rules)
            }
        }
        return notices
    }
}

extension GlanceView {
    /// What a list without names shows.
    static let nothing = GlanceView(person: nil, flight: nil, lands: nil, landsAt: nil)

    /// What an officer sees of a notice.
    ///
    /// - Parameters:
    ///   - leg: the landing that matters in the list; nil for none.
    ///   - memberNo: the number of one person in a group; nil for all of them.
    init(_ notice: Notice, landing leg: Leg?, ofMember memberNo: Int? = nil) {
        self.init(
            person: notice.shownName(ofMember: memberNo),
            flight: leg.map(\.service).flatMap { $0.isEmpty ? nil : $0 },
            lands: leg?.arrives, landsAt: leg?.to)
    }
}
