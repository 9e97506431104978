internal import BenchFloor
internal import Foundation

/// The time of one message on an idle pair, from the submit to its verified evidence, beside the
/// time of its cryptography and syncs alone.
///
/// Both are measured in turn, so that both meet the same machine: the same cold caches, and the
/// disk at the same speed.
enum OneAtATime {
    /// Synced commits that follow one another for one message: taken in, bytes may leave, held by
    /// the recipient, evidence held. A commit with a body syncs two files (docs/adr/0002).
    private static let syncs = 6
    /// The number of messages that are sent for each floor.
    private static let messagesPerFloor = 4

    static func measure(_ options: Options, _ report: inout Report) async throws {
        let count = options.isQuick ? 200 : 1_000
        var (times, floors): ([Double], [Double]) = ([], [])
        let bare = try Bare()
        try World.with(["XA", "XB"], options) { world in
            try world.start()
            _ = try world.submit(20)
            try world.sender.wait("the first 20") { world.sender.count("delivery-closed") >= 20 }
            world.sender.keepTimes()
            for number in 0..<count {
                let start = seconds()
                let ids = try world.submit(1, connections: 1)
                try world.sender.wait("one delivered") {
                    world.sender.time(of: "delivery-closed", ids[0]) != nil
                }
                times.append((world.sender.time(of: "delivery-closed", ids[0]) ?? start) - start)
                if number % messagesPerFloor == 0 { floors.append(try bare.message()) }
            }
        }
        report.add("oneAtATime", "p50", times.median * 1e3, "ms")
        report.add("oneAtATime", "p99", times.quantile(0.99) * 1e3, "ms")
        report.add("oneAtATime", "max", (times.max() ?? 0) * 1e3, "ms")
        report.add(
            "oneAtATime", "floor", floors.median * 1e3, "ms",
            about: "cryptography and \(syncs) syncs, the median between the messages")
        report.add("oneAtATime", "p50ToFloor", times.median / floors.median, "x")
        report.add("oneAtATime", "p99ToFloor", times.quantile(0.99) / floors.median, "x")
    }

    /// The cryptography and syncs of a message with nothing of ours around them.
    private final class Bare {
        private let floor: OpaquePointer
        private let journal: FloorJournal
        private let folder: String

        init() throws {
            folder = Leavings.folder("floor")
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            journal = try FloorJournal(folder + "/floor.db")
            guard let floor = heliograph_floor_new() else { throw BenchFailure("OpenSSL failed.") }
            self.floor = floor
        }

        deinit {
            heliograph_floor_free(floor)
            Leavings.remove(folder)
        }

        /// Does the work of one message.
        ///
        /// - Returns: the seconds that it took.
        func message() throws(BenchFailure) -> Double {
            let start = seconds()
            guard heliograph_floor_message(floor, Floor.contentBytes) == 1 else {
                throw BenchFailure("OpenSSL failed.")
            }
            for _ in 0..<syncs { try journal.commit(rows: 1) }
            return seconds() - start
        }
    }
}
