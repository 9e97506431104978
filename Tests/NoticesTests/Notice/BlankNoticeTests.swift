import Testing

@testable import Notices

@Suite("An empty notice states no fact")
struct BlankNoticeTests {
    private static let real = NoticeRules()
    private static let now = NoticeTemplateTests.now

    private static func every(
        _ make: (NoticeKind, NoticeOperation, [MemberCode]) -> JSON
    ) -> [(NoticeKind, NoticeOperation, JSON)] {
        let members = NoticeTemplateTests.members("LU MT EE")
        return NoticeKind.allCases.flatMap { kind in
            NoticeTemplate.operations(of: kind).map { ($0, make(kind, $0, members)) }
                .map { (kind, $0.0, $0.1) }
        }
    }

    private static func blank(
        _ kind: NoticeKind, _ operation: NoticeOperation, _ members: [MemberCode]
    ) -> JSON {
        NoticeTemplate.blank(
            kind: kind, operation: operation, from: members[0], to: Array(members[1...]), at: now,
            number: 17, answering: "MT-\(kind.threadLetters.first ?? "TA")-2027-000003/1")
    }

    /// Every value at the end of a path, with the path.
    private static func leaves(_ json: JSON, _ path: String = "") -> [(String, JSON)] {
        switch json {
        case .object(let object):
            object.flatMap { leaves($0.1, path + "/" + $0.0) }
        case .array(let elements):
            elements.enumerated().flatMap { leaves($0.1, path + "/\($0.0)") }
        default: [(path, json)]
        }
    }

    @Test("beyond what the node knows, everything is null")
    func empty() {
        let known = [
            "/schema/", "/type", "/operation", "/from", "/to/", "/createdAt", "/threadId",
            "/sequence", "/inReplyTo", "/noticeNo", "/alertNo",
        ]
        for (kind, operation, document) in Self.every(Self.blank) {
            for (path, value) in Self.leaves(document) where !known.contains(where: path.hasPrefix)
            {
                let isOrdinal = path.hasSuffix("/seq") || path.hasSuffix("/memberNo")
                let isCautious = value == "none-information-only" || value == "do-not-arrest"
                #expect(value.isNull || isOrdinal || isCautious, "\(kind) \(operation) \(path)")
            }
        }
    }

    @Test("each empty field is refused by its name, and by nothing else")
    func refused() {
        for (kind, operation, document) in Self.every(Self.blank) {
            let faults = Notice.read(document, rules: Self.real).faults
            let empty = Self.leaves(document).filter(\.1.isNull).map(\.0)
            for path in empty {
                let own = faults.filter { $0.pointer == path }
                #expect(own.map(\.code) == [.fieldEmpty], "\(kind) \(operation) \(path)")
            }
            #expect(!faults.isEmpty, "\(kind) \(operation) would leave as it is")
        }
    }

    @Test("what the member has laid down is filled in, and nothing else")
    func defaults() {
        var defaults = NoticeDefaults()
        defaults.handling = ["H3"]
        defaults.purpose = "border-decision"
        defaults.retainDays = 30
        let members = NoticeTemplateTests.members("LU MT")
        let document = NoticeTemplate.blank(
            kind: .travelAlert, from: members[0], to: [members[1]], at: Self.now, number: 17,
            defaults: defaults)
        #expect(document["handling"] == ["codes": ["H3"], "text": .null])
        #expect(document["purpose"] == "border-decision")
        #expect(
            document["retainUntil"]
                == .string((Self.now + .days(30)).utcDate.description))
        #expect(document["classification"]?.isNull == true)
        #expect(
            document["legalBasis"] == ["code": .null, "text": .null, "transferBasis": .null])
        #expect(defaults.faults(of: members[0], at: Self.now).isEmpty)
        defaults.handling = ["H9"]
        #expect(
            defaults.faults(of: members[0], at: Self.now).map(\.pointer) == ["/handling/codes/0"])
    }

    @Test("an example sent as it is is refused, whatever it says, where specimens are not allowed")
    func examples() {
        let all = Self.every { kind, operation, members in
            NoticeTemplate.specimen(
                kind: kind, operation: operation, from: members[0], to: Array(members[1...]),
                at: Self.now, number: 17)
        }
        for (kind, operation, document) in all {
            let faults = Notice.read(document, rules: Self.real).faults
            #expect(
                faults.contains { $0.pointer == "/specimen" && $0.code == .specimenValue },
                "\(kind) \(operation)")
        }
    }

    @Test(
        "a fact of an example is recognised where it stands, without the mark",
        arguments: [
            ("directory", "publish", "/authority"),
            ("certificate", "request", "/consent/formSha256"),
            ("certificate", "request", "/requester/organisation"),
            ("information-request", "reply", "/answer"),
            ("travel-alert", "issue", "/person/identities/0/primaryIdentifier"),
            ("green-notice", "issue", "/threat/assessedBy"),
            ("directory", "publish", "/contacts/0/telephone"),
        ])
    func recognised(kind: String, operation: String, pointer: String) throws {
        let members = NoticeTemplateTests.members("LU MT")
        var document = NoticeTemplate.specimen(
            kind: try #require(NoticeKind(rawValue: kind)),
            operation: NoticeOperation(rawValue: operation), from: members[0], to: [members[1]],
            at: Self.now, number: 2)
        document["specimen"] = nil
        let faults = Notice.read(document, rules: Self.real).faults
        #expect(faults.contains { $0.pointer == pointer && $0.code == .specimenValue })
        let here = Notice.read(document, rules: NoticeRules(allowSpecimens: true))
        #expect(here.notice != nil)
    }
}
