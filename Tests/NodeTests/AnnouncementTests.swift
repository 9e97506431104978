import Certificates
import Exchange
import Federation
import Notices
import Ports
import Sealing
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

/// XB judges what XA announces, and then XA's documents by it.
@Suite("Announcements")
struct AnnouncementTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode
    let codeXA = SpecimenFederation.member("XA")

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    private var genuine: [[UInt8]] {
        federation.tree("XA").bundle(version: 1, at: federation.now).certificates
    }

    /// XA's hello with another bundle, signed by XA's signing key, and with these revocation lists.
    private func hello(
        version: Int64 = 2, member: String = "XA", _ certificates: [[UInt8]]? = nil,
        lists: [[UInt8]] = []
    ) throws -> Hello {
        let bundle = KeyBundle(
            member: SpecimenFederation.member(member), version: version, issued: federation.now,
            certificates: certificates ?? genuine)
        return Hello(
            versions: HeldVersions(
                member: codeXA, time: federation.now, trustList: 1, keyBundle: Int(version)),
            trustList: federation.trustList,
            keyBundle: try xa.context.sealer.sign(
                bundle.encoded(), as: .keyBundle, at: federation.now),
            revocationLists: lists)
    }

    private func revoking(_ certificates: [Certificate], number: Int64) throws -> [UInt8] {
        try federation.tree("XA").issuing.revocationList(
            certificates.map { ($0, federation.now) }, number: number,
            validity: Validity(at: federation.now, for: .days(30))
        ).der
    }

    private func refusal(of hello: Hello) async -> Code? {
        do {
            try await xb.context.trust.learn(hello, from: codeXA)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("the next list comes along with an announcement, from wherever the member is now")
    func listComesAlong() async throws {
        let press = ListPress(federation: federation)
        let next = press.next(after: federation.view.list)
        let signed = try press.sign(next, by: [federation.listSigner])
        let old = try hello(lists: [])
        let service = ExchangeService(
            context: xb.context, reception: xb.reception, peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
        func announce(_ version: Int, _ list: [UInt8]) async -> Int {
            let versions = HeldVersions(
                member: codeXA, time: federation.now, trustList: version, keyBundle: 2)
            let hello = Hello(
                versions: versions, trustList: list, keyBundle: old.keyBundle,
                revocationLists: [])
            let request = PeerRequest(
                method: .post, path: ExchangePath.announcements, body: hello.encoded())
            return await service.answer(
                InboundRequest(carrier: .member(codeXA), request: request)
            ).status
        }
        #expect(await announce(2, federation.trustList) == 409, "an old list is not called new")
        #expect(await xb.context.trust.list?.version == 1)
        #expect(await announce(2, signed) == 200)
        #expect(await xb.context.trust.list?.version == 2)
    }

    @Test("a signing key alone announces nothing that the issuing CA did not certify")
    func uncertified() async throws {
        let stranger = try MemberKeyTree.make(codeXA, at: federation.now)
        let own = stranger.leaf(.encryption).certificate.der
        let bent = Array(genuine.dropLast(2)) + [own, genuine[3]]
        #expect(await refusal(of: try hello(bent)) == .certificateUntrusted)
        #expect(
            await refusal(of: try hello(genuine + [stranger.issuing.certificate.der]))
                == .certificateUntrusted)
        let foreign = federation.tree("XB").leaf(.encryption).certificate.der
        #expect(await refusal(of: try hello(genuine + [foreign])) == .keyReused)
        #expect(await refusal(of: try hello(member: "XC")) == .bundleForeign)
        let week = (federation.now + .days(7)).milliseconds
        #expect(await refusal(of: try hello(version: week)) == .bundleMalformed)
        #expect(await xb.context.trust.bundleVersion(of: codeXA) == 1)
        #expect(await refusal(of: try hello(version: 5)) == nil)
        #expect(await refusal(of: try hello(version: 4)) == .bundleRollback)
        #expect(await xb.context.trust.bundleVersion(of: codeXA) == 5)
    }

    @Test("the header of a hello names the versions that follow it, and a bundle has certificates")
    func lyingHeader() async throws {
        func bent(trustList: Int = 1, keyBundle: Int = 2, list: [UInt8]? = nil) throws -> Hello {
            let honest = try hello()
            return Hello(
                versions: HeldVersions(
                    member: codeXA, time: federation.now, trustList: trustList,
                    keyBundle: keyBundle),
                trustList: list ?? honest.trustList, keyBundle: honest.keyBundle,
                revocationLists: [])
        }
        let press = ListPress(federation: federation)
        let next = try press.sign(
            press.next(after: federation.view.list), by: [federation.listSigner])
        #expect(await refusal(of: try bent(trustList: 2)) == .malformed)
        #expect(await refusal(of: try bent(list: next)) == .malformed)
        #expect(await refusal(of: try bent(keyBundle: 3)) == .malformed)
        #expect(await refusal(of: try hello([])) == .bundleMalformed)
        #expect(await xb.context.trust.bundleVersion(of: codeXA) == 1)
        #expect(await refusal(of: try bent()) == nil)
        #expect(await refusal(of: try bent(keyBundle: 3)) == .malformed, "held already")
    }

    @Test("a bundle that an earlier version took and this one would not is no reason not to start")
    func heldBefore() async throws {
        let empty = try hello(version: 2, []).keyBundle
        try await xb.store.commit([
            .insertKeyBundle(
                StoredKeyBundle(member: codeXA, version: 2, der: empty, accepted: federation.now))
        ])
        let desk = try await xb.restartedDesk()
        #expect(await desk.bundleVersion(of: codeXA) == 0)
        try await desk.learn(try hello(version: 3), from: codeXA)
        #expect(await desk.bundleVersion(of: codeXA) == 3)
    }

    @Test("a revocation list is judged before the bundle beside it, and unlearns nothing")
    func revocations() async throws {
        let signing = federation.tree("XA").leaf(.signing).certificate
        let transport = federation.tree("XA").leaf(.transport).certificate
        let first = try revoking([transport], number: 2)
        #expect(await refusal(of: try hello(version: 2, lists: [first])) == nil)
        #expect(
            await refusal(of: try hello(version: 3, lists: [revoking([], number: 3)]))
                == .revocationRollback)
        #expect(
            await refusal(
                of: try hello(version: 3, lists: [federation.tree("XA").revocationList.der]))
                == .revocationRollback)
        // The key that signs the bundle is revoked by the list beside it.
        let both = try revoking([transport, signing], number: 3)
        #expect(
            await refusal(of: try hello(version: 3, lists: [both])) == .certificateUntrusted)
        #expect(await xb.context.trust.bundleVersion(of: codeXA) == 2)
        #expect(await xb.context.trust.held(of: codeXA).revocationLists.values.max() == 3)
        let id = try await xa.submitAlert(to: ["XB"]).messages[0].id
        #expect(try await xb.receive(xa.envelope(id)) == "rejected certificate-untrusted")
    }

    @Test("a member cannot take another's revocations under its own name")
    func anothersRevocations() async throws {
        let xc = try await MemoryNode("XC", in: federation)
        let (tree, victim) = (federation.tree("XB"), federation.tree("XA"))
        let taken = try tree.root.issue(
            .issuing, member: xb.context.member, subject: victim.issuing.key,
            validity: Validity(at: federation.now, for: .days(30)))
        let bundle = KeyBundle(
            member: xb.context.member, version: 2, issued: federation.now,
            certificates: [taken.der])
        let list = try revoking([former], number: 2)
        let bent = Hello(
            versions: HeldVersions(
                member: xb.context.member, time: federation.now, trustList: 1, keyBundle: 2),
            trustList: federation.trustList,
            keyBundle: try xb.context.sealer.sign(
                bundle.encoded(), as: .keyBundle, at: federation.now),
            revocationLists: [list])
        await #expect(throws: HeliographError(.keyReused, "")) {
            try await xc.context.trust.learn(bent, from: xb.context.member)
        }
        #expect(await xc.store.revocationLists().isEmpty)
        try? await xc.context.trust.learn(hello(version: 2, lists: [list]), from: codeXA)
        #expect(await xc.context.trust.held(of: codeXA).revocationLists.values.max() == 2)
    }

    @Test("what waits under a revoked signature is issued anew, once, in its place")
    func reissued() async throws {
        let before = try await xa.submitAlert(to: ["XB", "XC"])
        let id = before.messages[0].id
        #expect(try await Reissue(context: xa.context).reissue(id) == nil)
        #expect(try await xb.receive(xa.envelope(id)) == "delivered")
        // XB has the message and XC does not. Then the key is revoked, and another is used.
        try await xa.context.update(DeliveryKey(id: id, recipient: SpecimenFederation.member("XB")))
        {
            $0.state = .delivered
        }
        try await useAnotherSigningKey()
        let key = DeliveryKey(id: id, recipient: SpecimenFederation.member("XC"))
        #expect(try await Parcel.load([key], xa.context).unsigned == [id])
        let result = try #require(try await Reissue(context: xa.context).reissue(id))
        #expect(result.closed.map(\.recipient) == [SpecimenFederation.member("XC")])
        let next = try #require(result.queued.first)
        #expect(result.queued.count == 1 && next.id != id)
        #expect(next.thread == before.queued[0].thread && next.sequence == 1)
        #expect(next.deadline == before.queued.first { $0.recipient == next.recipient }?.deadline)
        #expect(try await xa.context.store.delivery(key)?.state == .superseded)
        #expect(try await Reissue(context: xa.context).reissue(id) == nil)
        let xc = try await MemoryNode("XC", in: federation)
        try await xc.context.trust.learn(
            hello(version: 2, lists: [revoking([former], number: 2)]), from: codeXA)
        #expect(try await xc.receive(xa.envelope(id)) == "rejected certificate-untrusted")
        #expect(try await xc.receive(xa.envelope(next.id)) == "delivered")
    }

    @Test("an envelope sealed to a key that is no longer announced is not sent; another is made")
    func resealed() async throws {
        let id = try await xa.submitAlert(to: ["XB"]).messages[0].id
        let codeXB = SpecimenFederation.member("XB")
        let key = DeliveryKey(id: id, recipient: codeXB)
        #expect(try await Parcel.load([key], xa.context).parcels.count == 1)
        let tree = federation.tree("XB")
        let fresh = try PrivateKey.generate()
        let certificate = try tree.issuing.issue(
            .leaf(.encryption), member: codeXB, subject: fresh,
            validity: Validity(at: federation.now, for: .days(30)))
        let kept = tree.bundle(version: 1, at: federation.now).certificates.filter {
            $0 != tree.leaf(.encryption).certificate.der
        }
        let bundle = KeyBundle(
            member: codeXB, version: 9, issued: federation.now,
            certificates: kept + [certificate.der])
        try await xa.context.trust.learnBundle(
            xb.context.sealer.sign(bundle.encoded(), as: .keyBundle, at: federation.now), of: codeXB
        )
        let load = try await Parcel.load([key], xa.context)
        #expect(load.parcels.count == 1)
        let envelopes = await xa.store.envelopes(of: id)
        #expect(envelopes.map(\.seal) == [1, 2])
        #expect(envelopes.map(\.keys).last == [certificate.keyID])
    }

    private var former: Certificate { federation.tree("XA").leaf(.signing).certificate }

    /// XA revokes its signing key, and signs with a new one.
    private func useAnotherSigningKey() async throws {
        let tree = federation.tree("XA")
        let key = try PrivateKey.generate()
        let certificate = try tree.issuing.issue(
            .leaf(.signing), member: codeXA, subject: key,
            validity: Validity(at: federation.now, for: .days(30)))
        let sealer = try #require(xa.context.sealer as? CMSSealer)
        let opening = tree.leaf(.encryption)
        sealer.use(
            signing: SigningIdentity(
                key: key, certificate: certificate, issuers: [tree.issuing.certificate]),
            opening: [OpeningKey(key: opening.key, certificate: opening.certificate)],
            signers: [former, certificate])
        let announced = try hello(version: 2, lists: [revoking([former], number: 2)])
        try await xa.context.trust.announce(
            TrustDesk.OwnAnnouncement(
                bundle: announced.keyBundle, revocationLists: announced.revocationLists))
    }
}

