import Notices
import TestKit

/// What goes wrong among whole nodes, and how much of everything there is. Written before the
/// injector: a node should survive all of it, whatever is drawn together.
public struct NodeFaults: Sendable {
    public var memberCount = 3
    /// How long things go wrong; then everything is mended and must come to rest.
    public var activity: Duration = .hours(36)
    /// What officers do, at random moments of that time.
    public var statementCount = 24
    public var readCount = 12

    // The network, in percent of requests.
    public var requestLossPercent = 0
    public var answerLossPercent = 0
    /// The request arrives twice, the second time later.
    public var duplicatePercent = 0
    /// Takes minutes, and is overtaken by all.
    public var slowPercent = 0
    /// How many times one direction between two members is cut, for up to six hours each.
    public var cutCount = 0
    /// How many times a member is cut off from everybody.
    public var partitionCount = 0

    // The machines.
    /// Out of 1,000 commits, how many are a power cut, before or after they were kept.
    public var crashesPerMille = 0
    /// Out of 1,000 commits, how many find the disk full; nothing is kept.
    public var diskFullPerMille = 0
    /// How far a clock may be off from the start, in seconds, either way.
    public var skewSecondsMax: Int64 = 0
    /// How many times somebody sets a clock, by at most this much more.
    public var clockJumpCount = 0

    // The peers.
    /// One member's node lies in so many percent of its answers.
    public var liesPercent = 0

    // Keys and lists.
    public var rotationCount = 0
    public var revocationCount = 0
    /// New trust lists; some suspend a member for a while, some carry a new root.
    public var listCount = 0
    /// Leaf keys live so long, and replace themselves.
    public var leafLife: Duration = .days(30)

    /// One promise broken on purpose, to prove that a checker sees it.
    public var breach: Breach?

    public init() {}

    /// What a broken node, or a broken world, would do.
    public enum Breach: Sendable, CaseIterable {
        /// A power cut takes everything that was kept since the start of the machine.
        case forgetsLife
        /// A member holds a notice that was never addressed to it.
        case readByAnother
        /// A member's word is kept about a content that nobody sent it.
        case wordOfAnother
        /// One message is taken in twice.
        case takenTwice
        /// A notice is not found by what it says.
        case notFound
        /// What came under a key is not counted with it.
        case useForgotten
        /// After the faults one link stays cut.
        case staysCut
        /// One node is never started again.
        case staysDown

        /// How the violations of the checker begin that must see it.
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
