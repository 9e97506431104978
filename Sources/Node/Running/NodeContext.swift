internal import Notices
internal import Ports

/// What every part of a node shares: who it is, and its ports.
struct NodeContext: Sendable {
    let member: MemberCode
    private(set) var store: any Store
    let sealer: any Sealer
    let vault: any Vault
    let clock: any Ports.Clock
    let entropy: any Entropy
    let trust: TrustDesk
    let log: Log
    /// What members do that is not taken.
    let peerLog: PeerLog
    /// What this node's last call to each member came to.
    let calls = PeerCalls()
    /// Ciphertext of attachments.
    let shelf: any AttachmentShelf
    /// Rung when a message that names attachments was stored.
    let attachmentBell = AttachmentBell()
    let express = Express()
    let acceptances = AcceptancePress()
    /// Held by the number of a thread while its deliveries are read, changed and written back; not until
    /// that is durable, because what reads next comes after it all the same (`Store.begin`).
    let threads = KeyedLock<String>()
    /// What members' requests cost passes here.
    let turns: Turnstile
    let allowances = PeerAllowances()
    let dutyMemory = DutyMemory()
    /// What the configuration says of the notices that are written and read here.
    private let configuredRules: NoticeRules
    /// Who answers for which territory, by the list in force.
    let territories: TerritoryBook
    /// Whether a second officer is asked for.
    let fourEyes: FourEyes.Mode
    /// What may be told to whom.
    let policies: PolicyShelf
    /// How many certificates another member may have verified here in 24 hours.
    let verificationsPerDay: Int
    /// What the member has laid down for all of its notices.
    let noticeDefaults: NoticeDefaults
    /// Ways into national systems.
    let routes: HandoverRoutes

    init(
        member: MemberCode, store: any Store, sealer: any Sealer, vault: any Vault,
        clock: any Ports.Clock, entropy: any Entropy, trust: TrustDesk, log: Log,
        shelf: any AttachmentShelf, rules: NoticeRules, territories: TerritoryBook,
        fourEyes: FourEyes.Mode = .enforced, policies: PolicyShelf = PolicyShelf(),
        verificationsPerDay: Int = Configuration.verificationsPerDayDefault,
        noticeDefaults: NoticeDefaults = NoticeDefaults(),
        routes: HandoverRoutes = HandoverRoutes()
    ) {
        self.member = member
        self.store = store
        self.sealer = sealer
        self.vault = vault
        self.clock = clock
        self.entropy = entropy
        self.trust = trust
        self.log = log
        peerLog = trust.peerLog
        self.shelf = shelf
        configuredRules = rules
        self.territories = territories
        self.fourEyes = fourEyes
        self.policies = policies
        self.verificationsPerDay = verificationsPerDay
        self.noticeDefaults = noticeDefaults
        self.routes = routes
        turns = Turnstile(clock: clock)
    }

    /// For what only reads, however much: it holds up nobody who keeps something or answers a peer.
    var reading: NodeContext {
        var context = self
        context.store = store.reader
        return context
    }

    /// For documents of this member's officers.
    var authorRules: NoticeRules {
        var rules = configuredRules
        rules.territories = territories.current
        return rules
    }

    /// For documents that come from other members.
    var recipientRules: NoticeRules {
        var rules = authorRules
        rules.audience = .recipient
        return rules
    }

    /// Seals a body for the store.
    func newRecord(_ body: [UInt8]) throws(HeliographError) -> (id: RecordID, change: Change) {
        let id = entropy.recordID(at: clock.now)
        return (id, .insertRecord(id, try vault.seal(body, as: id)))
    }

    /// Reads a body back.
    func body(of id: RecordID) async throws(HeliographError) -> [UInt8] {
        let record = try await store.record(id)
        if record == nil, try await store.isErased(id) {
            throw HeliographError(.erased, Code.erased.meaning)
        }
        return try body(id, record)
    }

    /// A notice of the store; nil for what cannot be read as one.
    func keptNotice(_ id: RecordID) async throws(HeliographError) -> Notice? {
        Notice.kept(try await body(of: id), rules: recipientRules)
    }

    /// A notice of the store.
    ///
    /// - Throws: `storeCorrupt` for what cannot be read as one; `erased`.
    func notice(_ id: RecordID) async throws(HeliographError) -> Notice {
        guard let notice = try await keptNotice(id) else {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
        return notice
    }

    /// A notice of the store that may have been erased meanwhile.
    ///
    /// - Returns: nil for what was erased, or cannot be read as a notice.
    func noticeUnlessErased(_ id: RecordID) async throws(HeliographError) -> Notice? {
        do throws(HeliographError) {
            return try await keptNotice(id)
        } catch {
            guard error.code == .erased else { throw error }
            return nil
        }
    }

    /// A thread by its number, or by the id of one of its messages.
    func thread(named text: String) async throws(HeliographError) -> String {
        guard let id = MessageID(text), let message = try await store.message(id) else {
            return text
        }
        return message.thread
    }

    /// Opens what the store gave for a body.
    func body(_ id: RecordID, _ record: SealedRecord?) throws(HeliographError) -> [UInt8] {
        guard let record else {
            throw HeliographError(.storeCorrupt, "A stored body is missing.", detail: ["\(id)"])
        }
        return try vault.open(record, as: id)
    }

    /// What a stored notice can be found by, blind.
    ///
    /// - Parameter more: keys that the notice alone does not give.
    func index(_ notice: Notice, and more: [SearchKey] = [], as id: MessageID) -> [Change] {
        Set(notice.searchKeys + notice.tripKeys + more).sorted { $0.value < $1.value }.map { key in
            .index(
                BlindIndexEntry(
                    value: vault.blind(key.value, field: key.field.rawValue),
                    field: key.field.rawValue, from: notice.from, id: id))
        }
    }

    func audit(
        _ operation: AuditEntry.Operation, by actor: String, from: MemberCode, id: MessageID,
        to recipients: [MemberCode] = [], why justification: String
    ) -> Change {
        .audit(
            AuditEntry(
                at: clock.now, operation: operation, actor: actor, from: from, id: id,
                recipients: recipients, justification: justification, salt: entropy.bytes(16)))
    }
}
