internal import BenchFloor
internal import Foundation
internal import Synchronization

/// The least cost of a message on this machine: OpenSSL's CMS called from C, and SQLite's synced
/// commits, with nothing of ours around them.
enum Floor {
    struct Figures {
        /// CPU seconds by step: sign, seal, verify, open.
        let steps: [Double]
        /// CPU seconds that one message costs both ends together, on one thread alone.
        let message: Double
        /// Messages a second with every core busy.
        let rate: Double
    }

    /// Bytes of the content of a notice, about as many as a travel alert or a green notice has.
    static let contentBytes = 4096

    static func measure(_ options: Options, _ report: inout Report) async throws {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let time = options.isQuick ? 0.4 : 2.0
        guard let floor = heliograph_floor_new() else { throw BenchFailure("OpenSSL failed.") }
        defer { heliograph_floor_free(floor) }
        var steps: [Double] = []
        for step in [
            HELIOGRAPH_FLOOR_SIGN, HELIOGRAPH_FLOOR_SEAL, HELIOGRAPH_FLOOR_VERIFY,
            HELIOGRAPH_FLOOR_OPEN,
        ] {
            steps.append(
                try perRun(time / 4) {
                    heliograph_floor_step_once(floor, step, contentBytes) == 1
                })
        }
        let message = try perRun(time) { heliograph_floor_message(floor, contentBytes) == 1 }
        let rates = [rate(threads: cores, for: time), rate(threads: cores, for: time)]
        let folder = Leavings.folder("floor")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { Leavings.remove(folder) }
        let commits = try [1, 10, 100].map { size in
            let journal = try FloorJournal("\(folder)/\(size).db")
            let count = (options.isQuick ? 500 : 3_000) * min(size, 10) / size
            let start = seconds()
            for _ in 0..<count { try journal.commit(rows: size) }
            return (seconds() - start) / Double(count * size)
        }
        report.floor = Figures(steps: steps, message: message, rate: rates.max() ?? 0)
        for (name, step) in zip(["sign", "seal", "verify", "open"], steps) {
            report.add("floor", name, step * 1e6, "us CPU", decimals: 0)
        }
        report.add("floor", "message", message * 1e6, "us CPU", decimals: 0, about: "both ends")
        report.add(
            "floor", "messagesPerSecond", rates.max() ?? 0, "/s", decimals: 0,
            about: "\(cores) cores busy, cryptography alone")
        report.add(
            "floor", "noise", (rates.max() ?? 0) / (rates.min() ?? 1), "x", about: "two tries")
        for (size, seconds) in zip([1, 10, 100], commits) {
            report.add(
                "floor", "rowsInGroupsOf\(size)", 1 / seconds, "/s", decimals: 0,
                about: "SQLite, synced")
        }
    }

    /// CPU seconds of one run of a body.
    private static func perRun(_ time: Double, _ body: () -> Bool) throws(BenchFailure) -> Double {
        for _ in 0..<20 where !body() { throw BenchFailure("OpenSSL failed.") }
        let (start, end) = (threadSeconds(), seconds() + time)
        var count = 0
        while seconds() < end {
            for _ in 0..<10 where !body() { throw BenchFailure("OpenSSL failed.") }
            count += 10
        }
        return (threadSeconds() - start) / Double(count)
    }

    /// Messages a second on a number of threads, each with its own keys.
    private static func rate(threads: Int, for time: Double) -> Double {
        let done = Atomic(0)
        let start = seconds()
        onThreads(threads) { _ in
            guard let floor = heliograph_floor_new() else { return }
            defer { heliograph_floor_free(floor) }
            while seconds() < start + time {
                guard heliograph_floor_message(floor, contentBytes) == 1 else { return }
                done.add(1, ordering: .relaxed)
            }
        }
        return Double(done.load(ordering: .relaxed)) / (seconds() - start)
    }
}

/// SQLite's own way to keep a row, which is the least cost of a commit.
final class FloorJournal {
    private let journal: OpaquePointer

    init(_ path: String) throws(BenchFailure) {
        guard let journal = heliograph_journal_new(path, Floor.contentBytes) else {
            throw BenchFailure("SQLite failed at \(path).")
        }
        self.journal = journal
    }

    deinit { heliograph_journal_free(journal) }

    func commit(rows: Int) throws(BenchFailure) {
        guard heliograph_journal_commit(journal, Int32(rows)) == 1 else {
            throw BenchFailure("SQLite failed.")
        }
    }
}
