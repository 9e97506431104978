/// A backlog drains to a peer on loopback, and to a peer at a round trip of 200 ms.
enum FarAway {
    static let delay = 0.1

    static func measure(_ options: Options, _ report: inout Report) async throws {
        let count = options.isQuick ? 4_000 : 20_000
        var rates: [Double] = []
        for delay in [0, Self.delay] {
            try World.with(["XA", "XB"], options, delay: delay) { world in
                let (sender, receiver) = (world.sender, world.receiver)
                try world.start()
                _ = try world.submit(50)
                try sender.wait("the first 50") { sender.count("delivery-closed") >= 50 }
                receiver.stop()
                _ = try world.submit(count)
                try receiver.start()
                try sender.wait("a tenth is delivered") {
                    sender.count("delivery-closed") >= 50 + count / 10
                }
                let begun = (seconds(), sender.count("delivery-closed"))
                try sender.wait("all delivered", within: 1_200) {
                    sender.count("delivery-closed") >= 50 + count
                }
                rates.append(Double(50 + count - begun.1) / (seconds() - begun.0))
            }
        }
        report.add("farAway", "loopback", rates[0], "/s", decimals: 0)
        report.add(
            "farAway", "farAway", rates[1], "/s", decimals: 0, about: "200 ms there and back")
        report.add("farAway", "ratio", rates[1] / rates[0], "of loopback")
    }
}
