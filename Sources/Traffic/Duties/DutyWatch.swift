internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// Says in the log, while the node runs, what has become due and what is late.
package actor DutyWatch {
    private static let waitMin = Duration.seconds(2)
    /// Of the time at most one part in so many is spent on looking.
    private static let partOfTime: Int64 = 20
    /// The longest that a change goes unseen which nobody told of.
    private static let waitMax = Duration.hours(1)

    private let context: TrafficContext
    private let drafts: DraftDesk
    private var bell = DutyBell()
    private var loop: Task<Void, Never>?
    private var hold: Task<Void, Never>?
    private var pause: Task<Void, Never>?
    private var isAwake = false
    private var isStopping = false

    package init(context: TrafficContext, drafts: DraftDesk) {
        self.context = context
        self.drafts = drafts
    }

    package func start() {
        guard loop == nil, !isStopping else { return }
        loop = Task { await self.run() }
    }

    /// A statement was made, or something arrived.
    package func wake() {
        isAwake = true
        pause?.cancel()
    }

    package func stop() async {
        isStopping = true
        hold?.cancel()
        pause?.cancel()
        await loop?.value
    }

    private func run() async {
        while !isStopping {
            isAwake = false
            let start = context.clock.uptime
            let wait = await look()
            let rest = max(Self.waitMin, (context.clock.uptime - start) * Self.partOfTime)
            // Nobody would cut a pause short that begins after the stop.
            guard !isStopping else { return }
            let clock = context.clock
            // However much arrives and is held, looking through the store stays a small part of the work.
            let hold = Task { await clock.sleep(until: clock.uptime + rest) }
            self.hold = hold
            await hold.value
            if isAwake || isStopping { continue }
            let pause = Task { await clock.sleep(until: clock.uptime + wait) }
            self.pause = pause
            await pause.value
            self.pause = nil
        }
    }

    /// - Returns: how long nothing will change by itself.
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
