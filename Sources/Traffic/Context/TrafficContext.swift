internal import Federation
package import Notices
package import Ports
package import Station

/// A node's context, with the rules and the shared memory of the parts that send and receive.
package struct TrafficContext: Sendable {
    /// The node's ports.
    package private(set) var station: NodeContext
    /// Rules of the configuration for notices that are written and read here.
    private let configuredRules: NoticeRules
    /// The member that answers for each territory, by the list in force.
    private let territories: TerritoryBook
    /// Says if a second officer is asked for.
    package let fourEyes: FourEyes.Mode
    /// The policy file: the rules on who may be told what.
    package let policies: PolicyShelf
    /// Certificates that another member may have verified here in 24 hours.
    package let verificationsPerDay: Int
    /// The fields of a notice that this member has laid down for all of its notices.
    package let noticeDefaults: NoticeDefaults
    /// Ways into national systems.
    package let routes: HandoverRoutes

    /// Held by the number of a thread while its deliveries are read, changed and written back. The
    /// lock ends before the commit is durable: later reads see the change already (`Store.begin`).
    let threads: any ThreadLock = KeyedLock<String>()
    /// Says which flash messages may leave with their submission.
    package let flashGate = FlashGate()
    /// Signs evidence that messages were taken in.
    let acceptances: AcceptanceEvidence
    /// Fair turns of members' requests.
    let turns: Turnstile
    /// The allowances of members.
    let allowances: PeerAllowances
    /// Facts of stored statements that duties ask for.
    package let dutyMemory = DutyMemory()
    /// Rung when a message that names attachments was stored.
    package let attachmentBell = AttachmentBell()

    /// Takes the parts as they are. Without the optional values, two officers are asked for,
    /// everything may be told to everybody, and nothing is handed over.
    package init(
        station: NodeContext, rules: NoticeRules, territories: TerritoryBook,
        fourEyes: FourEyes.Mode = .enforced, policies: PolicyShelf = PolicyShelf(),
        verificationsPerDay: Int = Configuration.verificationsPerDayDefault,
        noticeDefaults: NoticeDefaults = NoticeDefaults(),
        routes: HandoverRoutes = HandoverRoutes()
    ) {
        self.station = station
        configuredRules = rules
        self.territories = territories
        self.fourEyes = fourEyes
        self.policies = policies
        self.verificationsPerDay = verificationsPerDay
        self.noticeDefaults = noticeDefaults
        self.routes = routes
        turns = Turnstile(clock: station.clock)
        acceptances = AcceptanceEvidence(member: station.member, sealer: station.sealer)
        allowances = PeerAllowances(clock: station.clock, log: station.log)
    }

    /// The same node for long reads, which hold up no write and no answer to a peer.
    package var reading: TrafficContext {
        var context = self
        context.station = station.reading
        return context
    }

    /// Rules for documents of this member's officers.
    package var authorRules: NoticeRules {
        var rules = configuredRules
        rules.territories = territories.current
        return rules
    }

    /// Rules for documents that come from other members.
    package var recipientRules: NoticeRules {
        var rules = authorRules
        rules.audience = .recipient
        return rules
    }

    /// Reads a notice of the store.
    ///
    /// - Returns: nil for a body that cannot be read as a notice.
    /// - Throws: `erased`, `storeCorrupt`.
    package func keptNotice(_ id: RecordID) async throws(HeliographError) -> Notice? {
        Notice.kept(try await station.body(of: id), rules: recipientRules)
    }

    /// Notices of the store; those that cannot be read as a notice are left out.
    ///
    /// - Throws: `erased`; `storeCorrupt` for a body that is missing or does not open.
    package func notices(
        _ ids: [RecordID]
    ) async throws(HeliographError) -> [RecordID: Notice] {
        let rules = recipientRules
        var notices: [RecordID: Notice] = [:]
        for some in ids.portions(Self.bodiesMax) {
            for (id, body) in try await station.bodies(of: Set(some)) {
                notices[id] = Notice.kept(body, rules: rules)
            }
        }
        return notices
    }

    /// Bodies of notices that are held in memory at once.
    static let bodiesMax = 1_000

    /// A notice of the store.
    ///
    /// - Throws: `storeCorrupt` for a body that cannot be read as a notice; `erased`.
    package func notice(_ id: RecordID) async throws(HeliographError) -> Notice {
        guard let notice = try await keptNotice(id) else {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
        return notice
    }

    /// A notice of the store that may have been erased meanwhile.
    ///
    /// - Returns: nil for a body that was erased, or cannot be read as a notice.
    package func noticeUnlessErased(_ id: RecordID) async throws(HeliographError) -> Notice? {
        do throws(HeliographError) {
            return try await keptNotice(id)
        } catch {
            guard error.code == .erased else { throw error }
            return nil
        }
    }
}

// The ports by their short names.
extension TrafficContext {
    /// The member that this node is.
    package var member: MemberCode { station.member }
    /// The durable store.
    package var store: any Store { station.store }
    /// Signs, verifies, seals and opens messages.
    package var sealer: any Sealer { station.sealer }
    /// Seals bodies at rest, and hashes the keys of searches.
    package var vault: any Vault { station.vault }
    /// Ciphertext of attachments.
    package var shelf: any AttachmentShelf { station.shelf }
    /// Wall time and uptime.
    package var clock: any Ports.Clock { station.clock }
    /// Randomness.
    package var entropy: any Entropy { station.entropy }
    /// The trust list, and the announcements of members.
    package var trust: TrustDesk { station.trust }
    /// The node's log.
    package var log: Log { station.log }
    /// The log of acts of members that this node does not take.
    package var peerLog: PeerLog { station.peerLog }
}
