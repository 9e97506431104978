public import Exchange
import Notices
import TestKit

/// The faults of a world, and how much of everything there is. Written before the injector: a node
/// should survive all of it, in every combination.
public struct Faults: Sendable {
    /// Number of nodes, each of one member.
    public var nodeCount = 3
    /// Statements of officers, at random moments while the faults last.
    public var statementCount = 120
    /// The time in which faults strike; then everything is mended and must come to rest.
    public var activity: Duration = .hours(2)
    /// All queues must be empty this long after the faults.
    public var restWithin: Duration = .hours(2)

    // The network, in percent of requests.
    /// Requests that never arrive.
    public var requestLossPercent = 0
    /// Answers that never arrive.
    public var answerLossPercent = 0
    /// The request arrives twice, the second time later.
    public var duplicatePercent = 0
    /// Requests and answers that are slow: they may take longer than the sender waits, and others
    /// overtake them.
    public var slowPercent = 0
    /// Requests whose connection is refused: the peer is up, and takes no more connections just
    /// now.
    public var refusedPercent = 0
    /// Times that a link is cut, for up to 40 minutes each.
    public var cutCount = 0

    // The machine.
    /// Power cuts, out of 1,000 effect boundaries.
    public var crashesPerMille = 0
    /// Commits that find the disk full, out of 1,000; nothing is kept.
    public var diskFullPerMille = 0
    /// The largest error of a node's clock, in seconds, either way.
    public var skewSecondsMax: Int64 = 0

    // The officers' statements, in percent.
    /// Notices that the receiver refuses for good.
    public var poisonPercent = 0
    /// Notices that may be delivered for half an hour only.
    public var shortLifePercent = 0

    /// The queue's bounds, which decide how much of the store it holds.
    public var limits = DeliveryQueue.Limits()

    /// One rule broken on purpose, to prove that a checker sees it.
    public var breach: Breach?

    /// The values stated at each property: nothing fails.
    public init() {}

    /// A rule of the nodes.
    public enum Breach: Sendable, CaseIterable {
        /// *delivered* leaves before the message is on the disk.
        case acknowledgeBeforeCommit
        /// A message that comes again is taken for a new one.
        case noDuplicateCheck
        /// The queue ignores precedence and deadline.
        case firstInFirstOut
        /// The newest arrival is in force, whatever its sequence.
        case lateStatementHolds
        /// A restart does not queue what the store holds open.
        case forgetOnRestart
        /// A cancel is not sent after what has left already.
        case cancelStaysHome
        /// A cancelled delivery that waits is sent all the same.
        case cancelledIsSent
        /// A refused connection counts as "nothing ever left", judged by the stored count of
        /// attempts. A power cut may have kept that count from being stored.
        case takeBackByCount
        /// A deadline nears, and nobody is told.
        case warnsNobody
        /// A message that was refused for good is judged anew when it comes again.
        case refusalForgotten
        /// Deliveries in the store behind the first page are forgotten.
        case onePageIsAll
    }

    /// The faults of a seed: each is off for some seeds.
    public static func drawn(seed: UInt64) -> Faults {
        var random = SeededGenerator(seed: seed ^ 0x4641_554C_5453)
        var faults = Faults()
        func one<T>(_ choices: [T]) -> T {
            choices[Int.random(in: 0..<choices.count, using: &random)]
        }
        faults.nodeCount = one([2, 3, 3, 3, 4])
        faults.requestLossPercent = one([0, 5, 20])
        faults.answerLossPercent = one([0, 5, 20, 40])
        faults.duplicatePercent = one([0, 10, 30])
        faults.slowPercent = one([0, 5, 15])
        faults.refusedPercent = one([0, 5, 15])
        faults.cutCount = one([0, 2, 6])
        faults.crashesPerMille = one([0, 5, 20])
        faults.diskFullPerMille = one([0, 0, 10])
        faults.skewSecondsMax = one([0, 0, 60, 400])
        faults.poisonPercent = one([0, 10])
        faults.shortLifePercent = one([0, 20])
        faults.limits.pageMax = one([2, 6, 512])
        faults.limits.heldMax = 2 * faults.limits.pageMax
        return faults
    }
}
