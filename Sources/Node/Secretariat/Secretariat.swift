internal import Certificates
internal import Exchange
public import Federation
import Foundation
public import Notices
internal import Ports
internal import Sealing

/// The secretariat's side of the trust list: a folder on an offline machine.
///
/// `draft.json` is the list to come, `signed.der` the draft with the signatures it has so far,
/// `published/` every list that was in force, `bundles/` members' first key bundles, `signers/`
/// the signers' keys - which real signers keep on their own media.
public struct Secretariat: Sendable {
    public let folder: String

    public init(_ folder: String) {
        self.folder = folder
    }

    private var draftFile: String { folder + "/draft.json" }
    private var signedFile: String { folder + "/signed.der" }
    private var publishedFolder: String { folder + "/published" }
    private var bundlesFolder: String { folder + "/bundles" }
    private var signersFolder: String { folder + "/signers" }

    /// Makes the folder, the signers' keys and an empty first draft.
    public func create(
        name: String, signers: [String], threshold: Int, at now: Instant, validFor life: Duration,
        signersValidFor signerLife: Duration
    ) throws(HeliographError) {
        guard Files.isAbsentOrEmpty(folder) else {
            throw HeliographError(.folderNotEmpty, "\(folder) already holds something.")
        }
        guard (1...signers.count).contains(threshold) else {
            throw HeliographError(.usage, "The threshold is more than the signers, or less than 1.")
        }
        for path in [folder, publishedFolder, bundlesFolder, signersFolder] {
            try Files.makeFolder(path)
        }
        var listed: [TrustList.Signer] = []
        for signer in signers {
            let key = try PrivateKey.generate()
            let certificate = try CertificateIssuer.selfSigned(
                .listSigner, member: nil, key: key,
                validity: Validity(at: now, for: signerLife))
            try Files.write(try key.pem(), to: signersFolder + "/\(signer).key")
            try Files.write(certificate.der, to: signersFolder + "/\(signer).der")
            listed.append(TrustList.Signer(name: signer, certificate: certificate.der))
        }
        try write(
            TrustList(
                federation: name, version: 1, issued: now, expires: now + life, previous: nil,
                signers: listed, threshold: threshold, members: []))
    }

    /// Puts a member into the draft, in place of one with the same code.
    public func propose(_ proposal: Proposal) throws(HeliographError) {
        let draft = try draft()
        let others = draft.members.filter { $0.code != proposal.member.code }
        try write(
            draft.with(members: (others + [proposal.member]).sorted { $0.code < $1.code }))
        try Files.write(
            proposal.bundle, to: bundlesFolder + "/\(proposal.member.code).der", mode: 0o644)
    }

    /// Signs the draft; the first signature fixes it.
    ///
    /// - Returns: how many distinct signers have signed now, and how many are needed.
    public func sign(
        _ signer: String, at now: Instant
    ) throws(HeliographError) -> (
        signed: Int, threshold: Int
    ) {
        let draft = try draft()
        let key = try PrivateKey(pem: try Files.read(signersFolder + "/\(signer).key"))
        let certificate = try Certificate(der: try Files.read(signersFolder + "/\(signer).der"))
        let identity = SigningIdentity(key: key, certificate: certificate, issuers: [])
        let signed: [UInt8]
        if Files.exists(signedFile) {
            let before = try Files.read(signedFile)
            let held = try TrustListSigning.signatures(on: before, known: try lastSigners())
            guard !held.signedBy.contains(certificate.keyID) else {
                return (held.signedBy.count, draft.threshold)
            }
            signed = try TrustListSigning.cosign(before, by: identity, at: now)
        } else {
            signed = try TrustListSigning.sign(draft, by: [identity], at: now)
        }
        try Files.write(signed, to: signedFile)
        let result = try TrustListSigning.signatures(on: signed, known: try lastSigners())
        return (result.signedBy.count, draft.threshold)
    }

