import Exchange
import Notices
import Testing

@Suite("Attachments in a notice header")
struct SealedAttachmentTests {
    private static func attachment(_ byte: UInt8 = 5, byteCount: Int = 70_000) -> SealedAttachment {
        SealedAttachment(
            digest: Papers.digest(byte), byteCount: byteCount,
            key: [UInt8](repeating: 6, count: 32), chunkByteCount: 65_536,
            sealed: Papers.digest(byte &+ 100))
    }

    private static func content(_ attachments: [SealedAttachment]) -> NoticeContent {
        let bare = Papers.notice()
        return NoticeContent(
            header: NoticeHeader(
                from: bare.from, id: bare.id, recipients: bare.recipients, created: bare.created,
                expires: bare.expires, kind: bare.kind, operation: bare.operation,
                thread: bare.thread, sequence: bare.sequence, salt: bare.salt,
                attachments: attachments), notice: Array("{}".utf8))
    }

    @Test("what is written is read back, to the byte")
    func roundTrip() throws {
        let content = Self.content([Self.attachment(), Self.attachment(7, byteCount: 1)])
        let read = try NoticeContent.read(content.encoded()[...])
        #expect(read == content)
        #expect(read.encoded() == content.encoded())
    }

    @Test("without attachments a header is what it always was")
    func absent() {
        let text = String(decoding: Self.content([]).encoded(), as: UTF8.self)
        #expect(text.hasSuffix("\"noticeBytes\":2,\"attachmentBytes\":[]}\n{}"))
    }

    static let bends = [
        Bend("\"bytes\":70000", "\"bytes\":0"),
        Bend("\"bytes\":70000", "\"bytes\":1073741825"),
        Bend("\"chunkBytes\":65536", "\"chunkBytes\":65537"),
        Bend("\"chunkBytes\":65536", "\"chunkBytes\":2048"),
        Bend("\"chunkBytes\":65536", "\"chunkBytes\":524288"),
        Bend("\"key\":\"06", "\"key\":\""),
        Bend("\"key\":\"06", "\"key\":\"0606"),
        Bend("\"digest\":\"05", "\"digest\":\"5"),
        Bend("\"sealed\":\"", "\"sealed\":\"z"),
        Bend("\"chunkBytes\":65536", "\"chunkBytes\":65536,\"name\":\"x\""),
    ]

    @Test("one bent part, and it is refused", arguments: bends)
    func refuses(_ bend: Bend) {
        let bytes = Papers.bent(Self.content([Self.attachment()]).encoded(), bend.old, bend.new)
        #expect(Self.code(bytes) == bend.code)
    }

    @Test("1 to 20 attachments, each file and each ciphertext once")
    func bounds() {
        func code(_ attachments: [SealedAttachment]) -> Code? {
            Self.code(Self.content(attachments).encoded())
        }
        #expect(code((1...20).map { Self.attachment($0) }) == nil)
        #expect(code((1...21).map { Self.attachment($0) }) == .malformed)
        #expect(code([Self.attachment(), Self.attachment()]) == .malformed)
        let empty = Papers.bent(
            Self.content([]).encoded(), "\"attachmentBytes\":[]",
            "\"attachmentBytes\":[],\"attachments\":[]")
        #expect(Self.code(empty) == .malformed)
    }

    private static func code(_ bytes: [UInt8]) -> Code? {
        refusal { () throws(GrammarRefusal) in try NoticeContent.read(bytes[...]) }
    }
}

@Suite("Pieces of an attachment")
struct AttachmentPieceTests {
    private let request = AttachmentRequest(
        id: Papers.id, sealed: Papers.digest(3), from: 65_552, byteCount: 1_000)

    @Test("a path is read back as it was written, and in no other form")
    func path() {
        let path = request.path
        #expect(AttachmentRequest(path: path) == request)
        for wrong in [
            path + "/", path + "/1", path + "?a", path.replacing("/65552/", "/065552/"),
            path.replacing("/65552/", "/-1/"), path.replacing("/65552/", "/+1/"),
            path.replacing("/1000", "/0"), path.replacing("/1000", "/1048577"),
            path.replacing("/65552/", "/99999999999999999999/"), path.replacing("0303", "030"),
            path.replacing("/65552", ""), path.uppercased(), "",
        ] { #expect(AttachmentRequest(path: wrong) == nil, "\(wrong)") }
    }

    @Test("a piece is read back as it was written; its length is what it says")
    func piece() throws {
        let piece = AttachmentPiece(versions: Papers.versions, from: 7, bytes: [1, 2, 3])
        #expect(try AttachmentPiece.read(piece.encoded()) == piece)
        func code(_ bytes: [UInt8]) -> Code? {
            refusal { () throws(GrammarRefusal) in try AttachmentPiece.read(bytes) }
        }
        #expect(code(piece.encoded() + [4]) == .malformed)
        #expect(code(piece.encoded().dropLast()) == .malformed)
        #expect(code(Papers.bent(piece.encoded(), "\"from\":7", "\"from\":-7")) == .malformed)
        #expect(code(Papers.bent(piece.encoded(), "\"bytes\":3", "\"bytes\":0")) == .malformed)
        #expect(
            code(Papers.bent(piece.encoded(), "\"bytes\":3", "\"bytes\":3,\"a\":1"))
                == .malformed)
        #expect(
            code(Papers.bent(piece.encoded(), "\"version\":1", "\"version\":2"))
                == .versionUnsupported)
    }
}

extension String {
    /// The text with every `old` replaced.
    fileprivate func replacing(_ old: String, _ new: String) -> String {
        var text = self
        while let range = text.firstRange(of: old) { text.replaceSubrange(range, with: new) }
        return text
    }
}
