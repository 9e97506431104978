import HTTPService
import Notices
import PeerLink
import Synchronization
import TestKit
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

@Suite("Refused handshakes in the log")
struct HandshakeLogTests {
    private let clock = SteppedClock(at: Instant(seconds: 1_800_000_000))
    private let lines = Lines()

    private final class Lines: Sendable {
        let all = Mutex<[JSON]>([])

        var taken: [JSON] {
            all.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }
    }

    private func makeLog() throws -> HandshakeLog {
        let (clock, lines) = (clock, lines)
        let member = try #require(MemberCode("XA"))
        return HandshakeLog(
            Log(member: member, clock: { clock.now }) { line in
                lines.all.withLock { $0.append((try? JSON.parse(Array(line.dropLast()))) ?? .null) }
            }, clock: clock)
    }

    private func client(
        _ number: UInt8, claims: String? = "XC", isListed: Bool = false
    ) throws
        -> RefusedClient
    {
        RefusedClient(
            .handshake,
            fingerprint: try #require(Digest(bytes: [UInt8](repeating: number, count: 32))),
            key: KeyID(bytes: [UInt8](repeating: number, count: 20)),
            claims: claims.flatMap { MemberCode($0) }, isListed: isListed)
    }

    @Test("a line has the fingerprint, the code and two letters of what the stranger claims")
    func fields() throws {
        let log = try makeLog()
        log.note(try client(1))
        log.note(try client(2, isListed: true))
        log.note(try client(3, claims: nil))
        let lines = lines.taken
        #expect(lines.map { $0["event"] } == Array(repeating: "handshake-refused", count: 3))
        #expect(lines.map { $0["level"] } == Array(repeating: "warning", count: 3))
        #expect(
            lines.map { $0["code"] }
                == ["member-unknown", "certificate-untrusted", "certificate-untrusted"])
        #expect(lines.map { $0["claims"] } == ["XC", "XC", .null])
        #expect(lines[0]["fingerprint"] == .string(String(repeating: "01", count: 32)))
        #expect(lines[0]["key"] == .string(String(repeating: "01", count: 20)))
    }

    @Test("one certificate that calls on and on gets one line in ten minutes, with a count")
    func repeated() throws {
        let log = try makeLog()
        for _ in 0..<500 { log.note(try client(1)) }
        #expect(lines.taken.map { $0["count"] } == [1])
        clock.advance(by: LineTally.interval)
        log.note(try client(1))
        log.note(try client(1))
        #expect(lines.taken.map { $0["count"] } == [500])
    }

    @Test(
        """
        a stranger that makes a certificate for each call gets no more lines than there is room \
        for
        """
    )
    func flood() throws {
        let log = try makeLog()
        let most = HandshakeLog.certificatesMax
        for number in 0..<200 { log.note(try client(UInt8(number))) }
        let lines = lines.taken
        #expect(lines.count == most + 1)
        #expect(lines.last?["event"] == "handshakes-refused")
        clock.advance(by: LineTally.interval)
        for number in 0..<200 { log.note(try client(UInt8(number))) }
        let later = self.lines.taken
        #expect(later.count == most + 1)
        #expect(later.last?["count"] == .number(JSONNumber(200 - most)))
    }
}
