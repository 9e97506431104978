internal import Exchange
internal import Notices
package import Ports
internal import Station

/// Answers verifications of this member's certificates from the register, without an officer.
///
/// The time that an answer takes must say no more than the answer. So the verifications that came
/// since the last tick are looked up together at a tick, and answered together a fixed time later:
/// by then every look-up is over, whichever took longer.
package actor VerificationDesk {
    /// From the tick until the answers are written.
    static let untilAnswers = Duration.seconds(1)
    /// Verifications that are answered at one tick; the others wait for the next.
    static let answersMax = 256
    /// The age at which a verification without an answer becomes a task of an officer.
    static let patience = Duration.hours(1)
    /// The longest pause: a verification that nobody told of is seen after it.
    private static let idleMax = Duration.hours(1)

    private let context: TrafficContext
    /// Between two ticks.
    private let tick: Duration
    /// Called with the deliveries of each answer.
    private let queued: @Sendable ([Delivery]) async -> Void
    private let rounds: Rounds
    /// Verifications that cannot be answered; a person sees them in `tasks`.
    private var givenUp: Set<MessageID> = []

    /// A desk that does not answer yet.
    ///
    /// - Parameters:
    ///   - tick: the time between two ticks, whole seconds.
    ///   - queued: called with the deliveries of each answer.
    package init(
        context: TrafficContext, tick: Duration,
        queued: @escaping @Sendable ([Delivery]) async -> Void
    ) {
        self.context = context
        self.tick = tick
        self.queued = queued
        rounds = Rounds(clock: context.clock, cancelsRound: false)
    }

    /// Answers from the next tick on; `wake` has no effect before.
    package func start() {
        rounds.start { await self.round() }
    }

    /// Looks for verifications at the next tick, because a notice arrived.
    package func wake() { rounds.wake() }

    /// Sends the answers that are ready, and looks nothing more up.
    package func stop() async { await rounds.stop() }

    private func round() async -> Duration {
        await rounds.rest(until: nextTick, coversWakes: true)
        return await answer() ? .zero : Self.idleMax
    }

    /// The first tick that is not yet past.
    private var nextTick: Duration {
        let (now, tick) = (context.clock.uptime.wholeSeconds, tick.wholeSeconds)
        return .seconds((now / tick + 1) * tick)
    }

    /// - Returns: true if some verifications are left for the next tick.
    private func answer() async -> Bool {
        guard !rounds.isStopping else { return false }
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
            await rounds.rest(until: start + Self.untilAnswers)
            guard !rounds.isStopping else { return false }
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
                try await noteAnswered(item)
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

    /// - Returns: nil for a notice that was erased, or that nobody can read.
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
            try await noteAnswered(item)
            await queued(result.queued)
        } catch {
            if !error.code.isWorthRetrying { givenUp.insert(item.id) }
            context.log(.warning, "verification-not-answered", error)
        }
    }

    private func noteAnswered(_ item: InboxItem) async throws(HeliographError) {
        try await context.store.commit([
            .setInboxState(from: item.from, id: item.id, .actioned)
        ])
    }
}
