/// The time of one message on an idle pair, from the submit to its verified evidence.
enum OneAtATime {
    /// Synced commits that follow one another for one message: taken in, bytes may leave, held by the
    /// recipient, evidence held. Each that has a body syncs two files (docs/adr/0002).
    static let syncs = 6.0

    static func measure(_ options: Options, _ report: inout Report) async throws {
        let count = options.isQuick ? 200 : 1_000
        guard let floor = report.floor else { throw BenchFailure("Part `floor` comes first.") }
        var times: [Double] = []
        try World.with(["XA", "XB"], options) { world in
            try world.start()
            _ = try world.submit(20)
            try world.sender.wait("the first 20") { world.sender.count("delivery-closed") >= 20 }
            world.sender.keepTimes()
            for _ in 0..<count {
                let start = seconds()
                let ids = try world.submit(1, connections: 1)
                try world.sender.wait("one delivered") {
                    world.sender.time(of: "delivery-closed", ids[0]) != nil
                }
                times.append((world.sender.time(of: "delivery-closed", ids[0]) ?? start) - start)
            }
        }
        let sum = floor.message + syncs * floor.commit
        report.add("oneAtATime", "p50", times.median * 1e3, "ms")
        report.add("oneAtATime", "p99", times.quantile(0.99) * 1e3, "ms")
        report.add("oneAtATime", "max", (times.max() ?? 0) * 1e3, "ms")
        report.add(
            "oneAtATime", "floor", sum * 1e3, "ms", about: "cryptography and \(Int(syncs)) syncs")
        report.add("oneAtATime", "p99ToFloor", times.quantile(0.99) / sum, "x")
    }
}
