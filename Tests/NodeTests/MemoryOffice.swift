import Certificates
import Federation
import Foundation
import Notices
import PeerLink
import Ports
import Sealing
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// A member's whole node on memory, not started, for questions of its officers and administrators.
final class MemoryOffice {
    let node: MemoryNode
    let machinery: Machinery
    private let folder: ScratchFolder

    init(_ code: String, in federation: SpecimenFederation) async throws {
        folder = try ScratchFolder()
        let tree = federation.tree(code)
        let keys = KeyFolder(folder.path + "/keys")
        try keys.write(tree)
        let log = Log(member: tree.member, clock: { federation.now }, write: Log.nowhere)
        let desk = try KeyDesk.open(
            keys, member: tree.member, proposal: folder.path + "/proposal.json", log: log,
            at: federation.now)
        let (store, clock) = (MemoryStore(), SteppedClock(at: federation.now))
        let counting = CountingStore(store)
        machinery = try await Machinery(
            configuration: Configuration(
                member: tree.member, authority: "Specimen authority", listen: "127.0.0.1:0",
                allowSpecimens: true),
            keyDesk: desk,
            on: Machinery.Dependencies(
                store: counting,
                vault: try StorageKeyVault(storageKey: [UInt8](repeating: 7, count: 32)),
                clock: clock, entropy: SystemEntropy(), link: Nowhere(), ends: NoEnds(),
                shelf: MemoryShelf(), drafts: MemoryDrafts(), log: log))
        node = try await MemoryNode(machinery, on: store, counting, clock, in: federation)
    }

    /// The answer to an officer.
    ///
    /// - Parameters:
    ///   - name: the operation, with a blank in place of its dot.
    ///   - arguments: the request's fields, and the officer as `as`.
    /// - Throws: the refusal.
    func ask(_ name: String, _ arguments: JSONObject = [:]) async throws -> JSON {
        var fields: JSONObject = [:]
        for (key, value) in arguments where key != "as" { fields[key] = value }
        let principal = Principal(name: arguments["as"]?.stringValue)
        let call = Call(name.replacing(" ", with: "."), fields)
        switch await machinery.perform(call, by: principal) {
        case .done(let answer): return answer
        case .refused(let error): throw error
        }
    }
}

private struct Nowhere: PeerLink {
    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        throw HeliographError(.peerUnreachable, "The test has no network.")
    }
}

private struct NoEnds: PeerEnds {
    func use(_ identity: PeerIdentity) throws(HeliographError) {}
    func use(_ trust: PeerTrust) {}
}
