import Exchange
import Notices
import Ports

/// One message to one member on its way, without its cryptography.
struct Letter: Sendable {
    let message: OutgoingMessage
    let delivery: Delivery
}

/// A request from one node to another.
struct Request: Sendable {
    enum Body: Sendable {
        case hello
        case letters([Letter])
    }

    let number: Int
    let from: Int
    let to: Int
    let body: Body
}

/// The answer to a request: a result for each letter, in order.
struct Answer: Sendable {
    enum Result: Sendable {
        case evidence
        case later(Code, after: Duration)
    }

    var results: [Result] = []
    var evidence: [EvidenceDocument] = []
}

/// A future event. Events of a node carry its life: a crash ends a life, and the events of that
/// life then never happen.
enum Event: Sendable {
    case timer(node: Int, life: Int, number: Int)
    case effect(node: Int, life: Int, DeliveryQueue.Effect)
    case arrival(Request)
    case commit(node: Int, life: Int, Reception)
    case answer(node: Int, life: Int, request: Int, Answer)
    case timeout(node: Int, life: Int, request: Int)
    case restart(node: Int)
    /// An officer of this node says something.
    case statement(node: Int)
    case cut(Int, Int)
    case mend(Int, Int)
    /// Faults stop here.
    case calm

    var isTimer: Bool {
        if case .timer = self { true } else { false }
    }
}

/// Events in the order of their moments; events of the same moment in the order in which they were
/// added.
struct Agenda: Sendable {
    struct Entry: Sendable {
        let at: Instant
        let event: Event
    }

    /// Latest first.
    private var entries: [Entry] = []
    /// Events that are not timers.
    private(set) var busyCount = 0

    mutating func add(_ event: Event, at moment: Instant) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].at < moment { high = middle } else { low = middle + 1 }
        }
        // `low` is behind all later or equal entries; equal entries must come out earlier.
        while low > 0, entries[low - 1].at == moment { low -= 1 }
        entries.insert(Entry(at: moment, event: event), at: low)
        if !event.isTimer { busyCount += 1 }
    }

    mutating func next() -> Entry? {
        guard let entry = entries.popLast() else { return nil }
        if !entry.event.isTimer { busyCount -= 1 }
        return entry
    }
}

/// A hash of everything that happened, in order (FNV-1a): the same seed gives the same one.
struct Trace: Sendable {
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var count = 0
    /// Called with each line, for somebody who reads along.
    let tell: (@Sendable (String) -> Void)?

    init(tell: (@Sendable (String) -> Void)?) {
        self.tell = tell
    }

    mutating func note(_ line: String) {
        count += 1
        tell?(line)
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
