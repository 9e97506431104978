import Exchange
import Notices
import Testing

@Suite("The frame header")
struct FrameHeaderTests {
    private let envelope: [UInt8] = [0x30, 0x03, 1, 2, 3]

    @Test("What is written is read back, to the byte")
    func roundTrip() throws {
        let bytes = Papers.frame().frame(envelope: envelope)
        let read = try FrameHeader.read(bytes[...])
        #expect(read.header == Papers.frame())
        #expect(Array(read.envelope) == envelope)
        #expect(read.header.frame(envelope: envelope) == bytes)
    }

    @Test("A deadline outside the encryption says a quarter of an hour, no more")
    func coarseDeadline() {
        #expect(Papers.frame().recipients[0].deadline == Papers.created + .minutes(60))
        let text = String(decoding: Papers.frame().frame(envelope: envelope), as: UTF8.self)
        #expect(!text.contains("travel-alert") && !text.contains("XA-TA"))
    }

    static let bends = [
        Bend("\"version\":1", "\"version\":2", .versionUnsupported),
        Bend("\"version\":1", "\"version\":\"1\""),
        Bend("p256-a256gcm-sha256", "p256-a128gcm-sha256", .suiteUnsupported),
        Bend("\"suite\":\"p256-a256gcm-sha256\"", "\"suite\":null"),
        Bend("\"suite\":\"p256-a256gcm-sha256\",", ""),
        Bend("\"suite\":\"p256-a256gcm-sha256\"", "\"suite\":1"),
        Bend("\"from\":\"XA\"", "\"from\":\"xa\""),
        Bend("\"from\":\"XA\"", "\"from\":\"XA\",\"from\":\"XB\""),
        Bend("\"from\":\"XA\"", "\"from\":\"XA\",\"kind\":\"travel-alert\""),
        Bend("[\"XB\",\"XC\"]", "[\"XC\",\"XB\"]"),
        Bend("[\"XB\",\"XC\"]", "[\"XB\"]"),
        Bend("[\"XB\",\"XC\"]", "[]"),
        Bend("\"seal\":1", "\"seal\":0"),
        Bend("\"seal\":1", "\"seal\":1.0"),
        Bend("\"envelopeBytes\":5", "\"envelopeBytes\":6"),
        Bend("\"envelopeBytes\":5", "\"envelopeBytes\":4"),
        Bend("\"envelopeBytes\":5", "\"envelopeBytes\":0"),
        Bend("\"envelopeBytes\":5", "\"envelopeBytes\":99999999"),
        Bend("\"precedence\":\"flash\"", "\"precedence\":\"urgent\""),
        Bend("T01:00:00Z", "T01:07:00Z"),
    ]

    @Test("One bent part, and it is refused", arguments: bends)
    func refuses(_ bend: Bend) {
        let bytes = Papers.bent(Papers.frame().frame(envelope: envelope), bend.old, bend.new)
        #expect(
            refusal { () throws(GrammarRefusal) in try FrameHeader.read(bytes[...]) } == bend.code)
    }

    @Test("The log names a fault of the JSON by the code that `explain` knows")
    func reason() {
        let bytes = Papers.bent(
            Papers.frame().frame(envelope: envelope), "\"seal\":1", "\"seal\":1,\"seal\":2")
        #expect(
            throws: GrammarRefusal(
                .malformed, "the header is not strict JSON: json-duplicate-key")
        ) {
            try FrameHeader.read(bytes[...])
        }
    }

    @Test("A life of no time, backwards, or over 30 days is refused")
    func life() {
        for expires in [Papers.created, Papers.created - .days(1), Papers.created + .days(31)] {
            let bytes = Papers.frame(expires: expires).frame(envelope: envelope)
            #expect(
                refusal { () throws(GrammarRefusal) in try FrameHeader.read(bytes[...]) }
                    == .malformed)
        }
        let longest = Papers.frame(expires: Papers.created + .days(30)).frame(envelope: envelope)
        #expect(refusal { () throws(GrammarRefusal) in try FrameHeader.read(longest[...]) } == nil)
    }

    @Test("A recipient named twice is refused")
    func twice() {
        let one = Papers.frame().recipients[0]
        let bytes = Papers.frame(recipients: [one, one]).frame(envelope: envelope)
        #expect(
            refusal { () throws(GrammarRefusal) in try FrameHeader.read(bytes[...]) } == .malformed)
    }

    @Test("A header without an end, or over 64 KB, is refused")
    func bounds() {
        let endless = [UInt8](repeating: 0x20, count: 70_000)
        #expect(
            refusal { () throws(GrammarRefusal) in try FrameHeader.read(endless[...]) }
                == .malformed)
        #expect(
            refusal { () throws(GrammarRefusal) in try FrameHeader.read([][...]) } == .malformed)
    }

    @Test("Cut anywhere, it is refused")
    func cut() {
        let bytes = Papers.frame().frame(envelope: envelope)
        for length in 0..<bytes.count {
            #expect(
                refusal { () throws(GrammarRefusal) in try FrameHeader.read(bytes[..<length]) }
                    == .malformed)
        }
    }
}
