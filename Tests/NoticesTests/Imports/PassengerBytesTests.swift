import Testing

@testable import Notices

@Suite("Bytes in a passenger list")
struct PassengerBytesTests {
    @Test("a byte that is no character spoils one name, and the list is read")
    func oneByte() throws {
        let list = try Manifest.read(paxlst: Lists.bytes("m47-unoc-cp1252.edi"))
        #expect(list.lists[0].passengers.map { $0.flaws.map(\.code) } == [[], [.nameUnspellable]])
        #expect(list.lists[0].passengers.map { $0.person["identities"] != nil } == [true, false])
        #expect(list.doubts.isEmpty)
    }

    @Test(
        "names are decoded where it is certain what they are",
        arguments: [
            ("UNOC", [0xDC], "MÜLLER"), ("UNOC", [0xC3, 0x9C], "MÜLLER"),
            ("UNOY", [0xC3, 0x9C], "MÜLLER"),
            ("UNOA", [0xC3, 0x9C], "MÜLLER"), ("UNOA", [0xDC], nil), ("UNOB", [0x92], nil),
            ("UNOC", [0x92], nil), ("UNOC", [0x00], nil), ("UNOW", [0xDC], nil),
            ("UNOE", [0xB2], nil),
        ] as [(String, [UInt8], String?)])
    func charset(_ name: String, _ letter: [UInt8], _ wanted: String?) throws {
        let people = Lists.subject + ["NAD+FL+++M@LLER:B", "DTM+329:580722"]
        let text = Lists.interchange([Lists.message("M1", people)], charset: name)
        let bytes = Array(text.utf8).flatMap { $0 == 0x40 ? letter : [$0] }
        let passengers = try Manifest.read(paxlst: bytes).lists[0].passengers
        #expect(passengers.map(\.isComparable) == [true, wanted != nil])
        #expect(
            passengers[1].person.at(pointer: "/identities/0/primaryIdentifier")
                == wanted.map { .string($0) })
    }

    @Test("no sentence about a passenger holds what the list says of that passenger")
    func silent() throws {
        let people = [
            "NAD+FL++KESTREL", "ATT+2++KESTREL", "DTM+329:KESTREL", "NAT+2+KESTREL",
            "LOC+178+KESTREL",
            "DOC+KESTREL+KES/TREL", "LOC+91+KESTREL", "DTM+36:KESTREL",
        ]
        let passenger = try Lists.read(Lists.interchange([Lists.message("M1", people)])).lists[0]
            .passengers[0]
        #expect(passenger.flaws.count >= 8)
        #expect(passenger.flaws.allSatisfy { !$0.sentence.contains("KES") })
    }
}
