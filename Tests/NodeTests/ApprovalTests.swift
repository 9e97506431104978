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

@Suite("Approvals")
struct ApprovalTests {
    let xa: MemoryNode

    init() async throws {
        xa = try await MemoryNode("XA", in: try SpecimenFederation())
    }

    private func alert(arrivesIn hours: Int64, number: Int = 7) -> JSON {
        NoticeTemplate.specimen(
            kind: .travelAlert, from: xa.context.member, to: [SpecimenFederation.member("XB")],
            at: xa.clock.now, arrival: xa.clock.now + .hours(hours), number: number)
    }

    private func submit(
        _ document: JSON, by author: String = "officer-7", approver: String? = nil,
        emergency: String? = nil
    ) async throws -> Submission.Result {
        try await Submission(context: xa.context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: author, approver: approver,
                emergency: emergency))
    }

    private func refusal(_ body: () async throws -> Void) async -> Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? HeliographError)?.code
        }
    }

    @Test("nothing is kept of an alert that one officer sends, or that its author approves")
    func refused() async throws {
        let document = alert(arrivesIn: 10)
        #expect(await refusal { _ = try await submit(document) } == .approverMissing)
        #expect(
            await refusal { _ = try await submit(document, approver: " Officer-7") }
                == .approverIsAuthor)
        #expect(
            await refusal { _ = try await submit(document, emergency: "in a hurry") }
                == .emergencyRefused)
        #expect(
            await refusal { _ = try await submit(alert(arrivesIn: 3), emergency: "  ") }
                == .reasonMissing)
        #expect(await xa.store.notices(NoticeFilter()) == [])
        #expect(await xa.store.audit(after: 0, limit: 9) == [])
    }

    @Test("a flash alert leaves with one officer, and the second approval is a task with an end")
    func emergency() async throws {
        let result = try await submit(alert(arrivesIn: 3), emergency: "lands in three hours")
        #expect(result.queued.map(\.precedence) == [.flash])
        let now = xa.clock.now
        let duties = try await DutyDesk(context: xa.context).duties().listed(at: now)
        #expect(duties.map(\.matter) == [.secondApproval])
        #expect(duties.map { $0.due.since(now) } == [.hours(4)])
        let audit = await xa.store.audit(after: 0, limit: 9)
        #expect(
            audit.map(\.justification)
                == ["emergency release by one officer: lands in three hours"])

        let own = OwnNoticeOffice(context: xa.context, isServing: true)
        let thread = JSON.string(result.notice.thread)
        func approve(by officer: String) async throws -> JSON {
            try await ApprovalOffice(context: xa.context).approve(
                ApproveRelease(["id": thread]), by: Principal(name: officer), own
            ).json
        }
        #expect(
            await refusal { _ = try await approve(by: "OFFICER-7") }
                == .approverIsAuthor)
        #expect(
            await refusal { _ = try await approve(by: "chief-2") }
                == .approvalUnread)
        let shown = try await own.show(
            ShowNotice(["id": thread]), by: Principal(name: "Chief-2")
        ).json
        #expect(shown["notice"]?["threadId"] == thread)
        #expect(shown["card"]?.stringValue?.contains("TRAVEL ALERT") == true)
        xa.clock.advance(by: .hours(5))
        #expect(duties[0].stage(at: xa.clock.now) == .overdue)
        let said = try await approve(by: "chief-2")
        #expect(said["items"]?.arrayValue?.first?["late"]?.boolValue == true)
        #expect(
            try await DutyDesk(context: xa.context).duties().listed(at: xa.clock.now) == [])
        #expect(
            await xa.store.audit(after: 1, limit: 9).map(\.justification)
                == ["notice of ours shown", "second approval of an emergency release, late"])
        #expect(
            await refusal { _ = try await approve(by: "chief-3") }
                == .approvalNotDue)
    }

    @Test("one officer cancels what two have sent, and sends no update")
    func cancel() async throws {
        let sent = try await submit(alert(arrivesIn: 10), approver: "officer-8").notice
        let update = sent.successor(
            operation: .updateItinerary, at: xa.clock.now, superseding: [], reason: "rebooked")
        #expect(await refusal { _ = try await submit(update) } == .approverMissing)
        let cancel = sent.successor(
            operation: .cancel, at: xa.clock.now, superseding: [], reason: "no longer needed")
        _ = try await submit(cancel)
        #expect(
            await xa.store.audit(after: 0, limit: 9).map(\.justification)
                == ["sent; approved by officer-8"])
    }

    @Test("a domestic field does not make a cancel of one officer a new disclosure")
    func cancelWithDomestic() async throws {
        var document = alert(arrivesIn: 10)
        document["domesticFileNumber"] = "home use only"
        let sent = try await submit(document, approver: "officer-8").notice
        _ = try await submit(
            sent.successor(
                operation: .cancel, at: xa.clock.now, superseding: [], reason: "no longer needed"))
    }

    @Test("a group alert has one approval for all its members")
    func group() async throws {
        let document = NoticeTemplate.specimen(
            kind: .groupAlert, from: xa.context.member, to: [SpecimenFederation.member("XB")],
            at: xa.clock.now, arrival: xa.clock.now + .hours(3), number: 7)
        let result = try await submit(document, emergency: "they are boarding")
        #expect(result.notice.persons.count > 1)
        #expect(await xa.store.openDecisions().count == 1)
    }
}
