import Testing

@testable import Notices

@Suite("Check characters and designators")
struct CheckCharacterTests {
    @Test("ISO 7064 MOD 37,36: the example of the Global Release Identifier")
    func release() {
        #expect(CheckCharacters.mod37_36("A12425GABC1234002") == "M")
        #expect(CheckCharacters.mod37_36("A1-2425G-ABC1234002") == "M")
        #expect(CheckCharacters.mod37_36("a") == nil)
    }

    @Test("any one character of a notice number changed is seen")
    func noticeNumber() throws {
        let body = "XA-GN-2026-000123"
        let check = try #require(CheckCharacters.mod37_36(body))
        let number = body + "-" + String(check)
        #expect(CheckCharacters.isNoticeNumberSound(body))
        #expect(CheckCharacters.isNoticeNumberSound(number))
        for index in number.indices where number[index] != "-" {
            for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where other != number[index] {
                var changed = number
                changed.replaceSubrange(index...index, with: String(other))
                #expect(!CheckCharacters.isNoticeNumberSound(changed), "\(changed)")
            }
        }
    }

    @Test(
        "IMO numbers",
        arguments: [
            ("9074729", true), ("1234567", true), ("9074728", false), ("907472", false),
            ("90747x9", false),
        ])
    func ships(number: String, isSound: Bool) {
        #expect(CheckCharacters.isIMOSound(number) == isSound)
    }

    @Test("a flight is named by carrier and number, leading zeros or not")
    func flights() {
        #expect(
            FlightDesignator(carrier: "ZZ", service: "007")
                == FlightDesignator(carrier: "ZZ", service: "7"))
        #expect(FlightDesignator(carrier: "ZZ", service: "0418A")?.description == "ZZ418A")
        #expect(FlightDesignator(carrier: "ZZZ", service: "0")?.description == "ZZZ0")
        #expect(FlightDesignator(carrier: "Z1", service: "1") != nil)
        for (carrier, service) in [
            ("12", "1"), ("Z", "1"), ("ZZ1", "1"), ("zz", "1"), ("ZZ", ""), ("ZZ", "12345"),
            ("ZZ", "A"),
        ] {
            #expect(FlightDesignator(carrier: carrier, service: service) == nil)
        }
    }
}
