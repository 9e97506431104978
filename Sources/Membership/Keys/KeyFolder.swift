public import Certificates
package import Federation
import Foundation
public import Notices
public import Ports
internal import Sealing
public import Station

/// The keys of a member on this machine: certificates in DER, the key ring, the announced bundle
/// and revocation lists; and the private keys, in their custody.
///
/// A key of a new node is named by its slot (`signing`); a later one by slot and random digits. The
/// root's private key belongs on an offline medium; a node runs without it.
public struct KeyFolder: Sendable {
    /// The folder.
    public let path: String
    /// The place of the private keys.
    public let custody: any KeyCustody

    /// The keys in a folder; nothing is read.
    ///
    /// - Parameter custody: the place of the private keys; nil for files in this folder.
    public init(_ path: String, custody: (any KeyCustody)? = nil) {
        self.path = path
        self.custody = custody ?? FileCustody(folder: path)
    }

    /// The path of a private key in PEM, if it is kept as a file.
    public func keyFile(_ name: String) -> String { path + "/\(name).key" }
    /// The path of a certificate in DER.
    public func certificateFile(_ name: String) -> String { path + "/\(name).der" }
    /// The path of a certificate request for the root, PKCS#10 in DER.
    public func requestFile(_ name: String) -> String { path + "/\(name).csr" }
    /// True if a request waits for the root. An empty one is the remains of a crash.
    var hasRequest: Bool {
        Files.names(in: path).contains { name in
            name.hasSuffix(".csr") && (try? Files.read(path + "/" + name))?.isEmpty == false
        }
    }

    /// The path of the key that seals the store.
    public var storageKeyFile: String { path + "/storage.key" }
    /// The path of the announced key bundle, signed.
    public var bundleFile: String { path + "/bundle.der" }
    /// The path of the key ring, JSON.
    public var ringFile: String { path + "/ring.json" }

    /// The revocation list of an issuing CA, by the name of its key.
    public func revocationListFile(_ issuing: String) -> String {
        issuing == KeySlot.issuing.rawValue ? path + "/revoked.crl" : path + "/\(issuing).crl"
    }

    /// Makes all keys of a new member in their custody, and writes the other files but the bundle,
    /// which the first opening makes.
    ///
    /// - Throws: the trouble of the folder or token; some files may then be there.
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

    /// Reads a certificate.
    ///
    /// - Throws: `fileUnreadable`, or the fault of a certificate that cannot be read.
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

    /// Reads the ring as it was kept last.
    ///
    /// - Throws: `fileUnreadable`, `keyUnusable`.
    func loadRing() throws(HeliographError) -> KeyRing {
        let bytes = try Files.read(ringFile)
        do throws(StrictObject.Refusal) {
            return try KeyRing.read(bytes)
        } catch {
            throw HeliographError(
                .keyUnusable, "\(ringFile) cannot be read.", detail: [error.description])
        }
    }

    /// Checks that no keys were rotated here, in a folder without a ring.
    ///
    /// - Throws: `keyMissing` if there are some: the ring alone knows which of them is in use.
    func checkHasNoLaterKeys() throws(HeliographError) {
        let later = Files.names(in: path).filter { $0.hasSuffix(".der") }
            .map { String($0.dropLast(4)) }.filter(Self.isMadeHere)
        guard later.isEmpty else {
            throw HeliographError(
                .keyMissing, "\(ringFile) is not there, and keys were rotated here.",
                next: "Bring keys/ring.json back: it alone says which keys are in use.")
        }
    }

    /// Checks the ring against the certificates and the bundle on file.
    ///
    /// - Throws: `folderMixed` if a certificate is another member's or another key's, or if the
    ///   ring is older than the announced bundle: nothing may be removed by it then.
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

    /// Keeps the ring, synced.
    ///
    /// - Throws: `diskFull`, `fileUnwritable`; the old ring then stands.
    package func save(_ ring: KeyRing) throws(HeliographError) {
        try Files.write(ring.encoded(), to: ringFile)
    }

    /// Makes the ring of a folder that has none yet: the key of each slot is in use.
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

    /// Removes the remains of a crash between making a key and noting it in the ring: nothing has
    /// used the key and nothing will. A key that waits for its certificate is kept.
    ///
    /// - Returns: the names of the removed keys.
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

    /// The name of the files of a later key: slot, hyphen, sixteen hexadecimal digits.
    static func name(_ slot: KeySlot, _ random: [UInt8]) -> String {
        slot.rawValue + "-" + hexadecimal(random.prefix(8))
    }

    /// True if `init` makes a file of this name, or was about to.
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
