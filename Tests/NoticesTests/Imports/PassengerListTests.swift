import Testing

@testable import Notices

@Suite("A file of passenger lists")
struct PassengerListTests {
    // MARK: Messages of other kinds

    @Test(
        "a message in which nobody flies is passed over, and spoils none beside it",
        arguments: [
            ("BGM+250", ["NAD+FM+++PILOTTEST:ANNA"], "crew-list"),
            ("BGM+336+A", ["NAD+DDT+++PILOTTEST:ANNA"], "crew-list"),
            ("BGM+745+XR", Lists.subject, "cancellation"),
            ("BGM+745+RP", Lists.subject, "cancellation"),
            ("BGM+745+xr", Lists.subject, "cancellation"),
            ("BGM+745++1", Lists.subject, "cancellation"),
            ("BGM+745++3", Lists.subject, "cancellation"),
            ("BGM+266+CLNB", Lists.subject, "not-on-board"),
        ])
    func passedOver(_ begin: String, _ people: [String], _ kind: String) throws {
        for isFirst in [true, false] {
            let messages = [
                Lists.message("M1", begin: begin, people), Lists.message("M2"),
            ]
            let read = try Lists.read(Lists.interchange(isFirst ? messages : messages.reversed()))
            #expect(read.lists.map(\.passengers.count) == [1])
            #expect(read.passedOver.map(\.kind.rawValue) == [kind])
            #expect(read.passedOver.map(\.persons) == [1])
            #expect(read.doubts.isEmpty)
        }
        let alone = Lists.refusal(Lists.interchange([Lists.message("M1", begin: begin, people)]))
        #expect(alone?.code == .importMalformed)
        #expect(alone?.sentence.contains("ZZ900") == true)
    }

    @Test(
        "who flies is compared, whatever the message is called",
        arguments: [
            ("BGM+745+CP", true), ("BGM+745++9", true), ("BGM+745++4", true),
            ("BGM+266+CLOB", true), ("BGM", true), ("BGM+250", false),
        ])
    func compared(_ begin: String, _ isSound: Bool) throws {
        let read = try Lists.read(Lists.interchange([Lists.message("M1", begin: begin)]))
        #expect(read.lists.map(\.passengers.count) == [1])
        #expect(read.doubts.isEmpty == isSound)
    }

    @Test("a message of another type, or without a flight, does not hide the others")
    func others() throws {
        let read = try Lists.read(
            Lists.interchange([
                Lists.message("M1", type: "CUSRES"), Lists.message("M2"),
                Lists.message("M3", flight: []), Lists.message("M4"),
            ]))
        #expect(read.lists.count == 2)
        #expect(read.passedOver.map(\.kind) == [.other])
        #expect(read.doubts.map(\.code) == [.importMalformed])
        #expect(read.doubts.first?.sentence.hasPrefix("Message 3 was not compared") == true)
    }

    // MARK: The flight

    @Test(
        "a flight that nobody can fly is refused when the list comes",
        arguments: [
            ["LOC+125+BRU", "DTM+189:2703280230:201", "LOC+87+XBB", "DTM+232:2703281105:201"],
            ["LOC+125+XAA", "DTM+189:2612052010:201", "LOC+87+XBB", "DTM+232:2612052005:201"],
            ["LOC+125+XAA", "DTM+189:2612051040:201", "LOC+87+XBB", "DTM+232:2612072005:201"],
            ["LOC+125+XAA", "DTM+189:2612312460:201", "LOC+87+XBB", "DTM+232:2612052005:201"],
            ["LOC+125+XAA", "LOC+87+XBB"],
        ])
    func impossible(_ ports: [String]) {
        let flight = ["TDT+20+ZZ900"] + ports
        let error = Lists.refusal(Lists.interchange([Lists.message("M1", flight: flight)]))
        #expect(error?.code == .importMalformed)
        #expect(error?.sentence.contains("segment") == true)
    }

    @Test("the clock that is put forward is named")
    func gap() throws {
        let text = String(decoding: try Lists.bytes("m80-gap-time.edi"), as: UTF8.self)
        let sentence = try #require(Lists.refusal(text)?.sentence)
        #expect(sentence.contains("DTM+189") && sentence.contains("forward"))
    }

