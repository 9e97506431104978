internal import Asking
internal import Foundation
internal import Node
internal import Notices
internal import Office
internal import Station

/// A photograph and a film beside a notice: the time from the submit until the recipient has judged
/// both as whole.
enum Attached {
    static func measure(_ options: Options, _ report: inout Report) async throws {
        try World.with(["XA", "XB"], options) { world in
            try world.start()
            _ = try world.submit(1)
            try world.sender.wait("the first") { world.sender.count("delivery-closed") >= 1 }
            for (name, size, count) in [("photo", 100_000, 50), ("film", 5_000_000, 5)] {
                try send(
                    name, size, options.isQuick ? max(1, count / 5) : count, world, &report)
            }
        }
    }

    private static func send(
        _ name: String, _ size: Int, _ count: Int, _ world: World, _ report: inout Report
    ) throws {
        let path = Leavings.folder("attached")
        defer { Leavings.remove(path) }
        var random = SystemRandomNumberGenerator()
        let connection = try NodeConnection(world.sender.folder)
        let before = world.receiver.count("attachment-arrived")
        let cpu = world.sender.use.cpu + world.receiver.use.cpu
        let start = seconds()
        for _ in 0..<count {
            let bytes = (0..<size / 8).map { _ in random.next() as UInt64 }
            try bytes.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: path))
            let bare = try world.command()
            var arguments = bare.arguments
            arguments["attachments"] = [["mediaType": "image/jpeg", "caption": .null]]
            let answer = connection.ask(
                Call(bare.operation, as: bare.claim, arguments),
                files: [try HandedFile.reading(path)])
            if case .refused(let error) = answer {
                throw BenchFailure("Not sent: \(error.code.rawValue): \(error.sentence)")
            }
        }
        try world.receiver.wait("all have arrived") {
            world.receiver.count("attachment-arrived") - before >= count
        }
        let took = seconds() - start
        let used = world.sender.use.cpu + world.receiver.use.cpu - cpu
        let megabytes = Double(count * size) / 1e6
        report.add(
            "attached", name + "MegabytesPerSecond", megabytes / took, "MB/s",
            about: "\(count) of \(size) bytes, one after the other")
        report.add(
            "attached", name + "CPU", used / megabytes * 1e3, "ms a MB",
            about: "both ends, with the notices")
    }
}
