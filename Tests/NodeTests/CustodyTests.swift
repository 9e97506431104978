import Certificates
import Federation
import Foundation
import Notices
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// Behaviour of every custody of keys, over each kind of custody.
@Suite("Custody of private keys", .serialized)
struct CustodyTests {
    enum Kind: String, CaseIterable { case file, token }

    static let member = MemberCode("XA")
    static let now = Instant(seconds: 1_800_000_000)
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    func custody(_ kind: Kind) throws -> any KeyCustody {
        switch kind {
        case .file: FileCustody(folder: folder.path, credentials: nil)
        case .token:
            TokenCustody(
                folder: folder.path, member: try #require(Self.member),
                token: try SoftToken.open("custody"))
        }
    }

    func name(_ slot: KeySlot) -> String { KeyFolder.name(slot, randomBytes(8)) }

    func certified(_ key: PrivateKey) throws -> CertificateIssuer {
        try CertificateIssuer(
            certificate: try CertificateIssuer.selfSigned(
                .root, member: Self.member, key: key,
                validity: Validity(at: Self.now, for: .days(1))),
            key: key)
    }

    @Test(
        "a key that was made is there, is the same when loaded, and works", arguments: Kind.allCases
    )
    func makes(kind: Kind) throws {
        let custody = try custody(kind)
        let name = name(.signing)
        #expect(!custody.holds(name))
        #expect(custody.place(of: name) == "elsewhere")
        let made = try custody.make(name)
        #expect(custody.holds(name))
        #expect(custody.place(of: name) == kind.rawValue)
        let loaded = try self.custody(kind).load(name)
        #expect(try loaded.keyID() == made.keyID())
        try KeyTrial.sign(try certified(loaded))
        try custody.destroy(name)
    }

    @Test("an encryption key agrees on secrets", arguments: Kind.allCases)
    func agrees(kind: Kind) throws {
        let custody = try custody(kind)
        let (signing, encryption) = (name(.signing), name(.encryption))
        let issuer = try certified(try custody.make(signing))
        let key = try custody.make(encryption)
        let certificate = try issuer.issue(
            .leaf(.encryption), member: try #require(Self.member), subject: key,
            validity: Validity(at: Self.now, for: .days(1)))
        try KeyTrial.agree(try CertificateIssuer(certificate: certificate, key: key))
        for name in [signing, encryption] { try custody.destroy(name) }
    }

    @Test("what is destroyed is gone, and may be destroyed again", arguments: Kind.allCases)
    func destroys(kind: Kind) throws {
        let custody = try custody(kind)
        let name = name(.transport)
        _ = try custody.make(name)
        try custody.destroy(name)
        try custody.destroy(name)
        #expect(!custody.holds(name))
        #expect(throws: HeliographError(.keyMissing, "")) { try custody.load(name) }
        #expect(Files.names(in: folder.path).isEmpty)
    }

