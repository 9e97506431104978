internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// Writes to the log, while the node runs, which tasks have become due and which are late.
package actor DutyWatch {
    /// The shortest rest between two looks through the store.
    private static let restMin = Duration.seconds(2)
    /// A look is followed by a rest of at least so many times its own length.
    private static let restPerLook: Int64 = 20
    /// The longest pause: a change that nobody told of is seen after it.
    private static let waitMax = Duration.hours(1)

    private let context: TrafficContext
    private let drafts: DraftDesk
    private var bell = DutyBell()
    private let rounds: Rounds

    /// A watch that does not look yet.
    package init(context: TrafficContext, drafts: DraftDesk) {
        self.context = context
        self.drafts = drafts
        rounds = Rounds(clock: context.clock, cancelsRound: false)
    }

    /// Looks for the first time, and again whenever a task becomes due; `wake` has no effect
    /// before.
    package func start() {
        rounds.start { await self.round() }
    }

    /// Looks again, because a statement was made or arrived.
    package func wake() { rounds.wake() }

    /// Finishes the look under way, and begins no other.
    package func stop() async { await rounds.stop() }

    private func round() async -> Duration {
        let start = context.clock.uptime
        let wait = await look()
        let end = context.clock.uptime
        // However much arrives and is held, looking through the store stays a small part of the
        // work.
        await rounds.rest(until: end + max(Self.restMin, (end - start) * Self.restPerLook))
        return wait
    }

    /// - Returns: the time in which no task changes by itself.
    private func look() async -> Duration {
        let now = context.clock.now
        do throws(HeliographError) {
            try await drafts.lock.withLock { () throws(HeliographError) in
                try await drafts.sweep(at: now.flooredToSecond)
            }
            let duties = try await DutyDesk(context: context, drafts: drafts).duties()
            for duty in bell.ring(duties, at: now) { log(duty, at: now) }
            let next = DutyBell.next(duties, after: now)
            return min(Self.waitMax, max(.seconds(1), next?.since(now) ?? Self.waitMax))
        } catch {
            context.log(.warning, "tasks-not-read", error)
            return .minutes(1)
        }
    }

    private func log(_ duty: Duty, at now: Instant) {
        let isLate = duty.stage(at: now) == .overdue
        context.log(
            isLate ? .alarm : .warning, isLate ? "task-overdue" : "task-due",
            [
                "task": .string(duty.matter.rawValue), "thread": .string(duty.thread),
                "sequence": .number(JSONNumber(duty.sequence)),
                "peer": JSON(duty.member?.description), "due": JSON(duty.due),
            ])
    }
}
