import Certificates
import Federation
import Notices
import PeerLink
import Ports
import TestKit
import Testing

@Suite struct CurlPeerLinkTests {
    @Test("requests and answers come through whole, on one connection")
    func roundTrip() async throws {
        let world = try await Loopback()
        let link = try world.link()
        for body in [[], [1, 2, 3], Specimen.noise(300_000)] {
            let answer = try await link.exchange(post(body), with: world.address)
            #expect(answer == PeerResponse(status: 200, body: body.reversed()))
        }
        let get = PeerRequest(method: .get, path: hello + "?since=4")
        #expect(await outcome(of: get, by: link, to: world.address) == .status(200))
        let seen = await world.echo.seen
        #expect(seen.map(\.carrier) == Array(repeating: .member(world.xa.member), count: 4))
        #expect(seen.last?.request == get)
        #expect(world.server.connectionCount == 1)
        await link.close()
        await world.server.stop()
    }

    @Test("twenty megabytes go there and back")
    func large() async throws {
        let world = try await Loopback()
        let link = try world.link()
        let body = Specimen.noise(20_000_000)
        let answer = try await link.exchange(post(body), with: world.address)
        #expect(answer.body == body.reversed())
        await link.close()
        await world.server.stop()
    }

    @Test("an answer over the bound is no answer")
    func answerTooLong() async throws {
        let world = try await Loopback()
        var bounds = ClientBounds()
        bounds.answerBytesMax = 1_000
        let link = try world.link(bounds: bounds)
        let peer = world.address
        #expect(
            await outcome(of: post(Specimen.noise(1_001)), by: link, to: peer)
                == .refused(.peerAnswerInvalid))
        #expect(
            await outcome(of: post(Specimen.noise(1_000)), by: link, to: peer) == .status(200))
        await link.close()
        await world.server.stop()
    }

    @Test("a server that is another member, or not in the list, is refused")
    func impersonation() async throws {
        let world = try await Loopback()
        let xc = try Country("XC")
        let link = try CurlPeerLink(
            identity: world.xa.identity,
            trust: PeerTrust(current: [try world.xb.trust(), try xc.trust()]), clock: world.clock)
        // The open connection to XB must not serve for XC at the same address.
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        let posed = world.address(of: xc.member)
        #expect(await outcome(of: post([1]), by: link, to: posed) == .refused(.peerUntrusted))
        let unlisted = world.address(of: Specimen.member("XD"))
        #expect(await outcome(of: post([1]), by: link, to: unlisted) == .refused(.peerUntrusted))
        #expect(await world.echo.seen.count == 1)
        await link.close()
        await world.server.stop()
    }

    @Test("a server with an expired, revoked or wrong certificate is refused")
    func badServer() async throws {
        let world = try await Loopback()
        let expired = try world.xb.identity(until: Country.yesterday)
        let signing = try world.xb.identity(role: .signing, until: Country.now + .days(9))
        for identity in [expired, signing] {
            try world.server.update(identity: identity)
            let link = try world.link()
            #expect(
                await outcome(of: post([1]), by: link, to: world.address)
                    == .refused(.peerUntrusted))
            await link.close()
        }
        try world.server.update(identity: world.xb.identity)
        let revoking = try world.xb.trust(revoking: [world.xb.identity.certificate])
        let link = try world.link()
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        link.update(trust: PeerTrust(current: [revoking]))
        #expect(
            await outcome(of: post([1]), by: link, to: world.address) == .refused(.peerUntrusted))
        await link.close()
        await world.server.stop()
    }

    @Test("a change of identity leaves requests in hand to finish, and a close waits for them")
    func changeOver() async throws {
        let world = try await Loopback()
        let link = try world.link()
        await world.echo.hold()
        let inHand = Task { await outcome(of: post([1]), by: link, to: world.address) }
        await world.echo.arrived(1)
        try link.update(identity: try world.xa.identity(until: Country.now + .days(20)))
        let next = Task { await outcome(of: post([2]), by: link, to: world.address) }
        await world.echo.arrived(2)
        #expect(world.server.connectionCount == 2)
        let closed = Task { await link.close() }
        await world.echo.release()
        #expect(await inHand.value == .status(200))
        #expect(await next.value == .status(200))
        await closed.value
        await world.server.stop()
    }

    @Test("what cannot have arrived is told from what may have")
    func unreachable() async throws {
        let world = try await Loopback()
        var bounds = ClientBounds()
        // The time is enough to connect on a busy machine; the service answers nobody.
        bounds.totalTime = .seconds(5)
        let hasty = try world.link(bounds: bounds)
        await world.echo.hold()
        #expect(
            await outcome(of: post([1]), by: hasty, to: world.address)
                == .refused(.answerLost))
        let link = try world.link()
        let task = Task { await outcome(of: post([2]), by: link, to: world.address) }
        await world.echo.arrived(2)
        task.cancel()
        #expect(await task.value == .refused(.answerLost))
        await world.echo.release()
        await world.server.stop()
        #expect(
            await outcome(of: post([3]), by: link, to: world.address) == .refused(.peerUnreachable))
        await link.close()
        #expect(
            await outcome(of: post([4]), by: link, to: world.address) == .refused(.peerUnreachable))
        let odd = PeerAddress(member: world.xb.member, endpoint: "https://u@127.0.0.1:1")
        #expect(await outcome(of: post([5]), by: hasty, to: odd) == .refused(.peerUnreachable))
        await hasty.close()
    }

    @Test(
        "an urgent request that hears nothing on a kept connection leaves on a new one as well",
        arguments: [false, true])
    func race(bothAnswer: Bool) async throws {
        let world = try await Loopback()
        let link = try world.link()
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        await world.echo.hold()
        let urgent = PeerRequest(method: .post, path: messages, body: [2], isUrgent: true)
        let task = Task { await outcome(of: urgent, by: link, to: world.address) }
        await world.echo.arrived(2)
        #expect(world.server.connectionCount == 1)
        world.clock.advance(by: .seconds(4))
        // The second request comes although nobody has answered the first.
        await world.echo.arrived(3)
        #expect(world.server.connectionCount == 2)
        #expect(await world.echo.seen.map(\.request.body) == [[1], [2], [2]])
        if !bothAnswer { await world.echo.keepWaiting(0) }
        await world.echo.release()
        #expect(await task.value == .status(200))
        await link.close()
        if !bothAnswer { await world.echo.release() }
        await world.server.stop()
    }

    @Test("an urgent request on a connection of its own, and one that is not urgent, leave once")
    func noRace() async throws {
        let world = try await Loopback()
        let link = try world.link()
        await world.echo.hold()
        let urgent = PeerRequest(method: .post, path: messages, body: [1], isUrgent: true)
        let first = Task { await outcome(of: urgent, by: link, to: world.address) }
        await world.echo.arrived(1)
        world.clock.advance(by: .seconds(4))
        await world.echo.release()
        #expect(await first.value == .status(200))
        await world.echo.hold()
        let second = Task { await outcome(of: post([2]), by: link, to: world.address) }
        await world.echo.arrived(2)
        world.clock.advance(by: .seconds(4))
        // A client that sent the request a second time would do so before this third one.
        let third = Task { await outcome(of: post([3]), by: link, to: world.address) }
        await world.echo.arrived(3)
        await world.echo.release()
        #expect(await second.value == .status(200))
        #expect(await third.value == .status(200))
        #expect(await world.echo.seen.map(\.request.body) == [[1], [2], [3]])
        await link.close()
        await world.server.stop()
    }
}

extension Specimen {
    static func noise(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: UInt64(count))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}
