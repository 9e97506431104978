import Testing

@testable import Notices

@Suite("One person, one trip")
struct TravellerTests {
    private static let now = Instant(milliseconds: 1_800_000_000_000)

    private func person(
        _ family: String, _ given: String?, born: String, document: String? = nil,
        original: String? = nil
    ) -> Traveller {
        var identity: JSON = ["kind": "primary", "primaryIdentifier": .string(family)]
        if let given { identity["secondaryIdentifier"] = .string(given) }
        if let original {
            identity["fullOriginalScript"] = ["lang": "und", "text": .string(original)]
        }
        var person: JSON = ["identities": [identity], "birth": ["date": .string(born)]]
        if let document {
            person["documents"] = [["issuer": "UTO", "number": .string(document)]]
        }
        return Traveller(person)
    }

    @Test("the same document is the same person, whatever else is written")
    func documents() {
        let one = person("EXAMPLESSON", "DORVALD", born: "1958-07-22", document: "D2314 5890")
        #expect(
            one.agreement(with: person("SAMPLE", "RIN", born: "1969", document: "d23145890"))
                == .document)
        #expect(one.agreement(with: person("SAMPLE", "RIN", born: "1969", document: "D1")) == nil)
    }

    @Test("a name in any permitted spelling, script and order, with a day of birth")
    func names() {
        let one = person("MÜSTERLING", "JAN-ERIK", born: "1981-05-11")
        for (family, given) in [
            ("Muesterling", "Jan Erik"), ("MUSTERLING", "ERIK JAN"), ("Jan-Erik", "Müsterling"),
        ] {
            let other = person(family, given, born: "1981-05-11")
            #expect(one.agreement(with: other) == .nameAndBirth, "\(family) \(given)")
        }
        #expect(one.agreement(with: person("MUSTERLANG", "JAN ERIK", born: "1981-05-11")) == nil)
        #expect(one.agreement(with: person("MÜSTERLING", nil, born: "1981-05-11")) == nil)
        let cyrillic = person(
            "PLACEHOLDEROV", "X", born: "1976-03-09", original: "Плейсхолдеров Фиктий")
        #expect(
            cyrillic.agreement(with: person("PLEISKHOLDEROV", "FIKTII", born: "1976-03-09"))
                == .nameAndBirth)
        let arabic = person("AL MITHAL", "TASTIR", born: "1976-03-09", original: "تسطير المثال")
        #expect(
            arabic.agreement(
                with: person("SOMEBODY", "ELSE", born: "1976-03-09", original: "تسطير المثال"))
                == .nameAndBirth)
    }

    @Test("a name of any number of spellings is compared with all of them")
    func manifold() {
        let one = person("GÜMÜŞGÖZLÜ", "ÖZ", born: "1981-05-11")
        for family in ["GUMUSGOZLU", "GUEMUESGOEZLUE", "GUXXMUSGOEZLUXX", "Gümüşgözlü"] {
            let other = person(family, "OEZ", born: "1981-05-11")
            #expect(one.agreement(with: other) == .nameAndBirth, "\(family)")
            #expect(other.agreement(with: one) == .nameAndBirth, "\(family)")
        }
        #expect(
            one.agreement(with: person("GUMUSGOZLA", "OEZ", born: "1981-05-11")) == nil)
    }

    @Test(
        "one who is looked for by a spelling that no list has room for is a candidate all the same")
    func candidates() throws {
        func keys(_ family: String) -> [SearchKey] {
            Traveller.searchKeys(of: ["identities": [["primaryIdentifier": .string(family)]]])
        }
        func kept(_ family: String) throws -> Set<SearchKey> {
            var json = try Repository.example("valid/green-notice.issue")
            json["person"]?["identities"] = [
                [
                    "kind": "primary", "primaryIdentifier": .string(family),
                    "secondaryIdentifier": "RIN",
                ]
            ]
            json["person"]?["documents"] = nil
            return Set(try #require(Notice.read(json, rules: .specimens).notice).searchKeys)
        }
        for (written, sought) in [
            ("GÜMÜŞGÖZLÜ", "GUXXMUSGOEZLUXX"), ("GUXXMUSGOEZLUXX", "GÜMÜŞGÖZLÜ"),
            ("GÜMÜŞGÖZLÜ", "GÜMÜŞGÖZLÜ"), ("SAMPLE", "SAMPLE"), ("MÜLLER", "MUXXLLER"),
        ] {
            #expect(!(try kept(written)).isDisjoint(with: keys(sought)), "\(written) \(sought)")
        }
        // A short name must not match every other name with the same outline.
        #expect((try kept("SAMPLE")).isDisjoint(with: keys("SIMPLE")))
    }

    @Test("a zone whose name field is full shows names that are cut")
    func cut() throws {
        func zone(_ name: String) throws -> Traveller {
            let lines = MRZ.passportLines(
                issuer: "UTO", number: "X1", birth: "810511", sex: "F", expiry: "300101", name: name
            )
            let entry = try DocumentScan.read(Array(lines.joined(separator: "\n").utf8))[0]
            return Traveller(
                try #require(entry.person(today: CivilDate(daysSinceEpoch: 20_833))))
        }
        let whole = person(
            "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", born: "1981-05-11")
        for name in [
            "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA<<CHAYAPA<D<KRASUANGTEST",
            "NILAVADHANANANDA<<CHAYAPA<KRASUANG", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG",
        ] {
            let isCut = name.hasSuffix("<K")
            #expect(
                whole.agreement(with: try zone(name)) == (isCut ? .nameAndBirth : nil), "\(name)")
            #expect(
                try zone(name).agreement(with: whole) == (isCut ? .nameAndBirth : nil), "\(name)")
        }
    }

    @Test("a visa may carry the number of a passport that another state issued")
    func visa() {
        func holder(_ document: JSON, nationality: String) -> Traveller {
            Traveller(["nationalities": [.string(nationality)], "documents": [document]])
        }
        let passport = holder(
            ["code": "P", "number": "L8988901C", "issuer": "UTO"], nationality: "UTO")
        let visa: JSON = ["code": "V", "number": "L8988901C", "issuer": "XXA"]
        #expect(passport.agreement(with: holder(visa, nationality: "UTO")) == .document)
        #expect(passport.agreement(with: holder(visa, nationality: "D")) == nil)
        #expect(
            passport.agreement(
                with: holder(
                    ["code": "P", "number": "L8988901C", "issuer": "XXA"], nationality: "UTO"))
                == nil)
    }

    @Test("day and month exchanged are the same day; another year, or a year alone, is none")
    func births() {
        let one = person("SAMPLETON", "CORVIN", born: "1981-05-11")
        #expect(
            one.agreement(with: person("SAMPLETON", "CORVIN", born: "1981-11-05"))
                == .nameAndBirth)
        for born in ["1980-05-11", "1981-05-12", "1981", "1981-05"] {
            #expect(one.agreement(with: person("SAMPLETON", "CORVIN", born: born)) == nil)
        }
        #expect(Traveller.birthKey("1976-02-29") == "1976-02-29")
        #expect(Traveller.birthKey("1981-25-12") == nil)
    }

    private func alert(
        number: Int, arrivesIn hours: Int64, to codes: [String] = ["XB", "XC"], person: Int = 7
    ) throws -> Notice {
        let members = try codes.map { try #require(MemberCode($0)) }
        let from = try #require(MemberCode("XA"))
        func specimen(_ number: Int) -> JSON {
            NoticeTemplate.specimen(
                kind: .travelAlert, from: from, to: members, at: Self.now,
                arrival: Self.now + .hours(hours), number: number)
        }
        var document = specimen(number)
        document["person"] = specimen(person)["person"]
        return try #require(
            Notice.read(document, rules: NoticeRules(allowSpecimens: true)).notice)
    }

    @Test("first arrivals in one country within 36 hours are one trip")
    func trips() throws {
        let first = try alert(number: 1, arrivesIn: 30)
        #expect(try alert(number: 2, arrivesIn: 30).sameTrip(as: first) == .document)
        #expect(try alert(number: 2, arrivesIn: 66).sameTrip(as: first) == .document)
        #expect(try alert(number: 2, arrivesIn: 67).sameTrip(as: first) == nil)
        #expect(try alert(number: 2, arrivesIn: 30, to: ["XD"]).sameTrip(as: first) == nil)
        #expect(
            try alert(number: 2, arrivesIn: 30, person: 8).sameTrip(as: first) == nil)
    }

    @Test("a second report is one statement of the first thread, and adds what was not there")
    func supplement() throws {
        let rules = NoticeRules(allowSpecimens: true)
        let first = try alert(number: 1, arrivesIn: 30, to: ["XB"])
        let same = try alert(number: 2, arrivesIn: 30, to: ["XB"])
        #expect(first.supplemented(by: same, at: Self.now) == nil)
        var document = try alert(number: 2, arrivesIn: 40, to: ["XB", "XC"]).json
        document["person"]?["identities"] = [
            ["kind": "primary", "primaryIdentifier": "SAMPLE", "secondaryIdentifier": "RIN"]
        ]
        document["person"]?["documents"] = nil
        let second = try #require(Notice.read(document, rules: rules).notice)
        let merged = try #require(first.supplemented(by: second, at: Self.now))
        let notice = try #require(Notice.read(merged, rules: rules).notice)
        #expect(notice.thread == first.thread)
        #expect(notice.sequence == 2)
        #expect(notice.to.map(\.description) == ["XB", "XC"])
        let kinds = merged.at(pointer: "/person/identities")?.arrayValue?.map { $0["kind"] }
        #expect(kinds == ["primary", "alias"])
        #expect(
            merged.at(pointer: "/person/documents") == first.json.at(pointer: "/person/documents"))
        #expect(merged["itinerary"] == second.json["itinerary"])
    }
}
