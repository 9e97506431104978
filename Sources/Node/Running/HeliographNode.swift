internal import Certificates
internal import Exchange
internal import Federation
public import Notices
internal import PeerLink
internal import Ports
internal import Sealing
internal import StoreSQLite
import Synchronization

/// A member's node: opens a data folder, and either answers commands on it or serves peers too.
///
/// Whoever makes one holds the folder's lock until `close`.
public actor HeliographNode {
    public nonisolated let folder: DataFolder
    public nonisolated let configuration: Configuration
    nonisolated let context: NodeContext
    nonisolated let reception: Reception
    private let lock: FolderLock
    private let store: SQLiteStore
    nonisolated let keyDesk: KeyDesk
    nonisolated let herald: Herald
    nonisolated let keeper: KeyKeeper
    nonisolated let pace: RotationPace
    private let sealer: CMSSealer
    private let link: CurlPeerLink
    private let trustRelay: TrustRelay
    nonisolated let dispatcher: Dispatcher
    nonisolated let courier: EvidenceCourier
    nonisolated let gossip: Gossip
    nonisolated let dropFolder: DropFolder?
    private var server: PeerServer?
    /// True between `serve` and `close`: what is queued is also sent.
    private(set) var isServing = false

    /// Passes changes of trust on to the TLS ends, which are made before and after the trust desk.
    private final class TrustRelay: Sendable {
        struct Ends {
            var link: CurlPeerLink?
            var server: PeerServer?
            var trust = PeerTrust(current: [])
            var list: TrustList?
            var woken: (@Sendable (Set<MemberCode>) async -> Void)?
        }

        let ends = Mutex(Ends())

        func changed(_ trust: PeerTrust) {
            let (link, server) = ends.withLock { ends in
                ends.trust = trust
                return (ends.link, ends.server)
            }
            server?.update(trust: trust)
            try? link?.update(trust: trust)
        }

        /// A new list may let a member be reached again: its queue need not wait for the next try.
        func changed(_ list: TrustList) {
            let (before, woken) = ends.withLock { ends in
                defer { ends.list = list }
                return (ends.list, ends.woken)
            }
            guard let woken, before?.version != list.version else { return }
            let members = list.members.filter { member in
                let old = before?.member(member.code)
                return member.status == .active
                    && (old?.status != .active || old?.endpoints != member.endpoints
                        || old?.roots != member.roots)
            }
            Task { await woken(Set(members.map(\.code))) }
        }
    }

    /// Opens a data folder; runs the self-test of the receive path first.
    ///
    /// - Throws: `folderMissing`, `folderInUse`, `configurationInvalid`, `exampleKeys`, a key's or
    ///   the store's trouble, or `selfTestFailed`.
    public static func open(
        _ folder: DataFolder, log write: @escaping @Sendable ([UInt8]) -> Void = Log.toStandardError
    ) async throws(HeliographError) -> HeliographNode {
        try folder.checkExists()
        let lock = try FolderLock(folder)
        let configuration = try Configuration.read(try Files.read(folder.configuration))
        let keys = KeyFolder(folder.keys, custody: try configuration.custody(in: folder.keys))
        try ExampleKeys.check(keys, configuration)
        let clock = SystemClock()
        _ = try ReceivePathSelfTest.run(at: clock.now)
        let store = try SQLiteStore.open(folder: folder.store)
        do throws(HeliographError) {
            return try await HeliographNode(
                folder: folder, lock: lock, configuration: configuration, keys: keys,
                store: store, clock: clock,
                log: Log(member: configuration.member, clock: { clock.now }, write: write))
        } catch {
            await store.close()
            throw error
        }
    }

    private init(
        folder: DataFolder, lock: FolderLock, configuration: Configuration, keys: KeyFolder,
        store: SQLiteStore, clock: SystemClock, log: Log
    ) async throws(HeliographError) {
        self.folder = folder
        self.lock = lock
        self.configuration = configuration
        self.store = store
        keyDesk = try KeyDesk.open(
            keys, member: configuration.member, proposal: folder.proposal, log: log,
            at: clock.now)
        let material = await keyDesk.material
        let sealer = CMSSealer(
            member: configuration.member, signing: material.signing, opening: material.opening)
        sealer.use(
            signing: material.signing, opening: material.opening, signers: material.signers)
        self.sealer = sealer
        let relay = TrustRelay()
        trustRelay = relay
        let trust = TrustDesk(
            store: store, sealer: sealer, clock: clock,
            own: material.announcement, log: log
        ) { view, previous in
            if let trust = try? PeerTrust(view, previous: previous) { relay.changed(trust) }
            relay.changed(view.list)
        }
        var rules = NoticeRules(
            allowSpecimens: configuration.allowSpecimens,
            leadTime: .minutes(Int64(configuration.leadTimeMinutes)))
        rules.audience = .author
        let hasDropFolder = !configuration.dropFolder.isEmpty
        context = NodeContext(
            member: configuration.member, store: store, sealer: sealer,
            vault: try keys.loadVault(), clock: clock, entropy: SystemEntropy(), trust: trust,
            log: log, authorRules: rules,
            handoverTargets: hasDropFolder ? [DropFolder.target] : [])
        reception = Reception(context: context)
        link = try CurlPeerLink(
            identity: material.transport, trust: PeerTrust(current: []), clock: clock)
        let conversation = PeerConversation(context: context, link: link, reception: reception)
        dispatcher = Dispatcher(
            context: context, conversation: conversation, reception: reception)
        courier = EvidenceCourier(context: context, conversation: conversation)
        gossip = Gossip(context: context, conversation: conversation)
        herald = Herald(context: context, conversation: conversation, desk: keyDesk)
        pace = RotationPace(drainMin: .minutes(Int64(configuration.keyDrainMinutes)))
        keeper = KeyKeeper(
            context: context, desk: keyDesk, herald: herald, pace: pace,
            isAutomatic: configuration.automaticRotation)
        dropFolder =
            hasDropFolder ? DropFolder(context: context, path: configuration.dropFolder) : nil
        let link = link
        relay.ends.withLock { [dispatcher, courier, gossip, herald] ends in
            ends.link = link
            ends.woken = { [weak self] members in
                for member in members {
                    await dispatcher.contact(member)
                    await courier.contact(member)
                }
                await gossip.wake()
                // Peers that hold an older list are told, and walk to it.
                if await self?.isServing == true { await herald.wake() }
            }
        }
        try await trust.load()
        await keyDesk.whenChanged { [weak self] material in await self?.use(material) }
        await herald.whenHeard { [keeper] in await keeper.wake() }
    }

    /// Signs, opens, connects and announces with other keys from now on.
    private func use(_ material: KeyDesk.Material) async {
        sealer.use(
            signing: material.signing, opening: material.opening, signers: material.signers)
        do throws(HeliographError) {
            try link.update(identity: material.transport)
            try server?.update(identity: material.transport)
            try await context.trust.announce(material.announcement)
        } catch {
            context.log(.alarm, "keys-not-used", error)
        }
        if isServing { await herald.wake() }
    }

    /// Listens for peers and sends what is queued.
    ///
    /// - Returns: the port it listens on.
    public func serve() async throws(HeliographError) -> UInt16 {
        let (host, port) = try configuration.listenAddress()
        let service = ExchangeService(
            context: context, reception: reception,
            behind: { [gossip] peer in await gossip.ask(peer) },
            received: { [dropFolder] in await dropFolder?.wake() },
            contact: { [dispatcher, courier, herald] peer in
                await dispatcher.contact(peer)
                await courier.contact(peer)
                await herald.contact(peer)
            },
            closed: { [dispatcher] deliveries in
                for delivery in deliveries { await dispatcher.close(delivery) }
            })
        let started = try await PeerServer.start(
            host: host, port: port, identity: await keyDesk.material.transport,
            trust: trustRelay.ends.withLock { $0.trust }, service: service, clock: context.clock)
        server = started
        trustRelay.ends.withLock { $0.server = started }
        isServing = true
        try await dispatcher.start()
        await courier.wake()
        await gossip.start()
        await herald.wake()
        await keeper.start()
        await dropFolder?.wake()
        if await context.trust.list == nil {
            context.log(.alarm, "no-trust-list", ["next": .string(Code.listMissing.next)])
        }
        context.log(.info, "listening", ["port": .number(JSONNumber(Int(started.port)))])
        return started.port
    }

    /// Finishes what is in hand, takes nothing more, and lets go of the folder.
    public func close() async {
        isServing = false
        trustRelay.ends.withLock { $0.woken = nil }
        await server?.stop(within: .seconds(10))
        await dispatcher.stop()
        await courier.stop()
        await gossip.stop()
        await keeper.stop()
        await herald.stop()
        await dropFolder?.stop()
        await link.close()
        await store.close()
        lock.release()
    }

    /// What officers and administrators ask for goes through here, on a running node and on a
    /// stopped one alike.
    func queued(_ deliveries: [Delivery], closed: [Delivery]) async {
        guard isServing else { return }
        for delivery in closed { await dispatcher.close(delivery) }
        for delivery in deliveries { await dispatcher.enqueue(delivery) }
    }

    /// - Parameter body: called once, when the store serves no longer.
    func whenStoreEnds(_ body: @escaping @Sendable (HeliographError) -> Void) async {
        await store.whenEnded { [context] error in
            context.log(.alarm, "store-ended", error)
            body(error)
        }
    }

    /// Reads both store files from end to end.
    func checkStore() async throws(HeliographError) { try await store.check() }
}

