import Notices
import TestKit

/// The faults among whole nodes, and how much of everything there is. Written before the injector:
/// a node should survive all of it, in every combination.
public struct NodeFaults: Sendable {
    /// Number of members, each with one node.
    public var memberCount = 3
    /// The time in which faults strike; then everything is mended and must come to rest.
    public var activity: Duration = .hours(36)
    /// Statements of officers, at random moments of that time.
    public var statementCount = 24
    /// Times that an officer opens all new notices, at random moments of that time.
    public var readCount = 12

    // The network, in percent of requests.
    /// Requests that never arrive.
    public var requestLossPercent = 0
    /// Answers that never arrive.
    public var answerLossPercent = 0
    /// The request arrives twice, the second time later.
    public var duplicatePercent = 0
    /// Requests and answers that take minutes, so that others overtake them.
    public var slowPercent = 0
    /// Times that one direction between two members is cut, for up to six hours each.
    public var cutCount = 0
    /// Times that a member is cut off from everybody, for up to six hours each.
    public var partitionCount = 0

    // The machines.
    /// Power cuts, out of 1,000 commits: before or after the commit was kept.
    public var crashesPerMille = 0
    /// Commits that find the disk full, out of 1,000; nothing is kept.
    public var diskFullPerMille = 0
    /// The largest error of a clock from the start, in seconds, either way.
    public var skewSecondsMax: Int64 = 0
    /// Times that somebody sets a clock, by up to 150 seconds from its present time, either way.
    public var clockJumpCount = 0

    // The peers.
    /// One member's node lies in so many percent of its answers.
    public var liesPercent = 0

    // Keys and lists.
    /// Rotations of a key, by an administrator.
    public var rotationCount = 0
    /// Revocations of a key in use, by an administrator.
    public var revocationCount = 0
    /// New trust lists, by the secretariat; some suspend a member for a while.
    public var listCount = 0
    /// The life of leaf keys, which replace themselves.
    public var leafLife: Duration = .days(30)

    /// One promise broken on purpose, to prove that a checker sees it.
    public var breach: Breach?

    /// The values stated at each property: nothing fails.
    public init() {}

    /// A promise that a node, or the world, breaks on purpose.
    public enum Breach: Sendable, CaseIterable {
        /// A power cut takes everything that was kept since the start of the machine.
        case forgetsLife
        /// A member holds a notice that was never addressed to it.
        case readByAnother
        /// Evidence of a member is kept about a content that nobody sent it.
        case wordOfAnother
        /// One message is taken in twice.
        case takenTwice
        /// A notice is not found by its own values.
        case notFound
        /// A message that came under a key is not counted with that key.
        case useForgotten
        /// After the faults one link stays cut.
        case staysCut
        /// One node is never started again.
        case staysDown

        /// The checkers that must see it: how their violations begin.
        public var checkers: [String] {
            switch self {
            case .forgetsLife: ["lost:", "delivered:", "deep:", "evidence:"]
            case .readByAnother: ["read:"]
            case .wordOfAnother: ["word:"]
            case .takenTwice: ["claim:"]
            case .notFound: ["index:"]
            case .useForgotten: ["key-use:"]
            case .staysCut: ["open:"]
            case .staysDown: ["down:"]
            }
        }
    }

    /// The faults of a seed: each is off for some seeds.
    public static func drawn(seed: UInt64) -> NodeFaults {
        var random = SeededGenerator(seed: seed ^ 0x4E_4F44_4553)
        var faults = NodeFaults()
        func one<T>(_ choices: [T]) -> T {
            choices[Int.random(in: 0..<choices.count, using: &random)]
        }
        faults.memberCount = one([2, 3, 3, 4])
        faults.requestLossPercent = one([0, 5, 20])
        faults.answerLossPercent = one([0, 5, 20])
        faults.duplicatePercent = one([0, 10])
        faults.slowPercent = one([0, 5])
        faults.cutCount = one([0, 2, 6])
        faults.partitionCount = one([0, 0, 2])
        faults.crashesPerMille = one([0, 2, 8])
        faults.diskFullPerMille = one([0, 0, 10])
        faults.skewSecondsMax = one([0, 0, 60, 250])
        faults.clockJumpCount = one([0, 0, 3])
        faults.liesPercent = one([0, 0, 30])
        faults.rotationCount = one([0, 2, 6])
        faults.revocationCount = one([0, 0, 1, 3])
        faults.listCount = one([0, 2, 4])
        faults.leafLife = one([.days(30), .days(1)])
        return faults
    }
}
