import Federation
import Notices
import TestKit
import Testing

@Suite("The policy")
struct PolicyTests {
    private let xb = Specimen.member("XB")
    private let xc = Specimen.member("XC")

    private func policy(_ json: JSON) throws -> Policy { try Policy(json) }

    private func facts(
        _ kind: NoticeKind = .greenNotice, isCancel: Bool = false, isAnswer: Bool = false,
        purpose: String = "border-decision", offences: Set<String> = ["LZ18.1a", "LZ23"],
        grade: RiskGrade? = .medium, origins: Set<MemberCode> = []
    ) -> PolicyFacts {
        PolicyFacts(
            kind: kind, isCancel: isCancel, isAnswer: isAnswer, purpose: purpose,
            offences: offences, grade: grade, origins: origins)
    }

    private func code(
        _ policy: Policy, _ facts: PolicyFacts, _ known: Policy.RecipientFacts = .init()
    ) -> Code? {
        guard case .refused(let code, _, _) = policy.verdict(on: facts, for: xc, knowing: known)
        else { return nil }
        return code
    }

    @Test("each rule refuses what it names, and lets the rest through")
    func rules() throws {
        func rule(_ name: String, _ value: JSON) throws -> Policy {
            try policy(["recipients": ["XC": .object(JSONObject([(name, value)]))]])
        }
        let deny = try rule("deny", "no agreement")
        #expect(code(deny, facts()) == .policyDenied)
        #expect(code(deny, facts(.directory)) == .policyDenied)
        #expect(deny.verdict(on: facts(), for: xb, knowing: .init()) == .allowed)

        let block = try rule("humanRightsBlock", "capital punishment")
        #expect(code(block, facts()) == .policyHumanRights)
        #expect(code(block, facts(), .init(isOverridden: true)) == nil)
        #expect(code(block, facts(.directory)) == nil)
        #expect(code(block, facts(.informationRequest, isAnswer: true)) == .policyHumanRights)

        let kinds = try rule("kinds", ["travel-alert"])
        #expect(code(kinds, facts(.greenNotice)) == .policyKind)
        #expect(code(kinds, facts(.travelAlert)) == nil)
        #expect(code(kinds, facts(.outcome, isAnswer: true)) == nil)
        #expect(code(try rule("withoutKinds", ["green-notice"]), facts()) == .policyKind)

        let purposes = try rule("purposes", ["public-safety-warning"])
        #expect(code(purposes, facts()) == .policyPurpose)
        #expect(code(purposes, facts(purpose: "public-safety-warning")) == nil)

        let offences = try rule("offences", ["LZ19", "LZ20.1a"])
        #expect(code(offences, facts()) == .policyOffence)
        #expect(code(offences, facts(offences: [])) == .policyOffence)
        #expect(code(offences, facts(offences: ["LZ19.1b"])) == nil)
        #expect(code(try rule("withoutOffences", ["LZ23"]), facts()) == .policyOffence)

        let grade = try rule("riskGradeMin", "high")
        #expect(code(grade, facts()) == .policyRiskGrade)
        #expect(code(grade, facts(grade: nil)) == .policyRiskGrade)
        #expect(code(grade, facts(grade: .high)) == nil)
        #expect(code(grade, facts(grade: .veryHigh)) == nil)
        #expect(code(grade, facts(.informationRequest, grade: nil)) == nil)

        let authority = try rule("authorities", ["Specimen Police of XC"])
        #expect(code(authority, facts()) == .policyAuthority)
        #expect(code(authority, facts(), .init(authority: "Specimen Police of XC")) == nil)
        let without = try rule("withoutAuthorities", ["Ministry of XC"])
        #expect(code(without, facts(), .init(authority: "Ministry of XC")) == .policyAuthority)
    }

    @Test("who must subscribe gets the kinds and origins that it asked for, by entry or by file")
    func subscriptions() throws {
        let policy = try policy([
            "everybody": ["mustSubscribe": true],
            "recipients": [
                "XC": ["subscriptions": [["kind": "travel-alert", "origins": ["XA"]]]]
            ],
        ])
        let xa = Specimen.member("XA")
        #expect(code(policy, facts(.travelAlert, origins: [xa, xb])) == nil)
        #expect(code(policy, facts(.travelAlert, origins: [xb])) == .policyNotSubscribed)
        #expect(code(policy, facts(.greenNotice)) == .policyNotSubscribed)
        #expect(code(policy, facts(.greenNotice), .init(asked: [.greenNotice])) == nil)
        #expect(code(policy, facts(.directory)) == nil)
        #expect(code(policy, facts(.outcome, isAnswer: true)) == nil)
    }

