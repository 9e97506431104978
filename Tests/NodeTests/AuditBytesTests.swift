import Certificates
import Foundation
import Notices
import Ports
import Testing

/// `docs/audit.md` and the encoder say the same.
@Suite("The bytes of an audit entry") struct AuditBytesTests {
    private static let page = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/audit.md")

    @Test("are those of the page's example, and so is the leaf")
    func example() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let blocks = text.components(separatedBy: "```\n").map {
            $0.filter { !$0.isNewline }
        }
        let id = try #require(MessageID("019401e5-6b2a-7cc3-8a9d-2f7b5c1d0e4f"))
        let codes = ["XA", "XB", "XC"].compactMap { MemberCode($0) }
        let entry = AuditEntry(
            sequence: 41, at: Instant(milliseconds: 1_767_600_000_000), operation: .disclosure,
            actor: "officer-7", subject: .message(from: codes[0], id: id),
            recipients: Array(codes.dropFirst()), justification: "sent; lands in Zürich",
            salt: Array(0..<16))
        #expect(blocks.contains(hexadecimal(entry.canonicalBytes)))
        #expect(blocks.contains(Digest(sha256: entry.leafBytes).description))
        for value in [
            "41", "1767600000000 (\(entry.at))", "`disclosure`", "`officer-7`",
            "`\(entry.subject)`", "`XB XC`", "`\(entry.justification)`",
            "`\(hexadecimal(entry.salt))`",
        ] { #expect(text.contains("| \(value) |"), "\(value)") }
    }

    @Test("differ where two entries differ, whichever field takes the byte of the other")
    func distinct() throws {
        func bytes(_ actor: String, _ subject: AuditSubject, _ why: String) -> [UInt8] {
            AuditEntry(
                at: Instant(milliseconds: 0), operation: .erasure, actor: actor, subject: subject,
                recipients: [], justification: why, salt: []
            ).canonicalBytes
        }
        let all = [
            bytes("ab", .draft("c"), "d"), bytes("a", .draft("bc"), "d"),
            bytes("a", .draft("b"), "cd"), bytes("a", .thread("bc"), "d"),
            bytes("", .draft(""), ""),
        ]
        #expect(Set(all).count == all.count)
    }
}
