internal import COpenSSL
public import Federation
public import Notices

/// Whether a certificate speaks for a member, and if not, why.
public enum ChainVerdict: Sendable, Equatable {
    /// Good until the given moment, unless a revocation list or the trust list changes.
    case trusted(until: Instant)
    /// The chain reaches the member's root, but some certificate in it is not valid at the moment.
    case outOfTime
    case revoked
    /// Another member's, or nobody's.
    case untrusted(reason: String)
    case wrongRole
}

/// One member's roots and revocation lists, and nothing else: a signature by this member is judged
/// here and only here.
///
/// `@unchecked Sendable`: the `X509_STORE` is filled in `init` and not changed after it; OpenSSL
/// locks it for reading.
public final class MemberTrust: @unchecked Sendable {
    public let member: MemberCode
    public let roots: [Certificate]
    public let revocationLists: [RevocationList]
    private let store: OpaquePointer  // X509_STORE *

    /// - Parameter revocationLists: already found to be signed by an issuing CA of this member.
    public init(
        member: MemberCode, roots: [Certificate], revocationLists: [RevocationList]
    )
        throws(HeliographError)
    {
        self.member = member
        self.roots = roots
        self.revocationLists = revocationLists
        do throws(OpenSSLFailure) {
            store = try openssl("X509_STORE_new") { X509_STORE_new() }
        } catch {
            throw error.asError(.cryptoFailed, "No certificate store could be made.")
        }
        for root in roots {
            X509_STORE_add_cert(store, root.raw)
        }
    }

    deinit { X509_STORE_free(store) }

    /// What these bytes make, which is `earlier` itself if it was made of the same: reading the certificates
    /// of two hundred members takes a tenth of a second, and they seldom change.
    public static func of(
        _ member: MemberCode, roots: [[UInt8]], revocationLists: [[UInt8]],
        after earlier: MemberTrust?
    ) throws(HeliographError) -> MemberTrust {
        if let earlier, earlier.member == member, earlier.roots.map(\.der) == roots,
            earlier.revocationLists.map(\.der) == revocationLists
        {
            return earlier
        }
        var (read, lists) = ([Certificate](), [RevocationList]())
        for root in roots { read.append(try Certificate(der: root)) }
        for list in revocationLists { lists.append(try RevocationList(der: list)) }
        return try MemberTrust(member: member, roots: read, revocationLists: lists)
    }

    /// Judges a leaf certificate of this member.
    ///
    /// - Parameters:
    ///   - leaf: claimed to be the member's, in `role`.
    ///   - others: certificates that came with it; only those below a root of the member count.
    ///   - moment: the time to judge at, which is the time of arrival.
    /// - Source: RFC 5280 section 6 by OpenSSL; design section 4.1 rule 6.
    public func judge(
        _ leaf: Certificate, with others: [Certificate], role: KeyRole, at moment: Instant
    ) -> ChainVerdict {
        guard leaf.member == member else {
            return .untrusted(reason: "the certificate does not name the member")
        }
        guard leaf.role == role, !leaf.isAuthority else { return .wrongRole }
        let verdict = judgeChain(leaf, others, at: moment)
        guard case .trusted = verdict else { return verdict }
        return revocationLists.contains { isRevoked(leaf, with: others, by: $0) }
            ? .revoked : verdict
    }

    /// Judges an issuing CA of this member, whose key signs the revocation list.
    public func judgeAuthority(_ authority: Certificate, at moment: Instant) -> ChainVerdict {
        guard authority.member == member, authority.isAuthority else {
            return .untrusted(reason: "it is not an authority of the member")
        }
        return judgeChain(authority, [], at: moment)
    }

    private func isRevoked(
        _ leaf: Certificate, with others: [Certificate], by list: RevocationList
    ) -> Bool {
        guard list.revokes(leaf) else { return false }
        return others.contains { other in
            X509_check_issued(other.raw, leaf.raw) == X509_V_OK && list.isSigned(by: other)
        }
    }

    private func judgeChain(
        _ leaf: Certificate, _ others: [Certificate], at moment: Instant
    )
        -> ChainVerdict
    {
        ERR_clear_error()
        guard let stack = heliograph_x509_stack_new(), let context = X509_STORE_CTX_new() else {
            return .untrusted(reason: "out of memory")
        }
        defer {
            X509_STORE_CTX_free(context)
            heliograph_x509_stack_free(stack)
        }
        for other in others {
            heliograph_x509_stack_push(stack, other.raw)
        }
        guard X509_STORE_CTX_init(context, store, leaf.raw, stack) == 1 else {
            return .untrusted(reason: "the store could not be set up")
        }
        X509_STORE_CTX_set_time(context, 0, time_t(moment.milliseconds / 1_000))
        let valid = X509_verify_cert(context) == 1
        guard valid else {
            let error = X509_STORE_CTX_get_error(context)
            switch error {
            case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID:
                return .outOfTime
            default:
                return .untrusted(
                    reason: String(cString: X509_verify_cert_error_string(Int(error))))
            }
        }
        let chain = X509_STORE_CTX_get0_chain(context)
        var until = leaf.notAfter
        for index in 0..<heliograph_x509_stack_count(chain) {
            guard let certificate = heliograph_x509_stack_at(chain, index),
                let end = instant(of: X509_get0_notAfter(certificate))
            else { continue }
            until = min(until, end)
        }
        return .trusted(until: until)
    }
}
