internal import Asking
import Foundation
public import Notices
internal import Office
internal import Station

/// A demonstration of three countries on one machine: real processes, real TLS on loopback, real
/// stores. XB's node is down when XA warns it and XC; it has the warning as soon as it is back.
public struct Demo: Sendable {
    private let folder: String
    private let isKept: Bool
    private let say: @Sendable (String) -> Void
    private let clock = SystemClock()

    /// - Parameters:
    ///   - folder: absent or empty.
    ///   - isKept: true to leave three stopped nodes behind.
    ///   - say: takes each line of the story.
    public init(folder: String, isKept: Bool, say: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.isKept = isKept
        self.say = say
    }

    /// Tells the story, and checks each step of it.
    ///
    /// - Throws: `folderNotEmpty`, or the first step that did not come true.
    public func run() async throws(HeliographError) {
        guard Files.isAbsentOrEmpty(folder) else {
            throw HeliographError(.folderNotEmpty, "\(folder) already holds something.")
        }
        let world = try await DemoWorld.make(in: folder, at: clock.now.flooredToSecond)
        tell("A secretariat has listed XA, XB and XC; each has made its own keys.")
        var story = Story(world: world, clock: clock, say: say)
        do throws(HeliographError) {
            try await story.tell()
        } catch {
            await world.stop()
            if !isKept { try? FileManager.default.removeItem(atPath: folder) }
            throw error
        }
        await world.stop()
        tell("All three nodes stopped cleanly.")
        if !isKept { try? FileManager.default.removeItem(atPath: folder) }
    }

    private func tell(_ sentence: String) { say("\(clock.now.utcClock)  \(sentence)") }
}

/// The steps of the story, in order, and the facts that must be true at each.
private struct Story {
    let world: DemoWorld
    let clock: SystemClock
    let say: @Sendable (String) -> Void

    static let patience = Duration.seconds(30)

    mutating func tell() async throws(HeliographError) {
        let (xa, xb, xc) = (world.xa, world.xb, world.xc)
        try await xa.start()
        try await xc.start()
        tell("The nodes of XA and XC are up; XB's is down.")

        let green = try await send(.greenNotice, arrival: nil)
        tell("A duty officer in XA sends green notice \(green) to XB and XC.")
        let sentAt = clock.uptime
        let alert = try await send(.travelAlert, arrival: clock.now + .hours(5))
        tell("The same officer sends travel alert \(alert): its subject lands in XB in five hours.")

        try await wait("XC has both") { () throws(HeliographError) in
            try await xc.inbox().count == 2
        }
        let taken = (clock.uptime - sentAt).wholeMilliseconds
        tell("XC has both, verified, decrypted and stored: \(taken) ms after the alert was sent.")
        try await wait("XA holds XC's evidence") { () throws(HeliographError) in
            try await xa.deliveries(to: "XC").allSatisfy { $0 == "delivered" }
        }
        let waiting = try await xa.deliveries(to: "XB")
        guard waiting.allSatisfy({ $0 == "queued" || $0 == "sending" }), waiting.count == 2 else {
            throw HeliographError(.internalFault, "XB's deliveries are \(waiting).")
        }
        tell("XA holds XC's signed evidence of both. For XB, both wait: its node is down.")

        let startedAt = clock.uptime
        try await xb.start()
        try await wait("XB has both") { () throws(HeliographError) in
            try await xb.inbox().count == 2
        }
        let backlog = (clock.uptime - startedAt).wholeMilliseconds
        tell("XB's node is back and has both, \(backlog) ms after it was started.")
        guard let first = try await xb.inbox().first, first["kind"]?.stringValue == "travel-alert",
            let deadline = first["deadline"]?.stringValue
        else { throw HeliographError(.internalFault, "The alert is not first in XB's inbox.") }
        tell("The alert stands first in XB's inbox: XB should act by \(deadline).")
        try await wait("XA holds XB's evidence") { () throws(HeliographError) in
            try await xa.deliveries(to: "XB").allSatisfy { $0 == "delivered" }
        }
        tell("XA holds XB's signed evidence of both: nobody has to guess.")

        _ = try await xc.perform(
            Call("inbox.show", as: "officer-3", ["id": .string(alert)]))
        try await wait("XA sees that XC read it") { () throws(HeliographError) in
            try await xa.deliveries(to: "XC").contains("retrieved")
        }
        tell("An officer in XC has opened the alert; XA holds the signed word of that, too.")
        _ = try await xc.perform(
            Call(
                "outcome", as: "officer-3",
                [
                    "id": .string(alert), "result": "admitted-monitored",
                    "at": "now", "confirm": "A demonstration: nobody lands.",
                ]))
        try await wait("the outcome is back") { () throws(HeliographError) in
            try await xa.inbox().count == 1
        }
        tell("XC reports the outcome, admitted and monitored; it is in XA's inbox.")
    }

    private func send(_ kind: NoticeKind, arrival: Instant?) async throws(HeliographError) -> String
    {
        guard let xa = MemberCode("XA"), let xb = MemberCode("XB"), let xc = MemberCode("XC") else {
            throw HeliographError(.internalFault, "These are member codes.")
        }
        let document = NoticeTemplate.specimen(
            kind: kind, from: xa, to: [xb, xc], at: clock.now.flooredToSecond, arrival: arrival,
            number: kind == .greenNotice ? 123 : 7)
        let answer = try await world.xa.perform(
            Call(
                "notice.send", as: "officer-7",
                ["document": document, "approvedBy": "supervisor-2"]))
        return answer["thread"]?.stringValue ?? ""
    }

    private func wait(
        _ what: String, _ isTrue: () async throws(HeliographError) -> Bool
    ) async throws(HeliographError) {
        let end = clock.uptime + Self.patience
        while clock.uptime < end {
            if try await isTrue() { return }
            await clock.sleep(until: clock.uptime + .milliseconds(20))
        }
        throw HeliographError(.nodeSilent, "It did not happen within 30 s that \(what).")
    }

    private func tell(_ sentence: String) { say("\(clock.now.utcClock)  \(sentence)") }
}
