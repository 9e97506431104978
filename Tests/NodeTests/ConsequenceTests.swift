import Exchange
import Notices
import Ports
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

@Suite("What follows from a report of a wrong person")
struct ConsequenceTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// A report that is final although the traveller has not landed yet.
    private func confirmed(_ result: String, at moment: Instant) -> NoticeTemplate.Report {
        var report = NoticeTemplate.Report(result: result, at: moment)
        report.confirmation = "A test."
        return report
    }

    private func report(_ result: String) async throws -> Notice {
        let alert = try await xa.submitAlert(to: ["XB"])
        #expect(try await xb.receive(xa.envelope(alert.messages[0].id)) == "delivered")
        let outcome = try await xb.submit(
            NoticeTemplate.outcome(
                answering: alert.notice, by: xb.context.member, confirmed(result, at: xb.clock.now),
                at: xb.clock.now))
        #expect(
            try await xa.receive(xb.envelope(outcome.messages[0].id), from: "XB") == "delivered")
        return alert.notice
    }

    @Test("it opens a task for the issuer, due within hours, and sends nothing")
    func opens() async throws {
        let alert = try await report("wrong-person")
        let duties = try await DutyDesk(context: xa.context).duties()
        #expect(duties.map(\.matter) == [.wrongPerson])
        #expect(duties.map(\.thread) == [alert.thread])
        #expect(duties.map(\.member) == [xb.context.member])
        #expect(duties.map { $0.due.since($0.opens) } == [Consequence.wrongPersonWithin])
        #expect(await xa.store.notices(NoticeFilter(kind: "correction")) == [])
        #expect(await xa.store.notices(NoticeFilter(kind: "erasure")) == [])
    }

    @Test("one about another member's notice is that member's business")
    func others() async throws {
        let alert = try await xa.submitAlert(to: ["XB", "XC"])
        #expect(try await xb.receive(xa.envelope(alert.messages[0].id)) == "delivered")
        let xc = try await MemoryNode("XC", in: xa.federation)
        #expect(try await xc.receive(xa.envelope(alert.messages[0].id)) == "delivered")
        var document = NoticeTemplate.outcome(
            answering: alert.notice, by: xc.context.member,
            confirmed("wrong-person", at: xc.clock.now), at: xc.clock.now)
        document["to"] = ["XA", "XB"]
        let report = try await xc.submit(document)
        let envelope = try await xc.envelope(report.messages[0].id)
        for node in [xa, xb] {
            #expect(try await node.receive(envelope, from: "XC") == "delivered")
        }
        let own = try await DutyDesk(context: xa.context).duties()
        #expect(own.contains { $0.matter == .wrongPerson })
        let duties = try await DutyDesk(context: xb.context).duties()
        #expect(!duties.contains { $0.matter == .wrongPerson })
    }

    @Test("another result opens none")
    func none() async throws {
        _ = try await report("admitted")
        #expect(try await DutyDesk(context: xa.context).duties() == [])
    }

    @Test("the correction and the order that are ready are valid, and so are their answers")
    func ready() async throws {
        let rules = NoticeRules(allowSpecimens: true)
        let alert = try await xa.submitAlert(to: ["XB"]).notice
        for (kind, reason) in [NoticeKind.correction, .erasure].flatMap({ kind in
            NoticeTemplate.RetractionReason.allCases.map { (kind, $0) }
        }) {
            let document = NoticeTemplate.retraction(
                kind, of: alert, to: [xb.context.member], number: 7,
                reason: reason, statement: "A namesake was meant.", at: xa.clock.now)
            let order = try #require(Notice.read(document, rules: rules).notice)
            #expect(order.about?.thread == alert.thread)
            let answer = NoticeTemplate.confirmation(
                of: order, by: xb.context.member, sequence: 1, copies: 2, at: xb.clock.now)
            #expect(Notice.read(answer, rules: rules).faults == [])
        }
    }

    @Test(
        "what arrived to be confirmed is a task until it is answered, and then the issuer's no more"
    )
    func confirmation() async throws {
        let green = NoticeTemplate.specimen(
            kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
            at: xa.clock.now, number: 7)
        let notice = try #require(
            Notice.read(green, rules: NoticeRules(allowSpecimens: true)).notice)
        let order = try await xa.submit(
            NoticeTemplate.retraction(
                .erasure, of: notice, to: [xb.context.member], number: 7,
                reason: .unlawful, statement: "",
                at: xa.clock.now))
        #expect(try await xb.receive(xa.envelope(order.messages[0].id)) == "delivered")
        #expect(try await DutyDesk(context: xb.context).duties().map(\.matter) == [.confirmation])
        let unconfirmed = try await DutyDesk(context: xa.context).duties()
        #expect(unconfirmed.map(\.matter) == [.unconfirmed])
        #expect(unconfirmed.map { $0.stage(at: xa.clock.now) } == [.ahead])
        #expect(unconfirmed.map { $0.stage(at: xa.clock.now + .hours(73)) } == [.due])
        let answer = try await xb.submit(
            NoticeTemplate.confirmation(
                of: order.notice, by: xb.context.member, sequence: 1, copies: 0,
                at: xb.clock.now))
        #expect(try await DutyDesk(context: xb.context).duties() == [])
        #expect(
            try await xa.receive(xb.envelope(answer.messages[0].id), from: "XB") == "delivered")
        #expect(try await DutyDesk(context: xa.context).duties() == [])
        let lines = try await Confirmations(context: xa.context).lines(of: [order.notice])
        #expect(lines.map { $0.map(\.isConfirmed) } == [[true]])
    }
}
