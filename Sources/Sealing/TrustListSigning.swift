internal import Certificates
public import Federation
public import Notices
public import Ports

/// Signs trust lists, and finds out who really signed one. Needs no node and no trust list before.
public enum TrustListSigning {
    /// Signs a list with one or more signers' keys.
    public static func sign(
        _ list: TrustList, by signers: [SigningIdentity], at moment: Instant
    )
        throws(HeliographError) -> [UInt8]
    {
        do throws(OpenSSLFailure) {
            return try SignedData.sign(list.encoded(), as: .trustList, by: signers, at: moment)
        } catch {
            throw error.asError(.cryptoFailed, "The trust list could not be signed.")
        }
    }

    /// Adds a signer to a list that others have signed.
    public static func cosign(
        _ document: [UInt8], by signer: SigningIdentity, at moment: Instant
    ) throws(HeliographError) -> [UInt8] {
        do throws(OpenSSLFailure) {
            return try SignedData.cosign(document, by: signer, at: moment)
        } catch {
            throw error.asError(.cryptoFailed, "The trust list could not be signed.")
        }
    }

    /// Every SignerInfo is judged by itself: an unknown or bad one counts for nothing, and no key
    /// counts twice.
    public static func signatures(
        on document: [UInt8], known: [TrustList.Signer]
    )
        throws(HeliographError) -> TrustListSignatures
    {
        let content = try SignedData.check(document, as: .trustList).content
        let list: TrustList
        do throws(StrictObject.Refusal) {
            list = try TrustList.read(content)
        } catch {
            throw HeliographError(
                .listMalformed, "The trust list cannot be read.", detail: [error.description])
        }
        var candidates: [Certificate] = []
        for signer in known + list.signers {
            candidates.append(try Certificate(der: signer.certificate))
        }
        var signers: Set<KeyID> = []
        for signer in list.signers {
            signers.insert(try Certificate(der: signer.certificate).keyID)
        }
        guard signers.count == list.signers.count else {
            throw HeliographError(.listMalformed, "One key stands for two signers.")
        }
        let trusted = Set(candidates.map(\.keyID))
        let checked = try SignedData.check(document, as: .trustList, known: candidates)
        let signedBy = Set(checked.signatures.map(\.certificate.keyID)).intersection(trusted)
        return TrustListSignatures(
            list: list, digest: Digest(sha256: content), signers: signers, signedBy: signedBy)
    }
}
