internal import Foundation
internal import Node
internal import Notices

/// A peer comes back after an outage: the rate at which its queue drains, and the time of a flash
/// alert that is written meanwhile.
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
            let flashes = try (0..<flashCount).map { _ in try Flash(world) }
            let drained = receiver.count("received") - before
            try sender.wait("all delivered", within: 1_200) {
                sender.count("delivery-closed") >= 50 + count + flashCount
            }
            let rate = Double(50 + count - begun.1) / (seconds() - begun.0)
            Flash.report(flashes, rate: rate, isMeanwhile: drained < count, &report)
            report.add("backlog", "drainedPerSecond", rate, "/s", decimals: 0)
            report.add(
                "backlog", "drainToFloor", rate / floor.rate, "of the floor",
                about: "its messages were signed and sealed before")
        }
    }

    private static let flashCount = 15

    /// One flash alert that is written while the queue drains. Times are seconds since the node was
    /// asked to take it.
    private struct Flash {
        let accepted: Double
        let onWire: Double
        let arrived: Double
        let evidenced: Double
        /// Routine messages that the peer stored between the acceptance and the arrival of the
        /// alert.
        let routine: Int

        init(_ world: World) throws {
            let (sender, receiver) = (world.sender, world.receiver)
            // Room is kept for one request of flash alerts, so the request of the last one must
            // have ended.
            Thread.sleep(forTimeInterval: 0.02)
            let started = seconds()
            let id = try world.submit(1, connections: 1, kind: .travelAlert)[0]
            accepted = seconds() - started
            let before = receiver.count("received")
            try receiver.wait("the flash alert has come") {
                receiver.time(of: "received", id) != nil
            }
            routine = receiver.count("received") - before
            try sender.wait("its evidence") { sender.time(of: "delivery-closed", id) != nil }
            onWire = (sender.time(of: "request-leaves", id) ?? .infinity) - started
            arrived = (receiver.time(of: "received", id) ?? .infinity) - started
            evidenced = (sender.time(of: "delivery-closed", id) ?? .infinity) - started
        }

        /// Reports the flash alerts.
        ///
        /// - Parameters:
        ///   - rate: routine messages that drain, a second.
        ///   - isMeanwhile: false if the queue was empty before the last of the alerts.
        static func report(
            _ flashes: [Flash], rate: Double, isMeanwhile: Bool, _ report: inout Report
        ) {
            func add(_ name: String, _ value: (Flash) -> Double, _ about: String = "") {
                let values = flashes.map(value)
                report.add("backlog", name, values.quantile(0.5) * 1e3, "ms", about: about)
                report.add("backlog", name + "Max", values.quantile(1) * 1e3, "ms")
            }
            add("flashAccepted", \.accepted, "the median, from when the node is asked")
            add("flashOnWire", \.onWire)
            add("flashArrived", \.arrived)
            add("flashEvidenced", \.evidenced)
            let waits = flashes.map { max(0, $0.onWire - $0.accepted) * rate }
            report.add(
                "backlog", "flashOnWireInRoutine", flashes.map { $0.onWire * rate }.quantile(0.5),
                "messages", decimals: 1,
                about: "that drain in the time from when the node is asked until it is on the wire")
            report.add(
                "backlog", "flashQueuedInRoutine", waits.quantile(0.5), "messages", decimals: 1,
                about: "the same from when it is accepted")
            report.add(
                "backlog", "routineMeanwhile", flashes.map { Double($0.routine) }.quantile(0.5),
                "messages", decimals: 0,
                about: isMeanwhile
                    ? "stored by the peer between a flash alert's acceptance and its arrival"
                    : "of too few: the queue was empty before the last")
        }
    }
}
