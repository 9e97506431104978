internal import COpenSSL
public import Federation
public import Notices

/// The judgement on a certificate that claims to speak for a member.
public enum ChainVerdict: Sendable, Equatable {
    /// Good until the given moment, unless a revocation list or the trust list changes.
    case trusted(until: Instant)
    /// The chain reaches the member's root, but some certificate in it is not valid at the moment.
    case outOfTime
    case revoked
    /// The certificate of another member, or of none.
    case untrusted(reason: String)
    /// A certificate of the member that differs from the certificate table.
    case offProfile(reason: String)
    case wrongRole
}

/// One member's roots and revocation lists, and nothing else: a signature by this member is judged
/// here and only here.
///
/// `@unchecked Sendable`: the `X509_STORE` is filled in `init` and not changed after it; OpenSSL
/// locks it for reading.
public final class MemberTrust: @unchecked Sendable {
    /// The member whose signatures are judged here.
    public let member: MemberCode
    /// The member's roots, as the trust list names them.
    public let roots: [Certificate]
    /// The revocation lists of the member's issuing CAs.
    public let revocationLists: [RevocationList]
    /// Ids of keys that were revoked: such a key stays revoked in every certificate that has it.
    public let revokedKeys: Set<KeyID>
    private let store: OpaquePointer  // X509_STORE *
    /// The fault of a root in the trust list. Such a root is left out, and no certificate below it
    /// is believed.
    private let rootFault: String?

    /// Takes the roots in that fit their profile.
    ///
    /// - Parameter revocationLists: lists that an issuing CA of this member has signed; the caller
    ///   has verified that.
    /// - Throws: `cryptoFailed` if OpenSSL makes no certificate store.
    public init(
        member: MemberCode, roots: [Certificate], revocationLists: [RevocationList],
        revokedKeys: Set<KeyID> = []
    )
        throws(HeliographError)
    {
        self.member = member
        self.roots = roots
        self.revocationLists = revocationLists
        self.revokedKeys = revokedKeys
        let faults = roots.map { $0.fault(as: .root, of: member) }
        rootFault = faults.compactMap(\.self).first
        do throws(OpenSSLFailure) {
            store = try openssl("X509_STORE_new") { X509_STORE_new() }
        } catch {
            throw error.asError(.cryptoFailed, "No certificate store could be made.")
        }
        for (root, fault) in zip(roots, faults) where fault == nil {
            X509_STORE_add_cert(store, root.raw)
        }
    }

    deinit { X509_STORE_free(store) }

    /// The trust made of these bytes. It is `earlier` itself if that was made of the same bytes:
    /// reading the certificates of two hundred members takes a tenth of a second, and they seldom
    /// change.
    public static func of(
        _ member: MemberCode, roots: [[UInt8]], revocationLists: [[UInt8]],
        revokedKeys: Set<KeyID>, after earlier: MemberTrust?
    ) throws(HeliographError) -> MemberTrust {
        if let earlier, earlier.member == member, earlier.roots.map(\.der) == roots,
            earlier.revocationLists.map(\.der) == revocationLists,
            earlier.revokedKeys == revokedKeys
        {
            return earlier
        }
        var (read, lists) = ([Certificate](), [RevocationList]())
        for root in roots { read.append(try Certificate(der: root)) }
        for list in revocationLists { lists.append(try RevocationList(der: list)) }
        return try MemberTrust(
            member: member, roots: read, revocationLists: lists, revokedKeys: revokedKeys)
    }

    /// Judges a leaf certificate of this member.
    ///
    /// - Parameters:
    ///   - leaf: a certificate that claims to be the member's, in `role`.
    ///   - others: certificates that came with it; only those below a root of the member count.
    ///   - moment: the time to judge at, which is the time of arrival.
    /// - Source: RFC 5280 section 6 by OpenSSL; design section 4.1 rule 6.
    public func judge(
        _ leaf: Certificate, with others: [Certificate], role: KeyRole, at moment: Instant
    ) -> ChainVerdict {
        guard leaf.member == member else {
            return .untrusted(reason: "the certificate does not name the member")
        }
        guard leaf.role == role else { return .wrongRole }
        if let fault = leaf.fault(as: .leaf(role), of: member) { return .offProfile(reason: fault) }
        let issuers = others.filter { $0.isNamedAsIssuer(of: leaf) }
        let faults = issuers.map { $0.fault(as: .issuing, of: member) }
        let verdict = judgeChain(
            leaf, zip(issuers, faults).filter { $1 == nil }.map(\.0), length: 3, at: moment)
        switch verdict {
        case .trusted:
            let isRevoked =
                revokedKeys.contains(leaf.keyID)
                || revocationLists.contains { revokes(leaf, with: issuers, by: $0) }
            return isRevoked ? .revoked : verdict
        case .untrusted:
            guard let fault = faults.compactMap(\.self).first else { return verdict }
            return .offProfile(reason: "of its issuing CA, " + fault)
        default: return verdict
        }
    }

    /// Judges an issuing CA of this member, whose key signs the revocation list.
    public func judgeAuthority(_ authority: Certificate, at moment: Instant) -> ChainVerdict {
        guard authority.member == member, authority.isAuthority else {
            return .untrusted(reason: "it is not an authority of the member")
        }
        if let fault = authority.fault(as: .issuing, of: member) {
            return .offProfile(reason: fault)
        }
        return judgeChain(authority, [], length: 2, at: moment)
    }

    private func revokes(
        _ leaf: Certificate, with issuers: [Certificate], by list: RevocationList
    ) -> Bool {
        list.revokes(leaf) && issuers.contains { list.isSigned(by: $0) }
    }

    /// - Parameter length: the number of certificates in the chain, from this one to the root; a
    ///   chain of another length is refused.
    private func judgeChain(
        _ leaf: Certificate, _ issuers: [Certificate], length: Int32, at moment: Instant
    ) -> ChainVerdict {
        ERR_clear_error()
        guard let stack = heliograph_x509_stack_new(), let context = X509_STORE_CTX_new() else {
            return .untrusted(reason: "out of memory")
        }
        defer {
            X509_STORE_CTX_free(context)
            heliograph_x509_stack_free(stack)
        }
        for issuer in issuers {
            heliograph_x509_stack_push(stack, issuer.raw)
        }
        guard X509_STORE_CTX_init(context, store, leaf.raw, stack) == 1 else {
            return .untrusted(reason: "the store could not be set up")
        }
        X509_STORE_CTX_set_time(context, 0, time_t(moment.milliseconds / 1_000))
        X509_STORE_CTX_set_flags(context, UInt(X509_V_FLAG_X509_STRICT))
        let valid = X509_verify_cert(context) == 1
        guard valid else {
            let error = X509_STORE_CTX_get_error(context)
            switch error {
            case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID:
                return .outOfTime
            default:
                return .untrusted(
                    reason: rootFault.map { "of a root in the trust list, " + $0 }
                        ?? String(cString: X509_verify_cert_error_string(Int(error))))
            }
        }
        let chain = X509_STORE_CTX_get0_chain(context)
        guard heliograph_x509_stack_count(chain) == length else {
            return .offProfile(reason: "it is not signed by the certificate that signs its kind")
        }
        var until = leaf.notAfter
        for index in 0..<length {
            guard let certificate = heliograph_x509_stack_at(chain, index),
                let end = instant(of: X509_get0_notAfter(certificate))
            else { continue }
            until = min(until, end)
        }
        return .trusted(until: until)
    }
}
