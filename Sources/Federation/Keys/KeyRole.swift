/// The purpose of a certificate; each certificate has exactly one role, as a policy OID.
public enum KeyRole: String, Sendable, CaseIterable {
    /// Signs notices, frames, evidence and key bundles.
    case signing
    /// Proves a node in TLS.
    case transport
    /// Receives sealed messages.
    case encryption
    /// Proves a relay; may sign *relayed*, *recalled* and a relay's refusal, nothing else.
    case relay

    /// The OID of the certificate policy that states this role.
    public var policyOID: String {
        switch self {
        case .signing: HeliographArc.base + ".2.1"
        case .transport: HeliographArc.base + ".2.2"
        case .encryption: HeliographArc.base + ".2.3"
        case .relay: HeliographArc.base + ".2.4"
        }
    }
}

/// Heliograph's own arc of object identifiers: a UUID below 2.25, which needs no registry.
///
/// - Source: ITU-T X.667; the whole table is in `docs/wire-protocol.md`.
public enum HeliographArc {
    /// The root of the arc, in dotted form.
    public static let base = "2.25.296625043090659881793658123206962383575"
}

/// The signed document types; a verifier demands the one it expects.
public enum DocumentType: String, Sendable, CaseIterable {
    case frame, notice, evidence, trustList, keyBundle, probe, checkpoint

    /// True if several members may sign one document of this type; every other type has one signer.
    public var hasSeveralSigners: Bool { self == .trustList || self == .checkpoint }

    /// The eContentType of the document's CMS SignedData, in dotted form.
    public var oid: String {
        switch self {
        case .frame: HeliographArc.base + ".1.1"
        case .notice: HeliographArc.base + ".1.2"
        case .evidence: HeliographArc.base + ".1.3"
        case .trustList: HeliographArc.base + ".1.4"
        case .keyBundle: HeliographArc.base + ".1.5"
        case .probe: HeliographArc.base + ".1.6"
        case .checkpoint: HeliographArc.base + ".1.7"
        }
    }
}
