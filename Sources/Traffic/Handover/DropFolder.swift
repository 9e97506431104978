import Foundation
internal import Notices
internal import Ports
internal import Station

/// Puts received notices into folders, a file each, for national systems to take away.
///
/// At least once: the file appears whole under its final name or not at all, and a crash between the
/// file and the note that it is done writes the same file again. The file's name is the message's
/// sender and id, so that a system which took it already can tell.
package actor DropFolder {
    /// After so many failures a human must look; with the waits below, two days.
    static let attemptsMax = 200
    private static let waitMin = Duration.seconds(1)
    private static let waitMax = Duration.minutes(15)
    private static let batchMax = 256

    private let context: TrafficContext
    private var loop: Task<Void, Never>?
    private var pause: Task<Void, Never>?
    private var isAwake = false
    private var isStopping = false
    /// How often in a row the store did not keep what came of an attempt.
    private var unkept = 0

    package init(context: TrafficContext) {
        self.context = context
    }

    /// There may be something to hand over.
    package func wake() {
        isAwake = true
        pause?.cancel()
        guard loop == nil, !isStopping else { return }
        loop = Task { await self.run() }
    }

    package func stop() async {
        isStopping = true
        pause?.cancel()
        await loop?.value
    }

    private func run() async {
        while !isStopping {
            isAwake = false
            let next = await round()
            if isAwake || isStopping { continue }
            guard let next else { break }
            let clock = context.clock
            let wait = max(next.since(clock.now), .milliseconds(100))
            let pause = Task { await clock.sleep(until: clock.uptime + wait) }
            self.pause = pause
            await pause.value
            self.pause = nil
        }
        loop = nil
    }

    /// Hands over what is due.
    ///
    /// - Returns: when the next one is due; nil if none waits.
    func round() async -> Instant? {
        let now = context.clock.now
        guard let pending = try? await context.store.handovers(.pending, limit: Self.batchMax)
        else {
            return now + Self.waitMax
        }
        for handover in pending where handover.nextAttempt <= now && !isStopping {
            await attempt(handover)
            // The store says that it is due still: without this it would be tried without a pause.
            if unkept > 0 { return context.clock.now + Self.wait(after: unkept) }
        }
        guard let next = try? await context.store.handovers(.pending, limit: 1).first else {
            return nil
        }
        return next.nextAttempt
    }

    private func attempt(_ handover: Handover) async {
        var changed = handover
        changed.attempts += 1
        var changes: [Change] = []
        do throws(HeliographError) {
            guard let item = try await context.store.inboxItem(from: handover.from, id: handover.id)
            else { throw HeliographError(.storeCorrupt, "A notice to hand over is missing.") }
            guard let path = context.routes.folder(of: handover.target) else {
                throw HeliographError(
                    .fileUnwritable, "The agency that it was for is not configured any more.")
            }
            let notice = try await context.node.body(of: item.notice)
            try Files.write(
                HandoverFile(
                    item: item,
                    standing: try await StandingDesk(context: context).standing(of: item),
                    notice: notice
                ).encoded(),
                to: path + "/\(item.from)-\(item.id).json", mode: 0o640
            )
            changed.state = .done
            changed.lastCode = nil
            changes.append(
                context.node.audit(
                    .disclosure, by: "node", about: .message(from: item.from, id: item.id),
                    why: "handed over: \(handover.target)"))
        } catch {
            changed.lastCode = error.code
            changed.nextAttempt = context.clock.now + Self.wait(after: changed.attempts)
            if changed.attempts >= Self.attemptsMax { changed.state = .dead }
            context.log(
                changed.state == .dead ? .alarm : .warning, "handover-failed",
                [
                    "id": .string(handover.id.description), "target": .string(handover.target),
                    "code": .string(error.code.rawValue),
                    "attempts": .number(JSONNumber(changed.attempts)),
                ])
        }
        do throws(HeliographError) {
            try await context.store.commit(changes + [.putHandover(changed)])
            unkept = 0
        } catch {
            // The same file is written again.
            unkept += 1
        }
    }

    private static func wait(after failures: Int) -> Duration {
        min(waitMin * (1 << min(failures - 1, 20)), waitMax)
    }
}
