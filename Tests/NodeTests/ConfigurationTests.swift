import Foundation
import Notices
import Testing

@testable import Node

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

    @Test("an unknown key, a wrong type and a missing key are refused by name")
    func refused() {
        for (text, word) in [
            ("{member: 'XA', authority: 'A', listen: 'a:1', colour: 'red'}", "colour"),
            ("{member: 'xa', authority: 'A', listen: 'a:1'}", "member"),
            ("{member: 'XA', listen: 'a:1'}", "authority"),
            ("{member: 'XA', authority: 'A', listen: 7443}", "listen"),
            (
                "{member: 'XA', authority: 'A', listen: 'a:1', allowSpecimens: 'yes'}",
                "allowSpecimens"
            ),
            (
                "{member: 'XA', authority: 'A', listen: 'a:1', leadTimeMinutes: -1}",
                "leadTimeMinutes"
            ),
            ("{member: 'XA', authority: 'A', listen: 'a:1', dropFolder: 'here'}", "dropFolder"),
            ("{member: 'XA', authority: 'A', listen: 'a:1', keyStore: 'here'}", "keyStore"),
            (
                "{member: 'XA', authority: 'A', listen: 'a:1', attachmentMegabytesPerMember: -1}",
                "attachmentMegabytesPerMember"
            ),
            ("{member: 'XA', authority: 'A', listen: 'a:1', fourEyes: 'no'}", "fourEyes"),
            ("{member: 'XA', authority: 'A', listen: 'a:1', policy: true}", "policy"),
            ("[1, 2", "JSON5"),
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
