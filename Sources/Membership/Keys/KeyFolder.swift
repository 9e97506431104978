public import Certificates
package import Federation
import Foundation
public import Notices
public import Ports
internal import Sealing
public import Station

/// The keys of a member on this machine: certificates in DER, the key ring, the announced bundle
/// and revocation lists; and the private keys, wherever they are kept.
///
/// A key of a new node is called by its slot (`signing`); a later one by slot and key id. The
/// root's private key belongs on an offline medium; a node runs without it.
public struct KeyFolder: Sendable {
    public let path: String
    public let custody: any KeyCustody

    /// - Parameter custody: nil for files in this folder.
    public init(_ path: String, custody: (any KeyCustody)? = nil) {
        self.path = path
        self.custody = custody ?? FileCustody(folder: path)
    }

    public func keyFile(_ name: String) -> String { path + "/\(name).key" }
    public func certificateFile(_ name: String) -> String { path + "/\(name).der" }
    public func requestFile(_ name: String) -> String { path + "/\(name).csr" }
    /// Whether a request waits for the root. An empty one is what a crash left.
    var hasRequest: Bool {
        Files.names(in: path).contains { name in
            name.hasSuffix(".csr") && (try? Files.read(path + "/" + name))?.isEmpty == false
        }
    }

    public var storageKeyFile: String { path + "/storage.key" }
    public var bundleFile: String { path + "/bundle.der" }
    public var ringFile: String { path + "/ring.json" }

    /// The revocation list of an issuing CA, by the name of its key.
    public func revocationListFile(_ issuing: String) -> String {
        issuing == KeySlot.issuing.rawValue ? path + "/revoked.crl" : path + "/\(issuing).crl"
    }

    /// Makes all keys of a new member where they are kept, and writes everything else of it but its
    /// bundle, which the first opening makes.
    package func makeTree(
        _ member: MemberCode, at now: Instant, lives: KeyLives
    ) throws(HeliographError) -> MemberKeyTree {
        try Files.makeFolder(path)
        let tree = try MemberKeyTree.make(member, at: now, lives: lives) {
            slot throws(HeliographError) in try custody.make(slot.rawValue)
        }
        try write(tree.root.certificate, .root)
        try write(tree.issuing.certificate, .issuing)
        for leaf in tree.leaves {
            try Files.write(leaf.certificate.der, to: certificateFile(leaf.role.rawValue))
        }
        try Files.write(
            tree.revocationList.der, to: revocationListFile(KeySlot.issuing.rawValue))
        try writeStorageKey()
        return tree
    }

    private func write(_ certificate: Certificate, _ slot: KeySlot) throws(HeliographError) {
        try Files.write(certificate.der, to: certificateFile(slot.rawValue))
    }

    /// Makes the key that seals the store; without it the store cannot be read.
    package func writeStorageKey() throws(HeliographError) {
        try Files.write(randomBytes(StorageKeyVault.keyBytes), to: storageKeyFile)
    }

    /// Reads a key and its certificate.
    ///
    /// - Throws: `keyMissing`, `keyExposed` (others may read it), `keyUnusable`.
    public func load(_ name: String) throws(HeliographError) -> CertificateIssuer {
        try CertificateIssuer(certificate: try certificate(name), key: try custody.load(name))
    }

    public func certificate(_ name: String) throws(HeliographError) -> Certificate {
        try Certificate(der: try Files.read(certificateFile(name)))
    }

    /// The vault under the storage key of this folder.
    ///
    /// - Throws: `keyMissing`, `keyExposed`.
    public func loadVault() throws(HeliographError) -> any Vault {
        try StorageKeyVault(storageKey: try Files.readSecret(storageKeyFile))
    }

    // MARK: - The ring

    /// The ring as it was kept last.
    func loadRing() throws(HeliographError) -> KeyRing {
        let bytes = try Files.read(ringFile)
        do throws(StrictObject.Refusal) {
            return try KeyRing.read(bytes)
        } catch {
            throw HeliographError(
                .keyUnusable, "\(ringFile) cannot be read.", detail: [error.description])
        }
    }

    /// - Throws: `keyMissing` if keys were rotated here: which of them is in use, the ring alone knows.
    func checkHasNoLaterKeys() throws(HeliographError) {
        let later = Files.names(in: path).filter { $0.hasSuffix(".der") }
            .map { String($0.dropLast(4)) }.filter(Self.isMadeHere)
        guard later.isEmpty else {
            throw HeliographError(
                .keyMissing, "\(ringFile) is not there, and keys were rotated here.",
                next: "Bring keys/ring.json back: it alone says which keys are in use.")
        }
    }

