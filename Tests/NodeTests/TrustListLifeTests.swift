import Certificates
import Federation
import Notices
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

/// Three signers, two of whom must sign.
@Suite("The life of a trust list")
struct TrustListLifeTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let press: ListPress
    let first: TrustList
    let (anna, bela, cora): (SigningIdentity, SigningIdentity, SigningIdentity)

    var desk: TrustDesk { xa.context.trust }

    init() async throws {
        federation = try SpecimenFederation(signers: ["anna", "bela", "cora"], threshold: 2)
        xa = try await MemoryNode("XA", in: federation)
        press = ListPress(federation: federation)
        first = federation.view.list
        let signers = federation.listSigners
        (anna, bela, cora) = (signers[0], signers[1], signers[2])
    }

    private func refuses(_ code: Code, _ der: [UInt8]) async throws {
        let before = await desk.list
        // A look gives the same verdict as the import.
        let preview = await desk.preview([der], pinned: nil)
        guard case .refused(let error) = preview.verdict else {
            Issue.record("the preview does not refuse")
            return
        }
        #expect(error.code == code)
        await #expect(throws: HeliographError(code, "")) {
            try await desk.importList(der, pinned: nil)
        }
        #expect(await desk.list == before)
    }

    private func accepts(_ der: [UInt8]) async throws {
        guard case .accepted = await desk.preview([der], pinned: nil).verdict else {
            Issue.record("the preview refuses")
            return
        }
        guard case .accepted = try await desk.importList(der, pinned: nil) else {
            Issue.record("it is not accepted")
            return
        }
    }

    @Test("an older list is refused, the one in force is known")
    func older() async throws {
        try await accepts(press.sign(press.next(after: first), by: [anna, bela]))
        try await refuses(.listOlder, federation.trustList)
        let held = try #require(await desk.held)
        #expect(try await desk.importList(held.der, pinned: nil) == .known(held.list))
    }

    @Test("one signature of the two is too few")
    func tooFew() async throws {
        try await refuses(.listTooFewSigners, press.sign(press.next(after: first), by: [cora]))
    }

    @Test("one key in two certificates counts once")
    func oneKeyTwice() async throws {
        let again = try SpecimenFederation.makeSigner(
            at: federation.now + .days(1), key: anna.key)
        #expect(again.certificate.der != anna.certificate.der)
        let next = press.next(after: first)
        let twice = try TrustListSigning.cosign(
            press.sign(next, by: [anna]), by: again, at: federation.now)
        try await refuses(.listTooFewSigners, twice)
        // A signer that is listed twice does not become two signers either.
        let doubled = press.next(
            after: first,
            signers: first.signers + [ListPress.signer("again", again)], threshold: 3)
        try await refuses(.listMalformed, press.sign(doubled, by: [anna, bela]))
    }

    @Test("a signer may get another certificate for its key, and sign by either")
    func renewed() async throws {
        let again = try SpecimenFederation.makeSigner(
            at: federation.now + .days(1), key: anna.key)
        var signers = first.signers
        signers[0] = ListPress.signer("anna", again)
        let next = press.next(after: first, signers: signers)
        for identity in [anna, again] {
            let signed = try TrustListSigning.signatures(
                on: press.sign(next, by: [identity, bela]), known: first.signers)
            #expect(signed.signedBy.count == 2)
        }
        try await accepts(press.sign(next, by: [again, bela]))
    }

    @Test("a stranger's signature beside enough others is ignored; it makes no list")
    func stranger() async throws {
        let stranger = try SpecimenFederation.makeSigner()
        let next = press.next(after: first)
        try await refuses(.listTooFewSigners, press.sign(next, by: [anna, stranger]))
        try await accepts(press.sign(next, by: [anna, stranger, bela]))
    }

    @Test("a list of another federation is refused as such, even signed by our signers")
    func foreign() async throws {
        for version in [1, 2] {
            let other = press.next(after: first, version: version, federation: "another")
            try await refuses(.listForeign, press.sign(other, by: [anna, bela]))
        }
        #expect(await desk.forks.isEmpty)
    }

    @Test("a gap is refused, and the walk through every version is not")
    func gap() async throws {
        let second = press.next(after: first)
        let third = press.next(after: second)
        let signed = try [second, third].map { try press.sign($0, by: [bela, cora]) }
        try await refuses(.listGap, signed[1])
        let preview = await desk.preview(signed, pinned: nil)
        #expect(preview.acceptedCount == 2)
        #expect(preview.steps.map(\.version) == [2, 3])
        #expect(preview.from == 1)
        #expect(preview.to == 3)
        #expect(await desk.list?.version == 1)
        for der in signed { try await accepts(der) }
    }

    @Test("a new node is shown what the first list holds, and that it needs the digest")
    func firstList() async throws {
        let fresh = try await MemoryNode("XB", in: federation).emptyDesk()
        let blind = await fresh.preview([federation.trustList], pinned: nil)
        guard case .refused(let error) = blind.verdict else {
            Issue.record("it is accepted without a digest")
            return
        }
        #expect(error.code == .listDigestMissing)
        #expect(error.next.contains("--digest"))
        let wrong = await fresh.preview(
            [federation.trustList], pinned: Digest(sha256: Array("another".utf8)))
        guard case .refused(let mismatch) = wrong.verdict else {
            Issue.record("it is accepted with another digest")
            return
        }
        #expect(mismatch.code == .listDigestMismatch)
        let right = Digest(sha256: first.encoded()).description
        for error in [error, mismatch] { #expect(!error.description.contains(right.prefix(8))) }
        #expect(blind.digest == Digest(sha256: first.encoded()))
        #expect(blind.steps.first?.changes.first?.kind == .memberAdded)
        let known = await fresh.preview([federation.trustList], pinned: blind.digest)
        guard case .accepted = known.verdict else {
            Issue.record("it is refused with its digest")
            return
        }
        #expect(await fresh.list == nil)
    }

    @Test("signers come and go across versions, and the threshold rises, by old and new keys")
    func rotation() async throws {
        let dora = try SpecimenFederation.makeSigner()
        // Dora comes and anna goes: both lists' signers must agree.
        let second = press.next(
            after: first,
            signers: Array(first.signers.dropFirst()) + [ListPress.signer("dora", dora)])
        try await refuses(.listTooFewSigners, press.sign(second, by: [anna, dora]))
        try await refuses(.listTooFewSigners, press.sign(second, by: [dora, bela]))
        try await accepts(press.sign(second, by: [anna, bela, dora]))
        // Anna is no signer now, and the threshold rises to three.
        let third = press.next(after: second, threshold: 3)
        try await refuses(.listTooFewSigners, press.sign(third, by: [anna, bela, dora]))
        try await refuses(.listTooFewSigners, press.sign(third, by: [bela, cora]))
        try await accepts(press.sign(third, by: [bela, cora, dora]))
        let fourth = press.next(after: third)
        try await refuses(.listTooFewSigners, press.sign(fourth, by: [bela, dora]))
        try await accepts(press.sign(fourth, by: [bela, cora, dora]))
        #expect(try await xa.restartedDesk().list == fourth)
    }
}

extension MemoryNode {
    /// A desk of this member that holds nothing.
    func emptyDesk() throws -> TrustDesk {
        let sealer = try federation.sealer(context.member.description)
        return TrustDesk(
            store: MemoryStore(), sealer: sealer, clock: clock,
            own: TrustDesk.OwnAnnouncement(bundle: [], revocationLists: []), log: context.log
        ) { _, _ in }
    }
}
