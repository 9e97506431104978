import Certificates
import Exchange
import Federation
import Notices
import Ports
import Sealing
import SpecimenFederation
import TestKit

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// A node's logic over a memory store and real cryptography, without processes or network.
struct MemoryNode {
    let context: TrafficContext
    let store: MemoryStore
    /// What the node is given in its place.
    let counting: CountingStore
    let shelf = MemoryShelf()
    let territories = TerritoryBook()
    let clock: SteppedClock
    let clocks: PeerClocks
    let reception: Reception
    let federation: SpecimenFederation

    init(
        _ code: String, in federation: SpecimenFederation,
        vault: (any Vault)? = nil, policies: PolicyShelf = PolicyShelf(),
        routes: HandoverRoutes = HandoverRoutes(), lines: LogLines? = nil
    ) async throws {
        self.federation = federation
        store = MemoryStore()
        counting = CountingStore(store)
        clock = SteppedClock(at: federation.now)
        let tree = federation.tree(code)
        let sealer = try federation.sealer(code)
        let log = Log(member: tree.member, clock: { federation.now }) { line in
            lines?.take(line)
        }
        let bundle = try sealer.sign(
            tree.bundle(version: 1, at: federation.now).encoded(), as: .keyBundle,
            at: federation.now)
        let trust = TrustDesk(
            store: counting, sealer: sealer, clock: clock,
            own: TrustDesk.OwnAnnouncement(
                bundle: bundle, revocationLists: [tree.revocationList.der]), log: log
        ) { [territories] view, _ in territories.use(view.list) }
        context = TrafficContext(
            station: NodeContext(
                member: tree.member, store: counting, sealer: sealer,
                vault: try vault ?? StorageKeyVault(storageKey: [UInt8](repeating: 7, count: 32)),
                shelf: shelf, clock: clock, entropy: SystemEntropy(), trust: trust, log: log),
            rules: NoticeRules(allowSpecimens: true), territories: territories,
            policies: policies, routes: routes)
        clocks = PeerClocks(clock: clock, log: log)
        reception = Reception(context: context, clocks: clocks)
        try await meetAll()
    }

    /// A node with the parts that officers work with.
    init(
        _ machinery: Machinery, on store: MemoryStore, _ counting: CountingStore,
        _ clock: SteppedClock,
        in federation: SpecimenFederation
    )
        async throws
    {
        self.federation = federation
        self.store = store
        self.counting = counting
        self.clock = clock
        context = machinery.context
        clocks = machinery.clocks
        reception = machinery.reception
        try await meetAll()
    }

    /// Takes in the first list, and the announcement of every other member.
    private func meetAll() async throws {
        _ = try await context.trust.importList(
            federation.trustList, pinned: Digest(sha256: federation.view.list.encoded()))
        for other in federation.trees where other.member != context.member {
            let signer = try federation.sealer(other.member.description)
            let der = try signer.sign(
                other.bundle(version: 1, at: federation.now).encoded(), as: .keyBundle,
                at: federation.now)
            try await context.trust.learnBundle(der, of: other.member)
        }
    }

    /// XA and XB of one federation.
    static func pair() async throws -> (MemoryNode, MemoryNode) {
        let federation = try SpecimenFederation()
        return (
            try await MemoryNode("XA", in: federation), try await MemoryNode("XB", in: federation)
        )
    }

    /// Submits a specimen alert that lands in ten hours.
    func submitAlert(
        to codes: [String] = ["XB", "XC"], number: Int = 7
    ) async throws
        -> Submission.Result
    {
        try await submit(
            NoticeTemplate.specimen(
                kind: .travelAlert, from: context.member,
                to: codes.map(SpecimenFederation.member), at: clock.now,
                arrival: clock.now + .hours(10), number: number))
    }

    func submit(_ document: JSON) async throws -> Submission.Result {
        try await Submission(context: context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: "officer-7", approver: "officer-8"))
    }

    /// The bytes of a message's first seal.
    func envelope(_ id: MessageID) async throws -> [UInt8] {
        let envelopes = await store.envelopes(of: id)
        return try await context.station.body(of: envelopes[0].record)
    }

    /// The inner SignedData of a message of ours.
    func inner(_ id: MessageID) async throws -> [UInt8] {
        guard let message = await store.message(id) else { return [] }
        return try await context.station.body(of: message.inner)
    }

    /// Receives one envelope and returns its outcome in a word.
    func receive(_ envelope: [UInt8], from carrier: String = "XA") async throws -> String {
        let outcome = await reception.receive(
            [envelope], from: SpecimenFederation.member(carrier))
        switch outcome.items[0].result {
        case .later(let code, _): return "later \(code.rawValue)"
        case .rejected(let code): return "rejected \(code.rawValue)"
        case .evidence(let index):
            let verified = try context.sealer.content(of: outcome.evidence[index], as: .evidence)
            let entry = try EvidenceContent.read(verified)[0]
            return [entry.step.rawValue, entry.code?.rawValue].compactMap(\.self)
                .joined(separator: " ")
        }
    }
}

extension KeyFolder {
    /// Writes the keys of a specimen member as `init` would, with the revocation list of its
    /// issuing CA.
    func write(_ tree: MemberKeyTree) throws {
        try Files.makeFolder(path)
        var keys = [("root", tree.root.key, tree.root.certificate)]
        keys.append(("issuing", tree.issuing.key, tree.issuing.certificate))
        keys += tree.leaves.map { ($0.role.rawValue, $0.key, $0.certificate) }
        for (name, key, certificate) in keys {
            try Files.write(try key.pem(), to: keyFile(name))
            try Files.write(certificate.der, to: certificateFile(name))
        }
        try Files.write(tree.revocationList.der, to: revocationListFile("issuing"))
    }
}
