import Certificates
import Federation
import Foundation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

/// The `openssl` tool as an independent judge, in both directions.
@Suite("The openssl tool agrees")
struct OpenSSLToolTests {
    let federation: SpecimenFederation
    let xa: CMSSealer
    let xb: CMSSealer
    let folder: URL
    let content = Array("a notice\nwith two lines\n".utf8)

    init() throws {
        federation = try SpecimenFederation()
        xa = try federation.sealer("XA")
        xb = try federation.sealer("XB")
        folder = FileManager.default.temporaryDirectory.appending(
            path: "heliograph-tool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for tree in federation.trees {
            let name = tree.member.description
            try write(tree.root.certificate.der, "\(name)-root.der")
            try write(tree.issuing.certificate.der, "\(name)-issuing.der")
            for leaf in tree.leaves {
                try write(leaf.certificate.der, "\(name)-\(leaf.role.rawValue).der")
                try write(leaf.key.pem(), "\(name)-\(leaf.role.rawValue).key")
            }
            for part in ["root", "issuing", "signing", "encryption"] {
                try openssl(
                    "x509", "-inform", "DER", "-in", "\(name)-\(part).der",
                    "-out", "\(name)-\(part).pem")
            }
        }
    }

    @Test("it verifies what we sign, in a store with the member's root alone")
    func verifiesOurs() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(xa.sign(content, as: .notice, at: federation.now), "signed.der")
        try openssl(
            "cms", "-verify", "-inform", "DER", "-in", "signed.der", "-binary",
            "-CAfile", "XA-root.pem", "-no-CApath", "-no-CAstore", "-cades",
            "-attime", String(federation.now.milliseconds / 1_000), "-out", "content")
        #expect(try read("content") == content)
        #expect(throws: ToolFailed.self) {
            try openssl(
                "cms", "-verify", "-inform", "DER", "-in", "signed.der", "-binary",
                "-CAfile", "XB-root.pem", "-no-CApath", "-no-CAstore",
                "-attime", String(federation.now.milliseconds / 1_000), "-out", "content")
        }
    }

    @Test("what is left of an erased notice holds no content, and proves it to who has it")
    func verifiesRemains() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let signed = try xa.sign(content, as: .notice, at: federation.now)
        let remains = try xa.withoutContent(signed, as: .notice)
        #expect(remains.count < signed.count)
        #expect(!String(decoding: remains, as: UTF8.self).contains("two lines"))
        try write(remains, "remains.der")
        func verify(_ bytes: [UInt8]) throws {
            try write(bytes, "original")
            try openssl(
                "cms", "-verify", "-inform", "DER", "-in", "remains.der", "-binary",
                "-content", "original", "-CAfile", "XA-root.pem", "-no-CApath", "-no-CAstore",
                "-attime", String(federation.now.milliseconds / 1_000), "-out", "content")
        }
        try verify(content)
        #expect(throws: ToolFailed.self) { try verify(content + [0x0A]) }
        #expect(throws: HeliographError.self) { try xa.withoutContent(signed, as: .evidence) }
    }

    @Test("it opens what we seal")
    func opensOurs() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let code = try #require(MemberCode("XB"))
        let key = try #require(xa.encryptionKey(of: code, at: federation.now))
        try write(xa.seal(content, to: [(code, key)]), "sealed.der")
        try openssl(
            "cms", "-decrypt", "-inform", "DER", "-in", "sealed.der", "-binary",
            "-recip", "XB-encryption.pem", "-inkey", "XB-encryption.key", "-out", "content")
        #expect(try read("content") == content)
    }

    @Test("we verify what it signs")
    func verifiesTheirs() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(content, "content")
        try openssl(
            "cms", "-sign", "-in", "content", "-binary", "-nodetach", "-outform", "DER",
            "-signer", "XA-signing.pem", "-inkey", "XA-signing.key", "-certfile", "XA-issuing.pem",
            "-md", "sha256", "-keyid", "-cades", "-nosmimecap",
            "-econtent_type", DocumentType.frame.oid, "-out", "signed.der")
        let verified = try xb.verify(read("signed.der"), as: .frame, at: federation.now) { _ in
            MemberCode("XA")!
        }
        #expect(verified.content == content)
    }

    @Test("we open what it seals")
    func opensTheirs() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(content, "content")
        try openssl(
            "cms", "-encrypt", "-in", "content", "-binary", "-aes-256-gcm",
            "-outform", "DER", "-keyid", "-recip", "XB-encryption.pem",
            "-keyopt", "ecdh_kdf_md:sha256", "-out", "sealed.der")
        let key = federation.tree("XB").leaf(.encryption).certificate.keyID
        #expect(try xb.open(read("sealed.der"), sealedTo: [key]) == content)
    }

    @Test("we refuse what it seals with the default key derivation, which is SHA-1")
    func refusesDefault() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(content, "content")
        try openssl(
            "cms", "-encrypt", "-in", "content", "-binary", "-aes-256-gcm",
            "-outform", "DER", "-keyid", "-out", "sealed.der", "XB-encryption.pem")
        let key = federation.tree("XB").leaf(.encryption).certificate.keyID
        #expect(throws: HeliographError(.malformed, "")) {
            try xb.open(read("sealed.der"), sealedTo: [key])
        }
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    private func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardError = output
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ToolFailed(text: String(decoding: text, as: UTF8.self))
        }
    }
}

struct ToolFailed: Error {
    let text: String
}
