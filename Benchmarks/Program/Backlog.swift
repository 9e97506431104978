internal import Node
internal import Notices

/// A peer comes back after an outage: how fast its queue drains, and how soon a flash alert that is
/// written meanwhile is there.
enum Backlog {
    static func measure(_ options: Options, _ report: inout Report) async throws {
        let count = options.isQuick ? 4_000 : 100_000
        guard let floor = report.floor else { throw BenchFailure("Part `floor` comes first.") }
        try World.with(["XA", "XB"], options) { world in
            let (sender, receiver) = (world.sender, world.receiver)
            try world.start()
            _ = try world.submit(50)
            try sender.wait("the first 50") { sender.count("delivery-closed") >= 50 }
            receiver.stop()
            let started = seconds()
            _ = try world.submit(count)
            report.add(
                "backlog", "queuedPerSecond", Double(count) / (seconds() - started), "/s",
                decimals: 0, about: "while the peer is away")
            report.add(
                "backlog", "resident", Double(sender.use.resident) / 1e6, "MB", decimals: 0,
                about: "with \(count) queued")
            try receiver.start()
            receiver.keepTimes()
            sender.keepTimes()
            let before = receiver.count("received")
            try receiver.wait("a tenth has come") {
                receiver.count("received") - before >= count / 10
            }
            let begun = (seconds(), receiver.count("received"))
            try flash(world, &report, since: before)
            try sender.wait("all delivered", within: 1_200) {
                sender.count("delivery-closed") >= 50 + count + 1
            }
            let rate = Double(50 + count - begun.1) / (seconds() - begun.0)
            report.add("backlog", "drainedPerSecond", rate, "/s", decimals: 0)
            report.add(
                "backlog", "drainToFloor", rate / floor.rate, "of the floor",
                about: "its messages were signed and sealed before")
        }
    }

    private static func flash(_ world: World, _ report: inout Report, since before: Int) throws {
        let (sender, receiver) = (world.sender, world.receiver)
        let started = seconds()
        let ids = try world.submit(1, connections: 1, kind: .travelAlert)
        let submitted = (seconds(), receiver.count("received"))
        try receiver.wait("the flash alert has come") {
            receiver.time(of: "received", ids[0]) != nil
        }
        let after = receiver.count("received") - submitted.1
        let came = receiver.time(of: "received", ids[0]) ?? submitted.0
        try sender.wait("its evidence") { sender.time(of: "delivery-closed", ids[0]) != nil }
        let evidenced = sender.time(of: "delivery-closed", ids[0]) ?? came
        report.add("backlog", "flashSubmit", (submitted.0 - started) * 1e3, "ms")
        report.add("backlog", "flashOnItsWay", (came - submitted.0) * 1e3, "ms")
        report.add("backlog", "flashEvidenced", (evidenced - started) * 1e3, "ms")
        report.add(
            "backlog", "routineMeanwhile", Double(after), "messages", decimals: 0,
            about: "stored by the peer between the flash alert's submit and its arrival")
    }
}
