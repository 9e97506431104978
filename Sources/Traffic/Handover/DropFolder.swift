internal import Exchange
import Foundation
internal import Notices
internal import Ports
internal import Station

/// Puts received notices into folders, a file each, for national systems to take away.
///
/// A notice is handed over at least once. The file appears whole under its final name or not at
/// all, and a crash between the file and the note that it is done writes the same file again. The
/// file's name is the message's sender and id, so that a system which took it already can tell.
package actor DropFolder {
    /// After so many failures a human must look; with the waits below, two days.
    static let attemptsMax = 200
    private static let backoff = Backoff(from: .seconds(1), to: .minutes(15))
    /// Between two rounds, however soon the next hand-over is due.
    private static let pauseMin = Duration.milliseconds(100)
    private static let batchMax = 256

    private let context: TrafficContext
    private let rounds: Rounds
    /// Attempts in a row whose result the store did not keep.
    private var unkept = 0

    /// A hand-over at rest; `wake` begins its work.
    package init(context: TrafficContext) {
        self.context = context
        rounds = Rounds(clock: context.clock, cancelsRound: false)
    }

    /// Looks for notices to hand over; called at start and when one was received.
    package func wake() {
        rounds.wake {
            guard let next = await self.round() else { return nil }
            return max(next.since(self.context.clock.now), Self.pauseMin)
        }
    }

    /// Finishes the file under way, and begins no other.
    package func stop() async { await rounds.stop() }

    /// Hands over the notices that are due.
    ///
    /// - Returns: the time at which the next one is due; nil if none waits.
    private func round() async -> Instant? {
        let now = context.clock.now
        guard let pending = try? await context.store.handovers(.pending, limit: Self.batchMax)
        else {
            return now + Self.backoff.greatest
        }
        for handover in pending where handover.nextAttempt <= now && !rounds.isStopping {
            await attempt(handover)
            // The store still says that it is due: without this wait it would be tried without a
            // pause.
            if unkept > 0 { return context.clock.now + Self.backoff.wait(after: unkept) }
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
            let notice = try await context.station.body(of: item.notice)
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
                context.station.audit(
                    .disclosure, by: "node", about: .message(from: item.from, id: item.id),
                    why: "handed over: \(handover.target)"))
        } catch {
            changed.lastCode = error.code
            changed.nextAttempt = context.clock.now + Self.backoff.wait(after: changed.attempts)
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
            // The next attempt writes the same file again.
            unkept += 1
        }
    }
}
