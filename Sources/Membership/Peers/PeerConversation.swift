package import Exchange
internal import Federation
package import Notices
package import Ports
package import Station

/// The requests of this node to a peer, and the reading of the answers.
package struct PeerConversation {
    let context: NodeContext
    let link: any PeerLink
    let clocks: PeerClocks

    /// - Parameters:
    ///   - link: the way to peers.
    ///   - clocks: takes in the times that peers sign.
    package init(
        context: NodeContext, link: any PeerLink, clocks: PeerClocks
    ) {
        self.context = context
        self.link = link
        self.clocks = clocks
    }

    /// Fetches the announcement of a peer, and walks its newer trust lists.
    ///
    /// An announcement that the peer cannot prove is not taken, and is an alarm. The parts that are
    /// held stay in force, and a peer that proved itself in TLS is still a peer. Of a suspended
    /// peer only the lists are taken, which others have signed.
    ///
    /// - Throws: the code of a failed call, such as `peerUnreachable`; or an error worth retrying
    ///   while the answer was taken.
    package func hello(_ peer: MemberCode) async throws(HeliographError) {
        let answer = try await exchange(
            PeerRequest(method: .get, path: ExchangePath.hello), with: peer, mayBeSuspended: true)
        let hello = try read { () throws(GrammarRefusal) in try Hello.read(answer.body) }
        try check(hello.versions, of: peer)
        do throws(HeliographError) {
            try await walkLists(to: hello.versions.trustList, at: peer)
            guard await context.trust.activeCodes.contains(peer) else { return }
            try await context.trust.learn(hello, from: peer)
        } catch {
            guard !error.code.isWorthRetrying else { throw error }
            context.peerLog.announcementNotTaken(of: peer, error)
        }
        try await noteContact(peer)
    }

    /// Takes in, one by one, the lists between the one held and the peer's.
    private func walkLists(to version: Int, at peer: MemberCode) async throws(HeliographError) {
        while let held = await context.trust.list?.version, held < version {
            let answer = try await exchange(
                PeerRequest(method: .get, path: ExchangePath.trustLists + "\(held + 1)"),
                with: peer, mayBeSuspended: true)
            _ = try await context.trust.importList(answer.body, pinned: nil, from: peer)
            // A known list is no step further: it would be asked for again for ever.
            guard let now = await context.trust.list?.version, now > held else {
                throw HeliographError(
                    .listGap, "\(peer) answered with another list than was asked for.")
            }
        }
    }

    /// Tells a peer the announcement of this node.
    ///
    /// - Returns: the peer's signed word of what it holds after that, and its bytes.
    func announce(
        to peer: MemberCode
    ) async throws(HeliographError) -> (probe: ProbeContent, der: [UInt8]) {
        let body = await context.trust.hello.encoded()
        let answer = try await exchange(
            PeerRequest(method: .post, path: ExchangePath.announcements, body: body), with: peer)
        let verified = try context.sealer.verify(
            answer.body, as: .probe, at: context.clock.now
        ) { _ in peer }
        let probe = try read { () throws(GrammarRefusal) in
            try ProbeContent.read(verified.content)
        }
        guard probe.by == peer, probe.about == context.member,
            probe.announcement == context.sealer.digest(body)
        else {
            throw HeliographError(.peerAnswerInvalid, "The peer's word is about something else.")
        }
        clocks.observe(peer, signed: probe.at)
        try await noteContact(peer)
        return (probe, answer.body)
    }

    /// Sends envelopes in one request.
    ///
    /// - Parameter isUrgent: true to send the request again on a new connection if a kept one was
    ///   cut.
    /// - Returns: an answer with one item for each envelope, in their order.
    /// - Throws: the code of a failed call; `peerAnswerInvalid` for an answer about something else.
    package func post(
        _ envelopes: [[UInt8]], to peer: MemberCode, isUrgent: Bool = false
    ) async throws(HeliographError)
        -> ExchangeAnswer
    {
        let answer = try await exchange(
            PeerRequest(
                method: .post, path: ExchangePath.messages, body: envelopes.flatMap { $0 },
                isUrgent: isUrgent),
            with: peer)
        let parsed = try read { () throws(GrammarRefusal) in
            try ExchangeAnswer.read(answer.body)
        }
        try check(parsed.versions, of: peer)
        guard parsed.items.map(\.envelope) == envelopes.map({ context.sealer.digest($0) }) else {
            throw HeliographError(.peerAnswerInvalid, "The answer is not about what was sent.")
        }
        return parsed
    }

    /// Sends evidence of ours in one request.
    ///
    /// - Returns: the documents that the peer holds, and those that it will never take.
    /// - Throws: the code of a failed call; `peerAnswerInvalid`.
    package func postEvidence(
        _ documents: [EvidenceDocument], to peer: MemberCode
    )
        async throws(HeliographError) -> EvidenceAnswer
    {
        let answer = try await exchange(
            PeerRequest(
                method: .post, path: ExchangePath.evidence, body: documents.flatMap(\.der)),
            with: peer)
        let parsed = try read { () throws(GrammarRefusal) in
            try EvidenceAnswer.read(answer.body)
        }
        try check(parsed.versions, of: peer)
        return parsed
    }

    /// Checks that the answer is of the member that TLS has shown.
    private func check(
        _ versions: HeldVersions, of peer: MemberCode
    ) throws(HeliographError) {
        guard versions.member == peer else {
            throw HeliographError(.peerAnswerInvalid, "The peer speaks for another member.")
        }
    }

    /// Fetches a piece of an attachment's ciphertext; its chunks prove themselves when they are
    /// opened.
    ///
    /// - Throws: the code of a failed call; `peerAnswerInvalid` for another piece than was asked
    ///   for.
    package func attachmentPiece(
        _ request: AttachmentRequest, from peer: MemberCode
    ) async throws(HeliographError) -> AttachmentPiece {
        let answer = try await exchange(
            PeerRequest(method: .get, path: request.path), with: peer)
        let piece = try read { () throws(GrammarRefusal) in
            try AttachmentPiece.read(answer.body)
        }
        try check(piece.versions, of: peer)
        guard piece.from == request.from,
            piece.bytes.count == request.byteCount
        else {
            throw HeliographError(.peerAnswerInvalid, "The piece is not the one asked for.")
        }
        return piece
    }

    /// Tries the peer's endpoints in order until one answers.
    private func exchange(
        _ request: PeerRequest, with peer: MemberCode, mayBeSuspended: Bool = false
    )
        async throws(HeliographError) -> PeerResponse
    {
        do throws(HeliographError) {
            let answer = try await tryEndpoints(request, of: peer, mayBeSuspended)
            context.calls.note(nil, of: peer)
            return answer
        } catch {
            let isReached = !error.code.saysNothingWasRead && error.code != .peerUntrusted
            context.calls.note(isReached ? nil : error.code, of: peer)
            if error.code == .peerUntrusted {
                context.peerLog.log(.warning, "peer-not-reached", of: peer, error)
            }
            throw error
        }
    }

    private func tryEndpoints(
        _ request: PeerRequest, of peer: MemberCode, _ mayBeSuspended: Bool
    ) async throws(HeliographError) -> PeerResponse {
        let listed = mayBeSuspended ? await context.trust.list?.member(peer) : nil
        let member =
            if let listed { listed } else { try await context.trust.activeMember(peer) }
        var last = HeliographError(.peerUnreachable, "\(peer) has no endpoint.")
        var refusal: HeliographError?
        for endpoint in member.endpoints {
            do throws(HeliographError) {
                let answer = try await link.exchange(
                    request, with: PeerAddress(member: peer, endpoint: endpoint))
                guard answer.status == 200 else { throw self.refusal(answer, by: peer) }
                return answer
            } catch {
                last = error
                // Another endpoint may be tried only if nothing was read.
                guard error.code.saysNothingWasRead else { throw error }
                if error.code == .peerDoesNotKnowUs { refusal = error }
            }
        }
        // The error of another endpoint that is down is no news beside a refusal.
        throw refusal ?? last
    }

    private func refusal(_ answer: PeerResponse, by peer: MemberCode) -> HeliographError {
        let code = (try? JSON.parse(answer.body))?["code"]?.stringValue.flatMap(
            Code.init(rawValue:))
        // A peer's HTTP server may refuse a body before anything of ours could give it a code.
        let unnamed: Code = answer.status == 413 ? .bodyTooLarge : .peerAnswerInvalid
        return HeliographError(
            code ?? unnamed, "\(peer) answered with status \(answer.status).")
    }

    private func noteContact(_ peer: MemberCode) async throws(HeliographError) {
        try await context.store.commit([
            .putPeer(PeerRow(member: peer, lastContact: context.clock.now))
        ])
    }

    private func read<T>(_ body: () throws(GrammarRefusal) -> T) throws(HeliographError) -> T {
        do throws(GrammarRefusal) {
            return try body()
        } catch {
            throw HeliographError(
                .peerAnswerInvalid, "The peer's answer does not make sense.",
                detail: [error.reason])
        }
    }
}
