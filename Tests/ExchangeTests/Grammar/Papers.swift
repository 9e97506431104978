import Exchange
import Notices
import TestKit

/// Documents of the protocol to bend in tests.
enum Papers {
    static let xa = Specimen.member("XA")
    static let xb = Specimen.member("XB")
    static let xc = Specimen.member("XC")
    static let created = Specimen.epoch
    static let expires = created + .days(2)
    /// A deadline that is not on a whole quarter of an hour.
    static let deadline = created + .minutes(67)
    static let versions = HeldVersions(member: xb, time: created, trustList: 3, keyBundle: 17)

    static let id = MessageID(created: created, random: Array(1...10))

    static func digest(_ byte: UInt8) -> Digest {
        guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else {
            preconditionFailure("32 are enough")
        }
        return digest
    }

    static func keyID(_ byte: UInt8) -> KeyID {
        guard let id = KeyID(bytes: [UInt8](repeating: byte, count: 20)) else {
            preconditionFailure("20 are enough")
        }
        return id
    }

    static func frame(
        from: MemberCode = xa, id: MessageID = id, created: Instant = created,
        expires: Instant = expires, contentDigest: Digest = digest(1),
        recipients: [FrameHeader.Recipient]? = nil, envelopeBytes: Int = 5
    ) -> FrameHeader {
        FrameHeader(
            from: from, id: id, seal: 1, contentDigest: contentDigest, created: created,
            expires: expires, envelopeBytes: envelopeBytes,
            recipients: recipients ?? [
                FrameHeader.Recipient(
                    member: xb, precedence: .flash, deadline: deadline, keyID: keyID(2)),
                FrameHeader.Recipient(
                    member: xc, precedence: .routine, deadline: nil, keyID: keyID(3)),
            ])
    }

    static func notice(
        from: MemberCode = xa, id: MessageID = id, created: Instant = created,
        expires: Instant = expires, recipients: [NoticeHeader.Recipient]? = nil
    ) -> NoticeHeader {
        NoticeHeader(
            from: from, id: id,
            recipients: recipients ?? [
                NoticeHeader.Recipient(member: xb, precedence: .flash, deadline: deadline),
                NoticeHeader.Recipient(member: xc, precedence: .routine, deadline: nil),
            ],
            created: created, expires: expires, kind: "travel-alert", operation: "issue",
            thread: "XA-TA-2027-000001-7", sequence: 1, salt: Array(1...16))
    }

    /// Changes one text in the first line of a document.
    static func bent(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        let header = String(decoding: bytes[..<end], as: UTF8.self)
        guard let range = header.firstRange(of: old) else {
            preconditionFailure("\(old) is not in \(header)")
        }
        return Array(header.replacingCharacters(in: range, with: new).utf8) + bytes[end...]
    }
}

extension String {
    /// The first place of `text`, by characters.
    func firstRange(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }

    func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}

/// The code of the refusal; nil if the document was read.
func refusal<T>(_ body: () throws(GrammarRefusal) -> T) -> Code? {
    do throws(GrammarRefusal) {
        _ = try body()
        return nil
    } catch {
        return error.code
    }
}

/// One bent document and the code that must refuse it.
struct Bend: Sendable, CustomStringConvertible {
    let old: String
    let new: String
    let code: Code

    init(_ old: String, _ new: String, _ code: Code = .malformed) {
        self.old = old
        self.new = new
        self.code = code
    }

    var description: String { "\(old) -> \(new)" }
}