    @Test("a key signs on many threads at once", arguments: Kind.allCases)
    func threads(kind: Kind) async throws {
        let custody = try custody(kind)
        let name = name(.signing)
        let identity = try certified(try custody.make(name))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask { for _ in 0..<10 { try KeyTrial.sign(identity) } }
            }
            try await group.waitForAll()
        }
        try custody.destroy(name)
    }

    @Test(
        "what a crash left is swept away; what the ring knows or a request waits for is not",
        arguments: Kind.allCases)
    func sweeps(kind: Kind) throws {
        let keys = KeyFolder(folder.path, custody: try custody(kind))
        let (left, waiting) = (name(.signing), name(.issuing))
        for name in [left, waiting] { _ = try keys.custody.make(name) }
        try Files.write([], to: keys.requestFile(waiting))
        #expect(try keys.sweep(KeyRing(keys: [], bundleVersion: 1)) == [left])
        #expect(!keys.custody.holds(left))
        _ = try keys.custody.load(waiting)
        try keys.custody.destroy(waiting)
    }

    // MARK: - Tokens

    @Test("a private key does not leave the token")
    func stays() throws {
        let token = try SoftToken.open("stays")
        try token.make("stays here", for: .sign)
        let key = try token.key("stays here")
        #expect(throws: HeliographError.self) { try key.pem() }
        try token.destroy("stays here")
        // The key goes away while it is held: the error has its own code, and nothing crashes.
        #expect(throws: HeliographError(.tokenMissing, "")) { try certified(key) }
    }

    @Test("a key on the token does only what it is for")
    func use() throws {
        let token = try SoftToken.open("custody")
        try token.make("agrees only", for: .agree)
        #expect(throws: HeliographError(.tokenFailed, "")) {
            try certified(try token.key("agrees only"))
        }
        try token.destroy("agrees only")
    }

    @Test("a name that the token has is not made again, and the key that has it stays")
    func occupied() throws {
        let custody = try custody(.token)
        let name = name(.signing)
        let id = try custody.make(name).keyID()
        let other = try ScratchFolder()
        let second = TokenCustody(
            folder: other.path, member: try #require(Self.member),
            token: try SoftToken.open("custody"))
        #expect(throws: HeliographError(.tokenOccupied, "")) { try second.make(name) }
        #expect(!second.holds(name))
        #expect(try custody.load(name).keyID() == id)
        try custody.destroy(name)
    }

    @Test("keys that were files before the token came are files still")
    func mixed() throws {
        let name = name(.signing)
        let id = try custody(.file).make(name).keyID()
        let custody = try custody(.token)
        #expect(custody.place(of: name) == "file")
        #expect(try custody.load(name).keyID() == id)
        try custody.destroy(name)
        #expect(!custody.holds(name))
    }

    @Test("a wrong PIN, a token that is away and a module that is none have codes of their own")
    func refused() throws {
        #expect(throws: HeliographError(.tokenPinRefused, "")) {
            try SoftToken.open("guarded", pin: Array("wrong".utf8))
        }
        #expect(throws: HeliographError(.tokenMissing, "")) { try SoftToken.open("not there") }
        #expect(throws: HeliographError(.tokenMissing, "")) {
            try KeyToken(module: "/dev/null", name: KeyToken.Name(label: "custody"), pin: [])
        }
    }

    // MARK: - Credentials

    @Test("a credential comes before a file of its name")
    func credential() throws {
        let name = name(.signing)
        let handed = try ScratchFolder()
        let files = FileCustody(folder: folder.path, credentials: handed.path)
        let file = try files.make(name)
        #expect(files.place(of: name) == "file")
        let other = try PrivateKey.generate()
        try Files.write(try other.pem(), to: handed.path + "/\(name).key", mode: 0o400)
        #expect(files.place(of: name) == "credential")
        #expect(try files.load(name).keyID() == other.keyID())
        #expect(try file.keyID() != other.keyID())
    }

    @Test(
        "a credential has the modes that systemd gives it, a file is its owner's alone",
        arguments: [
            (0o400, true, true), (0o600, true, true), (0o440, true, false), (0o444, false, false),
            (0o640, true, false), (0o660, false, false), (0o604, false, false),
        ])
    func modes(mode: Int, asCredential: Bool, asFile: Bool) throws {
        let name = name(.signing)
        try Files.write(
            try PrivateKey.generate().pem(), to: folder.path + "/\(name).key", mode: mode_t(mode))
        let credentials = FileCustody(folder: "/nowhere", credentials: folder.path)
        let files = FileCustody(folder: folder.path, credentials: nil)
        for (custody, isTaken) in [(credentials, asCredential), (files, asFile)] {
            do throws(HeliographError) {
                _ = try custody.load(name)
                #expect(isTaken, "\(String(mode, radix: 8))")
            } catch {
                #expect(!isTaken && error.code == .keyExposed, "\(String(mode, radix: 8))")
            }
        }
    }
}
