import Exchange
import Notices
import Testing

@Suite("Answers of a peer")
struct AnswerTests {
    private static let answer = ExchangeAnswer(
        versions: Papers.versions,
        items: [
            ExchangeAnswer.Item(envelope: Papers.digest(1), result: .evidence(1)),
            ExchangeAnswer.Item(
                envelope: Papers.digest(2), result: .later(.peerBusy, after: .seconds(30))),
            ExchangeAnswer.Item(envelope: Papers.digest(3), result: .rejected(.wrongCarrier)),
        ], evidence: [[0x30, 0], [0x30, 1, 7]])

    @Test("What is written is read back, to the byte")
    func roundTrips() throws {
        let answer = try ExchangeAnswer.read(Self.answer.encoded())
        #expect(answer == Self.answer)
        #expect(answer.encoded() == Self.answer.encoded())
        let hello = Hello(
            versions: Papers.versions, trustList: [1, 2], keyBundle: [3], revocationLists: [])
        #expect(try Hello.read(hello.encoded()) == hello)
        let taken = EvidenceAnswer(
            versions: Papers.versions, held: [Papers.digest(5)], refused: [Papers.digest(6)])
        #expect(try EvidenceAnswer.read(taken.encoded()) == taken)
    }

    static let bends = [
        Bend("\"version\":1", "\"version\":2", .versionUnsupported),
        Bend("\"evidence\":1", "\"evidence\":2"),
        Bend("\"evidence\":1", "\"evidence\":-1"),
        Bend("\"evidence\":1", "\"evidence\":1,\"rejected\":\"malformed\""),
        Bend("\"evidence\":1", "\"proof\":1"),
        Bend("\"rejected\":\"wrong-carrier\"", "\"rejected\":\"No Such Code\""),
        Bend("\"rejected\":\"wrong-carrier\"", "\"rejected\":\"no--such-code\""),
        Bend("\"rejected\":\"wrong-carrier\"", "\"rejected\":\"\""),
        Bend("\"rejected\":\"wrong-carrier\"", "\"rejected\":null"),
        Bend("\"afterSeconds\":30", "\"afterSeconds\":30.0"),
        Bend("\"afterSeconds\":30", "\"afterSeconds\":3e1"),
        Bend("\"trustList\":3", "\"trustList\":2147483648"),
        Bend("\"afterSeconds\":30", "\"afterSeconds\":-1"),
        Bend("\"afterSeconds\":30", "\"afterSeconds\":86401"),
        Bend("\"evidenceBytes\":[2,3]", "\"evidenceBytes\":[2,2]"),
        Bend("\"evidenceBytes\":[2,3]", "\"evidenceBytes\":[5,0]"),
        Bend("\"member\":\"XB\"", "\"member\":\"xb\""),
        Bend("\"trustList\":3", "\"trustList\":-3"),
    ]

    @Test("One bent part, and it is refused", arguments: bends)
    func refuses(_ bend: Bend) {
        let bytes = Papers.bent(Self.answer.encoded(), bend.old, bend.new)
        #expect(
            refusal { () throws(GrammarRefusal) in try ExchangeAnswer.read(bytes) } == bend.code)
    }

    @Test("A word of a later version is a reason that is not known, and the answer holds")
    func laterWords() throws {
        let words = [("peer-busy", "no-such-code"), ("wrong-carrier", "x")]
        var bytes = Self.answer.encoded()
        for (known, other) in words {
            bytes = Papers.bent(bytes, "\"\(known)\"", "\"\(other)\"")
        }
        let items = try ExchangeAnswer.read(bytes).items.map(\.result)
        #expect(
            items == [
                .evidence(1), .later(.reasonUnknown, after: .seconds(30)),
                .rejected(.reasonUnknown),
            ])
    }

    @Test("A hello has a list and a bundle")
    func emptyHello() {
        for (list, bundle) in [([], [1]), ([1], [])] as [([UInt8], [UInt8])] {
            let hello = Hello(
                versions: Papers.versions, trustList: list, keyBundle: bundle, revocationLists: [])
            #expect(
                refusal { () throws(GrammarRefusal) in try Hello.read(hello.encoded()) }
                    == .malformed)
        }
    }

    @Test("Bytes that no header announced are refused")
    func surplus() {
        let hello = Hello(
            versions: Papers.versions, trustList: [1], keyBundle: [2],
            revocationLists: [[3], [4, 5]])
        let taken = EvidenceAnswer(versions: Papers.versions, held: [], refused: [])
        #expect(
            refusal { () throws(GrammarRefusal) in try Hello.read(hello.encoded() + [0]) }
                == .malformed)
        #expect(
            refusal { () throws(GrammarRefusal) in try EvidenceAnswer.read(taken.encoded() + [0]) }
                == .malformed)
        #expect(
            refusal { () throws(GrammarRefusal) in
                try ExchangeAnswer.read(Self.answer.encoded() + [0])
            } == .malformed)
    }
}

@Suite("A row of DER documents")
struct ConcatenatedDERTests {
    private func code(_ bytes: [UInt8], countMax: Int = 256) -> Code? {
        refusal { () throws(GrammarRefusal) in
            try ConcatenatedDER.split(bytes, countMax: countMax)
        }
    }

    @Test("is cut where each document says it ends")
    func splits() throws {
        let short: [UInt8] = [0x30, 2, 1, 2]
        let long: [UInt8] = [0x30, 0x82, 0x01, 0x00] + [UInt8](repeating: 9, count: 256)
        #expect(try ConcatenatedDER.split(short + long + short) == [short, long, short])
    }

    @Test("is refused if it is empty, cut, indefinite, no sequence or too long")
    func refuses() {
        #expect(code([]) == .malformed)
        #expect(code([0x30]) == .malformed)
        #expect(code([0x30, 2, 1]) == .malformed)
        #expect(code([0x30, 0x80, 0, 0]) == .malformed)
        #expect(code([0x30, 0x85, 0, 0, 0, 0, 0]) == .malformed)
        #expect(code([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]) == .malformed)
        #expect(code([0x31, 0]) == .malformed)
        #expect(code([0x30, 0, 0]) == .malformed)
        #expect(code([0x30, 0, 0x30, 0], countMax: 2) == nil)
        #expect(code([0x30, 0, 0x30, 0, 0x30, 0], countMax: 2) == .malformed)
    }
}
