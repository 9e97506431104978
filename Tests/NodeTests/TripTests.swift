import Exchange
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("A trip that was entered before")
struct TripTests {
    let xa: MemoryNode

    init() async throws {
        xa = try await MemoryNode("XA", in: try SpecimenFederation())
    }

    /// The traveller of specimen 7 under another number, as another agency wrote it down.
    private func report(
        _ number: Int, arrivesIn hours: Int64 = 12, _ change: (inout JSON) -> Void = { _ in }
    ) -> JSON {
        func specimen(_ number: Int) -> JSON {
            NoticeTemplate.specimen(
                kind: .travelAlert, from: xa.context.member,
                to: [SpecimenFederation.member("XB")], at: xa.clock.now,
                arrival: xa.clock.now + .hours(hours), number: number)
        }
        var document = specimen(number)
        document["person"] = specimen(7)["person"]
        change(&document)
        return document
    }

    private func submit(
        _ document: JSON, notTheSame: String? = nil
    ) async throws -> Submission.Result {
        try await Submission(context: xa.context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: "officer-7", approver: "officer-8",
                notTheSame: notTheSame))
    }

    private func refusal(_ document: JSON) async -> HeliographError? {
        do {
            _ = try await submit(document)
            return nil
        } catch {
            return error as? HeliographError
        }
    }

    @Test("is refused with the first thread's number, by document, or by name and day of birth")
    func refused() async throws {
        let first = try await xa.submitAlert(to: ["XB"])
        let again = try #require(await refusal(report(20)))
        #expect(again.code == .sameTrip)
        #expect(again.sentence.contains(first.notice.thread))
        #expect(again.sentence.contains("the same travel document"))
        let byName = report(21) { document in
            document["person"]?["documents"] = nil
            let born = document.at(pointer: "/person/birth/date")?.stringValue ?? ""
            let parts = born.split(separator: "-")
            if Int(parts[2]) ?? 13 <= 12 {
                document["person"]?["birth"] = [
                    "date": .string("\(parts[0])-\(parts[2])-\(parts[1])")
                ]
            }
        }
        #expect(await refusal(byName)?.sentence.contains("the same name and day of birth") == true)
        #expect(await xa.store.notices(NoticeFilter()).count == 1)
        // Another trip of the same person is no match, and neither is another person on the same
        // trip.
        _ = try await submit(report(22, arrivesIn: 80))
        _ = try await xa.submitAlert(to: ["XB"], number: 8)
    }

    @Test("nor once the first was cancelled")
    func cancelled() async throws {
        let first = try await xa.submitAlert(to: ["XB"])
        _ = try await submit(
            first.notice.successor(
                operation: .cancel, at: xa.clock.now, superseding: [], reason: "a mistake"))
        _ = try await submit(report(20))
    }

    @Test("is told apart once, with a reason that is kept, and not asked again")
    func toldApart() async throws {
        let first = try await xa.submitAlert(to: ["XB"])
        let second = try await submit(report(20), notTheSame: "two brothers")
        let decisions = await xa.store.decisions(ofThread: second.notice.thread)
        #expect(decisions.map(\.subject) == [first.notice.thread])
        #expect(
            await xa.store.audit(after: 1, limit: 1).map {
                $0.justification.contains("two brothers")
            } == [true])
        for notice in [second.notice, first.notice] {
            var update = notice.successor(
                operation: .updateItinerary, at: xa.clock.now, superseding: [], reason: "gate")
            update["note"] = "another gate"
            _ = try await submit(update)
        }
    }

    @Test("becomes the next statement of the first thread, and one message leaves")
    func supplement() async throws {
        let first = try await xa.submitAlert(to: ["XB"])
        let second = report(20, arrivesIn: 14) { document in
            document["person"]?["identities"] = [
                ["kind": "primary", "primaryIdentifier": "SAMPLE", "secondaryIdentifier": "RIN"]
            ]
        }
        // The machine-readable zone has the other spelling of the name: both stand in one
        // statement.
        let desk = TripDesk(context: xa.context)
        let alone = report(20, arrivesIn: 14)
        let merged = try await desk.supplement(alone, first.notice.thread)
        let sent = try await submit(merged)
        #expect(sent.notice.thread == first.notice.thread)
        #expect(sent.messages.map(\.sequence) == [2])
        #expect(sent.closed.map(\.id) == first.queued.map(\.id))
        await #expect(throws: HeliographError(.sameTrip, "")) {
            try await desk.supplement(alone, first.notice.thread)
        }
        await #expect(throws: HeliographError(.noticeInvalid, "")) {
            try await desk.supplement(second, first.notice.thread)
        }
        await #expect(throws: HeliographError(.notFound, "")) {
            try await desk.supplement(alone, "XA-TA-2027-000099")
        }
    }
}
