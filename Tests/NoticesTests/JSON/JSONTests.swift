import Testing

@testable import Notices

@Suite("JSON")
struct JSONTests {
    static func fault(_ text: String, limits: JSONLimits = .notice) -> JSONFault? {
        fault(Array(text.utf8), limits: limits)
    }

    static func fault(_ bytes: [UInt8], limits: JSONLimits = .notice) -> JSONFault? {
        do throws(JSONFault) {
            _ = try JSON.parse(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a fault names its line and column, as an editor shows them",
        arguments: [
            ("", 1, 1), ("tru", 1, 1), ("{\n  \"a\": 1,\n}", 2, 9), ("[1,\r\n 2,,]", 2, 4),
            ("{\"n\u{E9}\u{1F600}\": x}", 1, 9), ("[1]\n\n]", 3, 1),
        ])
    func place(text: String, line: Int, column: Int) throws {
        let fault = try #require(Self.fault(text))
        #expect(fault.line == line)
        #expect(fault.column == column)
        #expect(fault.asFault.sentence.hasSuffix("(line \(line), column \(column))"))
        #expect(fault.next.contains("line \(line), column \(column)"))
    }

    @Test(
        "a slip of the keyboard is named, with what to change",
        arguments: [
            ("{\"a\": 1,\n}", "a comma too many", "Take this comma away."),
            ("{\"a\": 1\n\"b\": 2}", "A comma or } is missing", "Write a comma"),
            ("{\"a\" 1}", "A colon is missing", "Write a colon"),
            ("{\"a\": \"b", "The text ends inside double quotes.", "cut short"),
            ("{\"a\": \"b\n\"}", "The line ends inside a text", "Close the text"),
            ("{\"a\": [1, 2", "The text ends in the middle.", "cut short"),
            ("Please warn XB.", "The text is no JSON", "`heliograph notice new travel-alert"),
            ("{} }", "Something follows the end", "Take away what follows"),
        ])
    func slips(text: String, sentence: String, remedy: String) throws {
        let fault = try #require(Self.fault(text))
        #expect(fault.sentence.contains(sentence))
        #expect(fault.next.contains(remedy))
    }

    @Test("the line of a value is found by its pointer")
    func lines() {
        let text = """
            {
              "a\\"b": "}",
              "list": [1,
                {"x/y": [[], {}],
                 "last": true}]
            }
            """
        let bytes = Array(text.utf8)
        func line(_ pointer: String) -> Int { TextPlace.line(of: pointer, in: bytes) }
        #expect(line("") == 1)
        #expect(line("/list") == 3)
        #expect(line("/list/1") == 4)
        #expect(line("/list/1/x~1y/1") == 4)
        #expect(line("/list/1/last") == 5)
        // What is missing is missed in the value around it.
        #expect(line("/list/1/other") == 4)
        #expect(line("/other/deep") == 1)
    }

    @Test("the line and column of a text that is too long are where the limit is")
    func placeOfLimit() throws {
        let limits = JSONLimits(bytesMax: 5, depthMax: 3, valuesMax: 6, numberBytesMax: 4)
        let fault = try #require(Self.fault("[\n  1\n]", limits: limits))
        #expect((fault.line, fault.column) == (2, 4))
    }

    @Test(
        "a fault names its code, the byte and the place",
        arguments: [
            (#"{"a":[1,{"b":tru}]}"#, FaultCode.jsonSyntax, 13, "/a/1/b"),
            (#"{"a":1,"a":1}"#, .jsonDuplicateKey, 7, "/a"),
            (#"{"a/b":{"~":01}}"#, .jsonSyntax, 14, "/a~1b/~0"),
            ("\u{FEFF}{}", .jsonByteOrderMark, 0, ""),
            (#"["\uD800x"]"#, .jsonLoneSurrogate, 2, "/0"),
            (#"["\uD800\u0041"]"#, .jsonLoneSurrogate, 2, "/0"),
            (#"["\uDC00"]"#, .jsonLoneSurrogate, 2, "/0"),
            ("[\"a\tb\"]", .jsonControlCharacter, 3, "/0"),
            ("[\"\\n\tb\"]", .jsonControlCharacter, 4, "/0"),
            ("1 2", .jsonSyntax, 2, ""),
            ("", .jsonSyntax, 0, ""),
            ("[1.]", .jsonSyntax, 3, "/0"),
            ("[-]", .jsonSyntax, 2, "/0"),
            ("[1,]", .jsonSyntax, 2, "/1"),
            ("[1 2]", .jsonSyntax, 2, ""),
            (#"{"a":1,}"#, .jsonSyntax, 6, ""),
            (#"{"a" 1}"#, .jsonSyntax, 5, "/a"),
            (#"["\u00G0"]"#, .jsonSyntax, 6, "/0"),
            (#"["\u00-0"]"#, .jsonSyntax, 6, "/0"),
            (#"["\x"]"#, .jsonSyntax, 2, "/0"),
            (#"["\"#, .jsonSyntax, 4, "/0"),
        ])
    func faults(text: String, code: FaultCode, offset: Int, pointer: String) {
        let fault = Self.fault(text)
        #expect(fault?.code == code)
        #expect(fault?.offset == offset)
        #expect(fault?.pointer == pointer)
    }

    @Test("invalid UTF-8 is refused at its first byte, in keys and values, escaped or not")
    func encoding() {
        #expect(Self.fault([0x5B, 0x22, 0x61, 0xC0, 0xAF, 0x22, 0x5D])?.offset == 3)
        #expect(Self.fault([0x5B, 0x22, 0x61, 0xFF, 0x22, 0x5D])?.code == .jsonUTF8)
        #expect(Self.fault([0x7B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x3A, 0x31, 0x7D])?.offset == 2)
        #expect(Self.fault(Array(#"["\n"#.utf8) + [0xE2, 0x82, 0x22, 0x5D])?.offset == 4)
    }

    @Test("keys equal after Unicode normalisation are duplicates, among few keys and among many")
    func duplicates() {
        #expect(Self.fault("{\"\u{E9}\":1,\"e\u{301}\":2}")?.code == .jsonDuplicateKey)
        let many = (0..<500).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(Self.fault("{\(many)}") == nil)
        #expect(Self.fault("{\(many),\"k7\":0}")?.code == .jsonDuplicateKey)
    }

    @Test("every bound holds exactly")
    func bounds() {
        let limits = JSONLimits(bytesMax: 40, depthMax: 3, valuesMax: 6, numberBytesMax: 4)
        #expect(Self.fault("[[[1]]]", limits: limits) == nil)
        #expect(Self.fault("[[[[]]]]", limits: limits)?.code == .jsonTooDeep)
        #expect(Self.fault("[1,2,3,4,5]", limits: limits) == nil)
        #expect(Self.fault("[1,2,3,4,5,6]", limits: limits)?.code == .jsonTooLarge)
        #expect(Self.fault("1234", limits: limits) == nil)
        #expect(Self.fault("12345", limits: limits)?.code == .jsonTooLarge)
        #expect(Self.fault("\"" + String(repeating: "a", count: 38) + "\"", limits: limits) == nil)
        let long = "\"" + String(repeating: "a", count: 39) + "\""
        #expect(Self.fault(long, limits: limits)?.code == .jsonTooLarge)
    }

    @Test("a million brackets are refused and nothing overflows")
    func depth() {
        #expect(Self.fault([UInt8](repeating: 0x5B, count: 1_000_000))?.code == .jsonTooDeep)
    }

    @Test("what is written is what was read: order, number text, unknown scalars")
    func roundTrip() throws {
        let text = #"{"z":1.0,"a":[-0,1e2,123456789012345678901234567890,"é\"\\\n\u0001𝄞"],"m":{}}"#
        let value = try JSON.parse(Array(text.utf8))
        #expect(String(decoding: value.encoded(), as: UTF8.self) == text)
        #expect(try JSON.parse(value.encodedPretty()) == value)
        #expect(value["z"]?.intValue == nil)
        #expect(value["a"]?[2]?.intValue == nil)
        #expect(value["a"]?[3]?.stringValue == "é\"\\\n\u{1}\u{1D11E}")
    }

    @Test("escapes give their characters")
    func escapes() throws {
        let value = try JSON.parse(Array(#""\u00e9\u00E9\ud834\udd1e\/\b\f""#.utf8))
        #expect(value == "éé\u{1D11E}/\u{8}\u{C}")
    }

    @Test("setting keeps a member's place, removing keeps the others'")
    func editing() {
        var value: JSON = ["a": 1, "b": 2, "c": 3]
        value["b"] = "two"
        value["a"] = nil
        value["d"] = [true, .null]
        #expect(
            String(decoding: value.encoded(), as: UTF8.self)
                == #"{"b":"two","c":3,"d":[true,null]}"#)
        var large = JSONObject()
        for number in 0..<100 { large["k\(number)"] = .number(JSONNumber(number)) }
        large["k50"] = nil
        #expect(large["k50"] == nil && large["k51"] == 51 && large.count == 99)
    }

    @Test("a lookup is by the very characters: the Kelvin sign is no K")
    func kelvin() {
        #expect((["\u{212A}": 1] as JSONObject)["K"] == nil)
    }

    @Test("a JSON Pointer finds what it names")
    func pointers() {
        let value: JSON = ["a/b": [["~1": "x"]], "": 0]
        #expect(value.at(pointer: "/a~1b/0/~01") == "x")
        #expect(value.at(pointer: "/") == 0)
        #expect(value.at(pointer: "") == value)
        #expect(value.at(pointer: "/a~1b/1") == nil)
        #expect(value.at(pointer: "/~2") == nil)
        #expect(value.at(pointer: "a") == nil)
    }
}
