import Certificates
import Exchange
import Federation
import Foundation
import Notices
import Ports
import Testing

@testable import Sealing

/// `Tests/Vectors/`: documents with the verdict they must get, for any implementation. Made with the
/// keys of `keys-example/`, which everybody has, so that a stranger can open them too.
///
/// `HELIOGRAPH_WRITE_VECTORS=1 swift test --filter VectorTests` makes them anew.
@Suite("The vectors")
struct VectorTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "Tests/Vectors")
    /// Every vector is made and judged at this moment.
    static let moment = Instant(seconds: 1_800_252_000)

    struct Vector {
        let file: String
        /// `frame`, `notice`, …, or `envelope` for an AuthEnvelopedData.
        let type: String
        let expected: String

        var json: JSON {
            ["file": .string(file), "type": .string(type), "expected": .string(expected)]
        }
    }

    @Test("each gets the verdict that stands beside it")
    func verdicts() throws {
        let sealer = try Self.sealer("XB")
        if ProcessInfo.processInfo.environment["HELIOGRAPH_WRITE_VECTORS"] != nil {
            try Self.write(judgedBy: sealer)
        }
        let manifest = try JSON.parse(
            [UInt8](Data(contentsOf: Self.folder.appending(path: "vectors.json"))))
        let items = try #require(manifest["vectors"]?.arrayValue)
        #expect(items.count > 45)
        for item in items {
            let file = try #require(item["file"]?.stringValue)
            let type = try #require(item["type"]?.stringValue)
            let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: file)))
            #expect(Self.verdict(bytes, type, sealer) == item["expected"]?.stringValue, "\(file)")
        }
    }

    /// `accepted`, or the code of the refusal.
    private static func verdict(_ bytes: [UInt8], _ type: String, _ sealer: CMSSealer) -> String {
        guard let from = MemberCode("XA") else { return "" }
        do throws(HeliographError) {
            if type == "envelope" {
                guard let key = sealer.encryptionKey(of: sealer.member, at: moment) else {
                    return "no key"
                }
                _ = try sealer.open(bytes, sealedTo: [key])
            } else if let type = DocumentType(rawValue: type) {
                _ = try sealer.verify(bytes, as: type, at: moment) { _ in from }
            }
            return "accepted"
        } catch {
            return error.code.rawValue
        }
    }

    /// A node's sealer with example keys, which has adopted the example federation.
    private static func sealer(_ code: String) throws -> CMSSealer {
        let keys = root.appending(path: "keys-example")
        func bytes(_ path: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: keys.appending(path: path)))
        }
        func pair(_ role: String) throws -> (PrivateKey, Certificate) {
            (
                try PrivateKey(pem: bytes("\(code)/\(role).key")),
                try Certificate(der: bytes("\(code)/\(role).der"))
            )
        }
        let (signing, signingCertificate) = try pair("signing")
        let (opening, openingCertificate) = try pair("encryption")
        let sealer = CMSSealer(
            member: try #require(MemberCode(code)),
            signing: SigningIdentity(
                key: signing, certificate: signingCertificate,
                issuers: [try Certificate(der: bytes("\(code)/issuing.der"))]),
            opening: [OpeningKey(key: opening, certificate: openingCertificate)])
        let list = try sealer.signatures(onTrustList: bytes("trust-list.der"), known: []).list
        try sealer.adopt(TrustView(list: list, bundles: [], revocationLists: [:]))
        var bundles: [KeyBundle] = []
        for member in ["XA", "XB", "XC"] {
            let der = try bytes("bundles/\(member).der")
            bundles.append(try KeyBundle.read(sealer.content(of: der, as: .keyBundle)))
        }
        try sealer.adopt(TrustView(list: list, bundles: bundles, revocationLists: [:]))
        return sealer
    }

    // MARK: - Making them

    private static func write(judgedBy receiver: CMSSealer) throws {
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sender = try sealer("XA")
        let key = try #require(sender.encryptionKey(of: receiver.member, at: moment))
        let id = MessageID(created: moment, random: [UInt8](repeating: 0x5A, count: 10))
        let header = NoticeHeader(
            from: sender.member, id: id,
            recipients: [
                .init(member: receiver.member, precedence: .priority, deadline: moment + .hours(66))
            ], created: moment, expires: moment + .days(10), kind: "travel-alert",
            operation: "issue", thread: "XA-TA-2027-000007", sequence: 1,
            salt: [UInt8](repeating: 7, count: 16))
        let notice = [UInt8](
            try Data(
                contentsOf: root.appending(path: "Schemas/examples/valid/travel-alert.issue.json")))
        let inner = try sender.sign(
            NoticeContent(header: header, notice: notice).encoded(), as: .notice, at: moment)
        let envelope = try sender.seal(inner, to: [(receiver.member, key)])
        let frameHeader = FrameHeader(
            from: sender.member, id: id, seal: 1, contentDigest: sender.digest(inner),
            created: header.created, expires: header.expires, envelopeBytes: envelope.count,
            recipients: [
                .init(
                    member: receiver.member, precedence: .priority,
                    deadline: moment + .hours(66), keyID: key)
            ])
        let frame = try sender.sign(
            frameHeader.frame(envelope: envelope), as: .frame, at: moment)

        var vectors: [Vector] = []
        func keep(_ name: String, _ type: String, _ bytes: [UInt8]) throws {
            let file =
                name.map { $0.isLetter || $0.isNumber ? String($0).lowercased() : "-" }
                .joined() + ".der"
            try Data(bytes).write(to: folder.appending(path: file))
            vectors.append(
                Vector(file: file, type: type, expected: verdict(bytes, type, receiver)))
        }
        try keep("genuine frame", "frame", frame)
        try keep("genuine notice", "notice", inner)
        try keep("genuine envelope", "envelope", envelope)
        try keep("a notice presented as a frame", "frame", inner)
        for forgery in try SignatureForgeries.all(of: frame) {
            try keep("frame " + forgery.name, "frame", forgery.bytes)
        }
        for forgery in try EnvelopeForgeries.all(of: envelope) {
            try keep("envelope " + forgery.name, "envelope", forgery.bytes)
        }
        // Only the genuine ones may be accepted, whatever this program says of the others.
        #expect(
            vectors.filter { $0.expected == "accepted" }.map(\.file) == [
                "genuine-frame.der", "genuine-notice.der", "genuine-envelope.der",
            ])
        let manifest: JSON = [
            "from": "XA", "receiver": "XB", "at": .string(moment.description),
            "keys": "keys-example/",
            "vectors": .array(vectors.map(\.json)),
        ]
        try Data(manifest.encodedPretty()).write(to: folder.appending(path: "vectors.json"))
    }
}
