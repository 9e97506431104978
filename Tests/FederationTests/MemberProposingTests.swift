import Federation
import Notices
import TestKit
import Testing

@Suite("What a member may say of itself")
struct MemberProposingTests {
    @Test(
        "a telephone number can be called from abroad",
        arguments: [
            ("+352 000 000 000", true), ("+999000", true), ("+1 2345", true),
            ("+" + String(repeating: "1", count: 30), true),
            ("+" + String(repeating: "1", count: 31), false),
            ("+1234", false), ("+     ", false), ("+1    ", false), ("hello", false), ("", false),
            ("352 000 000", false), ("00352000000", false), ("+352-000-000", false),
            ("+352 000 000\n", false), ("+352 000 00\u{660}", false), ("+00 000 000", false),
            ("+ 0 352 000", false),
        ])
    func telephone(_ text: String, isRight: Bool) {
        #expect((Member.fault(ofTelephone: text, isSpecimen: false) == nil) == isRight)
    }

    @Test("a specimen member's number may be none")
    func specimenTelephone() {
        #expect(Member.fault(ofTelephone: "+00 000 000", isSpecimen: true) == nil)
        #expect(Member.fault(ofTelephone: "+00 000 XA", isSpecimen: true) != nil)
    }

    @Test(
        "hours and the authority's name are one line",
        arguments: [
            ("24x7", true), ("Mon-Fri 08:00-16:00 UTC", true), ("Ma\u{17E}ani 8-16", true),
            ("", false),
            ("   ", false), ("24x7\n", false), ("day\tnight", false), ("\u{202E}7x42", false),
            ("\u{1B}[2J", false), (String(repeating: "a", count: 201), false),
        ])
    func lines(_ text: String, isRight: Bool) {
        #expect((Member.fault(ofHours: text) == nil) == isRight)
        #expect((Member.fault(ofAuthority: text) == nil) == isRight)
    }

    @Test(
        "a member is a country, or a specimen where that is allowed",
        arguments: [
            ("LU", true, true), ("XA", false, true), ("QQ", false, false), ("ZZ", false, false),
            ("EU", false, false),
        ])
    func code(_ text: String, inEarnest: Bool, withSpecimens: Bool) {
        let code = Specimen.member(text)
        #expect((Member.fault(ofCode: code, allowSpecimens: false) == nil) == inEarnest)
        #expect((Member.fault(ofCode: code, allowSpecimens: true) == nil) == withSpecimens)
    }

    @Test(
        "an endpoint is https and where it is, and nothing else",
        arguments: [
            ("https://192.0.2.1:7443", true), ("https://node.example:1", true),
            ("https://[::1]:7443", true), ("https://a_b-c.example:65535", true),
            ("https://node.example", false), ("https://[::1]", false), ("https://:7443", false),
            ("https://a.example:0", false), ("https://a.example:65536", false),
            ("https://a.example:99999", false), ("https://a.example:07443", false),
            ("https://a.example:+7443", false), ("https://a.example:7443/", false),
            ("https://a.example:7443?a", false), ("https://a.example:7443#a", false),
            ("https://u:p@a.example:7443", false), ("https://a.example:7443:7443", false),
            ("https://[::1:7443", false), ("https://::1:7443", false),
            ("https://a.example:\u{661}\u{662}", false), ("HTTPS://a.example:7443", false),
            ("https://", false), ("http://192.0.2.1", false), ("https://a.example/path", false),
            ("https://a.example\n", false), ("https://user@a.example", false),
        ])
    func endpoint(_ text: String, isRight: Bool) {
        #expect((Member.fault(ofEndpoint: text) == nil) == isRight)
    }

    @Test("every fault says what to do")
    func next() {
        let faults = [
            Member.fault(ofTelephone: "", isSpecimen: true), Member.fault(ofHours: ""),
            Member.fault(ofAuthority: ""), Member.fault(ofEndpoint: ""),
            Member.fault(ofCode: Specimen.member("QQ"), allowSpecimens: true),
            Member.fault(ofCode: Specimen.member("XA"), allowSpecimens: false),
        ]
        #expect(faults.allSatisfy { $0?.sentence.isEmpty == false && $0?.next.isEmpty == false })
    }
}
