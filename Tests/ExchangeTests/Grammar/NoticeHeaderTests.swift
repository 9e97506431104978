import Exchange
import Notices
import Testing

@Suite("The notice header and what follows it")
struct NoticeHeaderTests {
    private let content = NoticeContent(
        header: Papers.notice(), notice: Array("{}".utf8), attachments: [[1, 2, 3], [], [10]])

    @Test("What is written is read back, to the byte")
    func roundTrip() throws {
        let read = try NoticeContent.read(content.encoded()[...])
        #expect(read == content)
        #expect(read.encoded() == content.encoded())
    }

    @Test("Deadlines inside are exact")
    func exactDeadline() throws {
        let read = try NoticeContent.read(content.encoded()[...])
        #expect(read.header.recipients[0].deadline == Papers.deadline)
    }

    static let bends = [
        Bend("\"version\":1", "\"version\":2", .versionUnsupported),
        Bend("\"to\":[\"XB\",\"XC\"]", "\"to\":[\"XB\"]"),
        Bend("\"sequence\":1", "\"sequence\":0"),
        Bend("\"sequence\":1", "\"sequence\":-1"),
        Bend("\"salt\":\"01", "\"salt\":\""),
        Bend("\"salt\":\"01", "\"salt\":\"0101"),
        Bend("\"noticeBytes\":2", "\"noticeBytes\":1"),
        Bend("\"noticeBytes\":2", "\"noticeBytes\":3"),
        Bend("\"attachmentBytes\":[3,0,1]", "\"attachmentBytes\":[3,0]"),
        Bend("\"attachmentBytes\":[3,0,1]", "\"attachmentBytes\":[3,0,1,-1]"),
        Bend("\"attachmentBytes\":[3,0,1]", "\"attachmentBytes\":[3,0,1,1]"),
        Bend("\"kind\":\"travel-alert\"", "\"kind\":7"),
        Bend("\"from\":\"XA\"", "\"from\":\"XA\",\"seal\":1"),
    ]

    @Test("One bent part, and it is refused", arguments: bends)
    func refuses(_ bend: Bend) {
        let bytes = Papers.bent(content.encoded(), bend.old, bend.new)
        #expect(
            refusal { () throws(GrammarRefusal) in try NoticeContent.read(bytes[...]) } == bend.code
        )
    }

    @Test("At most 64 attachments")
    func attachments() {
        func code(_ count: Int) -> Code? {
            let bytes = NoticeContent(
                header: Papers.notice(), notice: Array("{}".utf8),
                attachments: Array(repeating: [7], count: count)
            ).encoded()
            return refusal { () throws(GrammarRefusal) in try NoticeContent.read(bytes[...]) }
        }
        #expect(code(64) == nil)
        #expect(code(65) == .malformed)
    }

    @Test("A life over 30 days is refused inside as outside")
    func life() {
        let bytes = NoticeContent(
            header: Papers.notice(expires: Papers.created + .days(31)), notice: Array("{}".utf8)
        ).encoded()
        #expect(
            refusal { () throws(GrammarRefusal) in try NoticeContent.read(bytes[...]) }
                == .malformed)
    }
}
