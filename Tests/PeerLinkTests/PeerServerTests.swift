import Certificates
import Federation
import HTTPService
import Notices
import PeerLink
import Ports
import Synchronization
import TestKit
import Testing

@Suite struct PeerServerTests {
    @Test("an expired certificate may fetch hello and nothing else, until it is renewed")
    func stale() async throws {
        let world = try await Loopback()
        let link = try world.link(try world.xa.identity(until: Country.yesterday))
        let ask = PeerRequest(method: .get, path: hello)
        #expect(await outcome(of: ask, by: link, to: world.address) == .status(200))
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(403))
        try link.update(identity: world.xa.identity)
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        let carriers = await world.echo.seen.map(\.carrier)
        #expect(carriers == [.stale(world.xa.member), .member(world.xa.member)])
        await link.close()
        await world.server.stop()
    }

    @Test("a stranger, a wrong role and a forged chain fail in the handshake")
    func strangers() async throws {
        let world = try await Loopback()
        let stranger = try Country("XC").identity
        // The impostor names itself XA under a CA of its own.
        let impostor = try Country("XA").identity
        let signing = try world.xa.identity(role: .signing, until: Country.now + .days(9))
        // Of the largest request only a part has left when the alert comes.
        let requests = [
            PeerRequest(method: .get, path: hello), post([1]), post(Specimen.noise(3_000_000)),
        ]
        for identity in [stranger, impostor, signing] {
            for request in requests {
                let link = try world.link(identity)
                #expect(
                    await outcome(of: request, by: link, to: world.address)
                        == .refused(.peerDoesNotKnowUs))
                await link.close()
            }
        }
        #expect(await world.echo.seen.isEmpty)
        await world.server.stop()
    }

    @Test("a refused handshake is told of by fingerprint and key, with the code that is claimed")
    func refusedClients() async throws {
        let refused = Mutex<[RefusedClient]>([])
        let (xa, xb, xc) = (try Country("XA"), try Country("XB"), try Country("XC"))
        let server = try await PeerServer.start(
            host: "127.0.0.1", port: 0, identity: xb.identity,
            trust: PeerTrust(current: [try xa.trust(), try xb.trust()]), service: Echo(),
            clock: SteppedClock(at: Country.now),
            refused: { client in refused.withLock { $0.append(client) } })
        let impostor = try Country("XA")
        for identity in [xc.identity, impostor.identity, xa.identity] {
            let link = try CurlPeerLink(
                identity: identity, trust: PeerTrust(current: [try xb.trust()]),
                clock: SteppedClock(at: Country.now))
            let peer = PeerAddress(member: xb.member, endpoint: "https://127.0.0.1:\(server.port)")
            _ = await outcome(of: post([1]), by: link, to: peer)
            await link.close()
        }
        let expected = [(xc, false), (impostor, true)].map { country, isListed in
            let certificate = country.identity.certificate
            return RefusedClient(
                .handshake, fingerprint: certificate.fingerprint, key: certificate.keyID,
                claims: country.member, isListed: isListed)
        }
        #expect(refused.withLock { $0 } == expected)
        // A suspended member is let in for the lists. A request for more gets the refusal that
        // names the suspension.
        server.update(trust: PeerTrust(current: [try xb.trust()], former: [try xa.trust()]))
        let link = try CurlPeerLink(
            identity: xa.identity, trust: PeerTrust(current: [try xb.trust()]),
            clock: SteppedClock(at: Country.now))
        let peer = PeerAddress(member: xb.member, endpoint: "https://127.0.0.1:\(server.port)")
        #expect(
            await outcome(of: PeerRequest(method: .get, path: hello), by: link, to: peer)
                == .status(200))
        #expect(refused.withLock { $0.count } == 2)
        #expect(await outcome(of: post([1]), by: link, to: peer) == .status(403))
        await link.close()
        let certificate = xa.identity.certificate
        #expect(
            refused.withLock { $0.last }
                == RefusedClient(
                    .request, fingerprint: certificate.fingerprint, key: certificate.keyID,
                    claims: xa.member, isListed: true))
        await server.stop()
    }

    @Test(
        "a member that is taken out gets its answer, and then hears that nobody knows it"
    )
    func takenOut() async throws {
        let world = try await Loopback()
        let link = try world.link()
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        await world.echo.hold()
        let inHand = Task { await outcome(of: post([2]), by: link, to: world.address) }
        await world.echo.arrived(2)
        world.server.update(trust: PeerTrust(current: [try world.xb.trust()]))
        await world.echo.release()
        #expect(await inHand.value == .status(200), "it was read, and is answered")
        #expect(await outcome(of: post([3]), by: link, to: world.address) == .status(403))
        #expect(
            await outcome(of: post([4]), by: link, to: world.address)
                == .refused(.peerDoesNotKnowUs))
        #expect(await world.echo.seen.count == 2)
        await link.close()
        await world.server.stop()
    }

    @Test("a leaf that nobody signed is not stale under an expired issuing CA")
    func forgedUnderExpired() async throws {
        let world = try await Loopback()
        let lapsed = try Country("XC", issuingEnd: Country.yesterday)
        world.server.update(
            trust: PeerTrust(current: [try world.xa.trust(), try lapsed.trust()]))
        let genuine = try world.link(lapsed.identity)
        let ask = PeerRequest(method: .get, path: hello)
        #expect(await outcome(of: ask, by: genuine, to: world.address) == .status(200))
        await genuine.close()
        let forged = try world.link(try lapsed.forgedIdentity())
        #expect(
            await outcome(of: ask, by: forged, to: world.address) == .refused(.peerDoesNotKnowUs))
        await forged.close()
        await world.server.stop()
    }

    @Test("revocation and suspension bite on a connection that is open")
    func revoked() async throws {
        for isRevoked in [true, false] {
            let world = try await Loopback()
            let link = try world.link()
            await world.echo.hold()
            let first = Task { await outcome(of: post([1]), by: link, to: world.address) }
            await world.echo.arrived(1)
            let certificate = world.xa.identity.certificate
            let trust = isRevoked ? [try world.xa.trust(revoking: [certificate])] : []
            world.server.update(trust: PeerTrust(current: trust))
            await world.echo.release()
            #expect(await first.value == .status(200), "what was in hand is finished")
            #expect(await outcome(of: post([2]), by: link, to: world.address) == .status(403))
            #expect(await world.echo.seen.count == 1)
            // The peer is refused and cut off; a new connection gets no further.
            let ask = PeerRequest(method: .get, path: hello)
            let after = await outcome(of: ask, by: link, to: world.address)
            #expect(after == (isRevoked ? .status(200) : .refused(.peerDoesNotKnowUs)))
            await link.close()
            await world.server.stop()
        }
    }

    @Test("a suspended member is only heard for hello, and time alone makes a member stale")
    func suspendedAndLate() async throws {
        let world = try await Loopback()
        let link = try world.link()
        let ask = PeerRequest(method: .get, path: hello)
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(200))
        world.server.update(
            trust: PeerTrust(current: [try world.xb.trust()], former: [try world.xa.trust()]))
        #expect(await outcome(of: post([2]), by: link, to: world.address) == .status(403))
        #expect(await outcome(of: ask, by: link, to: world.address) == .status(200))
        world.server.update(trust: PeerTrust(current: [try world.xa.trust()]))
        #expect(await outcome(of: post([3]), by: link, to: world.address) == .status(200))
        world.clock.advance(by: .days(31))
        #expect(await outcome(of: post([4]), by: link, to: world.address) == .status(403))
        await link.close()
        await world.server.stop()
    }

    @Test("a body over the bound is refused, and so is too much at once")
    func bodies() async throws {
        var bounds = ServerBounds()
        bounds.bodyBytesMax = 1_000_000
        bounds.bodyBytesInHandMax = 1_500_000
        let world = try await Loopback(bounds: bounds)
        let link = try world.link()
        let answer = try await link.exchange(
            post(Specimen.noise(3_000_000)), with: world.address)
        #expect(answer.status == 413)
        // The body is evhttp's own, which says no more than the status.
        #expect(answer.body.count < 200)
        #expect(await world.echo.seen.isEmpty)
        await world.echo.hold()
        let big = post(Specimen.noise(1_000_000))
        let first = Task { await outcome(of: big, by: link, to: world.address) }
        await world.echo.arrived(1)
        #expect(await outcome(of: big, by: link, to: world.address) == .status(503))
        await world.echo.release()
        #expect(await first.value == .status(200))
        #expect(await outcome(of: big, by: link, to: world.address) == .status(200))
        await link.close()
        await world.server.stop()
    }

    @Test("requests that are not whole yet hold no more than their bound together")
    func reading() async throws {
        var bounds = ServerBounds()
        bounds.readingBytesMax = 500_000
        let world = try await Loopback(bounds: bounds)
        let link = try world.link()
        let tooMuch = post(Specimen.noise(600_000))
        #expect(await outcome(of: tooMuch, by: link, to: world.address).isCutOff)
        #expect(await world.echo.seen.isEmpty)
        let enough = post(Specimen.noise(400_000))
        for _ in 0..<3 {
            #expect(await outcome(of: enough, by: link, to: world.address) == .status(200))
        }
        await link.close()
        await world.server.stop()
    }

    @Test("a second server on the port is refused, whoever starts it")
    func secondServer() async throws {
        let world = try await Loopback()
        for host in ["127.0.0.1", "0.0.0.0"] {
            await #expect(throws: HeliographError(.portUnavailable, "")) {
                _ = try await PeerServer.start(
                    host: host, port: world.server.port, identity: world.xb.identity,
                    trust: PeerTrust(current: []), service: world.echo, clock: world.clock)
            }
        }
        await world.server.stop()
    }

    @Test("200 requests at once are all answered, each with its own")
    func concurrent() async throws {
        let world = try await Loopback()
        let link = try world.link()
        let peer = world.address
        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let body = Specimen.noise(5_000 + number)
                    let answer = try? await link.exchange(post(body), with: peer)
                    return answer?.body == body.reversed()
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 200)
        #expect(await world.echo.seen.count == 200)
        await link.close()
        await world.server.stop()
    }

    @Test("a stop finishes what is in hand and takes nothing new")
    func stop() async throws {
        let world = try await Loopback()
        let (link, other) = (try world.link(), try world.link())
        await world.echo.hold()
        let inHand = Task { await outcome(of: post([1]), by: link, to: world.address) }
        await world.echo.arrived(1)
        let stopped = Task { await world.server.stop() }
        try await eventually("nobody is taken any more") { !canConnect(to: world.server.port) }
        #expect(
            await outcome(of: post([2]), by: other, to: world.address)
                == .refused(.peerUnreachable))
        await world.echo.release()
        #expect(await inHand.value == .status(200))
        await stopped.value
        #expect(world.server.connectionCount == 0)
        await link.close()
        await other.close()
    }

    @Test("a stop cuts off what takes too long, and a slow service is answered for")
    func impatience() async throws {
        var bounds = ServerBounds()
        bounds.answerTime = .milliseconds(500)
        let world = try await Loopback(bounds: bounds)
        let link = try world.link()
        await world.echo.hold()
        #expect(await outcome(of: post([1]), by: link, to: world.address) == .status(503))
        await world.echo.release()
        await world.server.stop()

        let patient = try await Loopback()
        let other = try patient.link()
        await patient.echo.hold()
        let cut = Task { await outcome(of: post([1]), by: other, to: patient.address) }
        await patient.echo.arrived(1)
        await patient.server.stop(within: .milliseconds(100))
        #expect(await cut.value == .refused(.answerLost))
        await patient.echo.release()
        await link.close()
        await other.close()
    }

    @Test(
        "peers leave, trust changes, the service dawdles and the server stops: all is given back",
        arguments: 0..<4 as Range<UInt64>)
    func turmoil(_ seed: UInt64) async throws {
        var bounds = ServerBounds()
        bounds.answerTime = .milliseconds(40)
        bounds.bodyBytesInHandMax = 2_000_000
        bounds.readingBytesMax = 3_000_000
        let (xa, xb, clock) = (try Country("XA"), try Country("XB"), SteppedClock(at: Country.now))
        let trust = PeerTrust(current: [try xa.trust(), try xb.trust()])
        let server = try await PeerServer.start(
            host: "127.0.0.1", port: 0, identity: xb.identity, trust: trust, service: Dawdler(),
            clock: clock, bounds: bounds)
        let peer = PeerAddress(member: xb.member, endpoint: "https://127.0.0.1:\(server.port)")
        await withTaskGroup { group in
            for number in 0..<8 {
                group.addTask {
                    var generator = SeededGenerator(seed: seed * 100 + UInt64(number))
                    var bounds = ClientBounds()
                    bounds.totalTime = .milliseconds(Int.random(in: 5...120, using: &generator))
                    let link = try? CurlPeerLink(
                        identity: xa.identity, trust: PeerTrust(current: [try xb.trust()]),
                        clock: clock, bounds: bounds)
                    for _ in 0..<10 {
                        let size = Int.random(in: 1...600_000, using: &generator)
                        if let link {
                            let request = post(Array(repeating: 7, count: size))
                            _ = await outcome(of: request, by: link, to: peer)
                        }
                    }
                    await link?.close()
                }
            }
            group.addTask {
                for round in 0..<20 {
                    server.update(trust: round % 3 == 0 ? PeerTrust(current: []) : trust)
                    try? await Task.sleep(for: .milliseconds(15))
                }
                await server.stop(within: .milliseconds(20))
            }
        }
        #expect(server.connectionCount == 0, "replay with seed \(seed)")
    }
}

/// A service that answers late, within its limit or beyond it.
private struct Dawdler: PeerService {
    func answer(_ request: InboundRequest) async -> PeerResponse {
        let count = request.request.body.count
        try? await Task.sleep(for: .milliseconds(count % 60))
        return PeerResponse(status: 200, body: request.request.body)
    }
}
