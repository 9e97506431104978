import Certificates
import Federation
import Foundation
import Notices
import Ports
import Sealing
import SpecimenFederation
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

/// A list by the right signers whose form is wrong is put in force by no node, and signed by no
/// signer.
@Suite("The form of a trust list")
struct TrustListFormTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let press: ListPress
    let first: TrustList

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        press = ListPress(federation: federation)
        first = federation.view.list
    }

    /// The verdicts of an import, of a look, and of a signer at home.
    private func codes(_ list: TrustList) async throws -> [Code?] {
        let der = try press.sign(list, by: [federation.listSigner])
        let preview = await xa.context.trust.preview([der], pinned: nil)
        let looked: Code? =
            if case .refused(let error) = preview.verdict { error.code } else { nil }
        let imported = await code { () throws(HeliographError) in
            _ = try await xa.context.trust.importList(der, pinned: nil)
        }
        let folder = NSTemporaryDirectory() + "heliograph-form-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try SignerKey.make("anna", alone: folder, at: federation.now, validFor: .days(9))
        let key = try SignerKey.load(folder + "/anna.key", named: "anna")
        let signed = await code { () throws(HeliographError) in
            _ = try key.sign(list, at: federation.now)
        }
        return [looked, imported, signed]
    }

    private func code(_ body: () async throws(HeliographError) -> Void) async -> Code? {
        do throws(HeliographError) {
            try await body()
            return nil
        } catch {
            return error.code
        }
    }

    private func with(
        _ code: String, endpoints: [String]? = nil, roots: [[UInt8]]? = nil
    ) -> TrustList {
        let members = first.members.map { member in
            member.code.description != code
                ? member
                : Member(
                    code: member.code, authority: member.authority, status: member.status,
                    roots: roots ?? member.roots, endpoints: endpoints ?? member.endpoints,
                    relays: [], contact: member.contact, suites: [])
        }
        return press.next(after: first, members: members)
    }

    @Test(
        "an endpoint is https, an address and a port",
        arguments: [
            "https://u:p@127.0.0.1:1", "https://127.0.0.1:1/", "https://127.0.0.1:1/path?a=b",
            "https://127.0.0.1:99999", "https://127.0.0.1:0", "https://127.0.0.1",
        ])
    func endpoints(_ endpoint: String) async throws {
        let expected = [Code?](repeating: .listMalformed, count: 3)
        #expect(
            try await codes(with("XB", endpoints: ["https://127.0.0.1:2", endpoint])) == expected)
    }

    @Test("a root is a root of the member's own, and nobody else's")
    func roots() async throws {
        let (xb, xc) = (federation.tree("XB"), federation.tree("XC"))
        let own = xb.root.certificate.der
        let malformed = [Code?](repeating: .listMalformed, count: 3)
        for wrong in [
            xb.leaf(.signing).certificate, xb.issuing.certificate, xc.root.certificate,
            federation.listSigner.certificate,
            try Bent.certificate(
                xb.root.certificate, [.with("basicConstraints", "critical,CA:TRUE")], by: xb.root),
        ] {
            #expect(try await codes(with("XB", roots: [own, wrong.der])) == malformed)
        }
        let reused = [Code?](repeating: .keyReused, count: 3)
        for key in [xc.root.key, federation.listSigner.key] {
            let taken = try CertificateIssuer.selfSigned(
                .root, member: xb.member, key: key,
                validity: Validity(at: federation.now, for: .days(900)))
            #expect(try await codes(with("XB", roots: [own, taken.der])) == reused)
        }
        // A root is changed by a second root of its own, or by the same key with other dates.
        let again = try CertificateIssuer.selfSigned(
            .root, member: xb.member, key: xb.root.key,
            validity: Validity(at: federation.now, for: .days(900)))
        #expect(try await codes(with("XB", roots: [own, again.der])) == [nil, nil, nil])
    }

    @Test("a signer is one of a list, and no member's")
    func signers() async throws {
        let leaf = federation.tree("XB").leaf(.signing).certificate
        let signers = first.signers + [TrustList.Signer(name: "xb", certificate: leaf.der)]
        #expect(
            try await codes(press.next(after: first, signers: signers))
                == [.listMalformed, .listMalformed, .listMalformed])
    }

    @Test(
        """
        a list that will be issued in years is refused; one from a clock that is hours ahead is \
        not
        """
    )
    func issued() async throws {
        func list(_ issued: Instant) -> TrustList {
            press.next(after: first).with(issued: issued, expires: issued + .days(30))
        }
        let malformed = [Code?](repeating: .listMalformed, count: 3)
        #expect(try await codes(list(federation.now + .days(9_000))) == malformed)
        #expect(try await codes(list(federation.now + .hours(25))) == malformed)
        #expect(try await codes(list(federation.now + .hours(23))) == [nil, nil, nil])
    }

    @Test("what a real signer forked is an alarm, however it is formed")
    func forked() async throws {
        let rival = press.next(
            after: first, version: 1, previous: first.previous, life: .days(7),
            members: with("XB", endpoints: ["https://u:p@127.0.0.1:1"]).members)
        let der = try press.sign(rival, by: [federation.listSigner])
        await #expect(throws: HeliographError(.listFork, "")) {
            try await xa.context.trust.importList(der, pinned: nil)
        }
    }
}
