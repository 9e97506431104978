internal import Certificates
internal import Exchange
public import Federation
import Foundation
public import Notices
internal import Ports
internal import Sealing
internal import Station

/// The secretariat's side of the trust list: a folder on an offline machine.
///
/// `draft.json` is the list to come, and `fixed.json` the same once somebody may have signed it.
/// `signed.der` is the draft with the signatures it has so far. `published/` has every list that
/// was in force, `bundles/` the first key bundles of members. `signers/` has the keys of signers
/// that were made here; real signers keep theirs on their own media.
public struct Secretariat: Sendable {
    /// The folder, on an offline machine.
    public let folder: String

    /// The federation in a folder; nothing is read yet.
    public init(_ folder: String) {
        self.folder = folder
    }

    private var draftFile: String { folder + "/draft.json" }
    private var fixedFile: String { folder + "/fixed.json" }
    var signedFile: String { folder + "/signed.der" }
    private var publishedFolder: String { folder + "/published" }
    var bundlesFolder: String { folder + "/bundles" }
    var signersFolder: String { folder + "/signers" }

    /// Makes the folder, the keys of signers that are only named, and an empty first draft.
    ///
    /// - Parameters:
    ///   - signers: names, for which keys are made here.
    ///   - offline: signers that made their keys themselves.
    ///   - threshold: signatures that a list needs.
    ///   - life: of a list.
    ///   - signerLife: of a certificate that is made here.
    /// - Throws: `folderNotEmpty`, `usage`, `keyReused`, or the trouble of the folder.
    public func create(
        name: String, signers: [String], offline: [TrustList.Signer] = [], threshold: Int,
        at now: Instant, validFor life: Duration, signersValidFor signerLife: Duration
    ) throws(HeliographError) {
        guard Files.isAbsentOrEmpty(folder) else {
            throw HeliographError(
                .folderNotEmpty, "\(folder) already holds something. No federation was made.")
        }
        let names = signers + offline.map(\.name)
        guard Set(names).count == names.count, (1...TrustList.signersMax).contains(names.count),
            names.allSatisfy(SignerKey.isName)
        else {
            throw HeliographError(
                .usage,
                "A federation has 1 to 16 signers with different names of letters, digits "
                    + "and hyphens.")
        }
        guard (1...names.count).contains(threshold) else {
            throw HeliographError(
                .usage,
                "The threshold is \(threshold), and there \(names.count == 1 ? "is" : "are") "
                    + "\(names.count) signer\(names.count == 1 ? "" : "s").",
                next: "Take a threshold of 1 to \(names.count), or name more signers with "
                    + "`--signers`.")
        }
        try Self.checkDifferent(offline)
        for path in [folder, publishedFolder, bundlesFolder, signersFolder] {
            try Files.makeFolder(path)
        }
        var listed = offline
        for signer in signers {
            let certificate = try SignerKey.make(
                signer, in: signersFolder, at: now, validFor: signerLife)
            listed.append(TrustList.Signer(name: signer, certificate: certificate.der))
        }
        try write(
            TrustList(
                federation: name, version: 1, issued: now, expires: now + life, previous: nil,
                signers: listed, threshold: threshold, members: []))
    }

    /// Puts the signed draft in force, and starts the next one.
    ///
    /// - Returns: the list that is in force now.
    /// - Throws: `listTooFewSigners`, `listMalformed`, `keyReused`, `listFork` or another code of
    ///   the verdict; nothing was then published.
    public func publish(at now: Instant) throws(HeliographError) -> TrustList {
        guard let (der, signed) = try signedDraft() else {
            throw HeliographError(
                .listTooFewSigners,
                "Nobody has signed the draft of version \(try draft().version).",
                next: try signaturesNext())
        }
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
            throw HeliographError(
                code, code.meaning, next: code == .listTooFewSigners ? try signaturesNext() : nil,
                detail: [reason])
        }
        let list = signed.list
        try list.checkForm(at: now)
        let file = publishedFolder + "/\(list.version).der"
        if Files.exists(file), try digest(of: file) != signed.digest {
            throw HeliographError(
                .listFork, "Another version \(list.version) was published from this folder.",
                next: "Do not publish this one: find out which of the two the members have.")
        }
        try Files.write(der, to: publishedFolder + "/\(list.version).der", mode: 0o644)
        try write(
            TrustList(
                federation: list.federation, version: list.version + 1, issued: now,
                expires: now + list.expires.since(list.issued), previous: signed.digest,
                signers: list.signers, threshold: list.threshold, members: list.members))
        return list
    }

    /// The next step while signatures are missing: the secretariat itself brings them in.
    private func signaturesNext() throws(HeliographError) -> String {
        "At the secretariat: `\(try nextStep())`. `heliograph federation draft --dir \(folder)` "
            + "shows who still has to sign."
    }

    /// Writes the files that members need: every list, the newest by name with its digest, and key
    /// bundles.
    ///
    /// - Returns: the version of the newest list, and the digest to give by hand.
    /// - Throws: `listMissing` before the first list, or the trouble of the folders.
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

    func draft() throws(HeliographError) -> TrustList {
        try Files.checkMayLook(draftFile)
        guard Files.exists(draftFile) else {
            throw HeliographError(
                .folderMissing,
                Files.exists(folder + "/heliograph.json5")
                    ? "\(folder) is the folder of a node, and not of a federation."
                    : Files.exists(folder)
                        ? "The folder \(folder) is there, and there is no federation in it."
                        : "There is no folder \(folder).",
                next: "Name the folder of the federation with `--dir`, such as `--dir "
                    + "./federation`. Only the secretariat has one; for a new federation, "
                    + "`heliograph federation create` makes it.")
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
    func write(_ draft: TrustList) throws(HeliographError) {
        try Files.write(draft.encoded(), to: draftFile, mode: 0o644)
        unlink(fixedFile)
        unlink(signedFile)
    }

    /// The draft as it is signed. The first time somebody may sign it its life begins, and from
    /// then on it keeps its bytes until it is changed.
    func fixedDraft(at now: Instant) throws(HeliographError) -> TrustList {
        let draft = try draft()
        if Files.exists(fixedFile) { return draft }
        let issued = now.flooredToSecond
        let fixed = draft.with(issued: issued, expires: issued + draft.expires.since(draft.issued))
        try write(fixed)
        try Files.write(fixed.encoded(), to: fixedFile, mode: 0o644)
        return fixed
    }

    var isFixed: Bool { Files.exists(fixedFile) }

    private func digest(of file: String) throws(HeliographError) -> Digest {
        try TrustListSigning.signatures(on: try Files.read(file), known: []).digest
    }

    func last() throws(HeliographError) -> TrustListSignatures? {
        let next = try draft().version
        guard next > 1 else { return nil }
        let der = try Files.read(publishedFolder + "/\(next - 1).der")
        return try TrustListSigning.signatures(on: der, known: [])
    }

    func lastSigners() throws(HeliographError) -> [TrustList.Signer] {
        try last()?.list.signers ?? []
    }

    private func copy(_ source: String, _ target: String) throws(HeliographError) {
        try Files.write(try Files.read(source), to: target, mode: 0o644)
    }
}
