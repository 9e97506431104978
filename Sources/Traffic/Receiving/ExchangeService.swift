internal import Attachments
internal import Exchange
internal import Federation
package import Notices
package import Ports
internal import Station

/// Answers peers: messages, evidence, hello and trust lists.
package struct ExchangeService: PeerService {
    let context: TrafficContext
    let reception: Reception
    /// Called with a peer that has a newer trust list than this node.
    var peerIsAhead: @Sendable (MemberCode) async -> Void = { _ in }
    /// Called after new notices were stored.
    var noticesStored: @Sendable () async -> Void = {}
    /// Called with each member that posts while it is active, or reads with a valid certificate.
    let peerWasHeard: @Sendable (MemberCode) async -> Void
    /// Called with deliveries that evidence has closed.
    let deliveriesClosed: @Sendable ([Delivery]) async -> Void

    /// Takes the closures; a node that does not send may leave out `peerIsAhead` and
    /// `noticesStored`.
    package init(
        context: TrafficContext, reception: Reception,
        peerIsAhead: @escaping @Sendable (MemberCode) async -> Void = { _ in },
        noticesStored: @escaping @Sendable () async -> Void = {},
        peerWasHeard: @escaping @Sendable (MemberCode) async -> Void,
        deliveriesClosed: @escaping @Sendable ([Delivery]) async -> Void
    ) {
        self.context = context
        self.reception = reception
        self.peerIsAhead = peerIsAhead
        self.noticesStored = noticesStored
        self.peerWasHeard = peerWasHeard
        self.deliveriesClosed = deliveriesClosed
    }

    /// Answers a request: reads for any peer whose certificate leads to a known root, posts for
    /// active members only. The status is 503 while the store fails or the peer has no turn.
    package func answer(_ inbound: InboundRequest) async -> PeerResponse {
        do throws(HeliographError) {
            return try await judged(inbound)
        } catch {
            return refusal(error.code, 503)
        }
    }

    /// Answers a request of a member whose turn has come.
    ///
    /// - Throws: `peerBusy` when the member has no turn.
    private func judged(_ inbound: InboundRequest) async throws(HeliographError) -> PeerResponse {
        let request = inbound.request
        if request.method == .get {
            let peer = inbound.carrier.claimed
            let pass = try await context.turns.enter(peer)
            defer { context.turns.leave(pass) }
            if case .member = inbound.carrier { await peerWasHeard(peer) }
            if let wanted = AttachmentRequest(path: request.path) {
                return await piece(wanted, for: inbound.carrier)
            }
            return await get(request)
        }
        guard case .member(let peer) = inbound.carrier else {
            return refusal(.certificateUntrusted, 403)
        }
        do throws(HeliographError) {
            _ = try await context.trust.activeMember(peer)
        } catch {
            return refusal(error.code, 403)
        }
        await peerWasHeard(peer)
        switch request.path {
        case ExchangePath.messages: return await messages(request.body, from: peer)
        case ExchangePath.evidence: return try await evidence(request.body, from: peer)
        case ExchangePath.announcements:
            let pass = try await context.turns.enter(peer)
            defer { context.turns.leave(pass) }
            return await announcement(request.body, from: peer)
        default: return refusal(.requestInvalid, 404)
        }
    }

    /// Serves the hello and trust lists, even to a peer that is behind or expired, so that the cure
    /// can always be fetched.
    private func get(_ request: PeerRequest) async -> PeerResponse {
        if request.path == ExchangePath.hello {
            return PeerResponse(status: 200, body: await context.trust.hello.encoded())
        }
        // No sign and no leading zero.
        if request.path.hasPrefix(ExchangePath.trustLists),
            let version = Int(request.path.dropFirst(ExchangePath.trustLists.count)),
            request.path == ExchangePath.trustLists + "\(version)"
        {
            guard let list = try? await context.trust.storedList(version: version) else {
                return refusal(.notFound, 404)
            }
            return PeerResponse(status: 200, body: list)
        }
        return refusal(.requestInvalid, 404)
    }

    /// Serves a piece of an attachment: only an active member gets it, and only from an active one.
    private func piece(
        _ request: AttachmentRequest, for carrier: Carrier
    ) async -> PeerResponse {
        guard case .member(let peer) = carrier else { return refusal(.certificateUntrusted, 403) }
        do throws(HeliographError) {
            _ = try await context.trust.activeMember(peer)
            _ = try await context.trust.activeMember(context.member)
            let piece = try await AttachmentService(context: context.station).piece(
                request, for: peer)
            return PeerResponse(status: 200, body: piece.encoded())
        } catch {
            switch error.code {
            case .notFound: return refusal(error.code, 404)
            case .memberSuspended, .memberUnknown: return refusal(error.code, 403)
            default: return refusal(error.code, error.code.isWorthRetrying ? 503 : 409)
            }
        }
    }

    private func messages(_ body: [UInt8], from peer: MemberCode) async -> PeerResponse {
        let envelopes: [[UInt8]]
        do throws(GrammarRefusal) {
            envelopes = try ConcatenatedDER.split(body)
        } catch {
            return refusal(error.code, 400)
        }
        let outcome = await reception.receive(envelopes, from: peer)
        for item in outcome.received {
            context.log(
                .info, "received",
                [
                    "peer": .string(peer.description),
                    "id": .string(item.id.description), "from": .string(item.from.description),
                    "kind": .string(item.kind), "operation": .string(item.operation),
                    "precedence": .string(item.precedence.rawValue),
                ])
        }
        if !outcome.received.isEmpty { await noticesStored() }
        let answer = ExchangeAnswer(
            versions: await context.trust.versions, items: outcome.items,
            evidence: outcome.evidence)
        return PeerResponse(status: 200, body: answer.encoded())
    }

    /// Takes in the list that comes along, if it is the next. A member that has moved is not at the
    /// address that the list in force has, and cannot be asked for it. Any other list is asked for.
    private func takeList(_ hello: Hello, of peer: MemberCode) async throws(HeliographError) {
        guard let held = await context.trust.list?.version,
            hello.versions.trustList == held + 1
        else { return }
        _ = try await context.trust.importList(hello.trustList, pinned: nil, from: peer)
    }

    /// Takes in the announcement of a peer, and signs the versions that are held of it now.
    private func announcement(_ body: [UInt8], from peer: MemberCode) async -> PeerResponse {
        let hello: Hello
        do throws(GrammarRefusal) {
            hello = try Hello.read(body)
        } catch {
            return refusal(error.code, 400)
        }
        guard hello.versions.member == peer else { return refusal(.bundleForeign, 409) }
        do throws(HeliographError) {
            try await takeList(hello, of: peer)
            try await context.trust.learn(hello, from: peer) { () throws(HeliographError) in
                let over = context.allowances.draw(
                    .announcements, by: peer, "announcements")
                guard over == nil else {
                    throw HeliographError(
                        .peerBusy, "\(peer) announces more often than is kept.")
                }
            }
        } catch {
            context.peerLog.announcementNotTaken(of: peer, error)
            // A peer that is behind its own word learns that from what is held.
            guard error.code == .bundleRollback else {
                return refusal(error.code, error.code.isWorthRetrying ? 503 : 409)
            }
        }
        let list = await context.trust.list?.version ?? 0
        if hello.versions.trustList > list { await peerIsAhead(peer) }
        let held = await context.trust.held(of: peer)
        let probe = ProbeContent(
            by: context.member, about: peer, announcement: context.sealer.digest(body),
            keyBundle: held.keyBundle, revocationLists: held.revocationLists,
            trustList: held.trustList, at: context.clock.now.flooredToSecond)
        do throws(HeliographError) {
            let der = try context.sealer.sign(probe.encoded(), as: .probe, at: context.clock.now)
            return PeerResponse(status: 200, body: der)
        } catch {
            context.log(.alarm, "probe-not-signed", error)
            return refusal(error.code.isOfToken ? .internalFault : error.code, 503)
        }
    }

    private func evidence(
        _ body: [UInt8], from peer: MemberCode
    ) async throws(HeliographError) -> PeerResponse {
        let documents: [[UInt8]]
        do throws(GrammarRefusal) {
            documents = try ConcatenatedDER.split(body)
        } catch {
            return refusal(error.code, 400)
        }
        var held: [Digest] = []
        var refused: [Digest] = []
        for der in documents {
            let pass = try await context.turns.enter(peer)
            defer { context.turns.leave(pass) }
            do throws(HeliographError) {
                let result = try await EvidenceIntake(context: context).take(der)
                await deliveriesClosed(result.closed)
                held.append(result.document.digest)
            } catch {
                context.peerLog.log(.warning, "evidence-not-taken", of: peer, error)
                // Our own trouble is no verdict, nor is a clock that is ahead: the document is
                // named in neither list, and comes again.
                if !error.code.isWorthRetrying { refused.append(context.sealer.digest(der)) }
            }
        }
        let answer = EvidenceAnswer(
            versions: await context.trust.versions, held: held, refused: refused)
        return PeerResponse(status: 200, body: answer.encoded())
    }

    private func refusal(_ code: Code, _ status: Int) -> PeerResponse {
        let body: JSON = [
            "code": .string(code.rawValue), "sentence": .string(code.meaning),
            "next": .string(code.next),
        ]
        return PeerResponse(status: status, body: body.encoded())
    }
}
