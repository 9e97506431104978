public import Exchange
import Notices
import TestKit

/// What goes wrong in a world, and how much of everything there is. Written before the injector:
/// a node should survive all of it, whatever is drawn together.
public struct Faults: Sendable {
    public var nodeCount = 3
    /// Statements of officers, at random moments while the faults last.
    public var statementCount = 120
    /// How long the faults last; then everything is mended and must come to rest.
    public var activity: Duration = .hours(2)
    /// How long after the faults all queues must be empty.
    public var restWithin: Duration = .hours(2)

    // The network, in percent of requests.
    public var requestLossPercent = 0
    public var answerLossPercent = 0
    /// The request arrives twice, the second time later.
    public var duplicatePercent = 0
    /// Takes longer than the sender waits, or overtakes nothing and is overtaken by all.
    public var slowPercent = 0
    /// The peer is there, and takes no more connections just now.
    public var refusedPercent = 0
    /// How many times a link is cut, for up to 40 minutes each.
    public var cutCount = 0

    // The machine.
    /// Out of 1,000 effect boundaries, how many are a power cut.
    public var crashesPerMille = 0
    /// Out of 1,000 commits, how many find the disk full; nothing is kept.
    public var diskFullPerMille = 0
    /// How far a node's clock may be off, in seconds, either way.
    public var skewSecondsMax: Int64 = 0

    // What officers write, in percent.
    /// The receiver refuses the notice for good.
    public var poisonPercent = 0
    /// It may be delivered for half an hour only.
    public var shortLifePercent = 0

    /// How much a queue holds of what is in the store.
    public var limits = DeliveryQueue.Limits()

    /// One rule broken on purpose, to prove that a checker sees it.
    public var breach: Breach?

    public init() {}

    /// A rule of the nodes.
    public enum Breach: Sendable, CaseIterable {
        /// *delivered* leaves before the message is on the disk.
        case acknowledgeBeforeCommit
        /// A message that comes again is taken for a new one.
        case noDuplicateCheck
        /// The queue ignores precedence and deadline.
        case firstInFirstOut
        /// The newest arrival holds, whatever its sequence.
        case lateStatementHolds
        /// A restart does not queue what the store holds open.
        case forgetOnRestart
        /// A cancel is not sent after what has left already.
        case cancelStaysHome
        /// A cancelled delivery that waits is sent all the same.
        case cancelledIsSent
        /// A refused connection counts as "nothing ever left" by the count of attempts that was
        /// written down, which a power cut may have kept from being written.
        case takeBackByCount
        /// A deadline nears, and nobody is told.
        case pagesNobody
        /// A message that was refused for good is judged anew when it comes again.
        case refusalForgotten
        /// What the store holds behind the first page is forgotten.
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
