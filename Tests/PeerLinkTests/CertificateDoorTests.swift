import Certificates
import Federation
import Notices
import PeerLink
import Ports
import Sealing
import SpecimenFederation
import TestKit
import Testing

/// The certificate table at the door, in both directions.
@Suite("Transport certificates")
struct CertificateDoorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let changes: [Bent.Change]
    }

    static let rows = [
        Row(testDescription: "no extendedKeyUsage", changes: [.without("extendedKeyUsage")]),
        Row(testDescription: "codeSigning", changes: [.with("extendedKeyUsage", "codeSigning")]),
        Row(testDescription: "serverAuth", changes: [.with("extendedKeyUsage", "serverAuth")]),
        Row(testDescription: "clientAuth", changes: [.with("extendedKeyUsage", "clientAuth")]),
        Row(
            testDescription: "keyAgreement", changes: [.with("keyUsage", "critical,keyAgreement")]),
        Row(
            testDescription: "CA:TRUE",
            changes: [.with("basicConstraints", "critical,CA:TRUE,pathlen:0")]),
        Row(testDescription: "SHA-384", changes: [.signedWith(.sha384)]),
    ]

    private func bent(
        _ country: Country, _ changes: [Bent.Change], by issuer: CertificateIssuer? = nil
    ) throws -> PeerIdentity {
        try PeerIdentity(
            certificate: Bent.certificate(
                country.identity.certificate, changes, by: issuer ?? country.issuing),
            authorities: country.identity.authorities, key: country.identity.key)
    }

    /// The outcome of XA's call, with the certificates that each end is given to show.
    private func call(
        _ world: Loopback, client: PeerIdentity?, server: PeerIdentity?
    ) async throws
        -> Outcome
    {
        try world.server.update(identity: server ?? world.xb.identity)
        return try await world.with(world.link(client)) {
            await outcome(of: post([1]), by: $0, to: world.address)
        }
    }

    @Test(
        "one that is not as the table says opens no door, and no message goes to it",
        arguments: rows)
    func offProfile(row: Row) async throws {
        let world = try await Loopback()
        let client = try bent(world.xa, row.changes)
        let server = try bent(world.xb, row.changes)
        #expect(
            try await call(world, client: client, server: nil) == .refused(.peerDoesNotKnowUs))
        #expect(try await call(world, client: nil, server: server) == .refused(.peerUntrusted))
        let same = try bent(world.xa, [])
        #expect(try await call(world, client: same, server: nil) == .status(200))
        await world.server.stop()
    }

    @Test("one directly below the root opens no door, and no message goes to it")
    func belowRoot() async throws {
        let world = try await Loopback()
        let client = try bent(world.xa, [], by: world.xa.root)
        let server = try bent(world.xb, [], by: world.xb.root)
        #expect(
            try await call(world, client: client, server: nil) == .refused(.peerDoesNotKnowUs))
        #expect(try await call(world, client: nil, server: server) == .refused(.peerUntrusted))
        await world.server.stop()
    }

    @Test("a key that is another member's, or has another role, is nobody's at the door")
    func claimed() async throws {
        let federation = try SpecimenFederation(at: Country.now)
        let (xa, xb, xc) = (
            federation.tree("XA"), federation.tree("XB"), federation.tree("XC")
        )
        let members = try federation.trees.map {
            try MemberTrust(member: $0.member, roots: [$0.root.certificate], revocationLists: [])
        }
        let trust = PeerTrust(
            current: members,
            claims: KeyClaims(federation.view.list, federation.view.bundles, after: KeyClaims()))
        func identity(_ tree: MemberKeyTree, _ key: PrivateKey) throws -> PeerIdentity {
            let certificate = try tree.issuing.issue(
                .leaf(.transport), member: tree.member, subject: key,
                validity: Validity(at: Country.now, for: .days(9)))
            return try PeerIdentity(
                certificate: certificate, authorities: [tree.issuing.certificate], key: key)
        }
        let clock = SteppedClock(at: Country.now)
        let server = try await PeerServer.start(
            host: "127.0.0.1", port: 0, identity: identity(xb, xb.leaf(.transport).key),
            trust: trust, service: Echo(), clock: clock)
        let address = PeerAddress(
            member: xb.member, endpoint: "https://127.0.0.1:\(server.port)")
        func call(_ identity: PeerIdentity) async throws -> Outcome {
            let link = try CurlPeerLink(identity: identity, trust: trust, clock: clock)
            let result = await outcome(of: post([1]), by: link, to: address)
            await link.close()
            return result
        }
        // An issuing CA of XA over XC's issuing key.
        let taken = try CertificateIssuer(
            certificate: xa.root.issue(
                .issuing, member: xa.member, subject: xc.issuing.key,
                validity: Validity(at: Country.now, for: .days(9))), key: xc.issuing.key)
        #expect(
            try await call(Country.identity(of: xa.member, by: taken))
                == .refused(.peerDoesNotKnowUs))
        let own = try identity(xa, xa.leaf(.transport).key)
        #expect(try await call(own) == .status(200))
        #expect(try await call(identity(xa, PrivateKey.generate())) == .status(200))
        for key in [
            xc.leaf(.transport).key, xa.leaf(.signing).key, xa.leaf(.encryption).key,
            xa.issuing.key, xa.root.key, xc.root.key, federation.listSigner.key,
        ] {
            #expect(try await call(identity(xa, key)) == .refused(.peerDoesNotKnowUs))
            try server.update(identity: identity(xb, key))
            #expect(try await call(own) == .refused(.peerUntrusted))
            try server.update(identity: identity(xb, xb.leaf(.transport).key))
        }
        await server.stop()
    }

    @Test("a key that becomes another member's is turned away on a connection that is open")
    func reclaimed() async throws {
        let federation = try SpecimenFederation(at: Country.now)
        let world = try await Loopback()
        let trust = [try world.xa.trust(), try world.xb.trust()]
        world.server.update(trust: PeerTrust(current: trust))
        let link = try world.link()
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        let bundle = KeyBundle(
            member: SpecimenFederation.member("XC"), version: 1, issued: Country.now,
            certificates: [world.xa.identity.certificate.der])
        world.server.update(
            trust: PeerTrust(
                current: trust,
                claims: KeyClaims(federation.view.list, [bundle], after: KeyClaims())))
        #expect(await outcome(of: post([2]), by: link, to: world.address) != .status(200))
        await link.close()
        await world.server.stop()
    }
}
