public import Federation
public import Notices

/// The content that a certificate of the federation must have, by its place in a member's tree.
public enum CertificateProfile: Sendable, Hashable {
    /// The member's offline root, named in the trust list; signs issuing CAs only.
    case root
    /// The online issuing CA, pathlen 0; signs leaves and the revocation list.
    case issuing
    case leaf(KeyRole)
    /// A signer of trust lists, self-signed; belongs to no member.
    case listSigner

    /// The common name, for people; no decision depends on it.
    func commonName(_ member: MemberCode?) -> String {
        let owner = member.map { "Heliograph " + $0.description } ?? "Heliograph"
        switch self {
        case .root: return owner + " root"
        case .issuing: return owner + " issuing CA"
        case .leaf(let role): return owner + " " + role.rawValue
        case .listSigner: return owner + " trust list signer"
        }
    }

    /// The OID of the certificate policy that states the role; authorities and list signers have
    /// none.
    var policyOID: String? {
        if case .leaf(let role) = self { role.policyOID } else { nil }
    }

    /// The extensions besides key identifiers and policy, as (OpenSSL short name, value).
    ///
    /// - Source: RFC 5280 section 4.2.1; the profile table in `docs/wire-protocol.md`.
    func extensions(_ member: MemberCode?) -> [(name: String, value: String)] {
        var list: [(name: String, value: String)] = []
        switch self {
        case .root:
            list.append(("basicConstraints", "critical,CA:TRUE,pathlen:1"))
            list.append(("keyUsage", "critical,keyCertSign,cRLSign"))
        case .issuing:
            list.append(("basicConstraints", "critical,CA:TRUE,pathlen:0"))
            list.append(("keyUsage", "critical,keyCertSign,cRLSign"))
        case .leaf(let role):
            list.append(("basicConstraints", "critical,CA:FALSE"))
            switch role {
            case .signing, .relay:
                list.append(("keyUsage", "critical,digitalSignature"))
            case .transport:
                list.append(("keyUsage", "critical,digitalSignature"))
                list.append(("extendedKeyUsage", "serverAuth,clientAuth"))
            case .encryption:
                list.append(("keyUsage", "critical,keyAgreement"))
            }
        case .listSigner:
            list.append(("basicConstraints", "critical,CA:FALSE"))
            list.append(("keyUsage", "critical,digitalSignature"))
        }
        if let member {
            list.append(("subjectAltName", "URI:heliograph:" + member.description))
        }
        return list
    }
}

/// The time in which a certificate or a revocation list is valid.
public struct Validity: Sendable, Equatable {
    /// The first moment, to the second in a certificate.
    public let from: Instant
    /// The last moment; for a revocation list, the time when the next one is due.
    public let to: Instant

    /// Puts both ends together as given.
    public init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    /// Starts five minutes early, so that a peer whose clock is a little behind accepts it.
    public init(at now: Instant, for duration: Duration) {
        self.init(from: now - .minutes(5), to: now + duration)
    }
}
