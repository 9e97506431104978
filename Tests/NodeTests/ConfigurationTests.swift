import Foundation
import Notices
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("The configuration")
struct ConfigurationTests {
    static let example = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "deploy/heliograph.json5")
    static let model = MemberCode("XA").map {
        Configuration(
            member: $0, authority: "Specimen Police of XA", listen: "192.0.2.1:7443",
            dropFolder: "/var/spool/heliograph")
    }

    @Test("deploy/heliograph.json5 is what init writes, and reads back as it was")
    func exampleFile() throws {
        let model = try #require(Self.model)
        if ProcessInfo.processInfo.environment["HELIOGRAPH_WRITE_DOCS"] != nil {
            try Data(model.file.utf8).write(to: Self.example)
        }
        let bytes = [UInt8](try Data(contentsOf: Self.example))
        #expect(String(decoding: bytes, as: UTF8.self) == model.file)
        #expect(try Configuration.read(bytes) == model)
    }

    @Test("what is laid down for notices is read as the example in the file shows it")
    func noticeDefaults() throws {
        var text = try #require(Self.model).file
        let start = try #require(text.range(of: "// noticeDefaults"))
        let end = try #require(text.range(of: "// },", range: start.upperBound..<text.endIndex))
        let example = text[start.lowerBound..<end.upperBound].replacing("// ", with: "")
        text.replaceSubrange(start.lowerBound..<end.upperBound, with: example)
        let defaults = try Configuration.read(Array(text.utf8)).noticeDefaults
        #expect(defaults.handling == ["H1", "H2"])
        #expect(defaults.classification == "restricted")
        #expect(defaults.legalBasis?["transferBasis"] == "safeguards")
        #expect(defaults.purpose == "prevent-child-sexual-abuse")
        #expect(defaults.retainDays == 365)
    }

    @Test("the listener for programs is read as the example in the file shows it")
    func api() throws {
        var text = try #require(Self.model).file
        let start = try #require(text.range(of: "// api: {"))
        let end = try #require(text.range(of: "// },", range: start.upperBound..<text.endIndex))
        let example = text[start.lowerBound..<end.upperBound].replacing("// ", with: "")
        text.replaceSubrange(start.lowerBound..<end.upperBound, with: example)
        let api = try #require(try Configuration.read(Array(text.utf8)).api)
        #expect(api.listen == "127.0.0.1:7444")
        #expect(api.certificate == "/etc/heliograph/api.pem")
        #expect(api.key == "/etc/heliograph/api.key")
        #expect(api.clientAuthorities == "/etc/heliograph/agency-ca.pem")
        #expect(api.names == ["heliograph.agency.example"])
        #expect(api.socket == "/run/heliograph/api.sock")
        for wrong in [
            "{}", "true", "{ listen: 'localhost:1' }", "{ listen: '127.0.0.1:1', colour: 1 }",
            "{ listen: '127.0.0.1:1', certificate: '/a' }", "{ socket: 'api.sock' }",
            "{ listen: '127.0.0.1:1', clientAuthorities: '/a' }", "{ names: 'a', socket: '/a' }",
        ] {
            let text = "{member: 'XA', authority: 'A', listen: '[::]:1', api: \(wrong)}"
            #expect(throws: HeliographError.self, "\(wrong)") {
                try Configuration.read(Array(text.utf8))
            }
        }
    }

    @Test("an unknown key, a wrong type and a missing key are refused by name")
    func refused() {
        for (text, word) in [
            ("{member: 'XA', authority: 'A', listen: '[::]:1', colour: 'red'}", "colour"),
            ("{member: 'xa', authority: 'A', listen: '[::]:1'}", "member"),
            ("{member: 'XA', listen: '[::]:1'}", "authority"),
            ("{member: 'XA', authority: 'A', listen: 7443}", "listen"),
            ("{member: 'XA', authority: 'A', listen: 'localhost:7443'}", "listen"),
            ("{member: 'XA', authority: 'A', listen: ':7443'}", "listen"),
            ("{member: 'XA', authority: 'A', listen: '[]:7443'}", "listen"),
            ("{member: 'XA', authority: 'A', listen: '1.2.3:7443'}", "listen"),
            ("{member: 'XA', authority: 'A', listen: '127.0.0.1'}", "listen"),
            ("{member: 'XA', authority: 'A', listen: '127.0.0.1:70000'}", "listen"),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', allowSpecimens: 'yes'}",
                "allowSpecimens"
            ),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', leadTimeMinutes: -1}",
                "leadTimeMinutes"
            ),
            ("{member: 'XA', authority: 'A', listen: '[::]:1', dropFolder: 'here'}", "dropFolder"),
            ("{member: 'XA', authority: 'A', listen: '[::]:1', keyStore: 'here'}", "keyStore"),
            ("{member: 'XA', authority: 'A', listen: '[::]:1', timeZone: 'Mars'}", "timeZone"),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', "
                    + "attachmentMegabytesPerMember: -1}",
                "attachmentMegabytesPerMember"
            ),
            ("{member: 'XA', authority: 'A', listen: '[::]:1', fourEyes: 'no'}", "fourEyes"),
            ("{member: 'XA', authority: 'A', listen: '[::]:1', policy: true}", "policy"),
            ("[1, 2", "JSON5"),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', noticeDefaults: 3}",
                "noticeDefaults"
            ),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', noticeDefaults: {retain: 3}}",
                "`retain`"
            ),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', "
                    + "noticeDefaults: {handling: ['H9']}}",
                "/handling/codes/0"
            ),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', noticeDefaults: {legalBasis: "
                    + "{code: 'national-law', text: 'Act', transferBasis: 'hope'}}}",
                "/legalBasis/transferBasis"
            ),
            (
                "{member: 'XA', authority: 'A', listen: '[::]:1', "
                    + "noticeDefaults: {retainDays: 9999}}",
                "retainDays"
            ),
        ] {
            do throws(HeliographError) {
                _ = try Configuration.read(Array(text.utf8))
                Issue.record("it was taken: \(text)")
            } catch {
                #expect(error.code == .configurationInvalid)
                #expect(error.sentence.contains(word), "\(error.sentence)")
            }
        }
    }
}
