import Federation
import Foundation
import Notices
import PeerLink
import Ports
import TestKit
import Testing

/// A server that means harm, and a client that must not be harmed.
@Suite(.serialized, .enabled(if: OpenSSLTool.isThere, "Debian's openssl is not installed"))
struct HostileServerTests {
    private let xa: Country
    private let xb: Country
    private let clock = SteppedClock(at: Country.now)

    init() throws {
        xa = try Country("XA")
        xb = try Country("XB")
    }

    @Test(
        "an answer that names no length is read as far as the bound and no further",
        arguments: [10, 11])
    func chunked(count: Int) async throws {
        var bounds = ClientBounds()
        bounds.answerBytesMax = 1_000
        let chunk = "64\r\n" + String(repeating: "x", count: 100) + "\r\n"
        let answer =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + String(repeating: chunk, count: count) + "0\r\n\r\n"
        try await OpenSSLTool.serve(as: xb.identity, saying: answer) { port in
            let link = try CurlPeerLink(
                identity: xa.identity, trust: PeerTrust(current: [try xb.trust()]),
                clock: clock, bounds: bounds)
            let peer = PeerAddress(member: xb.member, endpoint: "https://127.0.0.1:\(port)")
            let outcome = await outcome(of: post([1]), by: link, to: peer)
            #expect(outcome == (count == 10 ? .status(200) : .refused(.peerAnswerInvalid)))
            await link.close()
        }
    }

    @Test(
        """
        a member is asked where it proves that it is that member, and nowhere else: also one that \
        is suspended
        """,
        arguments: [true, false])
    func impersonation(isSuspended: Bool) async throws {
        let world = try await Loopback()
        let other = try Country("XB")
        let xc = try Country("XC")
        let trust = try world.xb.trust()
        let known =
            isSuspended
            ? PeerTrust(current: [try xc.trust()], former: [trust])
            : PeerTrust(current: [trust, try xc.trust()])
        for (identity, isBelieved) in [
            (world.xb.identity, true), (try world.xb.forgedIdentity(), false),
            (other.identity, false), (xc.identity, false),
        ] {
            try world.server.update(identity: identity)
            let link = try CurlPeerLink(
                identity: world.xa.identity, trust: known, clock: world.clock)
            let ask = PeerRequest(method: .get, path: hello)
            let outcome = await outcome(of: ask, by: link, to: world.address)
            #expect((outcome == .status(200)) == isBelieved, "\(outcome)")
            await link.close()
        }
        await world.server.stop()
    }
}