extension PeerTrust {
    /// Roots and revocation lists of the list in force; and, for those who may only fetch the cure,
    /// the roots of the list before it and of suspended members.
    init(_ view: TrustView, previous: TrustList?) throws(HeliographError) {
        let suspended = view.list.members.filter { $0.status == .suspended }
        var former = (previous?.members ?? []).filter { old in
            !suspended.contains { $0.code == old.code && $0.roots == old.roots }
        }
        for member in suspended {
            // One that is suspended in both lists may come with the roots of either.
            let old = former.first { $0.code == member.code }?.roots ?? []
            former.removeAll { $0.code == member.code }
            former.append(member.with(roots: member.roots + old))
        }
        self.init(
            current: try PeerTrust.members(
                view.list.members.filter { $0.status == .active }, view.revocationLists),
            former: try PeerTrust.members(former, [:]))
    }

    private static func members(
        _ listed: [Member], _ revocations: [MemberCode: [[UInt8]]]
    )
        throws(HeliographError) -> [MemberTrust]
    {
        var members: [MemberTrust] = []
        for member in listed {
            var roots: [Certificate] = []
            for root in member.roots { roots.append(try Certificate(der: root)) }
            var lists: [RevocationList] = []
            for list in revocations[member.code] ?? [] {
                lists.append(try RevocationList(der: list))
            }
            members.append(
                try MemberTrust(member: member.code, roots: roots, revocationLists: lists))
        }
        return members
    }
}
