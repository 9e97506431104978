import Federation
import Foundation
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

/// Two officers stand behind a statement, each by a way of their own.
@Suite("Calls that wait for a second officer")
struct HeldCallTests {
    private let office: MemoryOffice
    private let anna = Principal(
        name: "anna", rights: Role.duty.rights, way: .token("a"), isProven: true)
    private let chief = Principal(
        name: "chief", rights: Role.supervisor.rights, way: .token("c"), isProven: true)

    init() async throws {
        office = try await MemoryOffice("XA", in: try SpecimenFederation())
        for (name, roles) in [
            ("anna", ["duty"]), ("chief", ["supervisor", "duty"]), ("clerk", ["duty"]),
        ] as [(String, JSON)] {
            _ = try await office.ask(
                "officer add", ["name": .string(name), "roles": roles, "as": "root"])
        }
    }

    private func ask(
        _ name: String, _ arguments: JSONObject, by principal: Principal
    ) async throws -> JSON {
        switch await office.machinery.perform(Call(name, arguments), by: principal) {
        case .done(let answer): return answer
        case .refused(let error): throw error
        }
    }

    private func refusal(
        _ name: String, _ arguments: JSONObject, by principal: Principal
    ) async -> Code? {
        do {
            _ = try await ask(name, arguments, by: principal)
            return nil
        } catch {
            return (error as? HeliographError)?.code
        }
    }

    /// A travel alert, which takes two officers.
    private func alert(_ number: Int = 1, approver: String = "chief") throws -> JSONObject {
        let document = try NoticeTemplate.specimen(
            kind: .travelAlert, from: #require(MemberCode("XA")), to: [#require(MemberCode("XB"))],
            at: office.node.clock.now, number: number)
        return ["document": document, "approvedBy": .string(approver)]
    }

    private func held() async -> [HeldCall] { await office.node.store.heldCalls(limit: 9) }

    @Test("the call waits until the second officer has read and approved it; then it is sent")
    func approved() async throws {
        let call = try alert()
        #expect(await refusal("notice.send", call, by: anna) == .approvalWaits)
        #expect(await refusal("notice.send", call, by: anna) == .approvalWaits)
        #expect(await held().count == 1)
        let id = JSON.string(try #require(await held().first?.id))
        let tasks = try await ask("tasks", [:], by: chief)
        #expect(tasks["items"]?.arrayValue?.map { $0["thread"] } == [id])
        #expect(await refusal("approval.give", ["id": id], by: chief) == .approvalUnread)
        let shown = try await ask("approval.show", ["id": id], by: chief)
        #expect(shown["arguments"]?["document"] == call["document"])
        let given = try await ask("approval.give", ["id": id], by: chief)
        #expect(given["state"] == "done")
        let thread = try #require(given["answer"]?["thread"]?.stringValue)
        let version = try #require(
            await office.node.store.notices(NoticeFilter(thread: thread)).first)
        #expect(try await ask("tasks", [:], by: chief)["items"] == [])
        #expect(version.author == "anna" && version.approver == "chief")
        #expect(await refusal("approval.give", ["id": id], by: chief) == .approvalNotDue)
        // Who missed the answer and gives the document again asks nobody a second time.
        #expect(await refusal("notice.send", call, by: anna) == .alreadySent)
        #expect(await held().count == 1)
        // The words are destroyed with the decision.
        let record = try #require(await held().first?.arguments)
        #expect(await office.node.store.isErased(record))
    }

