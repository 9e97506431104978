import Certificates
import Federation
import Foundation
import Notices
import SpecimenFederation
import Synchronization
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

/// The keys of one member in a folder of its own.
@Suite("The key desk")
final class KeyDeskTests {
    private let now = SpecimenFederation.start
    private let member = SpecimenFederation.member("XA")
    private let folder: KeyFolder
    private let log: Log

    init() throws {
        let path = NSTemporaryDirectory() + "heliograph-keys-\(UUID().uuidString)"
        folder = KeyFolder(path)
        try folder.write(try MemberKeyTree.make(member, at: now))
        log = Log(member: member, clock: { SpecimenFederation.start }, write: Log.nowhere)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    private func open(at moment: Instant) throws -> KeyDesk {
        try KeyDesk.open(
            folder, member: member, proposal: folder.path + "/proposal.json", log: log, at: moment)
    }

    private func facts(
        _ desk: KeyDesk, at moment: Instant, roots: Set<KeyID> = [],
        held: [MemberCode: Int64] = [:]
    ) -> RotationFacts {
        RotationFacts(
            now: moment, held: held, unreached: [], lastUse: [:], listedRoots: roots,
            listVersion: 2, heldLists: [:])
    }

    private func requests() -> [String] {
        Files.names(in: folder.path).filter { $0.hasSuffix(".csr") }
    }

    @Test("a peer that claims a version no peer could hold moves nothing")
    func claimedVersion() async throws {
        let desk = try open(at: now)
        let before = await desk.ring.bundleVersion
        for version in [1 << 53, (now + .hours(24)).milliseconds] {
            try await desk.overtake(version, at: now)
            #expect(await desk.ring.bundleVersion == before)
        }
        let ahead = (now + .hours(2)).milliseconds
        try await desk.overtake(ahead, at: now)
        #expect(await desk.ring.bundleVersion == ahead + 1)
        #expect(try await open(at: now).ring.bundleVersion == ahead + 1)
        // A member that names one more at each announcement is not followed either.
        try await desk.overtake(ahead + 2, at: now + .seconds(1))
        #expect(await desk.ring.bundleVersion == ahead + 1)
        try await desk.overtake(ahead + 2, at: now + .minutes(10))
        #expect(await desk.ring.bundleVersion == ahead + 3)
    }

    @Test(
        """
        no key is taken into use or out of it while a peer lags, unless it is forced; what is \
        destroyed is gone
        """,
        arguments: [KeySlot.signing, .encryption, .transport])
    func lagging(slot: KeySlot) async throws {
        let desk = try open(at: now)
        let former = try #require(await desk.ring.active(slot))
        _ = try await desk.stage(slot, certificate: nil, at: now)
        try await desk.publish(slot, at: now)
        let next = try #require(await desk.ring.successor(slot))
        let peers = ["XB", "XC"].map(SpecimenFederation.member)
        func facts(_ held: [Int64]) -> RotationFacts {
            self.facts(desk, at: now, held: Dictionary(uniqueKeysWithValues: zip(peers, held)))
        }
        // One peer holds the newest bundle; the other holds the one before, or none.
        let behind = [[next.version, next.version - 1], [0, next.version]]
        for held in behind {
            await #expect(throws: HeliographError(.peersLag, "")) {
                try await desk.activate(slot, facts(held), isForced: false)
            }
            #expect(await desk.ring.active(slot)?.id == former.id)
        }
        try await desk.activate(slot, facts([next.version, next.version]), isForced: false)
        #expect(await desk.ring.active(slot)?.id == next.id)

        let version = try #require(await desk.ring[former.id]).version
        for held in [[version, version - 1], [0, version]] {
            await #expect(throws: HeliographError(.peersLag, "")) {
                try await desk.retire(former.id, facts(held), isForced: false)
            }
            #expect(await desk.ring[former.id]?.state != .retired)
        }
        try await desk.retire(former.id, facts([0, version]), isForced: true)
        #expect(await desk.ring[former.id]?.state == .retired)
        #expect(folder.custody.holds(former.file))
        try await desk.destroy(former.id, isForced: true, at: now)
        #expect(!folder.custody.holds(former.file))
        #expect(folder.custody.holds(next.file))
    }

    @Test("a rotation that is under way is not told anew each time that it is asked for")
    func rotatedTwice() async throws {
        let desk = try open(at: now)
        let told = Counter()
        await desk.whenChanged { _ in told.add() }
        for _ in 0..<3 { _ = try await desk.rotate(.signing, at: now) }
        #expect(told.count == 1)
    }

    @Test("leaves go on being replaced after their authority was changed by hand")
    func authorityByHand() async throws {
        let desk = try open(at: now)
        _ = try await desk.stage(.issuing, certificate: nil, at: now + .days(1))
        try await desk.publish(.issuing, at: now + .days(1))
        try await desk.activate(.issuing, facts(desk, at: now + .days(1)), isForced: false)
        let before = await desk.ring.active(.signing)?.id
        let late = facts(desk, at: now + .days(21))
        _ = try await desk.advance(late, pace: RotationPace(), isAutomatic: true)
        _ = try await desk.advance(late, pace: RotationPace(), isAutomatic: true)
        let ring = await desk.ring
        #expect(ring.active(.signing)?.id != before)
        #expect(ring.active(.signing)?.issuer == ring.active(.issuing)?.id)
    }

    @Test("after a long absence in a rotation, a key that ended unused is not taken into use")
    func endedSuccessor() async throws {
        let desk = try open(at: now)
        _ = try await desk.rotate(.signing, at: now)
        try await desk.publish(.signing, at: now)
        let next = try #require(await desk.ring.successor(.signing))
        let back = now + .days(40)
        let ring = try await open(at: back).ring
        #expect(try #require(ring.active(.signing)).ends > back)
        #expect(ring[next.id]?.state == .destroyed)
        #expect(!folder.custody.holds(next.file))
    }

    @Test("an issuing CA under a new root is asked for once, also after a crash in between")
    func rootWithoutIssuing() async throws {
        var desk = try open(at: now)
        _ = try await desk.rotate(.root, at: now)
        let root = try #require(await desk.ring.successor(.root))
        try folder.custody.destroy("root")
        // The crash came after the root was in use, and before the request was made.
        let moment = now
        try await desk.change(at: moment) { @Sendable ring throws(HeliographError) in
            ring.rootListed(root.id, in: 2, at: moment)
            try ring.activate(.root, at: moment)
        }
        try folder.custody.destroy(root.file)
        desk = try open(at: now)
        for _ in 0..<3 {
            _ = try await desk.advance(
                facts(desk, at: now, roots: [root.id]), pace: RotationPace(), isAutomatic: true)
        }
        #expect(requests().count == 1)
    }

    @Test("a certificate that could not be noted can be taken again")
    func certificateTwice() async throws {
        let desk = try open(at: now)
        let medium = try folder.load("root")
        try folder.custody.destroy("root")
        let file = try #require(try await desk.stage(.issuing, certificate: nil, at: now))
        let certificate = try medium.certify(
            CertificateRequest(bytes: try Files.read(file)), .issuing, member: member,
            validity: Validity(at: now, for: .days(90)))
        // A folder stands in the place of the ring's next file, so the ring cannot be kept.
        try Files.makeFolder(folder.ringFile + ".new")
        await #expect(throws: HeliographError.self) {
            _ = try await desk.stage(.issuing, certificate: certificate, at: self.now)
        }
        #expect(requests().count == 1)
        try FileManager.default.removeItem(atPath: folder.ringFile + ".new")
        _ = try await desk.stage(.issuing, certificate: certificate, at: now)
        #expect(requests().isEmpty)
        #expect(await desk.ring.successor(.issuing)?.id == certificate.keyID)
    }
}

private final class Counter: Sendable {
    private let number = Mutex(0)

    func add() { number.withLock { $0 += 1 } }

    var count: Int { number.withLock { $0 } }
}