    /// Puts the signed draft in force, and starts the next one.
    public func publish(at now: Instant) throws(HeliographError) -> TrustList {
        guard Files.exists(signedFile) else {
            throw HeliographError(.listTooFewSigners, "Nobody has signed the draft.")
        }
        let der = try Files.read(signedFile)
        let signed = try TrustListSigning.signatures(on: der, known: try lastSigners())
        let verdict: Succession.Verdict
        if let last = try last() {
            verdict = Succession.next(
                signed.list, digest: signed.digest, signers: signed.signers,
                signedBy: signed.signedBy, after: last.list, heldDigest: last.digest,
                heldSigners: last.signers)
        } else {
            verdict = Succession.first(
                signed.list, digest: signed.digest, pinned: signed.digest,
                signers: signed.signers, signedBy: signed.signedBy)
        }
        guard case .accepted = verdict else {
            guard case .refused(let code, let reason) = verdict else {
                throw HeliographError(.listOlder, "This list is published already.")
            }
            throw HeliographError(code, code.meaning, detail: [reason])
        }
        let list = signed.list
        try Files.write(der, to: publishedFolder + "/\(list.version).der", mode: 0o644)
        unlink(signedFile)
        try write(
            TrustList(
                federation: list.federation, version: list.version + 1, issued: now,
                expires: now + list.expires.since(list.issued), previous: signed.digest,
                signers: list.signers, threshold: list.threshold, members: list.members))
        return list
    }

    /// Writes what members need: every list, the newest by name with its digest, and key bundles.
    ///
    /// - Returns: the digest to give by hand.
    public func export(to out: String) throws(HeliographError) -> (version: Int, digest: Digest) {
        guard let last = try last() else {
            throw HeliographError(.listMissing, "No list was published yet.")
        }
        try Files.makeFolder(out + "/trust-lists")
        try Files.makeFolder(out + "/bundles")
        for version in 1...last.list.version {
            try copy(publishedFolder + "/\(version).der", out + "/trust-lists/\(version).der")
        }
        let newest = try Files.read(publishedFolder + "/\(last.list.version).der")
        try Files.write(newest, to: out + "/trust-list.der", mode: 0o644)
        // The digest is of the list without its signatures, so the list is written so as well.
        try Files.write(last.list.encoded(), to: out + "/trust-list.json", mode: 0o644)
        try Files.write(
            Array("\(last.digest)  trust-list.json\n".utf8), to: out + "/trust-list.sha256",
            mode: 0o644)
        for member in last.list.members {
            let file = "/\(member.code).der"
            if Files.exists(bundlesFolder + file) {
                try copy(bundlesFolder + file, out + "/bundles" + file)
            }
        }
        return (last.list.version, last.digest)
    }

    // MARK: - Files

    private func draft() throws(HeliographError) -> TrustList {
        guard Files.exists(draftFile) else {
            throw HeliographError(
                .folderMissing, "There is no federation in \(folder).",
                next: "Run `heliograph federation create` first.")
        }
        let bytes = try Files.read(draftFile)
        do throws(StrictObject.Refusal) {
            return try TrustList.read(bytes)
        } catch {
            throw HeliographError(
                .listMalformed, "The draft cannot be read.", detail: [error.description])
        }
    }

    /// A changed draft loses the signatures of the one before.
    private func write(_ draft: TrustList) throws(HeliographError) {
        unlink(signedFile)
        try Files.write(draft.encoded(), to: draftFile, mode: 0o644)
    }

    private func last() throws(HeliographError) -> TrustListSignatures? {
        let next = try draft().version
        guard next > 1 else { return nil }
        let der = try Files.read(publishedFolder + "/\(next - 1).der")
        return try TrustListSigning.signatures(on: der, known: [])
    }

    private func lastSigners() throws(HeliographError) -> [TrustList.Signer] {
        try last()?.list.signers ?? []
    }

    private func copy(_ source: String, _ target: String) throws(HeliographError) {
        try Files.write(try Files.read(source), to: target, mode: 0o644)
    }
}

extension TrustList {
    func with(members: [Member]) -> TrustList {
        TrustList(
            federation: federation, version: version, issued: issued, expires: expires,
            previous: previous, signers: signers, threshold: threshold, members: members)
    }
}