    @Test(
        "whom a member denies gets no warning and no answer, of whatever kind",
        arguments: NoticeKind.allCases, [true, false])
    func denied(kind: NoticeKind, isAnswer: Bool) throws {
        let policy = try policy(["recipients": ["XC": ["deny": "no agreement"]]])
        let takesBack = kind == .correction || kind == .erasure
        #expect(
            code(policy, facts(kind, isAnswer: isAnswer)) == (takesBack ? nil : .policyDenied))
    }

    @Test(
        "offences count wherever a notice names them: of a person, of a group's members, of a court"
    )
    func offencePlaces() throws {
        let rules = NoticeRules(allowSpecimens: true)
        var named = 0
        for kind in NoticeKind.allCases {
            let document = NoticeTemplate.specimen(
                kind: kind, from: Specimen.member("XA"), to: [xb], at: Specimen.epoch, number: 1)
            guard let notice = Notice.read(document, rules: rules).notice else { continue }
            let codes = offences(in: document)
            named += codes.isEmpty ? 0 : 1
            #expect(codes.isSubset(of: PolicyFacts(notice).offences), "\(kind)")
        }
        #expect(named >= 2)
    }

    /// Every offence code in a document, by the names of the members that hold them.
    private func offences(in json: JSON, under name: String = "") -> Set<String> {
        if let object = json.objectValue {
            return object.reduce(into: []) { found, member in
                found.formUnion(
                    offences(in: member.1, under: name == "offences" ? name : member.0))
                if name == "offences", member.0 == "code", let code = member.1.stringValue {
                    found.insert(code)
                }
            }
        }
        if let array = json.arrayValue {
            return array.reduce(into: []) { $0.formUnion(offences(in: $1, under: name)) }
        }
        return name == "offences" && json.objectValue == nil
            ? Set([json.stringValue].compactMap(\.self)) : []
    }

    @Test("a cancel, a correction and an erasure are refused to nobody")
    func takingBack() throws {
        let policy = try policy(["everybody": ["deny": "closed"]])
        #expect(code(policy, facts(isCancel: true)) == nil)
        #expect(code(policy, facts(.correction)) == nil)
        #expect(code(policy, facts(.erasure)) == nil)
        #expect(code(policy, facts()) == .policyDenied)
    }

    @Test("an entry takes over what it does not name, lifts by null, and adds fields to remove")
    func inheritance() throws {
        let policy = try policy([
            "domesticOnly": ["/person/fbiNumber"],
            "everybody": [
                "deny": "closed", "riskGradeMin": "high", "remove": ["/threat/modusOperandi"],
            ],
            "recipients": ["XC": ["deny": .null, "remove": ["/person/photos"]]],
        ])
        #expect(policy.rule(for: xb).deny == "closed")
        #expect(policy.rule(for: xc).deny == nil)
        #expect(policy.rule(for: xc).riskGradeMin == .high)
        #expect(
            policy.removals(for: xc).map(\.description) == [
                "/person/fbiNumber", "/threat/modusOperandi", "/person/photos",
            ])
        #expect(!policy.isOpen)
        #expect(try self.policy([:]).isOpen)
    }

    @Test(
        "what a policy cannot mean is refused with its place",
        arguments: [
            (["rules": []], "policy"), (["everybody": ["allow": true]], "policy.everybody"),
            (["recipients": ["xc": [:]]], "policy.recipients"),
            (["recipients": ["XC": ["kinds": ["letter"]]]], "policy.recipients.XC.kinds"),
            (["recipients": ["XC": ["riskGradeMin": "huge"]]], "policy.recipients.XC.riskGradeMin"),
            (["everybody": ["remove": ["photos"]]], "policy.everybody.remove"),
            (["everybody": ["remove": [""]]], "policy.everybody.remove"),
            (["everybody": ["mustSubscribe": "yes"]], "policy.everybody.mustSubscribe"),
            (["everybody": ["subscriptions": [["kind": "x"]]]], "policy.everybody.subscriptions"),
            (["everybody": ["deny": 1]], "policy.everybody.deny"),
            (["supervisors": [" "]], "policy.supervisors"), ([], "policy"),
        ] as [(JSON, String)])
    func malformed(_ json: JSON, _ place: String) {
        do {
            _ = try Policy(json)
            Issue.record("it was taken")
        } catch {
            #expect(
                error.description.hasPrefix(place + " ") || error.description.hasPrefix(place + ".")
            )
        }
    }

    @Test("fields go at every place that a path names, and nothing else changes")
    func removal() throws {
        let document: JSON = [
            "a": [["x": 1, "y": 2], ["y": 3]], "b": ["x": 4, "c/d": 5], "e": 6,
        ]
        func without(_ paths: String...) -> JSON {
            document.removing(paths.compactMap { FieldPath($0) })
        }
        #expect(without("/a/*/y") == ["a": [["x": 1], [:]], "b": ["x": 4, "c/d": 5], "e": 6])
        #expect(without("/a/0", "/e") == ["a": [["y": 3]], "b": ["x": 4, "c/d": 5]])
        #expect(
            without("/b/c~1d", "/b/none", "/e/f") == [
                "a": [["x": 1, "y": 2], ["y": 3]], "b": ["x": 4], "e": 6,
            ])
        #expect(without("/*") == [:])
        #expect(FieldPath("") == nil)
        #expect(FieldPath("a") == nil)
        #expect(FieldPath(String(repeating: "/a", count: FieldPath.depthMax + 1)) == nil)
    }

    @Test("liaison posts are copied in on warnings about persons, each post in one country")
    func liaisonPosts() throws {
        let policy = try policy(["liaisonPosts": ["XC": ["XL", "XM"], "XB": []]])
        let xl = Specimen.member("XL")
        let xm = Specimen.member("XM")
        #expect(policy.posts(for: .travelAlert, to: [xb, xc]) == [xl, xm])
        #expect(policy.posts(for: .greenNotice, to: [xc, xl]) == [xm], "named once")
        #expect(policy.posts(for: .groupAlert, to: [xb]) == [])
        for kind in [NoticeKind.intelligenceProduct, .outcome, .certificate, .operation] {
            #expect(policy.posts(for: kind, to: [xc]) == [], "\(kind)")
        }
        #expect(policy.hosts == [xl: xc, xm: xc])
        for bad: JSON in [
            ["liaisonPosts": ["XL"]], ["liaisonPosts": ["XC": "XL"]], ["liaisonPosts": ["xc": []]],
            ["liaisonPosts": ["XC": ["XL"], "XB": ["XL"]]],
            ["liaisonPosts": ["XC": ["XL", "XL"]]],
            ["liaisonPosts": ["XC": ["XL"], "XL": ["XM"]]],
        ] {
            #expect(throws: (any Error).self, "\(bad)") { _ = try self.policy(bad) }
        }
    }
}
