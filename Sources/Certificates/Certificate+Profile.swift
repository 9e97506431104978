internal import COpenSSL
internal import Federation
public import Notices

/// The certificate table of `docs/wire-protocol.md`, section 2, held against one certificate.
extension Certificate {
    /// The first point in which this certificate differs from its profile.
    ///
    /// - Parameter member: the member that it must name; nil for a list signer, which names none.
    /// - Returns: nil if the certificate is as the table says.
    /// - Source: RFC 5280 sections 4.1.2.1, 4.1.1.2, 4.2 and 4.2.1.1 to 4.2.1.12.
    public func fault(as profile: CertificateProfile, of member: MemberCode?) -> String? {
        let flags = X509_get_extension_flags(raw)
        guard X509_get_version(raw) == 2 else { return "it is not of X.509 version 3" }
        guard X509_get_signature_nid(raw) == NID_ecdsa_with_SHA256 else {
            return "it is not signed with ecdsa-with-SHA256"
        }
        guard flags & UInt32(EXFLAG_INVALID) == 0 else { return "an extension cannot be read" }
        guard flags & UInt32(EXFLAG_CRITICAL) == 0 else {
            return "it has a critical extension that is not known here"
        }
        if let fault = nameFault(member) { return fault }
        if let fault = issuerFault(profile) { return fault }
        if let fault = authorityFault(profile, flags) { return fault }
        return usageFault(profile, flags) ?? policyFault(profile)
    }

    /// The profile under which a bundle announces this certificate; nil if it is neither an
    /// authority nor a leaf with a role.
    public var announcedUse: CertificateProfile? {
        isAuthority ? .issuing : role.map { .leaf($0) }
    }

    private func nameFault(_ wanted: MemberCode?) -> String? {
        guard let wanted else {
            return has(NID_subject_alt_name) ? "it names a member" : nil
        }
        return member == wanted ? nil : "it does not name \(wanted)"
    }

    /// A certificate that signs itself may leave its authority key identifier out.
    private func issuerFault(_ profile: CertificateProfile) -> String? {
        switch profile {
        case .root, .listSigner:
            isSelfSigned ? nil : "it is not signed by its own key"
        case .issuing, .leaf:
            issuerKeyID == nil ? "it has no authority key identifier" : nil
        }
    }

    private var isSelfSigned: Bool {
        ERR_clear_error()
        return X509_NAME_cmp(X509_get_subject_name(raw), X509_get_issuer_name(raw)) == 0
            && X509_verify(raw, X509_get0_pubkey(raw)) == 1
    }

    private func authorityFault(_ profile: CertificateProfile, _ flags: UInt32) -> String? {
        let pathLength = X509_get_pathlen(raw)
        let wanted: Int
        switch profile {
        case .root: wanted = 1
        case .issuing: wanted = 0
        case .leaf, .listSigner:
            return flags & UInt32(EXFLAG_CA) == 0 && pathLength < 0 ? nil : "it is an authority"
        }
        guard flags & UInt32(EXFLAG_CA) != 0 else { return "it is no authority" }
        let constraints = X509_get_ext(raw, X509_get_ext_by_NID(raw, NID_basic_constraints, -1))
        guard X509_EXTENSION_get_critical(constraints) == 1 else {
            return "its basicConstraints are not critical"
        }
        return pathLength == wanted ? nil : "its path length is not \(wanted)"
    }

    private func usageFault(_ profile: CertificateProfile, _ flags: UInt32) -> String? {
        let usage: Int32 =
            switch profile {
            case .root, .issuing: KU_KEY_CERT_SIGN | KU_CRL_SIGN
            case .leaf(.encryption): KU_KEY_AGREEMENT
            case .leaf(.signing), .leaf(.transport), .leaf(.relay), .listSigner:
                KU_DIGITAL_SIGNATURE
            }
        guard flags & UInt32(EXFLAG_KUSAGE) != 0, X509_get_key_usage(raw) == UInt32(usage) else {
            return "its keyUsage is another"
        }
        let extended = heliograph_extended_key_usage_count(raw)
        guard case .leaf(.transport) = profile else {
            return extended == 0 ? nil : "it has an extendedKeyUsage"
        }
        guard extended == 2,
            X509_get_extended_key_usage(raw) == UInt32(XKU_SSL_SERVER | XKU_SSL_CLIENT)
        else { return "its extendedKeyUsage is not serverAuth and clientAuth" }
        return nil
    }

    private func policyFault(_ profile: CertificateProfile) -> String? {
        guard case .leaf(let wanted) = profile else {
            return has(NID_certificate_policies) ? "it has a certificate policy" : nil
        }
        return role == wanted ? nil : "its one certificate policy is not that of its role"
    }

    private func has(_ identifier: Int32) -> Bool {
        X509_get_ext_by_NID(raw, identifier, -1) >= 0
    }
}
