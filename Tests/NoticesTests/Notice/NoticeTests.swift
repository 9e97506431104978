import Testing

@testable import Notices

@Suite("A notice")
struct NoticeTests {
    static func notice(_ name: String, rules: NoticeRules = .specimens) throws -> Notice {
        try #require(Notice.read(try Repository.example(name), rules: rules).notice, "\(name)")
    }

    static let xa = MemberCode("XA"), xb = MemberCode("XB"), xc = MemberCode("XC")

    @Test("the deadlines of the domain's travel alert are those computed by hand")
    func deadlines() throws {
        let alert = try Self.notice("valid/travel-alert.issue")
        let (xb, xc) = (try #require(Self.xb), try #require(Self.xc))
        #expect(alert.actBy(for: xb) == moment("2027-01-21T00:55:00Z"))
        #expect(alert.actBy(for: xc) == moment("2027-01-21T10:05:00Z"))
        #expect(alert.actBy(for: try #require(Self.xa)) == nil)
        #expect(alert.legs.countriesEntered == [xb, xc])
        #expect(alert.legs.transitCountries == [xb])
        var rules = NoticeRules.specimens
        rules.perCountryLead[xc] = .hours(6)
        let longer = try Self.notice("valid/travel-alert.issue", rules: rules)
        #expect(longer.actBy(for: xc) == moment("2027-01-21T06:05:00Z"))
        #expect(longer.actBy(for: xb) == moment("2027-01-21T00:55:00Z"))
    }

    @Test("precedence follows from the time left, country by country, and from the journey itself")
    func precedence() throws {
        let alert = try Self.notice("valid/travel-alert.issue")
        let (xb, xc) = (try #require(Self.xb), try #require(Self.xc))
        #expect(alert.precedence(for: xb, at: moment("2027-01-18T06:00:00Z")) == .priority)
        #expect(alert.precedence(for: xb, at: moment("2027-01-20T00:56:00Z")) == .immediate)
        #expect(alert.precedence(for: xb, at: moment("2027-01-20T18:56:00Z")) == .flash)
        #expect(alert.precedence(for: xc, at: moment("2027-01-20T18:56:00Z")) == .immediate)
        // The traveller is in the air to XC, so the time left does not count.
        #expect(alert.precedence(for: xc, at: moment("2027-01-21T05:11:00Z")) == .flash)
        let green = try Self.notice("valid/green-notice.issue")
        #expect(green.precedence(for: xb, at: moment("2027-01-18T06:00:00Z")) == .routine)
        let update = try Self.notice("valid/travel-alert.update-itinerary")
        #expect(update.precedence(for: xc, at: moment("2027-02-02T16:30:00Z")) == .flash)
        let cancel = try Self.notice("valid/travel-alert.cancel")
        #expect(cancel.precedence(for: xb, at: moment("2020-01-01T00:00:00Z")) == .immediate)
    }

    @Test("an outcome is at least priority, and a wrong person immediate")
    func outcomes() throws {
        let xa = try #require(Self.xa)
        let at = moment("2027-02-03T06:00:00Z")
        let refused = try Self.notice("valid/outcome.final")
        #expect(refused.precedence(for: xa, at: at) == .priority)
        #expect(refused.inReplyTo == "XA-TA-2027-000031/2")
        #expect(refused.thread == "XA-TA-2027-000031")
        let wrong = try Self.notice("valid/outcome.wrong-person")
        #expect(wrong.precedence(for: xa, at: at) == .immediate)
    }

    @Test("a rendition loses every domestic field at any depth, and nothing else")
    func domestic() throws {
        let notice = try Self.notice("valid/green-notice.domestic-fields")
        let plain = try Self.notice("valid/green-notice.issue")
        let rendition = notice.rendition(for: notice.to)
        #expect(rendition.encoded() == plain.json.encoded())
        let text = String(decoding: rendition.encoded(), as: UTF8.self)
        #expect(!text.contains("domestic"))
        let received = NoticeRules(allowSpecimens: true, audience: .recipient)
        #expect(Notice.read(rendition, rules: received).faults == [])
        #expect(
            Notice.read(notice.json, rules: received).faults.map(\.pointer)
                == [
                    "/person/domesticIds", "/judicial/convictions/0/domesticNote",
                    "/x-domestic-unit",
                ])
    }

    @Test("a rendition names only its own recipients, and is valid to them")
    func recipients() throws {
        let alert = try Self.notice("valid/travel-alert.issue")
        let xc = try #require(Self.xc)
        let rendition = alert.rendition(for: [xc])
        #expect(rendition["to"] == ["XC"])
        #expect(rendition["deadline"] == ["XC": "2027-01-21T10:05:00Z"])
        let received = Notice.read(
            rendition, rules: NoticeRules(allowSpecimens: true, audience: .recipient))
        #expect(received.faults == [] && received.warnings == [])
    }

    @Test("unknown fields survive untouched, numbers by their text")
    func unknown() throws {
        let bytes = try Repository.bytes("Schemas/examples/valid/green-notice.unknown-fields.json")
        let text = String(decoding: bytes, as: UTF8.self)
            .replacing("1.5", "1.50").replacing("2000.0", "2E3")
        let notice = try #require(Notice.read(Array(text.utf8), rules: .specimens).notice)
        #expect(
            notice.rendition(for: notice.to)["x-extension"]?.encoded()
                == Array(#"{"n":[1.50,2E3]}"#.utf8))
    }

    @Test("a recipient whose lists are older is warned where an author is refused")
    func olderLists() throws {
        let received = NoticeRules(allowSpecimens: true, audience: .recipient)
        for name in ["place-unknown", "zone-unknown", "country-unknown", "state-unknown"] {
            let json = try Repository.example("invalid/" + name)
            #expect(Notice.read(json, rules: .specimens).notice == nil)
            let verdict = Notice.read(json, rules: received)
            #expect(verdict.notice != nil, "\(name)")
            #expect(verdict.warnings.contains { $0.code.rawValue == name }, "\(name)")
        }
    }

    @Test("faults of schema and rules are named at once, each where it lies")
    func allAtOnce() throws {
        var json = try Repository.example("valid/green-notice.issue")
        json["to"] = ["XB", "XA"]
        json["sequence"] = 2
        json["threat"]?["grade"] = "extreme"
        json["handling"] = ["codes": ["H0", "H3"]]
        let faults = Notice.read(json, rules: .specimens).faults
        #expect(
            faults.map(\.pointer)
                == [
                    "/threat/grade", "/change", "/to/1", "/sequence", "/handling/codes",
                    "/handling/text",
                ].filter { $0 != "/change" })
        #expect(faults.map(\.layer) == [.schema, .rule, .rule, .rule, .rule])
    }

    @Test("what is no object is refused, and nothing crashes")
    func nonsense() {
        for text in ["null", "[]", "1", "\"x\"", "{}", #"{"type":"green-notice"}"#, #"{"type":7}"#]
        {
            #expect(!Notice.read(Array(text.utf8), rules: .specimens).faults.isEmpty, "\(text)")
        }
    }

    @Test("a notice over its bounds is refused")
    func hostile() throws {
        var json = try Repository.example("valid/green-notice.issue")
        let identity = try #require(json.at(pointer: "/person/identities/0"))
        let document = try #require(json.at(pointer: "/person/documents/0"))
        json["person"]?["identities"] = .array(Array(repeating: identity, count: 3_000))
        json["person"]?["documents"] = .array(Array(repeating: document, count: 2_000))
        json["x-noise"] = .array(Array(repeating: "a\u{1}", count: 20_000))
        let faults = Notice.read(json, rules: .specimens).faults
        #expect(faults.contains { $0.code == .listTooLong })
        json["person"]?["identities"] = [identity]
        json["person"]?["documents"] = [document]
        #expect(Notice.read(json, rules: .specimens).faults.count == Judgement.faultsMax)
    }
}

extension String {
    /// The text with the first occurrence replaced; unchanged if there is none.
    fileprivate func replacing(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(in: range, with: new)
    }

    private func firstRange(of part: String) -> Range<Index>? {
        indices.lazy.map { ($0, self[$0...]) }.first { $0.1.hasPrefix(part) }
            .map { $0.0..<index($0.0, offsetBy: part.count) }
    }

    private func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}
