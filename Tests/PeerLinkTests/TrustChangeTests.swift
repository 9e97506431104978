import Certificates
import Federation
import Foundation
import Glibc
import Notices
import PeerLink
import Ports
import Synchronization
import TestKit
import Testing

/// Connections and requests under which the trust in a peer changes.
@Suite struct TrustChangeTests {
    private func revoking(_ world: Loopback) throws -> PeerTrust {
        PeerTrust(current: [try world.xb.trust(revoking: [world.xb.identity.certificate])])
    }

    @Test("connections end with the trust that it concerns, and no others")
    func changeOfTrust() async throws {
        let world = try await Loopback()
        let trust = try world.xb.trust()
        let link = try CurlPeerLink(
            identity: world.xa.identity, trust: PeerTrust(current: [trust]), clock: world.clock)
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        // A new connection would be refused from now on.
        try world.server.update(identity: try world.xb.identity(until: Country.yesterday))
        link.update(trust: PeerTrust(current: [trust, try Country("XC").trust()]))
        #expect(await outcome(of: post([2]), by: link, to: world.address) == .status(200))
        link.update(trust: PeerTrust(current: [try world.xb.trust()]))
        #expect(
            await outcome(of: post([3]), by: link, to: world.address) == .refused(.peerUntrusted))
        try world.server.update(identity: world.xb.identity)
        #expect(await outcome(of: post([4]), by: link, to: world.address) == .status(200))
        link.update(trust: PeerTrust(current: []))
        #expect(
            await outcome(of: post([5]), by: link, to: world.address) == .refused(.peerUntrusted))
        await link.close()
        await world.server.stop()
    }

    @Test("connections to a member that is trusted otherwise, or no longer, are closed")
    func idle() async throws {
        let world = try await Loopback()
        let link = try world.link()
        for _ in 0..<5 {
            link.update(trust: PeerTrust(current: [try world.xb.trust()]))
            #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        }
        await world.echo.hold()
        let inHand = Task { await outcome(of: post([2]), by: link, to: world.address) }
        await world.echo.arrived(6)
        link.update(trust: PeerTrust(current: []))
        // Requests that have left are answered; every other connection closes.
        try await eventually("the rest is closed") { world.server.connectionCount <= 1 }
        await world.echo.release()
        #expect(await inHand.value == .status(200))
        try await eventually("all is closed") { world.server.connectionCount == 0 }
        await link.close()
        await world.server.stop()
    }

    @Test("a request that waits for a connection does not leave under a trust that is over")
    func waiting() async throws {
        let world = try await Loopback()
        var bounds = ClientBounds()
        bounds.connectionsPerHostMax = 1
        let link = try world.link(bounds: bounds)
        await world.echo.hold()
        let first = Task { await outcome(of: post([1]), by: link, to: world.address) }
        await world.echo.arrived(1)
        let second = Task { await outcome(of: post([2]), by: link, to: world.address) }
        let third = Task { await outcome(of: post([3]), by: link, to: world.address) }
        link.update(trust: try revoking(world))
        await world.echo.release()
        #expect(await first.value == .status(200))
        #expect(await second.value == .refused(.peerUntrusted))
        #expect(await third.value == .refused(.peerUntrusted))
        #expect(await world.echo.seen.count == 1)
        await link.close()
        await world.server.stop()
    }

    @Test("a handshake that the far end delays is judged by the trust of its end")
    func handshake() async throws {
        let world = try await Loopback()
        let door = try SlowDoor(to: world.server.port)
        let link = try world.link()
        let far = PeerAddress(
            member: world.xb.member, endpoint: "https://127.0.0.1:\(door.port)")
        let waits = Task { await outcome(of: post([1]), by: link, to: far) }
        await door.hasVisitor()
        link.update(trust: try revoking(world))
        door.open()
        #expect(await waits.value == .refused(.peerUntrusted))
        #expect(await world.echo.seen.isEmpty)
        await link.close()
        await world.server.stop()
        door.close()
    }

    @Test("a connection to one member is not used for another with the same root and address")
    func sharedRoot() async throws {
        let world = try await Loopback()
        let other = try MemberTrust(
            member: Specimen.member("XD"), roots: [world.xb.root.certificate], revocationLists: [])
        let link = try CurlPeerLink(
            identity: world.xa.identity,
            trust: PeerTrust(current: [try world.xb.trust(), other]), clock: world.clock)
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        #expect(
            await outcome(of: post([2]), by: link, to: world.address(of: other.member))
                == .refused(.peerUntrusted))
        await link.close()
        await world.server.stop()
    }

    @Test("the trust changes, our certificate changes, and requests come and go, all at once")
    func storm() async throws {
        let world = try await Loopback()
        let (trust, revoked) = (try world.xb.trust(), try revoking(world))
        let link = try world.link()
        let identities = [world.xa.identity, try world.xa.identity(until: Country.now + .days(20))]
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<200 {
                    link.update(
                        trust: number % 2 == 0 ? revoked : PeerTrust(current: [trust]))
                    await Task.yield()
                }
            }
            group.addTask {
                for number in 0..<20 {
                    try? link.update(identity: identities[number % 2])
                    await Task.yield()
                }
            }
            for _ in 0..<6 {
                group.addTask {
                    for number in 0..<30 {
                        let one = Task { await outcome(of: post([1]), by: link, to: world.address) }
                        if number % 5 == 0 { one.cancel() }
                        _ = await one.value
                    }
                }
            }
        }
        link.update(trust: revoked)
        #expect(
            await outcome(of: post([2]), by: link, to: world.address) == .refused(.peerUntrusted))
        link.update(trust: PeerTrust(current: [], former: [trust]))
        #expect(await outcome(of: post([3]), by: link, to: world.address) == .status(200))
        await link.close()
        await world.server.stop()
    }
}

/// A way to a server. It takes every client, and carries nothing before it is opened.
private final class SlowDoor: Sendable {
    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let isOpen = Mutex(false)
    private let visits: AsyncStream<Void>
    private let visited: AsyncStream<Void>.Continuation

    init(to target: UInt16) throws {
        self.target = target
        (visits, visited) = AsyncStream.makeStream()
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listener = descriptor
        try #require(listen(descriptor, 8) == 0)
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, __SOCKADDR_ARG(__sockaddr__: $0), &size)
            }
        }
        try #require(failed == 0)
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let visitor = accept(descriptor, __SOCKADDR_ARG(__sockaddr__: nil), nil)
                guard visitor >= 0 else {
                    Glibc.close(descriptor)
                    return
                }
                visited.yield()
                Thread.detachNewThread { [self] in
                    carry(visitor)
                }
            }
        }
    }

    /// Returns once a client has come.
    func hasVisitor() async {
        for await _ in visits { return }
    }

    func open() { isOpen.withLock { $0 = true } }

    /// Ends the way. The thread that takes clients closes the socket, whose number may be another's
    /// after that.
    func close() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func carry(_ visitor: Int32) {
        while !isOpen.withLock({ $0 }) { usleep(1_000) }
        defer { Glibc.close(visitor) }
        guard let server = RawSocket(port: target) else { return }
        defer { server.close() }
        var ends = [visitor, server.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while poll(&ends, 2, -1) > 0 {
            for (from, to) in [(0, 1), (1, 0)] where ends[from].revents != 0 {
                let count = recv(ends[from].fd, &bytes, bytes.count, 0)
                guard count > 0, send(ends[to].fd, bytes, count, Int32(MSG_NOSIGNAL)) == count
                else { return }
            }
        }
    }
}
