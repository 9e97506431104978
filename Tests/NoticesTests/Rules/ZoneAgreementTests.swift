import Testing

@testable import Notices

@Suite("The zone and the fields of a document")
struct ZoneAgreementTests {
    /// Faults of the example alert with another name, zone, number or date.
    private func faults(
        family: String = "EXAMPLESSON", given: String? = "DORVALD", number: String = "D23145890",
        birth: String = "1958-07-22", lines: [String], code: String = "P", more: [JSON] = [],
        rules: NoticeRules = .specimens
    ) throws -> [Fault] {
        var json = try Repository.example("valid/travel-alert.issue")
        var identity: JSON = ["kind": "primary", "primaryIdentifier": .string(family)]
        if let given { identity["secondaryIdentifier"] = .string(given) }
        json["person"]?["identities"] = [identity]
        json["person"]?["birth"]?["date"] = .string(birth)
        json["person"]?["documents"] = .array(
            [
                [
                    "code": .string(code), "number": .string(number), "issuer": "UTO",
                    "expires": "2029-01-15", "mrz": .array(lines.map { .string($0) }),
                ]
            ] + more)
        return Notice.read(json, rules: rules).faults
    }

    private func zone(
        _ name: String = "EXAMPLESSON<<DORVALD", number: String = "D23145890",
        birth: String = "580722"
    ) -> [String] {
        MRZ.passportLines(
            issuer: "UTO", number: number, birth: birth, sex: "M", expiry: "290115", name: name)
    }

    @Test(
        "each spelling of each row of the tables agrees, in a name", arguments: NameTableTests.rows)
    func rows(row: NameTableTests.Row) throws {
        guard !row.doubles else { return }
        let name = "B" + String(Character(row.letter)) + "T"
        let initial = String(Character(row.letter)) + "T"
        for spelling in row.spellings.isEmpty ? [""] : row.spellings {
            #expect(try faults(family: name, lines: zone("B\(spelling)T<<DORVALD")) == [])
        }
        for spelling in row.initially {
            #expect(try faults(family: initial, lines: zone("\(spelling)T<<DORVALD")) == [])
        }
        #expect(
            try faults(family: name, lines: zone("BVVT<<DORVALD")).map(\.code) == [.mrzDisagrees])
    }

    @Test(
        "notices from outside whose zones are right have no fault",
        arguments: [
            "n01-ukrainian-initial-YU-YA", "n03-persian-letters", "n05-turkish-many-umlauts",
            "n07-other-punctuation-backtick", "n10-number-with-blank",
        ])
    func outside(name: String) throws {
        let bytes = try Repository.bytes("Tests/Vectors/cases/\(name).json")
        #expect(Notice.read(bytes, rules: .specimens).faults == [])
    }

    @Test("names that do not agree are shown to the author in both spellings, and to nobody else")
    func sentence() throws {
        let lines = zone("MUSTERLINK<<DORVALD")
        let fault = try #require(try faults(family: "MÜSTERLING", lines: lines).first)
        #expect(fault.code == .mrzDisagrees)
        for text in ["MUSTERLINK, DORVALD", "MUESTERLING or MUXXSTERLING or MUSTERLING, DORVALD"] {
            #expect(fault.sentence.contains(text), "\(fault.sentence)")
        }
        var rules = NoticeRules.specimens
        rules.audience = .recipient
        let received = try #require(
            try faults(family: "MÜSTERLING", lines: lines, rules: rules).first)
        #expect(received.sentence == "The machine-readable zone and the names do not agree.")
    }

    @Test("fillers in a number stand for what it has besides letters and digits")
    func numbers() throws {
        #expect(try faults(number: "AC123456", lines: zone(number: "AC<123456")) == [])
        #expect(try faults(number: "D231458901", lines: zone(number: "D23145890")) == [])
        #expect(
            try faults(number: "D2314589", lines: zone(number: "D23145890")).map(\.code)
                == [.mrzDisagrees])
        #expect(
            try faults(number: "D23145891", lines: zone()).map(\.code) == [.mrzDisagrees])
    }

    @Test("the zone of a visa may have the number of one of the passports")
    func visa() throws {
        func lines(_ number: String) -> [String] {
            var lines = zone(number: number)
            lines[0] = "V" + lines[0].dropFirst()
            lines[1] = lines[1].prefix(28) + "<<<<<<<<<<<<<<<<"
            return lines
        }
        let passport: JSON = [
            "code": "P", "number": "L8988901C", "issuer": "UTO", "expires": "2029-01-15",
        ]
        #expect(
            try faults(number: "V1", lines: lines("L8988901C"), code: "V", more: [passport]) == [])
        #expect(
            try faults(number: "V1", lines: lines("L8988901D"), code: "V", more: [passport])
                .map(\.code) == [.mrzDisagrees])
    }

    @Test("a date of the zone that is none is not compared; one in part is, in that part")
    func dates() throws {
        #expect(try faults(lines: zone(birth: "<<<<<<")) == [])
        #expect(try faults(lines: zone(birth: "<<0722")) == [])
        #expect(try faults(birth: "1958", lines: zone(birth: "58<<22")) == [])
        #expect(try faults(lines: zone(birth: "58<<23")).map(\.code) == [.mrzDisagrees])
        #expect(try faults(lines: zone(birth: "580741")) == [])
        #expect(try faults(lines: zone(birth: "580723")).map(\.code) == [.mrzDisagrees])
    }

    @Test("one fault a line, at the line")
    func lines() throws {
        var lines = zone()
        lines[0].removeLast(3)
        lines[1] = "?" + lines[1].dropFirst().dropLast()
        #expect(
            try faults(lines: lines).map(\.pointer)
                == ["/person/documents/0/mrz/1", "/person/documents/0/mrz/0"])
    }

    @Test("a zone that is filled to its last place may be cut, as Doc 9303 cuts it")
    func cut() throws {
        for (family, given, name) in [
            (
                "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG",
                "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"
            ),
            (
                "NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG",
                "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGUANG"
            ),
            (
                "BENNELONG WOOLOOMOOLOO WARRANDYTE WARRNAMBOOL", "DINGO POTOROO",
                "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"
            ),
            (
                "BENNELONG WOOLOOMOOLOO WARRANDYTE WARRNAMBOOL", "DINGO POTOROO",
                "BENNELONG<WOOLOOMOOLOO<WARRANDYT<W<<D<P"
            ),
            ("GÜMÜŞGÖZLÜTEST-ÖZGÜRLÜK", "ÜMMÜGÜLSÜM", "GUEMUESGOEZLUETEST<OEZGUERLUEK<<UEMMUEG"),
        ] {
            #expect(try faults(family: family, given: given, lines: zone(name)) == [], "\(name)")
        }
        #expect(
            try faults(
                family: "NILAVADHANANANDA", given: "CHAYAPA",
                lines: zone("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K")
            ).map(\.code) == [.mrzDisagrees])
    }

    @Test("a name of nothing but a family name, and one of no family name, agree")
    func mononyms() throws {
        #expect(try faults(family: "ARKFREITH", given: nil, lines: zone("ARKFREITH")) == [])
        #expect(
            try faults(family: "ARKFREITH", given: nil, lines: zone("ARKFREITH<<ANNA"))
                .map(\.code) == [.mrzDisagrees])
    }
}