    @Test(
        "legs are read however the ports stand",
        arguments: [
            (["LOC+87+XBB", "DTM+232:2612052005", "LOC+125+XAA", "DTM+189:2612051040"], "XAA-XBB"),
            (["LOC+125+XAA", "LOC+87+XBB", "DTM+189:2612051040", "DTM+232:2612052005"], "XAA-XBB"),
            (
                ["LOC+125+XAA", "DTM+189:202612051040:203", "LOC+87+XBB", "DTM+232:2612052005"],
                "XAA-XBB"
            ),
            // A repeated line hides no passenger.
            (
                [
                    "LOC+125+XAA", "LOC+125+XAA", "DTM+189:2612051040", "DTM+189:2612051040",
                    "LOC+87+XBB", "DTM+232:2612052005:201", "LOC+87+XBB", "DTM+232:2612052005",
                ], "XAA-XBB"
            ),
            (
                [
                    "DTM+232:2612052005", "DTM+189:2612051040", "DTM+189:2612051040",
                    "LOC+125+XAA", "LOC+87+XBB", "DTM+232:2612052005",
                ], "XAA-XBB"
            ),
            (
                [
                    "LOC+125+XAA", "DTM+189:2612051040", "LOC+87+XBB", "DTM+232:2612052005",
                    "DTM+189:2612052200", "LOC+92+XCC", "DTM+232:2612060900",
                ], "XAA-XBB XBB-XCC"
            ),
            (
                [
                    "LOC+92+XCC", "DTM+189:2612050100", "LOC+125+XAA", "DTM+232:2612050900",
                    "DTM+189:2612051040", "LOC+87+XBB", "DTM+232:2612052005",
                ], "XCC-XAA XAA-XBB"
            ),
            (
                [
                    "LOC+92+QQQ", "LOC+125+XAA", "DTM+189:2612051040", "LOC+92+XCC", "LOC+87+XBB",
                    "DTM+232:2612052005",
                ], "XAA-XBB"
            ),
            (
                [
                    "LOC+125+XAA", "DTM+189:2612051040", "LOC+87+XBB", "DTM+232:2612052005",
                    "TDT+20+ZZ901", "LOC+125+XBB", "DTM+189:2612052300", "LOC+87+XCC",
                    "DTM+232:2612060900",
                ], "XAA-XBB XBB-XCC"
            ),
        ])
    func legs(_ ports: [String], _ wanted: String) throws {
        let read = try Lists.read(
            Lists.interchange([Lists.message("M1", flight: ["TDT+20+ZZ900"] + ports)]))
        let legs = read.lists[0].legs.map { "\($0.from.code)-\($0.to.code)" }
        #expect(legs.joined(separator: " ") == wanted)
        #expect(read.doubts.isEmpty)
    }

    @Test(
        "the carrier may stand apart from the number",
        arguments: ["TDT+20+900+++ZZ", "TDT+20+zz 0900"])
    func designator(_ transport: String) throws {
        let flight = [transport] + Lists.flight.dropFirst()
        let read = try Lists.read(Lists.interchange([Lists.message("M1", flight: flight)]))
        #expect(read.lists[0].flight.designator.description == "ZZ900")
    }

    // MARK: What stands around and between

    @Test(
        "what mail, telex and files put around and between segments is passed over",
        arguments: [
            ("", "\u{1A}"), ("\u{1}QX BRUXX\r\n.XXXXX 301200\r\n\u{2}", "\u{3}"),
            ("\u{FEFF}", "\0\0"),
            (
                "From: ops@example.org\nSubject: list for UNB and NAD\n\n",
                "\n-- \nInvented Airways\n"
            ),
            ("   \t\r\n", "\u{7F}\u{4}"),
        ])
    func around(_ before: String, _ behind: String) throws {
        for end in ["'\r\n", "'", "' ", "'\r", "'\n\n\t", "'\0", " '\n", "'\n> "] {
            let whole = Lists.interchange([Lists.message("M1")], end: end)
            for text in [whole, String(whole.dropFirst(9))] {
                let read = try Lists.read(before + text + behind)
                #expect(read.lists.map(\.passengers.count) == [1])
                #expect(read.doubts.isEmpty)
            }
        }
    }

