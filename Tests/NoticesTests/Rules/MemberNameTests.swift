import Testing

@testable import Notices

@Suite("Names of members")
struct MemberNameTests {
    private static let strict: NoticeRules = {
        var rules = NoticeRules.specimens
        rules.unknownMembers = .judged
        return rules
    }()

    private func faults(
        _ example: String, rules: NoticeRules = strict, _ edit: (inout JSON) -> Void
    ) throws -> [Fault] {
        var json = try Repository.example("valid/" + example)
        edit(&json)
        return Notice.read(json, rules: rules).faults
    }

    @Test("a misspelt member is named with its place and the nearest known one")
    func misspelt() throws {
        let bytes = try Repository.bytes("Tests/Vectors/cases/j68-misspelt-key.json")
        let faults = Notice.read(bytes, rules: Self.strict).faults
        #expect(faults.map(\.code) == [.fieldUnknown])
        #expect(faults[0].pointer == "/person/identities/0/secondaryIdentifer")
        #expect(
            faults[0].sentence
                == "No field is called `secondaryIdentifer` here: `secondaryIdentifier` is.")
    }

    @Test("capitals that should be small are a misspelling, and what is missing by it is said too")
    func capitals() throws {
        let found = try faults("travel-alert.issue") {
            $0["Handling"] = $0["handling"]
            $0["handling"] = nil
        }
        #expect(
            found.map { "\($0.code.rawValue) \($0.pointer)" } == [
                "field-missing /handling", "field-unknown /Handling",
            ])
        #expect(found[1].sentence == "No field is called `Handling` here: `handling` is.")
    }

    @Test("wherever it stands, in lists and in what the kinds share")
    func everywhere() throws {
        let found = try faults("travel-alert.issue") {
            ItineraryTests.setLeg(&$0, 1, "fromcountry", "XB")
            $0["person"]?["birth"]?["contry"] = "UTO"
        }
        #expect(
            Set(found.map(\.pointer)) == [
                "/itinerary/legs/1/fromcountry", "/person/birth/contry",
            ])
    }

    @Test("a name that is near to none is a country's own: it is named, and goes")
    func others() throws {
        var json = try Repository.example("valid/travel-alert.issue")
        json["convictionSummary"]?["quite-another"] = 1
        json["note"] = "another gate"
        let verdict = Notice.read(json, rules: Self.strict)
        #expect(verdict.faults == [])
        #expect(
            verdict.warnings.map { "\($0.code.rawValue) \($0.pointer)" } == [
                "field-unknown /convictionSummary/quite-another", "field-unknown /note",
            ])
        #expect(verdict.notice?.json["note"] == "another gate")
    }

    @Test("members of one's own and those that stay at home may be anywhere")
    func exempt() throws {
        let found = try faults("travel-alert.issue") {
            $0["x-ours"] = ["anything": 1]
            $0["person"]?["domesticIds"] = []
            $0["person"]?["x-domestic-note"] = "kept"
            ItineraryTests.setLeg(&$0, 0, "x-seat", "12A")
        }
        #expect(found == [])
    }

    @Test("what has arrived, and what was sent, keeps members that nobody here knows")
    func received() throws {
        var json = try Repository.example("valid/travel-alert.issue")
        json["person"]?["newerField"] = 1
        for audience in [NoticeRules.Audience.author, .recipient] {
            var rules = NoticeRules.specimens
            rules.audience = audience
            let verdict = Notice.read(json, rules: rules)
            #expect(verdict.faults == [] && verdict.warnings == [])
            #expect(verdict.notice?.json == json)
        }
        var rules = NoticeRules.specimens
        rules.unknownMembers = .warned
        #expect(Notice.read(json, rules: rules).warnings.map(\.code) == [.fieldUnknown])
    }

    @Test("no valid example has a member that its schema does not know")
    func examples() throws {
        for folder in ["valid", "warned"] {
            for name in try Repository.names("Schemas/examples/" + folder) {
                let verdict = Notice.read(
                    try Repository.bytes("Schemas/examples/\(folder)/\(name).json"),
                    rules: Self.strict)
                #expect(verdict.faults == [], "\(name)")
            }
        }
    }

    @Test("a notice of nothing but unknown members costs no more than what is listed")
    func bounded() throws {
        let long = String(repeating: "a", count: 60_000)
        var json = try Repository.example("valid/travel-alert.issue")
        do {
            for index in 0..<2_000 { json["person"]?["sexx\(index)"] = 1 }
            json[long] = 1
        }
        let verdict = Notice.read(json, rules: Self.strict)
        let found = verdict.faults + verdict.warnings
        #expect(!verdict.warnings.isEmpty)
        #expect(found.count <= Judgement.faultsMax)
        #expect(found.allSatisfy { $0.sentence.utf8.count < 200 })
    }

    @Test("what is no object at all is told so in a sentence")
    func noObject() throws {
        let bytes = try Repository.bytes("Tests/Vectors/cases/j-j44.json")
        #expect(
            Notice.read(bytes, rules: .specimens).faults.map(\.sentence)
                == ["A notice is an object in braces; this is null."])
        for (text, words) in [
            ("[]", "a list"), ("\"x\"", "a text"), ("1", "a number"), ("true", "true or false"),
        ] {
            #expect(
                Notice.read(Array(text.utf8), rules: .specimens).faults.map(\.sentence)
                    == ["A notice is an object in braces; this is \(words)."])
        }
        let found = try faults("travel-alert.issue") { $0["to"] = "XB" }
        #expect(
            found.map(\.sentence) == ["This must be a list; it is a text. The value is \"XB\"."])
    }
}
