import Certificates
import Exchange
import Federation
import Foundation
import Notices
import Ports
import Testing

@testable import Sealing

/// `Tests/Vectors/`: documents with the verdict that every implementation must reach. They are made
/// with the keys of `keys-example/`, which everybody has, so that a stranger can open them too.
///
/// `HELIOGRAPH_WRITE_VECTORS=1 swift test --filter VectorTests` makes them anew from the genuine
/// documents that are there.
@Suite("The vectors")
struct VectorTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "Tests/Vectors")
    /// The moment at which every vector is made and judged.
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

    @Test("the genuine frame is a whole message: header, inside and notice agree")
    func wholeMessage() throws {
        let sealer = try Self.sealer("XB")
        let sender = try #require(MemberCode("XA"))
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: "genuine-frame.der")))
        let frame = try sealer.verify(bytes, as: .frame, at: Self.moment) { _ in sender }
        let (header, envelope) = try FrameHeader.read(frame.content[...])
        let inner = try sealer.open(
            Array(envelope), sealedTo: header.recipients.map(\.keyID))
        let signed = try sealer.verify(inner, as: .notice, at: Self.moment) { _ in sender }
        let content = try NoticeContent.read(signed.content[...])
        #expect(
            Binding.disagreement(
                Binding.Facts(
                    frame: header, notice: content.header, frameSigner: frame.member,
                    noticeSigner: signed.member, contentDigest: sealer.digest(inner),
                    receiver: sealer.member)) == nil)
        let notice = try #require(
            Notice.read(content.notice, rules: NoticeRules(allowSpecimens: true)).notice)
        #expect(notice.to == content.header.to)
        #expect(notice.thread == content.header.thread)
    }

    /// The verdict on bytes: `accepted`, or the code of the refusal.
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

    private typealias Genuine = (frame: [UInt8], inner: [UInt8], envelope: [UInt8])

    /// The genuine documents that are there already; nil if the keys have changed since.
    private static func kept(judgedBy receiver: CMSSealer) -> Genuine? {
        let documents = ["frame", "notice", "envelope"].map { type in
            let file = folder.appending(path: "genuine-\(type).der")
            let bytes = (try? Data(contentsOf: file)).map { [UInt8]($0) } ?? []
            return verdict(bytes, type, receiver) == "accepted" ? bytes : nil
        }
        guard let frame = documents[0], let inner = documents[1], let envelope = documents[2] else {
            return nil
        }
        return (frame, inner, envelope)
    }

    private static func made(for receiver: CMSSealer) throws -> Genuine {
        let sender = try sealer("XA")
        let key = try #require(sender.encryptionKey(of: receiver.member, at: moment))
        let id = MessageID(created: moment, random: [UInt8](repeating: 0x5A, count: 10))
        // A whole node takes this notice in, and not only the receive path: the header agrees with
        // the notice.
        let document = NoticeTemplate.specimen(
            kind: .travelAlert, from: sender.member, to: [receiver.member], at: moment,
            arrival: moment + .hours(68), number: 7)
        let notice = try #require(
            Notice.read(document, rules: NoticeRules(allowSpecimens: true)).notice)
        let precedence = notice.precedence(for: receiver.member, at: moment)
        let deadline = try #require(notice.actBy(for: receiver.member)).flooredToSecond
        let header = NoticeHeader(
            from: sender.member, id: id,
            recipients: [
                .init(member: receiver.member, precedence: precedence, deadline: deadline)
            ], created: moment, expires: moment + .days(10), kind: notice.kind.rawValue,
            operation: notice.operation.rawValue, thread: notice.thread,
            sequence: notice.sequence, salt: [UInt8](repeating: 7, count: 16))
        let inner = try sender.sign(
            NoticeContent(
                header: header, notice: notice.rendition(for: [receiver.member]).encoded()
            )
            .encoded(), as: .notice, at: moment)
        let envelope = try sender.seal(inner, to: [(receiver.member, key)])
        let frameHeader = FrameHeader(
            from: sender.member, id: id, seal: 1, contentDigest: sender.digest(inner),
            created: header.created, expires: header.expires, envelopeBytes: envelope.count,
            recipients: [
                .init(
                    member: receiver.member, precedence: precedence, deadline: deadline, keyID: key)
            ])
        let frame = try sender.sign(
            frameHeader.frame(envelope: envelope), as: .frame, at: moment)
        return (frame, inner, envelope)
    }

    private static func write(judgedBy receiver: CMSSealer) throws {
        // The genuine documents keep their bytes as long as the keys are the same, for everybody
        // who has tested against them.
        let genuine =
            try kept(judgedBy: receiver) ?? made(for: receiver)
        for old in try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil) where old.pathExtension == "der"
        {
            try FileManager.default.removeItem(at: old)
        }
        let (frame, inner, envelope) = genuine

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
        // Only the genuine documents may be accepted, whatever this program says of the others.
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
