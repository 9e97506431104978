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

@Suite("What this member said can be read by those who come after")
struct OwnNoticeTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    private func ask(_ fields: JSONObject) async throws -> JSON {
        try await OwnNoticeOffice(context: xa.context, isServing: true).show(
            ShowNotice(["id": fields["id"] ?? .null]),
            by: Principal(name: fields["as"]?.stringValue)
        ).json
    }

    private func carry(_ result: Submission.Result, from: MemoryNode, to: MemoryNode) async throws {
        for message in result.messages where message.recipients.contains(to.context.member) {
            for var delivery in await from.store.deliveries(of: message.id) {
                delivery.seal = 1
                try await from.store.commit([.putDelivery(delivery)])
            }
            #expect(
                try await to.receive(
                    from.envelope(message.id), from: from.context.member.description)
                    == "delivered")
        }
    }

    @Test("without a named officer only its life is shown, and nothing is recorded")
    func anonymous() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        let audited = await xa.store.audit(after: 0, limit: 99).count
        let shown = try await ask(["id": .string(alert.notice.thread)])
        #expect(shown["notice"] == .null && shown["card"] == .null && shown["changes"] == .null)
        #expect(await xa.store.audit(after: 0, limit: 99).count == audited)
    }

    @Test("a number is found in small letters and with its version; another version is named")
    func pasted() async throws {
        let thread = try await xa.submitAlert(to: ["XB"]).notice.thread
        for text in [thread, thread + "/1", thread.lowercased() + "/1"] {
            #expect(try await ask(["id": .string(text)])["thread"]?.stringValue == thread)
        }
        do throws(HeliographError) {
            _ = try await xa.context.station.thread(named: thread + "/7")
            Issue.record("a version was found")
        } catch {
            #expect(error.code == .notFound)
            #expect(error.sentence.contains(thread + "/7"), "\(error.sentence)")
            #expect(error.sentence.contains(thread + "/1"), "\(error.sentence)")
        }
    }

    @Test("a number that arrived points to the inbox, and a number of ours in the inbox to it")
    func elsewhere() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        try await carry(alert, from: xa, to: xb)
        let thread = alert.notice.thread
        let error = await xb.context.station.noNotice(named: thread.lowercased())
        #expect(error.code == .notFound)
        #expect(error.sentence.contains("arrived from XA"), "\(error.sentence)")
        #expect(error.next.contains("heliograph inbox \(thread)"), "\(error.next)")
        do throws(HeliographError) {
            _ = try await xa.context.station.arrival(named: thread)
            Issue.record("a notice of ours has arrived")
        } catch {
            #expect(error.next.contains("heliograph notice show \(thread)"), "\(error.next)")
        }
    }

    @Test("a named officer reads the words, and what the last statement changed; both are recorded")
    func words() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        var second = alert.notice.successor(
            operation: .correct, at: xa.clock.now, superseding: [], reason: "a slip")
        second["convictionSummary"]?["year"] = 2011
        second["purposeOfTravel"] = "holiday"
        _ = try await xa.submit(second)
        let shown = try await ask(["id": .string(alert.notice.thread), "as": "officer-9"])
        #expect(shown["notice"]?["convictionSummary"]?["year"] == 2011)
        let changes = (shown["changes"]?.arrayValue ?? []).map {
            "\($0["pointer"]?.stringValue ?? "") \($0["before"] == .null) \($0["after"] == .null)"
        }
        #expect(changes == ["/convictionSummary/year false false", "/purposeOfTravel true false"])
        let last = await xa.store.audit(after: 0, limit: 99).last
        #expect(last?.operation == .consultation && last?.actor == "officer-9")
    }

    @Test("each country's row says what it has, has read and has answered")
    func countries() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        try await carry(alert, from: xa, to: xb)
        let outcome = try await xb.submit(
            NoticeTemplate.outcome(
                answering: alert.notice, by: xb.context.member, operation: .interim,
                .init(result: "not-seen", at: xb.clock.now.flooredToSecond),
                at: xb.clock.now.flooredToSecond))
        try await carry(outcome, from: xb, to: xa)
        let shown = try await ask(["id": .string(alert.notice.thread), "as": "officer-9"])
        let row = try #require(shown["countries"]?.arrayValue?.first)
        #expect(row["member"] == "XB" && row["sequence"] == 1)
        #expect(row["answer"] == "interim" && row["answerKind"] == "outcome")
        #expect(shown["card"]?.stringValue?.contains("not seen") == true)
    }

    @Test("a question that everybody has answered is open no more")
    func answered() async throws {
        let question = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .informationRequest, from: xa.context.member, to: [xb.context.member],
                at: xa.clock.now, number: 3))
        try await carry(question, from: xa, to: xb)
        let thread = JSON.string(question.notice.thread)
        #expect(try await ask(["id": thread])["state"] == "open")
        for (operation, sequence, state) in [
            (NoticeOperation.accept, 1, "open"), (.reply, 2, "answered"),
        ] {
            let answer = try await xb.submit(
                NoticeTemplate.specimen(
                    kind: .informationRequest, operation: operation, from: xb.context.member,
                    to: [xa.context.member], at: xb.clock.now, number: 0,
                    answering: question.notice.thread + "/1", sequence: sequence))
            try await carry(answer, from: xb, to: xa)
            #expect(try await ask(["id": thread])["state"] == .string(state))
        }
    }

    @Test("the next statement starts from the last one, with a reason that is still to be written")
    func successor() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        let own = OwnNoticeOffice(context: xa.context, isServing: true)
        func next(_ operation: String) async throws -> JSON {
            try await own.successor(
                WriteSuccessor([
                    "id": .string(alert.notice.thread), "operation": .string(operation),
                ]), by: Principal(name: "officer-9")
            ).notice.json
        }
        var document = try await next("update-itinerary")
        #expect(document["sequence"] == 2 && document["operation"] == "update-itinerary")
        #expect(document["person"] == alert.notice.json["person"])
        #expect(document["change"] == ["reason": .null])
        let faults = Notice.read(document, rules: xa.context.authorRules).faults
        #expect(faults.map(\.pointer) == ["/change/reason"])
        document["change"] = ["reason": "rebooked"]
        _ = try await xa.submit(document)
        await #expect(throws: HeliographError(.transitionRefused, "")) { try await next("extend") }
        await #expect(throws: HeliographError(.notFound, "")) {
            try await own.successor(
                WriteSuccessor(["id": "XA-TA-2027-999999", "operation": "correct"]),
                by: Principal(name: "officer-9"))
        }
    }
}