    @Test("lines that were cut inside a word are joined, also behind a release character")
    func wrapped() throws {
        let people = ["NAD+FL+++O?'TESTERLY:ANNA", "DTM+329:700101"]
        let whole = Lists.interchange([Lists.message("M1", people)], end: "'")
        for width in [20, 43, 69, 80] {
            var text = ""
            for (index, character) in whole.enumerated() {
                text += (index > 0 && index % width == 0 ? "\r\n" : "") + String(character)
            }
            let read = try Lists.read(text)
            #expect(
                read.lists[0].passengers[0].person.at(pointer: "/identities/0/primaryIdentifier")
                    == "O'TESTERLY")
            #expect(read.doubts.isEmpty)
        }
    }

    @Test("a list in the quoted-printable of mail is read")
    func quotedPrintable() throws {
        let people = ["NAD+FL+++M\u{DC}LLER:ORRIN", "DTM+329:700101"]
        let whole = Lists.interchange([Lists.message("M1", people)], end: "'")
        var text = ""
        for (index, byte) in whole.utf8.enumerated() {
            text += index > 0 && index % 76 == 0 ? "=\r\n" : ""
            text +=
                byte < 0x80 && byte != 0x27
                ? String(UnicodeScalar(byte))
                : "=" + String(byte, radix: 16, uppercase: true)
        }
        let read = try Lists.read("Content-Transfer-Encoding: quoted-printable\r\n\r\n" + text)
        #expect(
            read.lists[0].passengers[0].person.at(pointer: "/identities/0/primaryIdentifier")
                == "MÜLLER")
        #expect(read.doubts.isEmpty)
    }

    @Test("groups are counted, and a flight that has landed is known")
    func groups() throws {
        let message = Lists.message("M1")
        let group = [["UNG+PAXLST+A+B+261130:0335+G1+UN+D:12B"] + message + ["UNE+1+G1"]]
        let read = try Lists.read(Lists.interchange(group + group))
        #expect(read.lists.count == 2)
        #expect(read.doubts.isEmpty)
        #expect(!read.lists[0].hasLanded(at: moment("2026-12-05T16:04:59Z")))
        #expect(read.lists[0].hasLanded(at: moment("2026-12-05T16:05:00Z")))
    }

    @Test("several interchanges in one file are read; segments outside are said")
    func several() throws {
        let one = Lists.interchange([Lists.message("M1")])
        #expect(try Lists.read(one + one).lists.count == 2)
        let cut = try #require(one.firstRange(of: "UNZ"))
        let both = try Lists.read(String(one[..<cut.lowerBound]) + one)
        #expect(both.lists.count == 2)
        #expect(both.doubts.map(\.code) == [.importMalformed])
        let bare = one.replacing("UNB+", with: "UXB+").dropFirst(9)
        #expect(try Lists.read(String(bare) + one).doubts.map(\.code) == [.importMalformed])
    }

    @Test("separators are those that UNA names, or those of level B")
    func separators() throws {
        let whole = Lists.interchange([Lists.message("M1")], service: "", end: "'")
        func changed(_ element: String, _ component: String, _ end: String) -> String {
            whole.replacing("+", with: "\u{E000}").replacing(":", with: component)
                .replacing("'", with: end).replacing("\u{E000}", with: element)
        }
        for text in [
            "UNA:+.  '" + whole, "UNA|*,?*~".replacing("?*~", with: "? ~") + changed("*", "|", "~"),
            "UNA:+.? \n" + changed("+", ":", "\n"), "UNA:+.? \r" + changed("+", ":", "\r\n"),
            changed("\u{1D}", "\u{1F}", "\u{1C}"),
        ] {
            let read = try Lists.read(text)
            #expect(read.lists.map(\.passengers.count) == [1])
            #expect(read.doubts.isEmpty)
        }
    }

    @Test("UTF-16 is read; what is no passenger list is named")
    func kinds() throws {
        let whole = Lists.interchange([Lists.message("M1")])
        for (mark, isBig) in [
            ([0xFE, 0xFF], true), ([0xFF, 0xFE], false), ([], true), ([], false),
        ] {
            let units = whole.utf16.flatMap { unit -> [UInt8] in
                let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                return isBig ? pair : pair.reversed()
            }
            let read = try Manifest.read(paxlst: mark.map { UInt8($0) } + units)
            #expect(read.lists.map(\.passengers.count) == [1])
        }
        for (text, word) in [
            ("PK\u{3}\u{4} xl/workbook.xml", "Excel"), ("%PDF-1.7", "PDF"),
            ("<?xml version='1'?>", "XML"),
            ("VU5BOisuPyAnVU5CK1VOT0E6", "base64"), ("<!DOCTYPE html><html>", "HTML"),
            ("{\"a\": 1}", "JSON"), ("{\\rtf1", "RTF"),
        ] {
            #expect(Lists.refusal(text)?.sentence.contains(word) == true)
        }
        #expect(
            Lists.refusal("last_name,first_name\nA,B\n")?.sentence.contains("UNA or UNB") == true)
    }
}
