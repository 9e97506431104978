internal import Certificates
internal import Federation
public import Notices
internal import Ports
internal import Sealing
internal import Station

/// The signatures of the draft: by keys at hand, or from documents that signers send back.
extension Secretariat {
    /// Signs the draft here.
    ///
    /// - Parameter keyFile: the signer's key; nil for one that was made in this folder.
    /// - Throws: `keyMissing`, `keyExposed`, `keyUnusable`, or `notFound` if the key is no
    ///   signer's.
    public func sign(
        _ signer: String, keyFile: String? = nil, at now: Instant
    ) throws(HeliographError) -> DraftProgress {
        if keyFile == nil { try checkNames(signer) }
        let key = try SignerKey.load(keyFile ?? signersFolder + "/\(signer).key", named: signer)
        let draft = try fixedDraft(at: now)
        try key.check(against: draft, after: try lastSigners())
        return try collect([try key.sign(draft, at: now)], at: now).progress
    }

    /// Refuses a name that no signer has: its key would be looked for in vain.
    private func checkNames(_ name: String) throws(HeliographError) {
        let names = try (draft().signers + lastSigners()).map(\.name)
        guard !names.contains(name) else { return }
        throw HeliographError.noSigner(name, among: names)
    }

    /// Takes in signatures that were made elsewhere.
    ///
    /// - Returns: the names whose signatures are new, the number of signatures that count for
    ///   nothing, and the progress after that.
    /// - Throws: `draftMismatch` if a document is not the draft; nothing was then taken.
    public func collect(
        _ documents: [[UInt8]], at now: Instant
    ) throws(HeliographError) -> (taken: [String], ignored: Int, progress: DraftProgress) {
        let draft = try draft()
        let known = try lastSigners()
        let digest = Digest(sha256: draft.encoded())
        var base = try signedDraft()?.der
        var taken: [KeyID] = []
        var ignored = 0
        for document in documents {
            guard try Self.signatures(on: document, known: known).digest == digest
            else { throw HeliographError(.draftMismatch, Code.draftMismatch.meaning) }
            let collected = try TrustListSigning.collect(document, into: base, known: known)
            base = collected.document
            taken += collected.taken
            ignored += collected.ignoredCount
        }
        if let base, !taken.isEmpty { try Files.write(base, to: signedFile, mode: 0o644) }
        let progress = try progress(at: now)
        let names = taken.map { key in
            progress.signers.first { $0.key == key }?.name ?? key.description
        }
        return (names, ignored, progress)
    }

    /// Refuses a file that is no signed draft at all.
    ///
    /// - Throws: `listMalformed`, or the fault of the list in it.
    public static func check(_ document: [UInt8]) throws(HeliographError) {
        _ = try signatures(on: document, known: [])
    }

    private static func signatures(
        on document: [UInt8], known: [TrustList.Signer]
    ) throws(HeliographError) -> TrustListSignatures {
        do throws(HeliographError) {
            return try TrustListSigning.signatures(on: document, known: known)
        } catch {
            // The codes of a peer's message; this is a file that somebody brought.
            guard error.code == .malformed || error.code == .typeWrong else { throw error }
            let kind = MistakenFile(document)
            throw HeliographError(
                .listMalformed,
                kind == .signed
                    ? "The file is a signed document, and no signed draft of a trust list."
                    : "The file is no signed draft: \(kind.words).",
                next: "Take the file that the signer wrote with `heliograph federation sign "
                    + "SIGNER --draft FILE --out SIGNED`.",
                detail: kind == .signed ? error.detail : [])
        }
    }

    /// Writes the exact bytes to sign; from then on the draft keeps them until it is changed.
    public func writeDraft(to out: String, at now: Instant) throws(HeliographError) {
        try Files.write(try fixedDraft(at: now).encoded(), to: out, mode: 0o644)
    }

    /// The progress of the draft.
    public func progress(at now: Instant) throws(HeliographError) -> DraftProgress {
        let draft = try draft()
        return try DraftProgress(
            draft: draft, isFixed: isFixed, last: try last()?.list,
            signedBy: try signedDraft()?.signatures.signedBy ?? [])
    }

    /// The draft with its signatures; nil if it has none. Signatures of a draft before a change,
    /// which a crash left behind, are nothing.
    func signedDraft() throws(HeliographError) -> (der: [UInt8], signatures: TrustListSignatures)? {
        guard Files.exists(signedFile) else { return nil }
        let der = try Files.read(signedFile)
        let signed = try TrustListSigning.signatures(on: der, known: try lastSigners())
        return signed.digest == Digest(sha256: try draft().encoded()) ? (der, signed) : nil
    }
}
