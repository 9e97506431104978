internal import Certificates
public import Federation
import Foundation
public import Notices
internal import Ports
internal import Sealing
internal import Station

/// The key of a signer of trust lists, on a machine of its own: `NAME.key` and, beside it, the
/// certificate `NAME.der` that the secretariat lists. Only signatures leave that machine.
public struct SignerKey: Sendable {
    private let name: String
    private let identity: SigningIdentity

    /// The id of the key.
    public var keyID: KeyID { identity.certificate.keyID }

    /// True for 1 to 40 letters, digits and hyphens.
    public static func isName(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    /// Makes a key in a folder of its own.
    ///
    /// - Returns: the id of the key, which the secretariat compares by telephone.
    /// - Throws: `usage`, `folderNotEmpty`.
    public static func make(
        _ name: String, alone folder: String, at now: Instant, validFor life: Duration
    ) throws(HeliographError) -> KeyID {
        guard isName(name) else {
            throw HeliographError(
                .usage,
                "A signer's name has 1 to 40 letters, digits and hyphens; this one is "
                    + "\(ShownText.brief(name)).", next: "Take another name, such as anna.")
        }
        guard Files.isAbsentOrEmpty(folder) else {
            throw HeliographError(.folderNotEmpty, "\(folder) already holds something.")
        }
        try Files.makeFolder(folder)
        return try make(name, in: folder, at: now, validFor: life).keyID
    }

    static func make(
        _ name: String, in folder: String, at now: Instant, validFor life: Duration
    ) throws(HeliographError) -> Certificate {
        let file = folder + "/\(name)"
        guard !Files.exists(file + ".key") else {
            throw HeliographError(.folderNotEmpty, "\(file).key is there already.")
        }
        let key = try PrivateKey.generate()
        let certificate = try CertificateIssuer.selfSigned(
            .listSigner, member: nil, key: key, validity: Validity(at: now, for: life))
        try Files.write(try key.pem(), to: file + ".key")
        try Files.write(certificate.der, to: file + ".der", mode: 0o644)
        return certificate
    }

    /// A list signer's certificate, of no member and no authority.
    static func certificate(_ der: [UInt8]) throws(HeliographError) -> Certificate {
        let certificate = try Certificate(der: der)
        if let fault = certificate.fault(as: .listSigner, of: nil) {
            throw HeliographError(
                .certificateUntrusted, "The certificate is not one of a list signer.",
                detail: [fault])
        }
        return certificate
    }

    /// Reads `NAME.key`, and `NAME.der` beside it.
    ///
    /// - Throws: `keyMissing`, `keyExposed` (others may read it), `keyUnusable`.
    public static func load(_ file: String, named name: String) throws(HeliographError) -> SignerKey
    {
        var status = stat()
        guard stat(file, &status) == 0 else {
            throw HeliographError(
                .keyMissing, "\(file) is not there.",
                next: "Sign where the key is: `heliograph federation sign NAME --key FILE "
                    + "--draft FILE --out SIGNED`, and take it in with `federation collect`.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw HeliographError(.keyExposed, "\(file) can be read by others.")
        }
        let key = try PrivateKey(pem: try Files.read(file, bytesMax: 65_536))
        let stem = file.hasSuffix(".key") ? String(file.dropLast(4)) : file
        let certificate = try Self.certificate(try Files.read(stem + ".der", bytesMax: 65_536))
        guard certificate.matches(key) else {
            throw HeliographError(
                .keyUnusable, "The key of \(name) and its certificate do not belong together.")
        }
        return SignerKey(
            name: name,
            identity: SigningIdentity(key: key, certificate: certificate, issuers: []))
    }

    /// Reads the bytes that `federation draft --out` wrote.
    ///
    /// - Throws: `listMalformed` unless they are a list exactly as Heliograph writes it: what is
    ///   shown is then what is signed.
    public static func readDraft(_ bytes: [UInt8]) throws(HeliographError) -> TrustList {
        let kind = MistakenFile(bytes)
        guard kind == .draft else { throw Self.noDraft(kind) }
        do throws(StrictObject.Refusal) {
            let list = try TrustList.read(bytes)
            guard list.encoded() == bytes else {
                throw StrictObject.Refusal("it is not written as Heliograph writes lists")
            }
            return list
        } catch {
            throw HeliographError(
                .listMalformed, "The file is no draft of a trust list: \(error.sentence)",
                next: Self.again)
        }
    }

    private static let again =
        "At the secretariat, `heliograph federation draft --out draft.json` writes the draft; sign "
        + "that file."

    private static func noDraft(_ kind: MistakenFile) -> HeliographError {
        let next =
            switch kind {
            case .proposal:
                "A proposal is not signed: at the secretariat, `heliograph federation propose "
                    + "FILE` puts it into the draft. Then `heliograph federation draft --out "
                    + "draft.json` writes the file to sign."
            case .signed:
                "If it is a draft that another signer has signed, each signer signs the draft "
                    + "itself, and the secretariat puts them together with `heliograph federation "
                    + "collect FILE`. " + again
            default: again
            }
        return HeliographError(
            .listMalformed, "The file is no draft of a trust list: \(kind.words).", next: next)
    }

    /// Signs the draft.
    ///
    /// - Returns: the list with this one signature.
    /// - Throws: `listMalformed` or `keyReused` for a list that nobody would put in force;
    ///   `keyUnusable` if the draft names another key for this signer.
    public func sign(_ draft: TrustList, at now: Instant) throws(HeliographError) -> [UInt8] {
        try draft.checkForm(at: now)
        if let listed = draft.signers.first(where: { $0.name == name }),
            try Certificate(der: listed.certificate).keyID != keyID
        {
            throw HeliographError(
                .keyUnusable, "The draft names another key for \(name).",
                next: "Take the key that the draft names, or leave the draft unsigned.")
        }
        return try TrustListSigning.sign(draft, by: [identity], at: now)
    }

    /// Checks that a signature by this key would count.
    ///
    /// - Throws: `notFound` if it would count for nothing.
    func check(
        against draft: TrustList, after last: [TrustList.Signer]
    ) throws(HeliographError) {
        for signer in draft.signers + last
        where try Certificate(der: signer.certificate).keyID == keyID { return }
        throw HeliographError(
            .notFound, "The key of \(name) signs neither the draft nor the list before it.",
            next: "See the signers with `heliograph federation draft`.")
    }

    /// The changes of a draft, for a signer that has the list in force at hand and need not believe
    /// the secretariat.
    ///
    /// - Parameter last: the list in force, as it was published.
    /// - Throws: `draftMismatch` if the draft does not follow it.
    public static func changes(
        of draft: TrustList, after last: [UInt8]
    ) throws(HeliographError) -> [TrustListChange] {
        let signed = try TrustListSigning.signatures(on: last, known: [])
        guard draft.previous == signed.digest, draft.version == signed.list.version + 1,
            draft.federation == signed.list.federation
        else {
            throw HeliographError(
                .draftMismatch,
                "The draft does not follow version \(signed.list.version) of "
                    + "\(signed.list.federation).",
                next: "Sign nothing: ask the secretariat which list it follows.")
        }
        return TrustListChange.all(from: signed.list, to: draft, naming: CertificateName.of)
    }

    /// The entries of the first list, as changes: nothing was before it.
    public static func changes(ofFirst draft: TrustList) -> [TrustListChange] {
        TrustListChange.all(from: nil, to: draft, naming: CertificateName.of)
    }

    /// The sentences that a signer reads before and after signing: all of the draft, and the digest
    /// to say by telephone.
    ///
    /// - Parameter changes: of the draft; nil if the list before it is not at hand, and then every
    ///   member is shown as it is listed.
    public static func summary(
        _ draft: TrustList, _ changes: [TrustListChange]?
    ) -> (digest: Digest, sentences: [String]) {
        let all = TrustListChange.all(from: nil, to: draft, naming: CertificateName.of)
        let suspended = draft.members.filter { $0.status == .suspended }.map(\.code.description)
        var sentences = [
            "Version \(draft.version) of \(ShownText.foreign(draft.federation)), "
                + "until \(draft.expires).",
            "Members: \(draft.members.map(\.code.description).joined(separator: ", ")).",
        ]
        if !suspended.isEmpty {
            sentences.append("Suspended: \(suspended.joined(separator: ", ")).")
        }
        guard let changes else {
            for change in all where change.kind == .memberAdded {
                let (member, entry) = (change.member?.description ?? "", change.after ?? "")
                sentences.append("  \(member): \(ShownText.foreign(entry)).")
            }
            sentences += all.filter { $0.kind == .signerAdded || $0.kind == .threshold }
                .map(\.sentence)
            sentences.append(
                "What of this is new, `--after FILE` says: the list in force, from any export.")
            return (Digest(sha256: draft.encoded()), sentences)
        }
        if draft.version > 1 {
            sentences += all.filter { $0.kind == .signerAdded || $0.kind == .threshold }
                .map(\.sentence)
            sentences.append("Against the list before it:")
        }
        return (
            Digest(sha256: draft.encoded()), sentences + changes.map { "  " + $0.sentence }
        )
    }
}
