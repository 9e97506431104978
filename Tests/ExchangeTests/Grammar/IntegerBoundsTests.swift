import Exchange
import Notices
import Testing

/// The table of bounds in `docs/wire-protocol.md`, section 1.1.
@Suite("Bounds of integers")
struct IntegerBoundsTests {
    private static let hello = Hello(
        versions: Papers.versions, trustList: [1], keyBundle: [2, 2], revocationLists: [[3, 3, 3]])
    private static let answer = ExchangeAnswer(
        versions: Papers.versions,
        items: [
            .init(envelope: Papers.digest(1), result: .later(.peerBusy, after: .seconds(30)))
        ], evidence: [])
    private static let content = NoticeContent(header: Papers.notice(), notice: Array("{}".utf8))
    private static let probe = ProbeContent(
        by: Papers.xb, about: Papers.xa, announcement: Papers.digest(1), keyBundle: 5,
        revocationLists: [Papers.keyID(1): 7], trustList: 3, at: Papers.created)
    private static let entry = EvidenceEntry(
        step: .delivered, by: Papers.xb, from: Papers.xa, id: Papers.id, seal: 2,
        recipient: Papers.xb, contentDigest: Papers.digest(4), at: Papers.created, code: nil)

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Values with which the document is read, or with which only the length of a later part is
        /// wrong.
        let inside: [Int]
        let outside: [Int]
        let read: @Sendable (Int) -> GrammarRefusal?
    }

    /// One row: the refusal of a document in which one integer has another value.
    private static func row<T>(
        _ name: String, _ old: String, in bytes: [UInt8], _ range: ClosedRange<Int>,
        _ read: @escaping @Sendable ([UInt8]) throws(GrammarRefusal) -> T
    ) -> Row {
        Row(
            testDescription: name, inside: [range.lowerBound, range.upperBound],
            outside: [range.lowerBound - 1, range.upperBound + 1]
        ) { value in
            let text =
                old.prefix { !$0.isNumber } + "\(value)"
                + old.reversed().prefix { !$0.isNumber }.reversed()
            do throws(GrammarRefusal) {
                _ = try read(Papers.bent(bytes, old, String(text)))
                return nil
            } catch {
                return error
            }
        }
    }

    static let rows = [
        row(
            "seal", "\"seal\":1", in: Papers.frame().frame(envelope: [1, 2, 3, 4, 5]), 1...1_000_000
        ) {
            bytes throws(GrammarRefusal) in try FrameHeader.read(bytes[...])
        },
        row(
            "envelopeBytes", "\"envelopeBytes\":5",
            in: Papers.frame().frame(envelope: [1, 2, 3, 4, 5]), 1...33_554_432
        ) { bytes throws(GrammarRefusal) in try FrameHeader.read(bytes[...]) },
        row("sequence", "\"sequence\":1", in: content.encoded(), 1...1_000_000) {
            bytes throws(GrammarRefusal) in try NoticeContent.read(bytes[...])
        },
        row("noticeBytes", "\"noticeBytes\":2", in: content.encoded(), 2...33_554_432) {
            bytes throws(GrammarRefusal) in try NoticeContent.read(bytes[...])
        },
        row("trustList", "\"trustList\":3", in: answer.encoded(), 0...2_147_483_647) {
            bytes throws(GrammarRefusal) in try ExchangeAnswer.read(bytes)
        },
        row("keyBundle", "\"keyBundle\":17", in: answer.encoded(), 0...(1 << 53)) {
            bytes throws(GrammarRefusal) in try ExchangeAnswer.read(bytes)
        },
        row("afterSeconds", "\"afterSeconds\":30", in: answer.encoded(), 0...86_400) {
            bytes throws(GrammarRefusal) in try ExchangeAnswer.read(bytes)
        },
        row("trustListBytes", "\"trustListBytes\":1", in: hello.encoded(), 1...8_388_608) {
            bytes throws(GrammarRefusal) in try Hello.read(bytes)
        },
        row("keyBundleBytes", "\"keyBundleBytes\":2", in: hello.encoded(), 1...8_388_608) {
            bytes throws(GrammarRefusal) in try Hello.read(bytes)
        },
        row(
            "revocationListBytes", "\"revocationListBytes\":[3]", in: hello.encoded(), 1...8_388_608
        ) {
            bytes throws(GrammarRefusal) in try Hello.read(bytes)
        },
        row("number", "\"number\":7", in: probe.encoded(), 0...(1 << 53)) {
            bytes throws(GrammarRefusal) in try ProbeContent.read(bytes)
        },
        row("seal of evidence", "\"seal\":2", in: EvidenceContent.encode([entry]), 1...1_000_000) {
            bytes throws(GrammarRefusal) in try EvidenceContent.read(bytes)
        },
    ]

    @Test("the page's bounds are those that are held, at both ends", arguments: rows)
    func bounds(row: Row) {
        for value in row.inside {
            // A length within its bounds may still not be the length of the part that follows.
            let reason = row.read(value)?.reason
            #expect(
                reason == nil || reason?.contains("follow") == true, "\(value): \(reason ?? "")")
        }
        for value in row.outside {
            #expect(row.read(value)?.code == .malformed, "\(value)")
            #expect(row.read(value)?.reason.contains("follow") != true, "\(value)")
        }
    }
}
