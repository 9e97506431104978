/// One measurement.
struct Part: Sendable {
    let name: String
    let sentence: String
    /// True if the figures are compared with those of the part `floor`.
    var needsFloor = false
    let run: @Sendable (Options, inout Report) async throws -> Void

    static let all: [Part] = [
        Part(name: "floor", sentence: "OpenSSL and SQLite alone", run: Floor.measure),
        Part(name: "judging", sentence: "a notice is read and judged", run: Judging.measure),
        Part(
            name: "endToEnd", sentence: "from submit to verified evidence", needsFloor: true,
            run: EndToEnd.measure),
        Part(
            name: "backlog", sentence: "a peer comes back, and a flash alert is written",
            needsFloor: true, run: Backlog.measure),
        Part(name: "farAway", sentence: "a backlog over a long line", run: FarAway.measure),
        Part(name: "million", sentence: "a queue that is large", run: Million.measure),
        Part(name: "fanOut", sentence: "one notice to many members", run: FanOut.measure),
        Part(name: "attached", sentence: "photographs and films", run: Attached.measure),
        Part(name: "oneAtATime", sentence: "an idle pair, one message", run: OneAtATime.measure),
    ]
}
