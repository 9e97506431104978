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
    /// Called with a member that has a newer trust list than this node.
    var behind: @Sendable (MemberCode) async -> Void = { _ in }
    /// Called after new notices were stored.
    var received: @Sendable () async -> Void = {}
    /// Called with the member whenever a valid one says anything.
    let contact: @Sendable (MemberCode) async -> Void
    /// Called for deliveries that evidence has closed.
    let closed: @Sendable ([Delivery]) async -> Void

    /// Every closure but `contact` and `closed` may be left out by a node that does not send.
    package init(
        context: TrafficContext, reception: Reception,
        behind: @escaping @Sendable (MemberCode) async -> Void = { _ in },
        received: @escaping @Sendable () async -> Void = {},
        contact: @escaping @Sendable (MemberCode) async -> Void,
        closed: @escaping @Sendable ([Delivery]) async -> Void
    ) {
        self.context = context
        self.reception = reception
        self.behind = behind
        self.received = received
        self.contact = contact
        self.closed = closed
    }

    package func answer(_ inbound: InboundRequest) async -> PeerResponse {
        do throws(HeliographError) {
            return try await judged(inbound)
        } catch {
            return refusal(error.code, 503)
        }
    }

    /// - Throws: `peerBusy` when the member has no turn.
    private func judged(_ inbound: InboundRequest) async throws(HeliographError) -> PeerResponse {
        let request = inbound.request
        if request.method == .get {
            let peer = inbound.carrier.claimed
            let pass = try await context.turns.enter(peer)
            defer { context.turns.leave(pass) }
            if case .member = inbound.carrier { await contact(peer) }
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
        await contact(peer)
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

    /// Served even to a peer that is behind or expired, so that the cure can always be fetched.
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

    /// Only an active member gets attachments, and only of an active one.
    private func piece(
        _ request: AttachmentRequest, for carrier: CarrierStanding
    ) async -> PeerResponse {
        guard case .member(let peer) = carrier else { return refusal(.certificateUntrusted, 403) }
        do throws(HeliographError) {
            _ = try await context.trust.activeMember(peer)
            _ = try await context.trust.activeMember(context.member)
            let piece = try await AttachmentService(context: context.node).piece(request, for: peer)
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
        if !outcome.received.isEmpty { await received() }
        let answer = ExchangeAnswer(
            versions: await context.trust.versions, items: outcome.items,
            evidence: outcome.evidence)
        return PeerResponse(status: 200, body: answer.encoded())
    }

    /// The list that comes along, if it is the next: a member that has moved is not where the list in
    /// force here says, and cannot be asked for it. Anything but the next is asked for.
    private func takeList(_ hello: Hello, of peer: MemberCode) async throws(HeliographError) {
        guard let held = await context.trust.list?.version,
            hello.versions.trustList == held + 1
        else { return }
        _ = try await context.trust.importList(hello.trustList, pinned: nil, from: peer)
    }

    /// Takes in what a peer announces, and signs what is held of it now.
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
                    .announcements, by: peer, "announcements", context)
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
        if hello.versions.trustList > list { await behind(peer) }
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
                await closed(result.closed)
                held.append(result.document.digest)
            } catch {
                context.peerLog.log(.warning, "evidence-not-taken", of: peer, error)
                // Our own trouble is no verdict, nor is a clock that is ahead: it is named in neither
                // list, and comes again.
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
