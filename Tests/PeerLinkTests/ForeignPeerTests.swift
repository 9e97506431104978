import Foundation
import HTTPService
import Notices
import PeerLink
import Ports
import Synchronization
import TestKit
import Testing

/// A program that is not ours comes to the door.
@Suite(.enabled(if: OpenSSLTool.isThere, "Debian's openssl is not installed"))
struct ForeignPeerTests {
    private static func get(_ path: String, _ extra: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: xb\r\n\(extra)\r\n"
    }

    @Test("another implementation is served over TLS 1.3, without any session to resume")
    func served() async throws {
        let world = try await Loopback()
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-tls1_3"],
            input: Self.get(messages, "Connection: close\r\n"))
        #expect(said.contains("HTTP/1.1 200 OK"))
        #expect(said.contains("New, TLSv1.3"))
        #expect(!said.contains("New Session Ticket"))
        await world.server.stop()
    }

    @Test("TLS 1.2 is refused, even with a good certificate")
    func tls12() async throws {
        let world = try await Loopback()
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-tls1_2"], input: Self.get(messages))
        #expect(said.contains("alert protocol version"))
        #expect(!said.contains("HTTP/1.1"))
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
    }

    @Test("no certificate, no answer: a handshake failure, not a refusal")
    func noCertificate() async throws {
        let world = try await Loopback()
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: nil, ["-tls1_3"], input: Self.get(hello))
        #expect(said.contains("certificate required"))
        #expect(!said.contains("HTTP/1.1"))
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
    }

    @Test("requests in a row on one connection are answered in order")
    func pipelined() async throws {
        let world = try await Loopback()
        let bodies = ["abc", "", "defg"].map {
            "POST \(messages) HTTP/1.1\r\nHost: xb\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)"
        }
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"],
            input: bodies.joined() + Self.get(hello, "Connection: close\r\n"))
        let bodiesSeen = await world.echo.seen.map {
            String(decoding: $0.request.body, as: UTF8.self)
        }
        #expect(bodiesSeen == ["abc", "", "defg", ""])
        #expect(said.components(separatedBy: "HTTP/1.1 200 OK").count == 5)
        #expect(said.contains("gfed"))
        await world.server.stop()
    }

    @Test("a body that waits for leave is given it")
    func expect() async throws {
        let world = try await Loopback()
        let head = """
            POST \(messages) HTTP/1.1\r\nHost: xb\r\nContent-Length: 3\r
            Expect: 100-continue\r\nConnection: close\r\n\r\n
            """
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"], pieces: [head],
            reply: "abc", to: "100 Continue\r\n\r\n")
        #expect(said.contains("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"))
        #expect(said.hasSuffix("cba"))
        await world.server.stop()
    }

    @Test("nonsense is refused with a code, and the connection ends")
    func nonsense() async throws {
        let world = try await Loopback()
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"],
            input: "DELETE / HTTP/1.1\r\nHost: xb\r\n\r\n")
        #expect(said.contains("HTTP/1.1 405 Refused"))
        #expect(said.contains("\"code\":\"request-invalid\""))
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
    }

    @Test("who is one too many from an address is heard, and the oldest stranger there gives way")
    func perAddress() async throws {
        var bounds = ServerBounds()
        bounds.handshakeTime = .seconds(600)
        bounds.handshakesPerAddressMax = 3
        bounds.loops = 1
        let crowds = Mutex<[DoorTrouble]>([])
        let world = try await Loopback(bounds: bounds) { trouble in
            crowds.withLock { $0.append(trouble) }
        }
        let member = try world.link()
        #expect(await outcome(of: post([1]), by: member, to: world.address) == .status(200))
        let silent = (0..<40).compactMap { _ in RawSocket(port: world.server.port) }
        #expect(silent.count == 40)
        #expect(await silent[0].isClosed())
        // A member after its handshake keeps its place, and another still gets one.
        #expect(await outcome(of: post([2]), by: member, to: world.address) == .status(200))
        let other = try world.link(world.xb.identity)
        #expect(await outcome(of: post([3]), by: other, to: world.address) == .status(200))
        #expect(world.server.connectionCount <= 2 + bounds.handshakesPerAddressMax)
        let told = crowds.withLock { $0 }
        #expect(!told.isEmpty && told.allSatisfy { $0 == .crowd(address: "127.0.0.1") })
        for socket in silent { socket.close() }
        await member.close()
        await other.close()
        await world.server.stop()
    }

    @Test("who is slow to shake hands or to ask is cut off")
    func slow() async throws {
        var bounds = ServerBounds()
        bounds.handshakeTime = .milliseconds(300)
        let world = try await Loopback(bounds: bounds)
        let silent = try #require(RawSocket(port: world.server.port))
        #expect(await silent.isClosed())
        silent.close()
        await world.server.stop()

        bounds = ServerBounds()
        bounds.headerTime = .milliseconds(300)
        let other = try await Loopback(bounds: bounds)
        let said = try await OpenSSLTool.connect(
            to: other.server.port, as: other.xa.identity, ["-quiet"], input: "GET /excha")
        #expect(!said.contains("HTTP/1.1"))
        await other.server.stop()
        #expect(other.server.connectionCount == 0)
    }

    @Test("a byte now and then does not stretch the time for a header or a body")
    func drip() async throws {
        var bounds = ServerBounds()
        bounds.headerBytesMax = 300
        bounds.headerTime = .milliseconds(500)
        bounds.bodyTime = .milliseconds(700)
        let world = try await Loopback(bounds: bounds)
        let drops = Array(repeating: "x", count: 200)
        let header = ["GET /"] + drops + [" HTTP/1.1\r\nHost: xb\r\nConnection: close\r\n\r\n"]
        // The first piece alone is larger than any header may be.
        let body =
            [
                """
                POST \(messages) HTTP/1.1\r\nHost: xb\r\nContent-Length: 1000\r
                Connection: close\r\n\r\n
                """ + String(repeating: "x", count: 800)
            ] + drops
        // The pieces drip for twenty seconds, and would be answered if they ever came to an end.
        for pieces in [header, body] {
            let said = try await OpenSSLTool.connect(
                to: world.server.port, as: world.xa.identity, ["-quiet"],
                pieces: pieces, pause: 0.1)
            #expect(!said.contains("HTTP/1.1"))
        }
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
    }

    @Test("a slow body within its time is taken")
    func slowBody() async throws {
        var bounds = ServerBounds()
        bounds.headerBytesMax = 200
        bounds.headerTime = .seconds(4)
        let world = try await Loopback(bounds: bounds)
        let head = """
            POST \(messages) HTTP/1.1\r\nHost: xb\r\nContent-Length: 800\r
            Connection: close\r\n\r\n
            """
        let said = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"],
            pieces: [head + String(repeating: "x", count: 700)]
                + Array(repeating: String(repeating: "x", count: 10), count: 10), pause: 0.5)
        #expect(said.contains("HTTP/1.1 200 OK"))
        await world.server.stop()
    }

    @Test("a member with too many connections is told so")
    func perMember() async throws {
        var bounds = ServerBounds()
        bounds.connectionsPerPartyMax = 1
        let world = try await Loopback(bounds: bounds)
        let (link, other) = (try world.link(), try world.link())
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        #expect(await outcome(of: post([2]), by: other, to: world.address) == .status(503))
        await link.close()
        await other.close()
        await world.server.stop()
    }
}
