import Certificates
import Federation
import Notices
import Ports
import Sealing

/// Members with real keys, and the trust between them, made new for each test.
struct SpecimenFederation {
    let now = Instant(rfc3339: "2027-01-18T06:00:00Z")!
    let trees: [MemberKeyTree]
    let view: TrustView

    init(_ codes: [String] = ["XA", "XB", "XC"]) throws {
        var trees: [MemberKeyTree] = []
        for code in codes { trees.append(try MemberKeyTree.make(MemberCode(code)!, at: now)) }
        self.trees = trees
        let signer = try PrivateKey.generate()
        let certificate = try CertificateIssuer.selfSigned(
            .listSigner, member: nil, key: signer, validity: Validity(at: now, for: .days(365)))
        let now = now
        let list = TrustList(
            federation: "specimen", version: 1, issued: now, expires: now + .days(30),
            previous: nil, signers: [.init(name: "secretariat", certificate: certificate.der)],
            threshold: 1,
            members: trees.map { tree in
                Member(
                    code: tree.member, authority: "Specimen authority", status: .active,
                    roots: [tree.root.certificate.der], endpoints: ["https://127.0.0.1:1"],
                    relays: [], contact: .init(telephone: "+000", hours: "24x7"), suites: [])
            })
        view = TrustView(
            list: list, bundles: trees.map { $0.bundle(version: 1, at: now) },
            revocationLists: Dictionary(
                uniqueKeysWithValues: trees.map { ($0.member, [$0.revocationList.der]) }))
    }

    func tree(_ code: String) -> MemberKeyTree {
        trees.first { $0.member.description == code }!
    }

    func identity(_ code: String, role: KeyRole = .signing) -> SigningIdentity {
        let tree = tree(code)
        let leaf = tree.leaf(role)
        return SigningIdentity(
            key: leaf.key, certificate: leaf.certificate, issuers: [tree.issuing.certificate])
    }

    func sealer(_ code: String) throws -> CMSSealer {
        let leaf = tree(code).leaf(.encryption)
        let sealer = CMSSealer(
            member: MemberCode(code)!, signing: identity(code),
            opening: [OpeningKey(key: leaf.key, certificate: leaf.certificate)])
        try sealer.adopt(view)
        return sealer
    }
}
