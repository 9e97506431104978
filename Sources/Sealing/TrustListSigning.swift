internal import Certificates
public import Federation
public import Notices
public import Ports

/// Signs trust lists, and finds the keys that really signed one. It needs no node and no earlier
/// trust list.
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
        var read: TrustList?
        var trusted: Set<KeyID> = []
        var signers: Set<KeyID> = []
        let checked = try SignedData.check(document, as: .trustList) {
            content throws(HeliographError) in
            let list = try parse(content)
            let own = try certificates(list.signers)
            signers = Set(own.map(\.keyID))
            guard signers.count == own.count else {
                throw HeliographError(.listMalformed, "One key stands for two signers.")
            }
            let candidates = try certificates(known) + own
            trusted = Set(candidates.map(\.keyID))
            read = list
            return candidates
        }
        guard let list = read else {
            throw HeliographError(.internalFault, "A trust list was checked and not read.")
        }
        return TrustListSignatures(
            list: list, digest: Digest(sha256: checked.content), signers: signers,
            signedBy: Set(checked.signatures.map(\.certificate.keyID)).intersection(trusted))
    }

    private static func parse(_ content: [UInt8]) throws(HeliographError) -> TrustList {
        do throws(StrictObject.Refusal) {
            return try TrustList.read(content)
        } catch {
            throw HeliographError(
                .listMalformed, "The trust list cannot be read.", detail: [error.description])
        }
    }

    private static func certificates(
        _ signers: [TrustList.Signer]
    ) throws(HeliographError) -> [Certificate] {
        var certificates: [Certificate] = []
        for signer in signers { certificates.append(try Certificate(der: signer.certificate)) }
        return certificates
    }
}
