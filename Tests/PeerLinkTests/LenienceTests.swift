import Foundation
import HTTPService
import Notices
import PeerLink
import Ports
import TestKit
import Testing

/// evhttp reads the requests. These tests hold the promises of evhttp, and of our rules on top of
/// it.
@Suite(
    .serialized, .enabled(if: OpenSSLTool.isThere, "Debian's openssl is not installed"))
struct LenienceTests {
    /// A request that follows the refused one on the same connection. The service must never see
    /// it.
    private static let smuggled = "GET /smuggled HTTP/1.1\r\nHost: xb\r\n\r\n"

    private static var bounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.headerBytesMax = 300
        bounds.bodyBytesMax = 20
        bounds.headerTime = .seconds(5)
        return bounds
    }

    @Test(
        "what could be read in two ways is refused, and nothing behind it is read",
        arguments: [
            ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 400),
            ("PUT / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("NONSENSE / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("GET /  HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
            ("GET https://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /é HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n: x\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400),
            ("\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", 411),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3x\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\nabc", 400),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc
                """, 400
            ),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 0\r\n\r\nabc
                """, 400
            ),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r
                \r\n0\r\n\r\n
                """, 400
            ),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: xchunked\r
                \r\nabc
                """, 400
            ),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r
                3\r\nabc\r\n0\r\n\r\n
                """, 411
            ),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 411),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r
                15\r\n123456789012345678901\r\n0\r\n\r\n
                """, 411
            ),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r
                zz\r\nabc\r\n0\r\n\r\n
                """, 411
            ),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r
                3;a=b\nabc-1\r\n
                """, 411
            ),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nX: a\u{0}b\r\nContent-Length: 3\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nHost: x\u{0}y\r\nContent-Length: 3\r\n\r\nabc", 400),
            ("GET / HTTP/1.2\r\nHost: x\r\n\r\n", 400),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\
                Content-Length: 67108865\r\n\r\n
                """, 413
            ),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775808\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551619\r\n\r\nabc", 413),
            (
                """
                POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 21\r\n\r\n123456789012345678901
                """, 413
            ),
            ("GET / HTTP/1.1\r\nHost: \(String(repeating: "x", count: 300))\r\n\r\n", 400),
            (String(repeating: "A", count: 400), 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nContent-Length: 3\r\n\r\nabc", 417),
        ])
    func refused(_ text: String, _ status: Int) async throws {
        let world = try await Loopback(bounds: Self.bounds)
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"], input: text + Self.smuggled)
        let answers = said.components(separatedBy: "HTTP/1.1 ").dropFirst()
        #expect(answers.count == 1 && answers.first?.hasPrefix("\(status) ") == true, "\(said)")
        // Our refusals have a code; those of evhttp have only the status in words.
        #expect(said.contains("{\"code\":") || said.contains("<H1>"))
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
        #expect(world.server.connectionCount == 0)
    }

    @Test("a length that is not wanted is refused at once, and none of it is waited for")
    func endless() async throws {
        var bounds = Self.bounds
        // No limit of time ends anything in this test.
        (bounds.headerTime, bounds.bodyTime) = (.seconds(3_600), .seconds(3_600))
        let world = try await Loopback(bounds: bounds)
        for length in ["21", "99999999999", "9223372036854775807", "99999999999999999999"] {
            let said = try await OpenSSLTool.connect(
                to: world.server.port, as: world.xa.identity, ["-quiet"],
                input: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
            #expect(said.contains("HTTP/1.1 413 "))
            #expect(said.contains("{\"code\":\"body-too-large\""))
        }
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
    }

    @Test("a line without end is cut off, in the header and between chunks")
    func endlessLines() async throws {
        let world = try await Loopback(bounds: Self.bounds)
        let chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        for start in ["", "GET / HTTP/1.1\r\nX: ", chunked, chunked + "1 "] {
            let said = try await OpenSSLTool.connect(
                to: world.server.port, as: world.xa.identity, ["-quiet"],
                input: start + String(repeating: "a", count: 1_000_000))
            #expect(!said.contains("200 OK"))
        }
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
        #expect(world.server.connectionCount == 0)
    }

    @Test(
        "what evhttp lets pass has one meaning",
        arguments: [
            "POST / HTTP/1.1\nHost: x\nContent-Length: 3\n\nabc",
            "POST / HTTP/1.1\r\nHost: x\r\nX: y\r\n folded\r\nContent-Length: 3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:  3 \r\n\r\nabc",
            "POST / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc",
        ])
    func lenient(_ text: String) async throws {
        let world = try await Loopback(bounds: Self.bounds)
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"],
            input: text + "GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(said.components(separatedBy: " 200 OK").count == 3, "\(said)")
        #expect(
            await world.echo.seen.map(\.request) == [
                PeerRequest(method: .post, path: "/", body: Array("abc".utf8)),
                PeerRequest(method: .get, path: "/next"),
            ])
        await world.server.stop()
    }

    @Test("a name of the server and protocols that a client offers are not looked at")
    func names() async throws {
        let world = try await Loopback(bounds: Self.bounds)
        for options in [
            ["-alpn", "h2,spdy/3"], ["-servername", "xc.example"], ["-noservername"],
        ] {
            let said = try await OpenSSLTool.connect(
                to: world.server.port, as: world.xa.identity, ["-quiet"] + options,
                input: "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(said.contains("HTTP/1.1 200 OK"), "\(options)")
        }
        await world.server.stop()
    }

    @Test(
        "the times and bounds that the page of the protocol names are the server's and the client's"
    )
    func page() {
        let (server, client) = (ServerBounds(), ClientBounds())
        #expect(
            [
                server.handshakeTime, server.headerTime, server.bodyTime, server.answerTime,
                server.idleTime, client.totalTime, client.stallTime,
            ] == [20, 20, 600, 45, 75, 600, 120].map { .seconds($0) })
        #expect(server.bodyBytesMax == 64 << 20)
        #expect(server.headerBytesMax == 8 << 10)
        #expect(server.connectionsPerPartyMax == 64)
        #expect(server.requestsInHandPerPartyMax == 64)
        #expect(server.bodyBytesInHandPerPartyMax == 128 << 20)
    }

    @Test(
        "the server outlives mangled requests, and forgets them", arguments: 0..<4 as Range<UInt64>)
    func mangled(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let world = try await Loopback(bounds: Self.bounds)
        let model = """
            POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello\
            POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n\
            GET /c HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n
            """
        for _ in 0..<12 {
            var bytes = Array(model.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(bytes[index], at: index)
                case 2: bytes[index] = UInt8.random(in: 0...127, using: &generator)
                default: bytes.swapAt(index, Int.random(in: bytes.indices, using: &generator))
                }
            }
            _ = try await OpenSSLTool.connect(
                to: world.server.port, as: world.xa.identity, ["-quiet"],
                input: String(decoding: bytes, as: UTF8.self))
        }
        let link = try world.link()
        #expect(
            await outcome(of: post([1]), by: link, to: world.address) == .status(200),
            "replay with seed \(seed)")
        await link.close()
        await world.server.stop()
        #expect(world.server.connectionCount == 0)
    }
}