    @Test("nobody approves what is their own, under another role, token or name")
    func ownCall() async throws {
        let author = Principal(
            name: "chief", rights: Role.duty.rights, way: .token("x"), isProven: true)
        #expect(await refusal("notice.send", try alert(), by: author) == .approverIsAuthor)
        #expect(
            await refusal("notice.send", try alert(approver: " CHIEF"), by: author)
                == .approverIsAuthor)
        #expect(
            await refusal("notice.send", try alert(approver: "nobody"), by: anna)
                == .officerUnknown)
        #expect(
            await refusal("notice.send", try alert(approver: "clerk"), by: anna) == .rightMissing)
        _ = try await office.ask(
            "officer add", ["name": "chief-2", "roles": ["supervisor"], "as": "root"])
        #expect(await refusal("notice.send", try alert(), by: anna) == .approvalWaits)
        let id = JSON.string(try #require(await held().first?.id))
        let other = Principal(
            name: "chief-2", rights: Role.supervisor.rights, way: .token("y"), isProven: true)
        _ = try await ask("approval.show", ["id": id], by: other)
        #expect(await refusal("approval.give", ["id": id], by: other) == .rightMissing)
        let both = Principal(
            name: "anna", rights: Role.duty.rights.union(Role.supervisor.rights),
            way: .token("z"), isProven: true)
        _ = try await ask("approval.show", ["id": id], by: both)
        #expect(await refusal("approval.give", ["id": id], by: both) == .approverIsAuthor)
        #expect(await held().first?.state == .waiting)
    }

    @Test("a declined call, one that nobody decided on, and one of a suspended author are not sent")
    func notSent() async throws {
        #expect(await refusal("notice.send", try alert(1), by: anna) == .approvalWaits)
        let first = JSON.string(try #require(await held().first?.id))
        #expect(
            await refusal("approval.decline", ["id": first, "reason": ""], by: chief)
                == .usage)
        _ = try await ask("approval.decline", ["id": first, "reason": "another day"], by: chief)
        #expect(await held().first?.state == .declined)

        let again = try alert(2)
        #expect(await refusal("notice.send", again, by: anna) == .approvalWaits)
        let second = try #require(await held().first { $0.state == .waiting })
        _ = try await ask("approval.show", ["id": .string(second.id)], by: chief)
        _ = try await office.ask(
            "officer suspend", ["name": "anna", "reason": "x", "as": "root"])
        #expect(
            await refusal("approval.give", ["id": .string(second.id)], by: chief)
                == .officerSuspended)
        office.node.clock.advance(by: HeldCall.life)
        #expect(
            await refusal("approval.give", ["id": .string(second.id)], by: chief)
                == .approvalNotDue)
        #expect(await office.node.store.notices(NoticeFilter()).isEmpty)
        // The next call that is held sweeps what ended.
        _ = try await office.ask("officer resume", ["name": "anna", "reason": "x", "as": "root"])
        #expect(await refusal("notice.send", try alert(3), by: anna) == .approvalWaits)
        #expect(await office.node.store.isErased(second.arguments))
    }

    @Test("a draft is approved as it was read; one that has changed is not sent")
    func drafts() async throws {
        let desk = office.machinery.drafts
        let number = "XA-TA-2027-000777"
        var document = NoticeTemplate.specimen(
            kind: .travelAlert, from: try #require(MemberCode("XA")),
            to: [try #require(MemberCode("XB"))], at: office.node.clock.now, number: 777)
        document["alertNo"] = .string(number)
        document["threadId"] = .string(number)
        var draft = Draft(
            name: desk.name(of: "form", .form), number: number, source: .form,
            origin: "sorna, line 2", officer: "anna", created: office.node.clock.now)
        draft.write(
            document, rules: office.node.context.authorRules, at: office.node.clock.now)
        try await desk.keep(draft)
        let call: JSONObject = ["number": .string(number), "approvedBy": "chief"]
        #expect(await refusal("draft.send", call, by: anna) == .approvalWaits)
        let id = JSON.string(try #require(await held().first?.id))
        let shown = try await ask("approval.show", ["id": id], by: chief)
        #expect(shown["draft"]?["threadId"] == .string(number))
        var changed = document
        changed["remarks"] = "another word"
        draft.write(
            changed, rules: office.node.context.authorRules, at: office.node.clock.now)
        try await desk.keep(draft)
        #expect(await refusal("approval.give", ["id": id], by: chief) == .approvalNotDue)
        #expect(await office.node.store.notices(NoticeFilter()).isEmpty)
        draft.write(
            document, rules: office.node.context.authorRules, at: office.node.clock.now)
        try await desk.keep(draft)
        let given = try await ask("approval.give", ["id": id], by: chief)
        #expect(given["state"] == "done")
    }

    @Test("a decision stands, whoever reads the call meanwhile")
    func readMeanwhile() async throws {
        for number in 1...40 {
            #expect(await refusal("notice.send", try alert(number), by: anna) == .approvalWaits)
            let waiting = await office.node.store.heldCalls(limit: 99)
                .first { $0.state == .waiting }
            let id = JSON.string(try #require(waiting?.id))
            let (machinery, chief) = (office.machinery, chief)
            async let shown = machinery.perform(Call("approval.show", ["id": id]), by: chief)
            async let declined = machinery.perform(
                Call("approval.decline", ["id": id, "reason": "another day"]), by: chief)
            guard case .done = await declined else {
                Issue.record("not declined")
                return
            }
            _ = await shown
            #expect(
                await office.node.store.heldCalls(limit: 99).allSatisfy { $0.state == .declined })
        }
    }
}
