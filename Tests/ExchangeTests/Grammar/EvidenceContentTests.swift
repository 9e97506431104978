import Exchange
import Notices
import Testing

@Suite("Evidence")
struct EvidenceContentTests {
    private static func entry(
        _ step: EvidenceStep = .delivered, code: Code? = nil
    ) -> EvidenceEntry {
        EvidenceEntry(
            step: step, by: Papers.xb, from: Papers.xa, id: Papers.id, seal: 2,
            recipient: Papers.xb, contentDigest: Papers.digest(4), at: Papers.created, code: code)
    }

    @Test("Every step is read back as it was written", arguments: EvidenceStep.allCases)
    func roundTrip(_ step: EvidenceStep) throws {
        let entries = [Self.entry(step, code: step == .refused ? .headerMismatch : nil)]
        let bytes = EvidenceContent.encode(entries)
        #expect(try EvidenceContent.read(bytes) == entries)
        #expect(EvidenceContent.encode(try EvidenceContent.read(bytes)) == bytes)
    }

    @Test(
        "an attachment is delivered or refused, and nothing else",
        arguments: EvidenceStep.allCases)
    func attachment(_ step: EvidenceStep) throws {
        let entry = EvidenceEntry(
            step: step, by: Papers.xb, from: Papers.xa, id: Papers.id, seal: 2,
            recipient: Papers.xb, contentDigest: Papers.digest(4), at: Papers.created,
            code: step == .refused ? .attachmentMismatch : nil, attachment: Papers.digest(5))
        let bytes = EvidenceContent.encode([entry])
        guard step == .delivered || step == .refused else {
            let code = refusal { () throws(GrammarRefusal) in try EvidenceContent.read(bytes) }
            #expect(code == .malformed)
            return
        }
        #expect(try EvidenceContent.read(bytes) == [entry])
        #expect(EvidenceContent.encode(try EvidenceContent.read(bytes)) == bytes)
    }

    @Test("a refusal in a word of a later version is a refusal all the same")
    func laterWord() throws {
        let bytes = EvidenceContent.encode([Self.entry(.refused, code: .notRecipient)])
        let later = Papers.bent(bytes, "not-recipient", "no-such-code")
        #expect(try EvidenceContent.read(later) == [Self.entry(.refused, code: .reasonUnknown)])
        for wrong in ["No", "no_such", "-no", "no-", String(repeating: "a", count: 41)] {
            let bent = Papers.bent(bytes, "not-recipient", wrong)
            #expect(
                refusal { () throws(GrammarRefusal) in try EvidenceContent.read(bent) }
                    == .malformed)
        }
    }

    @Test("1 to 256 entries under one signature")
    func count() {
        func code(_ count: Int) -> Code? {
            let bytes = EvidenceContent.encode(Array(repeating: Self.entry(), count: count))
            return refusal { () throws(GrammarRefusal) in try EvidenceContent.read(bytes) }
        }
        #expect(code(0) == .malformed)
        #expect(code(1) == nil)
        #expect(code(256) == nil)
        #expect(code(257) == .malformed)
    }

    static let bends = [
        Bend("\"version\":1", "\"version\":2", .versionUnsupported),
        Bend("\"step\":\"delivered\"", "\"step\":\"read\""),
        Bend("\"step\":\"delivered\"", "\"step\":\"refused\""),
        Bend("\"by\":\"XB\"", "\"by\":\"XB\",\"code\":\"malformed\""),
        Bend("\"by\":\"XB\"", "\"by\":\"XB\",\"name\":\"x\""),
        Bend("\"seal\":2", "\"seal\":0"),
        Bend("\"by\":\"XB\"", "\"by\":\"XB\",\"attachment\":\"00\""),
        Bend("\"by\":\"XB\"", "\"by\":\"XB\",\"attachment\":null"),
        Bend("\"by\":\"XB\"", "\"by\":\"XB\",\"code\":null"),
        Bend("\"seal\":2", "\"seal\":2.0"),
        Bend("\"seal\":2", "\"seal\":1000001"),
        Bend("\"recipient\":\"XB\",", ""),
        Bend("\"entries\"", "\"entry\""),
    ]

    @Test("One bent part, and it is refused", arguments: bends)
    func refuses(_ bend: Bend) {
        let bytes = Papers.bent(EvidenceContent.encode([Self.entry()]), bend.old, bend.new)
        #expect(
            refusal { () throws(GrammarRefusal) in try EvidenceContent.read(bytes) } == bend.code)
    }
}
