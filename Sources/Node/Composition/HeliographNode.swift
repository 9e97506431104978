package import Asking
internal import Certificates
internal import Exchange
internal import Federation
internal import HTTPService
internal import Membership
public import Notices
internal import Office
internal import PeerLink
internal import Ports
internal import RestAPI
internal import Sealing
public import Station
internal import StoreSQLite
import Synchronization
internal import Traffic

/// A member's node: opens a data folder, and either answers commands on it or serves peers too.
///
/// The node holds the folder's lock from `open` until `close`.
public actor HeliographNode {
    /// The data folder.
    public nonisolated let folder: DataFolder
    /// The configuration as it was read at the opening.
    public nonisolated let configuration: Configuration
    private let lock: FolderLock
    private let store: SQLiteStore
    private let link: CurlPeerLink
    private let ends: TLSEnds
    private let machinery: Machinery
    private var server: PeerServer?
    private var apiServers: [HTTPServer] = []

    /// The client, and the server once it listens.
    private final class TLSEnds: PeerEnds {
        private struct State {
            var server: PeerServer?
            var trust = PeerTrust(current: [])
        }

        private let link: CurlPeerLink
        private let state = Mutex(State())

        init(_ link: CurlPeerLink) {
            self.link = link
        }

        func use(_ trust: PeerTrust) {
            // Under the lock as a whole: an earlier trust must not come last.
            state.withLock { state in
                state.trust = trust
                state.server?.update(trust: trust)
                link.update(trust: trust)
            }
        }

        func use(_ identity: PeerIdentity) throws(HeliographError) {
            try link.update(identity: identity)
            try state.withLock { $0.server }?.update(identity: identity)
        }

        var trust: PeerTrust { state.withLock { $0.trust } }

        /// Lets the server follow from now on, and first tells it the changes since it was made.
        func follow(_ server: PeerServer) {
            state.withLock { state in
                state.server = server
                server.update(trust: state.trust)
            }
        }
    }

    /// Opens a data folder; runs the self-test of the receive path first.
    ///
    /// - Throws: `folderMissing`, `wrongUser`, `folderInUse`, `folderMixed`,
    ///   `configurationInvalid`, `exampleKeys`, the trouble of a key or of the store, or
    ///   `selfTestFailed`.
    public static func open(
        _ folder: DataFolder, log write: @escaping @Sendable ([UInt8]) -> Void = Log.toStandardError
    ) async throws(HeliographError) -> HeliographNode {
        try folder.checkExists()
        // The process that holds the folder answers for it; only the one that would open it must
        // own it.
        let held = Files.exists(folder.lock) ? try FolderLock(folder) : nil
        try folder.checkOwner()
        let lock: FolderLock
        if let held { lock = held } else { lock = try FolderLock(folder) }
        let configuration = try Configuration.read(in: folder)
        let keys = KeyFolder(folder.keys, custody: try configuration.custody(in: folder.keys))
        try ExampleKeys.check(keys, configuration)
        let clock = SystemClock()
        _ = try ReceivePathSelfTest.run(at: clock.now)
        let vault = try keys.loadVault()
        let binding = StoreBinding(member: configuration.member, vault: vault)
        let store = try SQLiteStore.open(
            folder: folder.store,
            accepts: {
                bodies, keys throws(HeliographError) in try binding.check(bodies, keys)
            })
        do throws(HeliographError) {
            try await binding.check(store)
            return try await HeliographNode(
                folder: folder, lock: lock, configuration: configuration, keys: keys,
                store: store, vault: vault, clock: clock,
                log: Log(member: configuration.member, clock: { clock.now }, write: write))
        } catch {
            await store.close()
            throw error
        }
    }

    private init(
        folder: DataFolder, lock: FolderLock, configuration: Configuration, keys: KeyFolder,
        store: SQLiteStore, vault: any Vault, clock: SystemClock, log: Log
    ) async throws(HeliographError) {
        self.folder = folder
        self.lock = lock
        self.configuration = configuration
        self.store = store
        let keyDesk = try KeyDesk.open(
            keys, member: configuration.member, proposal: folder.proposal, log: log,
            at: clock.now)
        link = try CurlPeerLink(
            identity: await keyDesk.material.transport, trust: PeerTrust(current: []),
            clock: clock)
        ends = TLSEnds(link)
        machinery = try await Machinery(
            configuration: configuration, keyDesk: keyDesk,
            on: Machinery.Dependencies(
                store: store, vault: vault, clock: clock,
                entropy: SystemEntropy(), link: link, ends: ends,
                shelf: FolderShelf(folder: folder.attachments),
                drafts: FolderDrafts(folder: folder.drafts), log: log, folder: folder,
                policies: try configuration.policies(in: folder),
                routes: try configuration.handoverRoutes(in: folder)))
    }

    /// Listens for peers and sends the queued messages.
    ///
    /// - Returns: the port it listens on.
    /// - Throws: `portUnavailable`, or an error of the store.
    public func serve() async throws(HeliographError) -> UInt16 {
        let (host, port) = try configuration.listenAddress()
        let context = machinery.context
        let handshakes = HandshakeLog(context.log, clock: context.clock)
        let started = try await PeerServer.start(
            host: host, port: port, identity: await machinery.keyDesk.material.transport,
            trust: ends.trust, service: machinery.service, clock: context.clock,
            refused: { handshakes.note($0) }, troubled: { handshakes.note($0) })
        server = started
        await machinery.listens(on: started.port)
        ends.follow(started)
        try await machinery.start()
        try await serveAPI()
        context.log(.info, "listening", ["port": .number(JSONNumber(Int(started.port)))])
        return started.port
    }

    /// The port on which programs reach the node over REST; nil if it listens on none.
    public var apiPort: UInt16? { apiServers.map(\.port).first { $0 != 0 } }

    /// Listens for programs, if the configuration says where.
    private func serveAPI() async throws(HeliographError) {
        guard let settings = configuration.api else { return }
        let service = APIService(node: machinery, names: settings.names)
        for (place, transport) in try APIPlaces(settings).all {
            let server = try await HTTPServer.start(
                at: place, transport: transport, identification: APIVisitors(),
                answering: service, rules: APIPlaces.rules, bounds: APIPlaces.bounds)
            apiServers.append(server)
            machinery.context.log(
                .info, "api-listening", ["port": .number(JSONNumber(Int(server.port)))])
        }
    }

    /// Finishes the work in hand, takes nothing more, and gives the folder back.
    public func close() async {
        for server in apiServers { await server.stop(within: .seconds(10)) }
        await server?.stop(within: .seconds(10))
        await machinery.stop()
        await link.close()
        await store.close()
        lock.release()
    }

    /// Watches the store.
    ///
    /// - Parameter body: called once, when the store serves no longer.
    func whenStoreEnds(_ body: @escaping @Sendable (HeliographError) -> Void) async {
        await store.whenEnded { [context = machinery.context] error in
            context.log(.alarm, "store-ended", error)
            body(error)
        }
    }

    /// Logs a signal that asks for nothing that a node does.
    nonisolated func noteSignal(_ number: Int32) {
        machinery.context.log(
            .warning, "signal-passed-over", ["signal": .number(JSONNumber(Int(number)))])
    }

    /// True if the store answers, as every message asks it to.
    func isWorking() async -> Bool { (try? await store.peers()) != nil }

    /// Carries a command out for a user of this machine.
    ///
    /// - Parameters:
    ///   - user: as the kernel says it.
    ///   - files: read for its attachments, or written with them.
    func perform(
        _ call: Call, from user: UInt32, _ way: Principal.Way, files: [HandedFile] = []
    ) async -> Answer {
        do throws(HeliographError) {
            let principal = try await machinery.doorkeeper.principal(
                claiming: call.claim, user: user, way: way)
            return await machinery.perform(call, by: principal, files: files)
        } catch {
            return .refused(error)
        }
    }

    /// Carries a command out.
    ///
    /// - Parameter files: read for its attachments, or written with them.
    package func perform(
        _ call: Call, by principal: Principal, files: [HandedFile] = []
    ) async -> Answer {
        await machinery.perform(call, by: principal, files: files)
    }
}
