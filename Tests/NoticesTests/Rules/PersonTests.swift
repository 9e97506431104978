import Testing

@testable import Notices

@Suite("The person in a notice")
struct PersonTests {
    /// Codes of a green notice after an edit of its person.
    static func codes(_ edit: (inout JSON) -> Void) throws -> [String] {
        var json = try Repository.example("valid/green-notice.issue")
        var person = try #require(json["person"])
        edit(&person)
        json["person"] = person
        return Notice.read(json, rules: .specimens).faults.map(\.code.rawValue)
    }

    @Test(
        "names, sex and birth need one thing more, and any one will do",
        arguments: ["description", "fingerprintsAvailable", "dnaAvailable", "documents"])
    func oneMore(kept: String) throws {
        let codes = try Self.codes { person in
            for member in ["description", "documents"] where member != kept { person[member] = nil }
            if kept.hasSuffix("Available") { person[kept] = true }
        }
        #expect(codes == [])
    }

    @Test("none of them is too little, and so is a no where a yes would do")
    func tooLittle() throws {
        let codes = try Self.codes { person in
            person["description"] = [:]
            person["documents"] = []
            person["dnaAvailable"] = false
        }
        #expect(codes == ["identifiers-insufficient"])
    }

    @Test("a good photograph does with an alias, a parent or a mark, and not alone")
    func photograph() throws {
        func codes(_ quality: JSON, _ edit: (inout JSON) -> Void) throws -> [String] {
            var json = try Repository.example("valid/green-notice.photo-and-alias")
            var person = try #require(json["person"])
            let photo = try #require(person.at(pointer: "/photos/0/attachment"))
            person["photos"] = [["attachment": photo, "quality": quality]]
            person["identities"] = [["kind": "primary", "primaryIdentifier": "SAMPLE"]]
            edit(&person)
            json["person"] = person
            return Notice.read(json, rules: .specimens).faults.map(\.code.rawValue)
        }
        #expect(try codes("good") { _ in } == ["identifiers-insufficient"])
        #expect(
            try codes("good") {
                $0["parents"] = [["relation": "mother", "primaryIdentifier": "SPECIMEN"]]
            } == [])
        #expect(try codes("good") { $0["description"] = ["marks": ["tattoo"]] } == [])
        #expect(
            try codes("poor") { $0["description"] = ["marks": ["tattoo"]] }
                == ["identifiers-insufficient"])
    }

    @Test("an unknown sex is too little with names, but may be said with a photograph")
    func unknownSex() throws {
        #expect(try Self.codes { $0["sex"] = "U" } == ["identifiers-insufficient"])
        #expect(try Self.codes { $0["sex"] = "X" } == [])
    }

    @Test("the zone may show any identity of the person, and any permitted spelling")
    func zones() throws {
        func codes(_ family: String, _ given: String, zone: String) throws -> [String] {
            try Self.codes { person in
                let lines = MRZ.passportLines(
                    issuer: "D", number: "C01X00T47", birth: "690314", sex: "M", expiry: "310930",
                    name: zone)
                person["identities"] = [
                    [
                        "kind": "primary", "primaryIdentifier": "SAMPLE",
                        "secondaryIdentifier": "RIN",
                    ],
                    [
                        "kind": "birth", "primaryIdentifier": .string(family),
                        "secondaryIdentifier": .string(given),
                    ],
                ]
                person["nationalities"] = ["DEU"]
                person["documents"] = [
                    [
                        "code": "P", "number": "C01X00T47", "issuer": "D", "expires": "2031-09-30",
                        "mrz": .array(lines.map { .string($0) }),
                    ]
                ]
            }
        }
        #expect(try codes("Müster-Möller", "Jörg", zone: "MUESTER<MOELLER<<JOERG") == [])
        #expect(try codes("Müster-Möller", "Jörg", zone: "MUSTER<MOELLER<<JORG") == [])
        #expect(try codes("Müster-Möller", "Jörg", zone: "SAMPLE<<RIN") == [])
        #expect(try codes("Müster-Möller", "Jörg", zone: "MUESTER<<JOERG") == ["mrz-disagrees"])
        #expect(
            try codes("Müster-Möller", "Jörg", zone: "JOERG<<MUESTER<MOELLER") == ["mrz-disagrees"])
    }

    @Test("an unknown part of a birth agrees with any, a known one only with itself")
    func births() throws {
        #expect(try Self.codes { $0["birth"] = ["date": "1969"] } == [])
        #expect(try Self.codes { $0["birth"] = ["date": "1969-03"] } == [])
        #expect(try Self.codes { $0["birth"] = ["date": "1969-04"] } == ["mrz-disagrees"])
        #expect(try Self.codes { $0["birth"] = ["date": "2069-03-14"] } == ["birth-future"])
    }
}