    /// - Throws: `folderMixed` if a certificate is another member's or another key's, or if the ring is older than
    ///   what was announced: nothing may be taken away by it then.
    func check(_ ring: KeyRing, areOf member: MemberCode) throws(HeliographError) {
        for key in ring.keys where Files.exists(certificateFile(key.file)) {
            let named = try certificate(key.file).member
            guard named == nil || named == member else {
                throw HeliographError(
                    .folderMixed,
                    "The configuration is \(member)'s, and the key \(key.file) is another member's."
                )
            }
            guard try certificate(key.file).keyID == key.id else {
                throw HeliographError(
                    .folderMixed,
                    "keys/ring.json and the certificate of \(key.file) are of different keys.")
            }
        }
        if let announced = try bundleVersion(), announced > ring.bundleVersion {
            throw HeliographError(
                .folderMixed, "keys/ring.json is older than what this node has announced last.")
        }
    }

    package func save(_ ring: KeyRing) throws(HeliographError) {
        try Files.write(ring.encoded(), to: ringFile)
    }

    /// The ring of a folder that has none yet: the key of each slot is in use.
    package func firstRing(bundleVersion: Int64, at now: Instant) throws(HeliographError) -> KeyRing
    {
        var keys: [OwnKey] = []
        for slot in KeySlot.allCases {
            let certificate = try certificate(slot.rawValue)
            let issuer: KeySlot? =
                switch slot {
                case .root: nil
                case .issuing: .root
                case .signing, .transport, .encryption: .issuing
                }
            keys.append(
                OwnKey(
                    id: certificate.keyID, slot: slot,
                    issuer: keys.last { $0.slot == issuer }?.id ?? certificate.keyID,
                    file: slot.rawValue, made: now.flooredToSecond, starts: certificate.notBefore,
                    ends: certificate.notAfter, state: .active, since: now.flooredToSecond,
                    version: slot == .root ? 0 : bundleVersion))
        }
        return KeyRing(keys: keys, bundleVersion: bundleVersion)
    }

    /// Takes away what a crash left between making a key and noting it in the ring: nothing has
    /// used it and nothing will. A key that waits for its certificate is kept.
    ///
    /// - Returns: the names of what was taken away.
    func sweep(_ ring: KeyRing) throws(HeliographError) -> [String] {
        let known = Set(ring.keys.map(\.file))
        var swept: [String] = []
        // A file that was being written: its name was never taken.
        for name in Files.names(in: path) where name.hasSuffix(".new") {
            try Files.destroy(path + "/" + name)
        }
        for name in Files.names(in: path) where name.hasSuffix(".csr") {
            if known.contains(String(name.dropLast(4))) { try Files.destroy(path + "/" + name) }
        }
        for name in Files.names(in: path)
        where name.hasSuffix(".key") || name.hasSuffix(TokenCustody.suffix) {
            let stem = String(name.prefix { $0 != "." })
            guard Self.isMadeHere(stem), !known.contains(stem), !Files.exists(requestFile(stem))
            else { continue }
            try custody.destroy(stem)
            unlink(certificateFile(stem))
            swept.append(stem)
        }
        return swept
    }

    /// What the files of a later key are called: slot, hyphen, sixteen hexadecimal digits.
    static func name(_ slot: KeySlot, _ random: [UInt8]) -> String {
        slot.rawValue + "-" + hexadecimal(random.prefix(8))
    }

    /// Whether `init` makes a file of this name, or was about to.
    package static func isMadeByInit(_ name: String) -> Bool {
        let name = name.hasSuffix(".new") ? String(name.dropLast(4)) : name
        let slots = KeySlot.allCases.flatMap { slot in
            [".key", ".der", TokenCustody.suffix].map { slot.rawValue + $0 }
        }
        return (slots + ["storage.key", "ring.json", "bundle.der", "revoked.crl"]).contains(name)
    }

    private static func isMadeHere(_ name: String) -> Bool {
        KeySlot.allCases.contains { slot in
            let rest = name.dropFirst(slot.rawValue.count + 1)
            return name.hasPrefix(slot.rawValue + "-") && rest.utf8.count == 16
                && rest.allSatisfy(\.isHexDigit)
        }
    }
}
