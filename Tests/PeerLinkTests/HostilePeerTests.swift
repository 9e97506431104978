import Foundation
import HTTPService
import Notices
import PeerLink
import Ports
import TestKit
import Testing

/// Bounds on what one peer can hold of a server, so that another is still served.
@Suite(.serialized, .enabled(if: OpenSSLTool.isThere, "Debian's openssl is not installed"))
struct HostilePeerTests {
    @Test("strangers that never shake hands cannot keep a member out")
    func handshakes() async throws {
        var bounds = ServerBounds()
        bounds.handshakeTime = .seconds(600)
        bounds.handshakesMax = 6
        // Each loop ends its own oldest connection, and the system chooses the loop. So there is
        // one loop.
        bounds.loops = 1
        bounds.connectionsMax = 2
        let world = try await Loopback(bounds: bounds)
        let silent = (0..<40).compactMap { _ in RawSocket(port: world.server.port) }
        #expect(silent.count == 40)
        let link = try world.link()
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        // The first connection to come is the first to go.
        #expect(await silent[0].isClosed())
        #expect(world.server.connectionCount <= 1 + bounds.handshakesMax)
        for socket in silent { socket.close() }
        await link.close()
        await world.server.stop()
        #expect(world.server.connectionCount == 0)
    }

    @Test("a body in chunks is refused, and thrown away for so long and no longer")
    func chunks() async throws {
        var bounds = ServerBounds()
        bounds.bodyBytesMax = 1_000
        let world = try await Loopback(bounds: bounds)
        let head = "POST \(messages) HTTP/1.1\r\nHost: xb\r\nTransfer-Encoding: chunked\r\n\r\n"
        let small = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"],
            input: head + "3\r\nabc\r\n0\r\n\r\n")
        #expect(small.contains("411"))
        // The line has no end. It is longer than the bound and the buffers beside it.
        let endless = try await OpenSSLTool.connect(
            to: world.server.port, as: world.xa.identity, ["-quiet"],
            input: head + String(repeating: "1", count: 2_000_000))
        #expect(!endless.contains("HTTP/1.1 200"))
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
        #expect(world.server.connectionCount == 0)
    }

    @Test(
        """
        a body has one length that everybody reads alike: no coding is taken, with a length or \
        without
        """,
        arguments: ["chunked", "gzip, chunked", "identity", "chunked, chunked"],
        ["", "Content-Length: 3\r\n", "Content-Length: 13\r\n"])
    func codings(coding: String, length: String) async throws {
        let world = try await Loopback()
        for method in ["POST", "GET"] {
            let said = try await OpenSSLTool.connect(
                to: world.server.port, as: world.xa.identity, ["-quiet"],
                input: "\(method) \(messages) HTTP/1.1\r\nHost: xb\r\n\(length)"
                    + "Transfer-Encoding: \(coding)\r\nConnection: close\r\n\r\n"
                    + "3\r\nabc\r\n0\r\n\r\n")
            #expect(!said.contains("200 OK"), "\(method)")
        }
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
    }

    @Test("one member's requests fill that member's share, and another is served")
    func shares() async throws {
        var bounds = ServerBounds()
        bounds.requestsInHandPerPartyMax = 2
        bounds.bodyBytesInHandPerPartyMax = 1_000
        bounds.readingBytesPerPartyMax = 300_000
        let world = try await Loopback(bounds: bounds)
        let (link, other) = (try world.link(), try world.link(world.xb.identity))
        #expect(
            await outcome(of: post(Specimen.noise(1_001)), by: link, to: world.address)
                == .status(503))
        let large = post(Specimen.noise(400_000))
        #expect(await outcome(of: large, by: link, to: world.address).isCutOff)
        await world.echo.hold()
        let first = Task { await outcome(of: post([1]), by: link, to: world.address) }
        let second = Task { await outcome(of: post([2]), by: link, to: world.address) }
        await world.echo.arrived(2)
        #expect(await outcome(of: post([3]), by: link, to: world.address) == .status(503))
        let others = Task { await outcome(of: post([4]), by: other, to: world.address) }
        await world.echo.arrived(3)
        await world.echo.release()
        #expect(await first.value == .status(200))
        #expect(await second.value == .status(200))
        #expect(await others.value == .status(200))
        #expect(await outcome(of: post([5]), by: link, to: world.address) == .status(200))
        await link.close()
        await other.close()
        await world.server.stop()
    }

    @Test("who leaves before the answer holds its share until the work is done")
    func leaves() async throws {
        var bounds = ServerBounds()
        bounds.requestsInHandPerPartyMax = 1
        let world = try await Loopback(bounds: bounds)
        await world.echo.hold()
        let gone = try world.link()
        let left = Task { await outcome(of: post([1]), by: gone, to: world.address) }
        await world.echo.arrived(1)
        left.cancel()
        _ = await left.value
        await gone.close()
        let link = try world.link()
        #expect(await outcome(of: post([2]), by: link, to: world.address) == .status(503))
        await world.echo.release()
        // The work ends on a thread of its own.
        try await eventually("the share is given back") {
            await outcome(of: post([3]), by: link, to: world.address) == .status(200)
        }
        await link.close()
        await world.server.stop()
    }
}
