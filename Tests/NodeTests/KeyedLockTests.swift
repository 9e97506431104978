import Synchronization
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite struct KeyedLockTests {
    private let lock = KeyedLock<String>()
    /// The workers that began and ended, in that order.
    private let log = Log()

    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])

        func note(_ line: String) { lines.withLock { $0.append(line) } }

        var all: [String] { lines.withLock { $0 } }
    }

    /// A worker that holds some keys until told to end.
    private struct Worker {
        private let task: Task<Void, Never>
        private let gate: AsyncStream<Void>.Continuation

        /// Starts the worker. It has asked for its keys when this returns, because the task runs up
        /// to its first wait at once.
        init(_ name: String, _ keys: Set<String>, _ lock: KeyedLock<String>, _ log: Log) {
            let (stream, gate) = AsyncStream<Void>.makeStream()
            self.gate = gate
            task = Task.immediate {
                await lock.withLock(keys) {
                    log.note("+" + name)
                    for await _ in stream {}
                    log.note("-" + name)
                }
            }
        }

        func end() async {
            gate.finish()
            await task.value
        }
    }

    private func worker(_ name: String, _ keys: Set<String>) -> Worker {
        Worker(name, keys, lock, log)
    }

    @Test("those who work on one thing come one after another, in the order they asked")
    func order() async {
        var workers: [Worker] = []
        for name in ["1", "2", "3", "4"] { workers.append(worker(name, ["a"])) }
        #expect(log.all == ["+1"])
        for worker in workers { await worker.end() }
        #expect(log.all == ["+1", "-1", "+2", "-2", "+3", "-3", "+4", "-4"])
    }

    @Test("who works on other things does not wait; nobody overtakes one that wants the same")
    func overtaking() async {
        let first = worker("a", ["a"])
        let both = worker("ab", ["a", "b"])
        let behind = worker("b", ["b", "c"])
        let other = worker("d", ["d"])
        let none = worker("none", [])
        #expect(log.all == ["+a", "+d", "+none"])
        await other.end()
        await none.end()
        await first.end()
        await both.end()
        await behind.end()
        #expect(
            log.all == [
                "+a", "+d", "+none", "-d", "-none", "-a", "+ab", "-ab", "+b", "-b",
            ])
    }

    /// The keys that somebody works on.
    private final class Work: Sendable {
        private let state = Mutex((held: Set<String>(), ended: 0, clashes: 0))

        var ended: Int { state.withLock { $0.ended } }
        var clashes: Int { state.withLock { $0.clashes } }

        func begin(_ keys: Set<String>) {
            state.withLock { state in
                if !state.held.isDisjoint(with: keys) { state.clashes += 1 }
                state.held.formUnion(keys)
            }
        }

        func end(_ keys: Set<String>) {
            state.withLock { state in
                state.held.subtract(keys)
                state.ended += 1
            }
        }
    }

    @Test("a thousand who want some of ten things are never two on one, and all have their turn")
    func many() async {
        let work = Work()
        await withTaskGroup(of: Void.self) { [lock] group in
            for number in 0..<1_000 {
                let keys = Set([number % 10, number / 7 % 10, number / 31 % 10].map(String.init))
                group.addTask {
                    await lock.withLock(keys) {
                        work.begin(keys)
                        await Task.yield()
                        work.end(keys)
                    }
                }
            }
        }
        #expect(work.ended == 1_000)
        #expect(work.clashes == 0)
        // The lock is free of all of them at the end.
        await lock.withLock(["0", "9"]) {}
    }
}
