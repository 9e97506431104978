internal import Asking
internal import Foundation
internal import Node
internal import Notices
internal import Office

/// Durable, evidenced messages a second between two real nodes over real TLS: submitted, signed,
/// sealed, sent, verified, opened, stored on both sides, evidence signed, verified and stored.
enum EndToEnd {
    static func measure(_ options: Options, _ report: inout Report) async throws {
        let count = options.isQuick ? 6_000 : 30_000
        guard let floor = report.floor else { throw BenchFailure("Part `floor` comes first.") }
        var (rate, sending, receiving, floorMeanwhile, bytes) = (0.0, 0.0, 0.0, 0.0, 0)
        try World.with(["XA", "XB"], options) { world in
            try world.start()
            _ = try world.submit(200)
            try world.sender.wait("the first 200") { world.sender.count("delivery-closed") >= 200 }
            let probe = try FloorProbe()
            let before = (world.sender.use.cpu, world.receiver.use.cpu)
            let start = seconds()
            _ = try world.submit(count)
            try world.sender.wait("all delivered") {
                world.sender.count("delivery-closed") >= 200 + count
            }
            rate = Double(count) / (seconds() - start)
            sending = (world.sender.use.cpu - before.0) / Double(count)
            receiving = (world.receiver.use.cpu - before.1) / Double(count)
            floorMeanwhile = try probe.end()
            bytes = try world.command().json.encoded().count
            guard world.receiver.count("received") == 200 + count else {
                throw BenchFailure("XB received \(world.receiver.count("received")).")
            }
        }
        report.add(
            "endToEnd", "messagesPerSecond", rate, "/s", decimals: 0,
            about: "\(bytes) bytes of JSON each")
        let floorRate = Double(ProcessInfo.processInfo.activeProcessorCount) / floorMeanwhile
        report.add(
            "endToEnd", "floorMessagesPerSecond", floorRate, "/s", decimals: 0,
            about: "all cores, by a message's cryptography measured meanwhile")
        report.add("endToEnd", "ratio", rate / floorRate, "of the floor")
        report.add(
            "endToEnd", "floorToOurs", floorMeanwhile / (sending + receiving), "of the CPU",
            about: "both ends")
        report.add("endToEnd", "sendCPU", sending * 1e6, "us a message", decimals: 0)
        report.add("endToEnd", "receiveCPU", receiving * 1e6, "us a message", decimals: 0)
        let (sign, seal, verify, open) = (
            floor.steps[0], floor.steps[1], floor.steps[2], floor.steps[3]
        )
        // The part of the floor that each end takes, by its steps.
        let all = 3 * sign + seal + 3 * verify + open
        let (atSender, atReceiver) = (2 * sign + seal + verify, 2 * verify + open + sign)
        report.add(
            "endToEnd", "sendFloorToOurs", atSender / all * floorMeanwhile / sending, "of the CPU")
        report.add(
            "endToEnd", "receiveFloorToOurs", atReceiver / all * floorMeanwhile / receiving,
            "of the CPU")
    }
}
