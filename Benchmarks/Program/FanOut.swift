internal import Notices

/// One notice to many members: signed once, sealed once for all of them, delivered to each.
enum FanOut {
    static func measure(_ options: Options, _ report: inout Report) async throws {
        for recipients in options.isQuick ? [16] : [16, 195] {
            try measure(recipients, notices: recipients == 16 ? 100 : 20, options, &report)
        }
    }

    private static func measure(
        _ recipients: Int, notices: Int, _ options: Options, _ report: inout Report
    ) throws {
        // The members have codes of real countries; the notices are specimens all the same.
        let codes = Country.all.map(\.alpha2).prefix(recipients + 1).map { $0 }
        try World.with(codes, options) { world in
            try world.start()
            let (sender, others) = (world.sender, Array(codes.dropFirst()))
            // The first notice is sealed again for each member whose key was not known yet.
            _ = try world.submit(2, to: others)
            try sender.wait("the first two") {
                sender.count("delivery-closed") >= 2 * recipients
            }
            let (cpu, start) = (sender.use.cpu, seconds())
            _ = try world.submit(notices, to: others)
            let count = notices * recipients
            try sender.wait("all delivered") {
                sender.count("delivery-closed") >= 2 * recipients + count
            }
            let (used, took) = (sender.use.cpu - cpu, seconds() - start)
            report.add(
                "fanOut", "deliveriesPerSecond\(recipients)", Double(count) / took, "/s",
                decimals: 0, about: "\(notices) notices to \(recipients) nodes on this machine")
            report.add(
                "fanOut", "sendCPU\(recipients)", used / Double(count) * 1e6, "us a delivery",
                decimals: 0)
        }
    }
}
