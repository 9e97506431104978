internal import Exchange
internal import Notices
package import Ports
internal import Station

/// Answers whoever was shown a certificate of this member, by itself and by what the register holds.
///
/// How long an answer takes must say no more than the answer. All that came since the last tick are looked up
/// at a tick, and a fixed time later all are answered: by then every look-up is over, whichever took longer.
package actor VerificationDesk {
    /// From the tick until the answers are written.
    static let settling = Duration.seconds(1)
    /// Verifications that are answered at one tick; the others wait for the next.
    static let answersMax = 256
    /// What is still unanswered after this is an officer's business.
    static let patience = Duration.hours(1)
    /// The longest that a verification goes unseen which nobody told of.
    private static let idleMax = Duration.hours(1)

    private let context: TrafficContext
    /// Between two ticks.
    private let tick: Duration
    /// Called with what is to be sent.
    private let queued: @Sendable ([Delivery]) async -> Void
    private var loop: Task<Void, Never>?
    private var sleep: Task<Void, Never>?
    private var isIdle = false
    private var isAwake = false
    private var isStopping = false
    /// What cannot be answered; a person sees it in `tasks`.
    private var givenUp: Set<MessageID> = []

    package init(
        context: TrafficContext, tick: Duration,
        queued: @escaping @Sendable ([Delivery]) async -> Void
    ) {
        self.context = context
        self.tick = tick
        self.queued = queued
    }

    package func start() {
        guard loop == nil, !isStopping else { return }
        loop = Task { await self.run() }
    }

    /// Something arrived.
    package func wake() {
        isAwake = true
        if isIdle { sleep?.cancel() }
    }

    package func stop() async {
        isStopping = true
        sleep?.cancel()
        await loop?.value
    }

    private func run() async {
        while !isStopping {
            await pause(until: nextTick)
            isAwake = false
            let isMore = await answer()
            guard !isMore, !isAwake, !isStopping else { continue }
            isIdle = true
            await pause(until: context.clock.uptime + Self.idleMax)
            isIdle = false
        }
    }

    /// The first tick that is not yet past.
    private var nextTick: Duration {
        let (now, tick) = (context.clock.uptime.wholeSeconds, tick.wholeSeconds)
        return .seconds((now / tick + 1) * tick)
    }

    private func pause(until deadline: Duration) async {
        // Nobody would cut a pause short that begins after the stop.
        guard !isStopping else { return }
        let clock = context.clock
        let sleep = Task { await clock.sleep(until: deadline) }
        self.sleep = sleep
        await sleep.value
        self.sleep = nil
    }

    /// - Returns: whether some are left for the next tick.
    private func answer() async -> Bool {
        guard !isStopping else { return false }
        let start = context.clock.uptime
        do throws(HeliographError) {
            let asked = try await waiting()
            guard !asked.isEmpty else { return false }
            let register = CertificateRegister(context: context)
            var verdicts: [(Notice, InboxItem, Verification)] = []
            let now = context.clock.now
            for (notice, item) in asked {
                verdicts.append(
                    (notice, item, try await register.verdict(on: notice, item, at: now)))
            }
            await pause(until: start + Self.settling)
            guard !isStopping else { return false }
            for (notice, item, verdict) in verdicts { await send(verdict, to: notice, item) }
            return try await !waiting().isEmpty
        } catch {
            context.log(.warning, "verifications-not-answered", error)
            return true
        }
    }

    /// Verifications that came here and were not answered, in the order in which they came.
    private func waiting() async throws(HeliographError) -> [(Notice, InboxItem)] {
        let kind = NoticeKind.certificate.rawValue
        let items = try await context.store.inbox(
            InboxFilter(states: [.new, .read], kind: kind, limit: 10_000)
        ).filter {
            $0.operation == NoticeOperation.verify.rawValue && !givenUp.contains($0.id)
        }.sorted { ($0.received, $0.id) < ($1.received, $1.id) }.prefix(Self.answersMax)
        var found: [(Notice, InboxItem)] = []
        for item in items {
            // An answer was written, and the process ended before the inbox said so.
            guard try await context.store.notices(NoticeFilter(thread: item.thread)).isEmpty else {
                try await settle(item)
                continue
            }
            if let notice = try await read(item) {
                found.append((notice, item))
            } else {
                givenUp.insert(item.id)
            }
        }
        return found
    }

    /// - Returns: nil for one that was erased, or that nobody can read.
    private func read(_ item: InboxItem) async throws(HeliographError) -> Notice? {
        do throws(HeliographError) {
            return try await context.keptNotice(item.notice)
        } catch {
            guard error.code == .erased || error.code == .storeCorrupt else { throw error }
            return nil
        }
    }

    private func send(_ verdict: Verification, to notice: Notice, _ item: InboxItem) async {
        let document = NoticeTemplate.verification(
            of: notice, says: verdict, by: context.member, sequence: 1,
            at: context.clock.now.flooredToSecond)
        do throws(HeliographError) {
            let result = try await Submission(context: context).submit(
                SubmissionRequest(
                    document: document, recipients: nil, author: "node", approver: nil))
            try await settle(item)
            await queued(result.queued)
        } catch {
            if !error.code.isWorthRetrying { givenUp.insert(item.id) }
            context.log(.warning, "verification-not-answered", error)
        }
    }

    private func settle(_ item: InboxItem) async throws(HeliographError) {
        try await context.store.commit([
            .setInboxState(from: item.from, id: item.id, .actioned)
        ])
    }
}
