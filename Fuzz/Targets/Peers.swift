import Certificates
import CommandWords
import Federation
import Glibc
import HTTPService
import Notices
import PeerLink
import Ports

extension FuzzTarget {
    /// Parsers before any document is read: HTTP from both sides, and the words of a command line.
    static let peers: [FuzzTarget] = [
        FuzzTarget("http-request", bytesMax: 4_096) { bytes in
            serverTrial.withLock { trial in
                do throws(RequestTrial.Breach) {
                    for reading in try trial.read(bytes) {
                        holds(reading.path.hasPrefix("/"), "a path that does not begin with /")
                        holds(
                            reading.body.count <= serverBounds.bodyBytesMax,
                            "a body over its bound")
                        holds(
                            reading.path.utf8.count <= serverBounds.headerBytesMax,
                            "a path over its bound")
                    }
                } catch {
                    fatalError("\(error)")
                }
            }
        },
        FuzzTarget("http-answer", bytesMax: 8_192) { bytes in
            for method in [PeerRequest.Method.get, .post] {
                guard let outcome = clientTrial.read(bytes, to: method) else {
                    fatalError("an answer without an outcome")
                }
                guard case .success(let response) = outcome else { continue }
                holds((100...999).contains(response.status), "a status that is none")
                holds(
                    response.body.count <= clientBounds.answerBytesMax, "an answer over its bound")
            }
        },
        FuzzTarget("arguments", bytesMax: 2_048) { bytes in
            let words = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard let read = try? CommandWords(words, for: grammar) else { return }
            holds(grammar.operandCount.contains(read.operands.count), "operands beyond the grammar")
            for place in read.operands.indices {
                holds(read.operand(place) == read.operands[place], "another operand")
            }
            for option in grammar.options.keys {
                if let codes = try? read.members(option) {
                    holds(codes.allSatisfy { $0.description.utf8.count == 2 }, "no code")
                }
                if let number = try? read.number(option, default: 5, in: 1...9) {
                    holds((1...9).contains(number), "a number out of its range")
                }
                if let duration = try? read.duration(option) {
                    holds(duration >= .zero && duration <= .days(1_000_000), "no time")
                }
                let isThere = (try? read.required(option)) != nil
                holds(isThere == (read[option] != nil), "required and not there")
            }
            for flag in grammar.flags { _ = read.has(flag) }
        },
    ]

    private static var serverBounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.headerBytesMax = 512
        bounds.bodyBytesMax = 256
        return bounds
    }

    private static let serverRules = HTTPRules.bare(methods: ["GET", "POST"])

    private static let serverTrial = Exclusive {
        guard let trial = RequestTrial(rules: serverRules, bounds: serverBounds) else {
            fatalError("no server could be set up")
        }
        return trial
    }

    private static var clientBounds: ClientBounds {
        var bounds = ClientBounds()
        bounds.answerBytesMax = 1_024
        bounds.totalTime = .seconds(5)
        return bounds
    }

    private static let clientTrial: AnswerTrial = {
        guard let member = MemberCode("XB"), let trial = try? clientTrial(as: member) else {
            fatalError("no client could be set up")
        }
        return trial
    }()

    private static func clientTrial(
        as member: MemberCode
    ) throws(HeliographError) -> AnswerTrial? {
        let start = Instant(seconds: 1_800_000_000)
        let tree = try MemberKeyTree.make(member, at: start)
        guard let leaf = tree.leaves.first(where: { $0.role == .transport }) else { return nil }
        let identity = try PeerIdentity(
            certificate: leaf.certificate, authorities: [tree.issuing.certificate], key: leaf.key)
        let trust = try MemberTrust(
            member: member, roots: [tree.root.certificate], revocationLists: [])
        return AnswerTrial(
            member: member, identity: identity, trust: PeerTrust(current: [trust]),
            clock: StoppedClock(now: start), bounds: clientBounds)
    }

    private static let grammar = VerbGrammar(
        verb: "notice send",
        operands: ["A", "B", "C"].map { VerbGrammar.Operand($0, isRequired: false) },
        options: ["to", "as", "count", "for", "out"].map { VerbGrammar.Option($0) },
        flags: ["force", "wait"])
}

private struct StoppedClock: Ports.Clock {
    let now: Instant
    var uptime: Duration { .zero }
    func sleep(until deadline: Duration) async {}
}

/// A value that one thread uses at a time, because the tests replay corpora of several targets at
/// once.
///
/// `@unchecked Sendable`: `value` is used under the lock only.
private final class Exclusive<Value>: @unchecked Sendable {
    private let value: Value
    private let lock: UnsafeMutablePointer<pthread_mutex_t>

    init(_ make: () -> Value) {
        value = make()
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    func withLock(_ body: (Value) -> Void) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        body(value)
    }
}