@Suite("What ends")
struct EndingTests {
    private let start = Specimen.epoch

    @Test(
        "warnings come 60, 30, 7 and 1 days before, and none before the last third of a life",
        arguments: [
            (7_305, [61: nil, 60: 60, 31: 60, 30: 30, 8: 30, 7: 7, 2: 7, 1: 1, 0: 0]),
            (90, [60: nil, 31: nil, 30: 30, 7: 7, 1: 1, 0: 0]),
            (30, [30: nil, 8: nil, 7: 7, 1: 1, 0: 0]),
        ] as [(Int, [Int: Int?])])
    func thresholds(life: Int, expected: [Int: Int?]) {
        let ending = Ending(what: "x", starts: start, ends: start + .days(Int64(life)))
        for (left, threshold) in expected {
            #expect(ending.threshold(at: ending.ends - .days(Int64(left))) == threshold, "\(left)")
        }
    }

    @Test("each threshold is logged once, and again for what took its place")
    func once() {
        let lines = LogLines()
        var watch = ExpiryWatch()
        let ending = Ending(what: "x", starts: start, ends: start + .days(90))
        for left in [40, 30, 29, 8, 7, 1, 0, 0] {
            watch.look(at: [ending], now: ending.ends - .days(Int64(left)), log: lines.log)
        }
        #expect(lines.events == ["ends-soon", "ends-soon", "ends-soon", "has-ended"])
        let next = Ending(what: "x", starts: start, ends: start + .days(91))
        watch.look(at: [next], now: next.ends - .days(5), log: lines.log)
        #expect(lines.events.count == 5)
    }
}
