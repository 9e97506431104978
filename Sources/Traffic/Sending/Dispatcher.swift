package import Exchange
internal import Federation
package import Membership
package import Notices
package import Ports
package import Station

/// Runs the delivery queue: feeds it events, and carries out its effects.
package actor Dispatcher {
    private let context: TrafficContext
    private let conversation: PeerConversation
    private let clocks: PeerClocks
    private var queue: DeliveryQueue
    private var random: EntropyGenerator
    /// The parcels of deliveries that are being queued: each is sent in the same step, or not at
    /// all.
    private var leavingAtOnce: [DeliveryKey: Parcel] = [:]
    private var timer: Task<Void, Never>?
    private var work: [Int: Task<Void, Never>] = [:]
    private var workCount = 0
    private var isStopping = false

    /// A dispatcher with an empty queue; `start` fills it.
    ///
    /// - Parameter clocks: takes in the times that peers sign.
    package init(
        context: TrafficContext, conversation: PeerConversation, clocks: PeerClocks,
        limits: DeliveryQueue.Limits = .init()
    ) {
        self.context = context
        self.conversation = conversation
        self.clocks = clocks
        queue = DeliveryQueue(limits: limits)
        random = EntropyGenerator(context.entropy)
    }

    /// Sends from here on every delivery that the store holds open.
    ///
    /// - Throws: an error of the store.
    package func start() async throws(HeliographError) {
        let open = try await context.store.openCounts(lateAt: context.clock.now)
        handle(.stored(open.map(\.recipient)))
    }

    /// The longest that requests under way may still take when the node stops.
    static let stopTime = Duration.seconds(10)

    /// Starts nothing more, and waits for the requests under way. One that takes longer than
    /// `stopTime` is broken off, and sent again after the next start.
    package func stop() async {
        isStopping = true
        timer?.cancel()
        let clock = context.clock
        let breaker = Task {
            await clock.sleep(until: clock.uptime + Self.stopTime)
            guard !Task.isCancelled else { return }
            for task in self.work.values { task.cancel() }
        }
        while let (number, task) = work.first {
            await task.value
            work[number] = nil
        }
        breaker.cancel()
    }

    // MARK: - What happened

    /// Queues a delivery.
    ///
    /// - Parameter parcel: its envelope, if the store says already that its bytes may leave.
    package func enqueue(_ delivery: Delivery, with parcel: Parcel? = nil) {
        let key = delivery.queued.key
        leavingAtOnce[key] = parcel
        handle(.queued(delivery.queued))
        leavingAtOnce[key] = nil
    }

    /// True if a flash delivery to this member would leave now.
    package func sendsAtOnce(to peer: MemberCode) -> Bool {
        !isStopping && queue.sendsAtOnce(to: peer)
    }

    /// Takes a delivery out of the queue, because it ended.
    package func close(_ delivery: Delivery) {
        handle(.closed(delivery.queued.key))
    }

    func retryNow(_ delivery: Delivery) {
        handle(.retryNow(delivery.queued))
    }

    /// Notes that the peer called us, so that it is there.
    package func contact(_ peer: MemberCode) {
        handle(.contact(peer))
    }

    private func handle(_ event: DeliveryQueue.Event) {
        guard !isStopping else { return }
        for effect in queue.handle(event, at: context.clock.now, using: &random) {
            switch effect {
            case .probe(let peer):
                run { await self.probe(peer) }
            case .send(let peer, let keys):
                let ready = keys.compactMap { leavingAtOnce[$0] }
                run { await self.send(keys, ready, to: peer) }
            case .recordAttempt(let key, let attempts, let next, let code):
                run { await self.recordAttempt(key, attempts, next, code) }
            case .warn(let key):
                run { await self.warn(key) }
            case .expire(let key):
                run { await self.expire(key) }
            case .loadDeliveries(let request):
                run { await self.load(request) }
            case .loadAlarms(let after, let count):
                run { await self.loadAlarms(after, count) }
            case .wakeAt(let moment):
                wake(at: moment)
            }
        }
    }

    private func run(_ body: @escaping @Sendable () async -> Void) {
        workCount += 1
        let number = workCount
        work[number] = Task {
            await body()
            self.work[number] = nil
        }
    }

    private func wake(at moment: Instant) {
        timer?.cancel()
        let clock = context.clock
        let wait = max(Duration.milliseconds(1), moment.since(clock.now))
        timer = Task {
            await clock.sleep(until: clock.uptime + min(wait, .hours(1)))
            guard !Task.isCancelled else { return }
            self.handle(.timerFired)
        }
    }

    // MARK: - What to do

    private func load(_ request: DeliveryPageRequest) async {
        let page = try? await context.store.openDeliveries(request)
        handle(.loadedDeliveries(request.recipient, page))
    }

    private func loadAlarms(_ after: QueueAlarm?, _ count: Int) async {
        let lead = queue.limits.warnBefore
        let page = try? await context.store.alarms(after: after, lead: lead, limit: count)
        handle(.loadedAlarms(page))
    }

    private func probe(_ peer: MemberCode) async {
        do throws(HeliographError) {
            _ = try await context.trust.activeMember(peer)
            try await conversation.hello(peer)
            handle(.probed(peer, isReachable: true))
        } catch {
            // The caller of the conversation has logged that another member answers at its address.
            if error.code != .peerUntrusted {
                context.log(
                    error.code.isOfStore ? .warning : .info, "peer-not-reached",
                    [
                        "peer": .string(peer.description), "code": .string(error.code.rawValue),
                        "detail": .array(error.detail.map { .string($0) }),
                    ])
            }
            try? await context.store.commit([
                .putPeer(
                    PeerRow(
                        member: peer, lastFailure: context.clock.now, lastCode: error.code))
            ])
            handle(.probed(peer, isReachable: false))
        }
    }

    /// - Parameter ready: the parcels that need not be loaded.
    private func send(_ keys: [DeliveryKey], _ ready: [Parcel], to peer: MemberCode) async {
        do throws(HeliographError) {
            // A member that is suspended itself keeps its queue, and would be refused by everybody.
            _ = try await context.trust.activeMember(context.member)
            _ = try await context.trust.activeMember(peer)
        } catch {
            // The peer is parked whole; a list that restores it wakes its queue.
            handle(.unanswered(peer, keys, error.code))
            return
        }
        var load: Parcel.Load
        do throws(HeliographError) {
            if ready.count == keys.count {
                try await Parcel.checkList(context)
                load = Parcel.Load(parcels: ready)
            } else {
                load = try await Parcel.load(keys, context)
            }
            for id in load.unsigned where try await !reissue(id) {
                // The delivery stays in the queue: a good key may come, and at its end an officer
                // is told.
                for key in keys where key.id == id {
                    load.later[key] = DeliveryQueue.Later(
                        code: .certificateUntrusted, after: .zero)
                }
            }
        } catch {
            handle(.unanswered(peer, keys, error.code))
            return
        }
        let parcels = load.parcels
        let keys = keys.filter { !load.leftOut.contains($0) }
        if !load.leftOut.isEmpty { handle(.leftOut(peer, load.leftOut)) }
        let open = Set(parcels.map(\.key)).union(load.later.keys)
        for key in keys where !open.contains(key) { handle(.closed(key)) }
        guard !parcels.isEmpty else {
            handle(.answered(peer, keys, later: load.later))
            return
        }
        context.log(
            .info, "request-leaves",
            [
                "id": .string(parcels[0].key.id.description),
                "to": .string(peer.description),
                "count": .number(JSONNumber(parcels.count)),
            ])
        let answer: ExchangeAnswer
        do throws(HeliographError) {
            answer = try await conversation.post(
                parcels.map(\.bytes), to: peer, isUrgent: parcels.contains(where: \.isFlash))
        } catch {
            if error.code.saysNothingWasRead { await Parcel.takeBack(parcels, context) }
            sendFailed(parcels.count, keys, peer, error)
            return
        }
        do throws(HeliographError) {
            try await take(answer, about: parcels, peer, &load.later)
            handle(.answered(peer, keys, later: load.later))
        } catch {
            sendFailed(parcels.count, keys, peer, error)
        }
    }

    private func sendFailed(
        _ count: Int, _ keys: [DeliveryKey], _ peer: MemberCode, _ error: HeliographError
    ) {
        context.log(
            .warning, "send-failed",
            [
                "peer": .string(peer.description), "code": .string(error.code.rawValue),
                "count": .number(JSONNumber(count)),
                "detail": .array(error.detail.map { .string($0) }),
            ])
        handle(.unanswered(peer, keys, error.code))
    }

    /// Takes the evidence in, then tells the queue which deliveries ended.
    private func take(
        _ answer: ExchangeAnswer, about parcels: [Parcel], _ peer: MemberCode,
        _ later: inout [DeliveryKey: DeliveryQueue.Later]
    ) async throws(HeliographError) {
        let intake = EvidenceIntake(context: context)
        var notTaken: [Int: Code] = [:]
        for (place, der) in answer.evidence.enumerated() {
            let result: EvidenceIntake.Result
            do throws(HeliographError) {
                result = try await intake.take(der)
            } catch {
                // Our own trouble ends it; a document that cannot be taken leaves the others good.
                guard error.code == .futureDated || !error.code.isWorthRetrying else { throw error }
                context.peerLog.log(.alarm, "evidence-not-taken", of: peer, error)
                notTaken[place] = error.code
                continue
            }
            // Only evidence that was made for this answer tells the peer's time now.
            if let last = result.document.entries.last, last.by == peer,
                abs(last.at.since(answer.versions.time).wholeSeconds) <= 10
            {
                clocks.observe(peer, signed: last.at)
            }
            for delivery in result.closed {
                log(delivery)
                close(delivery)
            }
            for delivery in result.unsigned where try await !reissue(delivery.id) {
                later[DeliveryKey(id: delivery.id, recipient: delivery.recipient)] =
                    DeliveryQueue.Later(code: .certificateUntrusted, after: .zero)
            }
            for delivery in result.stale {
                try await conversation.hello(delivery.recipient)
                later[DeliveryKey(id: delivery.id, recipient: delivery.recipient)] =
                    DeliveryQueue.Later(code: .keyStale, after: .zero)
            }
        }
        for (parcel, item) in zip(parcels, answer.items) {
            switch item.result {
            case .later(let code, let after):
                if code == .futureDated || code == .expired {
                    context.peerLog.log(
                        .alarm, "clocks-disagree", of: peer, code: code,
                        ["peerTime": JSON(answer.versions.time)])
                }
                later[parcel.key] = DeliveryQueue.Later(code: code, after: after)
            case .rejected(let code):
                context.peerLog.log(
                    .warning, "rejected-unsigned", of: peer, code: code,
                    ["id": .string(parcel.key.id.description)])
                later[parcel.key] = DeliveryQueue.Later(code: code, after: .seconds(60))
            case .evidence(let place):
                guard let code = notTaken[place] else { break }
                later[parcel.key] = DeliveryQueue.Later(code: code, after: .seconds(60))
            }
        }
        await context.trust.note(answer.versions, of: peer)
        let bundle = await context.trust.bundleVersion(of: peer)
        let list = await context.trust.list?.version ?? 0
        if Int64(answer.versions.keyBundle) > bundle || answer.versions.trustList > list {
            try await conversation.hello(peer)
        }
    }

    /// - Returns: true if another message took its place.
    private func reissue(_ id: MessageID) async throws(HeliographError) -> Bool {
        let result: Reissue.Result?
        do throws(HeliographError) {
            result = try await Reissue(context: context).reissue(id)
        } catch {
            // The store's trouble is everybody's; a lost body is the trouble of this message alone.
            guard !error.code.isWorthRetrying else { throw error }
            context.log(.alarm, "message-not-issued-anew", error)
            return false
        }
        guard let result else { return false }
        for delivery in result.closed { close(delivery) }
        for delivery in result.queued { enqueue(delivery) }
        return true
    }

    private func log(_ delivery: Delivery) {
        context.log(
            .info, "delivery-closed",
            [
                "id": .string(delivery.id.description),
                "to": .string(delivery.recipient.description),
                "state": .string(delivery.state.rawValue),
                "code": delivery.lastCode.map { .string($0.rawValue) } ?? .null,
            ])
    }

    private func recordAttempt(
        _ key: DeliveryKey, _ attempts: Int, _ next: Instant, _ code: Code
    )
        async
    {
        // Only the time of the next attempt is lost if this is not kept.
        _ = try? await context.update(key) { delivery in
            delivery.attempts = attempts
            delivery.nextAttempt = next
            if delivery.lastCode != .keyStale { delivery.lastCode = code }
            delivery.state = .queued
        }
    }

    /// Logs that the deadline is near: a person must know, with the number to call.
    private func warn(_ key: DeliveryKey) async {
        guard let delivery = try? await context.store.delivery(key), !delivery.state.isClosed else {
            return
        }
        let contact = await context.trust.list?.member(key.recipient)?.contact
        context.log(
            .alarm, "deadline-near",
            [
                "id": .string(key.id.description), "to": .string(key.recipient.description),
                "telephone": .string(contact?.telephone ?? ""),
                "hours": .string(contact?.hours ?? ""),
            ])
    }

    private func expire(_ key: DeliveryKey) async {
        let now = context.clock.now
        do throws(HeliographError) {
            let wasOpen = try await context.update(key) { delivery in
                delivery.state = .expiredUndelivered
                delivery.changed = now
            }
            guard wasOpen else { return }
        } catch {
            // The delivery is still open in the store: it is queued again, and expires again.
            context.log(.alarm, "expiry-not-stored", error)
            await context.clock.sleep(until: context.clock.uptime + .seconds(10))
            if let open = try? await context.store.delivery(key), !open.state.isClosed {
                enqueue(open)
            }
            return
        }
        context.log(
            .alarm, "expired-undelivered",
            ["id": .string(key.id.description), "to": .string(key.recipient.description)])
    }
}
