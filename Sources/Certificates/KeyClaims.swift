public import Federation
public import Notices

/// The owner and the use of each public key, by the trust list in force and by the bundles held. A
/// public key stands for one member in one role, for ever.
public struct KeyClaims: Sendable, Equatable {
    private struct Owner: Sendable, Hashable {
        /// The member that has the key; nil for a list signer.
        let member: MemberCode?
        let use: CertificateProfile
    }

    /// Certificates that one member, or the list itself, names.
    private struct Source: Sendable, Hashable {
        let member: MemberCode?
        let isBundle: Bool
        let certificates: [[UInt8]]

        /// The keys of the certificates that can be read; an unreadable certificate is of no use to
        /// anybody.
        var keys: [KeyID: Owner] {
            let read = certificates.compactMap { try? Certificate.read($0) }
            return Dictionary(
                read.compactMap { certificate in
                    use(of: certificate).map {
                        (certificate.keyID, Owner(member: member, use: $0))
                    }
                }, uniquingKeysWith: { first, _ in first })
        }

        private func use(of certificate: Certificate) -> CertificateProfile? {
            guard isBundle else { return member == nil ? .listSigner : .root }
            return certificate.announcedUse
        }
    }

    private var read: [Source: [KeyID: Owner]] = [:]
    private var owners: [KeyID: Owner] = [:]

    /// Claims of no key.
    public init() {}

    /// Reads the claims of a trust list and of bundles.
    ///
    /// - Parameter earlier: the claims before; certificates that have not changed are not read
    ///   again.
    public init(_ list: TrustList, _ bundles: [KeyBundle], after earlier: KeyClaims) {
        let signers = Source(
            member: nil, isBundle: false, certificates: list.signers.map(\.certificate))
        let roots = list.members.map {
            Source(member: $0.code, isBundle: false, certificates: $0.roots)
        }
        let announced = bundles.map {
            Source(member: $0.member, isBundle: true, certificates: $0.certificates)
        }
        for source in [signers] + roots + announced {
            let keys = earlier.read[source] ?? source.keys
            read[source] = keys
            // A claim of the trust list stands before one of a bundle.
            owners.merge(keys) { first, _ in first }
        }
    }

    /// The reason why a key may not stand for this member in this use.
    ///
    /// - Parameter member: nil for a list signer.
    /// - Returns: nil if no other member has the key, and this member has it for no other use.
    public func conflict(
        of key: KeyID, for member: MemberCode?, as use: CertificateProfile
    ) -> String? {
        guard let owner = owners[key], owner != Owner(member: member, use: use) else { return nil }
        guard let holder = owner.member else { return "the key is a list signer's" }
        return holder == member
            ? "the key is \(holder)'s for another role" : "the key is \(holder)'s"
    }

    /// The same reason for a leaf or for one of the issuing CAs that came with it; nil if there is
    /// none.
    public func conflict(
        over leaf: Certificate, with others: [Certificate], for member: MemberCode, as role: KeyRole
    ) -> String? {
        if let own = conflict(of: leaf.keyID, for: member, as: .leaf(role)) { return own }
        for issuer in others where issuer.isNamedAsIssuer(of: leaf) {
            if let found = conflict(of: issuer.keyID, for: member, as: .issuing) {
                return "of its issuing CA, " + found
            }
        }
        return nil
    }

    /// True if both make the same claims.
    public func isSame(as other: KeyClaims) -> Bool { owners == other.owners }
}
