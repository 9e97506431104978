internal import Administration
internal import Asking
internal import Attachments
package import Certificates
internal import Exchange
internal import Federation
import Glibc
package import Membership
package import Notices
internal import Office
package import PeerLink
package import Ports
internal import Sealing
package import Station
import Synchronization
internal import Traffic

/// The TLS ends of a node: the identity that they show and the members that they take follow its
/// keys and its trust.
package protocol PeerEnds: Sendable {
    /// Shows another identity from now on.
    func use(_ identity: PeerIdentity) throws(HeliographError)
    /// Takes the members of another trust from now on.
    func use(_ trust: PeerTrust)
}

/// All of a node above its ports, put together in the one way there is. With files, SQLite and TLS
/// under it, it is a `HeliographNode`; with memory and a stepped clock, a node of the simulator.
package actor Machinery: RunningNode {
    /// The ports and files that a node depends on.
    package struct Dependencies: Sendable {
        let store: any Store
        let vault: any Vault
        let clock: any Ports.Clock
        let entropy: any Entropy
        let link: any PeerLink
        let ends: any PeerEnds
        let shelf: any AttachmentShelf
        let log: Log
        let policies: PolicyShelf
        let drafts: any DraftShelf
        /// nil for a node that keeps nothing on a disk.
        let folder: DataFolder?
        let routes: HandoverRoutes

        /// Takes the ports of a node without ways into national systems.
        package init(
            store: any Store, vault: any Vault, clock: any Ports.Clock, entropy: any Entropy,
            link: any PeerLink, ends: any PeerEnds, shelf: any AttachmentShelf,
            drafts: any DraftShelf, log: Log, policies: PolicyShelf = PolicyShelf()
        ) {
            self.init(
                store: store, vault: vault, clock: clock, entropy: entropy, link: link, ends: ends,
                shelf: shelf, drafts: drafts, log: log, folder: nil, policies: policies,
                routes: HandoverRoutes())
        }

        init(
            store: any Store, vault: any Vault, clock: any Ports.Clock, entropy: any Entropy,
            link: any PeerLink, ends: any PeerEnds, shelf: any AttachmentShelf,
            drafts: any DraftShelf, log: Log, folder: DataFolder?, policies: PolicyShelf,
            routes: HandoverRoutes
        ) {
            self.store = store
            self.vault = vault
            self.clock = clock
            self.entropy = entropy
            self.link = link
            self.ends = ends
            self.shelf = shelf
            self.log = log
            self.policies = policies
            self.drafts = drafts
            self.folder = folder
            self.routes = routes
        }
    }

    nonisolated let configuration: Configuration
    nonisolated let context: TrafficContext
    nonisolated let clocks: PeerClocks
    nonisolated let doorkeeper: Doorkeeper
    nonisolated let reception: Reception
    private let refusalRounds: Rounds
    nonisolated let keyDesk: KeyDesk
    nonisolated let herald: Herald
    nonisolated let keeper: KeyKeeper
    nonisolated let pace: RotationPace
    nonisolated let dispatcher: Dispatcher
    nonisolated let courier: EvidenceCourier
    nonisolated let fetcher: AttachmentFetcher
    nonisolated let gossip: Gossip
    nonisolated let dropFolder: DropFolder?
    nonisolated let duties: DutyWatch
    nonisolated let drafts: DraftDesk
    nonisolated let verifications: VerificationDesk
    nonisolated let folder: DataFolder?
    /// The way to this node's own door, which `doctor` knocks at.
    nonisolated let link: any PeerLink
    /// The port on which peers are heard; nil while they are not.
    private(set) var port: UInt16?
    private let sealer: CMSSealer
    private let ends: any PeerEnds
    private let listWatch: ListWatch
    /// True between `start` and `stop`: queued messages are also sent.
    private(set) var isServing = false

    /// Tells which queues need not wait for the next try: a new list may let a member be reached
    /// again, or let us reach all of them again.
    private final class ListWatch: Sendable {
        let own: MemberCode
        let state = Mutex(State())

        init(_ own: MemberCode) {
            self.own = own
        }

        struct State {
            var list: TrustList?
            var woken: (@Sendable (Set<MemberCode>) async -> Void)?
        }

        func changed(_ list: TrustList) {
            let (before, woken) = state.withLock { state in
                defer { state.list = list }
                return (state.list, state.woken)
            }
            guard let woken, before?.version != list.version else { return }
            let isBack =
                before?.member(own)?.status != .active && list.member(own)?.status == .active
            let members = list.members.filter { member in
                let old = before?.member(member.code)
                return member.status == .active
                    && (isBack || old?.status != .active || old?.endpoints != member.endpoints
                        || old?.roots != member.roots)
            }
            Task { await woken(Set(members.map(\.code))) }
        }
    }

    /// Puts a node together and reads its trust; `start` begins its work.
    ///
    /// - Parameters:
    ///   - keyDesk: holds the keys in use.
    ///   - dependencies: the ports and files of the node.
    /// - Throws: an error of the store, or of a trust list in it that cannot be read.
    package init(
        configuration: Configuration, keyDesk: KeyDesk, on dependencies: Dependencies
    ) async throws(HeliographError) {
        self.configuration = configuration
        self.keyDesk = keyDesk
        ends = dependencies.ends
        folder = dependencies.folder
        link = dependencies.link
        let material = await keyDesk.material
        let sealer = CMSSealer(
            member: configuration.member, signing: material.signing, opening: material.opening)
        sealer.use(
            signing: material.signing, opening: material.opening, signers: material.signers)
        self.sealer = sealer
        let watch = ListWatch(configuration.member)
        listWatch = watch
        let peers = PeersInForce()
        let territories = TerritoryBook()
        let trust = TrustDesk(
            store: dependencies.store, sealer: sealer, clock: dependencies.clock,
            own: material.announcement, log: dependencies.log
        ) { [ends = dependencies.ends] view, previous in
            if let changed = peers.next(view, previous) { ends.use(changed) }
            territories.use(view.list)
            watch.changed(view.list)
        }
        var rules = NoticeRules(
            allowSpecimens: configuration.allowSpecimens,
            leadTime: .minutes(Int64(configuration.leadTimeMinutes)))
        rules.audience = .author
        context = TrafficContext(
            station: NodeContext(
                member: configuration.member, store: dependencies.store, sealer: sealer,
                vault: dependencies.vault, shelf: dependencies.shelf, clock: dependencies.clock,
                entropy: dependencies.entropy, trust: trust, log: dependencies.log),
            rules: rules, territories: territories,
            fourEyes: configuration.fourEyes, policies: dependencies.policies,
            verificationsPerDay: configuration.verificationsPerDay,
            noticeDefaults: configuration.noticeDefaults, routes: dependencies.routes)
        doorkeeper = Doorkeeper(
            store: dependencies.store, clock: dependencies.clock,
            trustsNames: configuration.trustsNames, owner: geteuid(),
            digest: { [sealer] in sealer.digest($0) })
        clocks = PeerClocks(clock: dependencies.clock, log: dependencies.log)
        reception = Reception(context: context, clocks: clocks)
        refusalRounds = Rounds(clock: dependencies.clock, cancelsRound: true)
        drafts = DraftDesk(context: context.station, shelf: dependencies.drafts)
        duties = DutyWatch(context: context, drafts: drafts)
        let conversation = PeerConversation(
            context: context.station, link: dependencies.link, clocks: clocks)
        dispatcher = Dispatcher(
            context: context, conversation: conversation, clocks: clocks)
        verifications = VerificationDesk(
            context: context, tick: .seconds(Int64(configuration.verificationTickSeconds))
        ) { [dispatcher, duties] deliveries in
            for delivery in deliveries { await dispatcher.enqueue(delivery) }
            await duties.wake()
        }
        courier = EvidenceCourier(context: context.station, conversation: conversation)
        fetcher = AttachmentFetcher(
            context: context.station, conversation: conversation,
            limits: .init(bytesPerMemberMax: configuration.attachmentMegabytesPerMember << 20)
        ) { [courier] in await courier.wake() }
        gossip = Gossip(context: context.station, conversation: conversation)
        herald = Herald(context: context.station, conversation: conversation, desk: keyDesk)
        pace = RotationPace(drainMin: .minutes(Int64(configuration.keyDrainMinutes)))
        keeper = KeyKeeper(
            context: context.station, desk: keyDesk, herald: herald, pace: pace,
            isAutomatic: configuration.automaticRotation)
        dropFolder = dependencies.routes.isEmpty ? nil : DropFolder(context: context)
        watch.state.withLock { [dispatcher, courier, gossip, herald] state in
            state.woken = { [weak self] members in
                for member in members.sorted() {
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
            try ends.use(material.transport)
            try await context.trust.announce(material.announcement)
        } catch {
            context.log(.alarm, "keys-not-used", error)
        }
        if isServing { await herald.wake() }
    }

    /// The service that answers peers.
    package nonisolated var service: any PeerService {
        ExchangeService(
            context: context, reception: reception,
            peerIsAhead: { [gossip] peer in await gossip.ask(peer) },
            noticesStored: { [dropFolder, duties, verifications] in
                await dropFolder?.wake()
                await duties.wake()
                await verifications.wake()
            },
            peerWasHeard: { [dispatcher, courier, fetcher, herald] peer in
                await dispatcher.contact(peer)
                await courier.contact(peer)
                await fetcher.contact(peer)
                await herald.contact(peer)
            },
            deliveriesClosed: { [dispatcher] deliveries in
                for delivery in deliveries { await dispatcher.close(delivery) }
            })
    }

    func listens(on port: UInt16) { self.port = port }

    /// Sends queued messages, brings owed evidence, and keeps keys and lists new.
    ///
    /// - Throws: an error of the store; a part of the work may then have begun.
    package func start() async throws(HeliographError) {
        isServing = true
        try await dispatcher.start()
        context.flashGate.use { [dispatcher] in await dispatcher.sendsAtOnce(to: $0) }
        await courier.wake()
        try await AttachmentRecords(context: context.station).sweep()
        context.attachmentBell.whenRung { [fetcher] in await fetcher.wake() }
        await fetcher.wake()
        await gossip.start()
        await herald.wake()
        await keeper.start()
        await duties.start()
        await verifications.start()
        if doorkeeper.trustsNames { context.log(.alarm, "names-trusted") }
        if context.fourEyes != .enforced { context.log(.alarm, "four-eyes-not-enforced") }
        await dropFolder?.wake()
        refusalRounds.wake { [weak self] in
            guard let self else { return nil }
            await RefusalDesk(node: self).renewAfterClock()
            return RefusalDesk.pause
        }
        if await context.trust.list == nil {
            context.log(.alarm, "no-trust-list", ["next": .string(Code.listMissing.next)])
        }
    }

    /// Finishes the work in hand, and begins nothing more.
    package func stop() async {
        isServing = false
        port = nil
        listWatch.state.withLock { $0.woken = nil }
        context.flashGate.use(nil)
        // Stopped first of all: deliveries queued from here on are found in the store at the next
        // start.
        await dispatcher.stop()
        await refusalRounds.stop()
        await verifications.stop()
        await courier.stop()
        await fetcher.stop()
        await gossip.stop()
        await keeper.stop()
        await herald.stop()
        await duties.stop()
        await dropFolder?.stop()
    }

    /// The contradictions in the store, a sentence each.
    package func storeFaults() async throws(HeliographError) -> [String] {
        try await StoreAudit(context: context.station).run().faults
    }

    /// The fields that a received notice can be searched by and is not found by.
    package func notFound(_ item: InboxItem) async throws(HeliographError) -> [String] {
        guard let notice = try await context.noticeUnlessErased(item.notice) else { return [] }
        var missing: [String] = []
        for case .index(let entry) in context.station.index(notice, as: item.id)
        where try await !context.store.find(entry.value).contains(entry) {
            missing.append(entry.field)
        }
        return missing
    }

    /// The version of the key bundle that this node announces.
    package var bundleVersion: Int64 {
        get async { await keyDesk.ring.bundleVersion }
    }

    nonisolated func testReceivePath()
        throws(HeliographError) -> (refused: Int, openedByLibrary: [String])
    {
        let report = try ReceivePathSelfTest.run(at: context.clock.now)
        return (report.tried, report.openedByLibraryAlone)
    }

    /// Sends the messages of a submission, and ends the deliveries that it closed; a stopped node
    /// leaves them in the store.
    func queued(_ deliveries: [Delivery], express: [Parcel], closed: [Delivery]) async {
        guard isServing else { return }
        for delivery in closed { await dispatcher.close(delivery) }
        for delivery in deliveries {
            let parcel = express.first { $0.key == delivery.queued.key }
            await dispatcher.enqueue(delivery, with: parcel)
        }
        await duties.wake()
    }
}
