import Exchange
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

@Suite("The policy of a node")
struct NodePolicyTests {
    let federation: SpecimenFederation
    let xb: MemoryNode
    let codeXA = SpecimenFederation.member("XA")
    let codeXB = SpecimenFederation.member("XB")
    let codeXC = SpecimenFederation.member("XC")
    let file = NSTemporaryDirectory() + "heliograph-" + UUID().uuidString

    init() async throws {
        federation = try SpecimenFederation()
        xb = try await MemoryNode("XB", in: federation)
    }

    private func node(_ policy: String) async throws -> MemoryNode {
        try Data(policy.utf8).write(to: URL(fileURLWithPath: file))
        return try await MemoryNode(
            "XA", in: federation, policies: try PolicyShelf(path: file))
    }

    private func green(_ node: MemoryNode, to codes: [MemberCode], number: Int = 3) -> JSON {
        NoticeTemplate.specimen(
            kind: .greenNotice, from: node.context.member, to: codes, at: node.clock.now,
            number: number)
    }

    private func submit(
        _ node: MemoryNode, _ document: JSON, approver: String = "officer-8",
        override: String? = nil
    ) async throws -> Submission.Result {
        try await Submission(context: node.context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: "officer-7", approver: approver,
                override: override))
    }

    private func code(_ body: () async throws -> Void) async -> Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? HeliographError)?.code
        }
    }

    private func key(_ delivery: Delivery) -> DeliveryKey {
        DeliveryKey(id: delivery.id, recipient: delivery.recipient)
    }

    @Test("who sees the same shares a message; who sees less has its own, and knows of nobody else")
    func renditions() async throws {
        let xa = try await node("{recipients: {XC: {remove: ['/threat/summary', '/note']}}}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(
            await code { _ = try await submit(xa, green(xa, to: [codeXB, codeXC])) }
                == .policyFieldRequired)
        try Data("{recipients: {XC: {remove: ['/warnings']}}, domesticOnly: ['/person/fbi']}".utf8)
            .write(to: URL(fileURLWithPath: file))
        var document = green(xa, to: [codeXB, codeXC])
        document["warnings"] = ["violent"]
        document["person"]?["fbi"] = "home use only"
        let result = try await submit(xa, document)
        #expect(result.messages.map(\.recipients) == [[codeXB], [codeXC]])
        #expect(Set(result.messages.map(\.sequence)) == [1])
        let seen = try await [
            PolicyDesk(context: xa.context).signedNotice(result.messages[0]),
            PolicyDesk(context: xa.context).signedNotice(result.messages[1]),
        ]
        #expect(seen.map { $0["to"] } == [["XB"], ["XC"]])
        #expect(seen.map { $0["warnings"] != nil } == [true, false])
        #expect(seen.allSatisfy { $0.at(pointer: "/person/fbi") == nil })

        #expect(try await xb.receive(xa.envelope(result.messages[0].id)) == "delivered")
        let item = try #require(
            await xb.store.inboxItem(from: codeXA, id: result.messages[0].id))
        let arrived = try await xb.context.station.body(of: item.notice)
        #expect(
            result.noticeDigests[item.id] == xa.context.sealer.digest(arrived))
    }

    @Test(
        "nothing is kept of what the policy refuses, and every recipient that it refuses is named")
    func refused() async throws {
        let xa = try await node(
            "{recipients: {XB: {kinds: ['travel-alert']}, XC: {riskGradeMin: 'very-high'}}}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        do {
            _ = try await submit(xa, green(xa, to: [codeXB, codeXC]))
            Issue.record("it was taken")
        } catch let error as HeliographError {
            #expect(error.code == .policyKind)
            #expect(
                error.sentence.contains(
                    "to XB: a green-notice is not among them (rule recipients.XB.kinds)"))
            #expect(error.sentence.contains("(rule recipients.XC.riskGradeMin)"))
        }
        #expect(await xa.store.notices(NoticeFilter()) == [])
    }

    @Test("a block for human rights is lifted by a supervisor alone, with a reason that is kept")
    func override() async throws {
        let xa = try await node(
            "{supervisors: ['Chief-2'], recipients: {XC: {humanRightsBlock: 'death penalty'}}}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let document = green(xa, to: [codeXB, codeXC])
        #expect(await code { _ = try await submit(xa, document) } == .policyHumanRights)
        #expect(
            await code { _ = try await submit(xa, document, override: "a child is at risk") }
                == .overrideRefused)
        #expect(
            await code { _ = try await submit(xa, document, approver: "chief-2", override: " ") }
                == .reasonMissing)
        let result = try await submit(
            xa, document, approver: "chief-2", override: "a child is at risk")
        #expect(result.messages.map(\.recipients) == [[codeXB], [codeXC]])
        let audit = await xa.store.audit(after: 0, limit: 9)
        #expect(audit.map { $0.justification.contains("a child is at risk") } == [false, true])
        // The verdict holds for the attempts that follow, too.
        let load = try await Parcel.load(result.queued.map(key), xa.context)
        #expect(load.parcels.map(\.key) == result.queued.map(key))
    }

    @Test("who lost its right gets nothing more; the others get a seal without it")
    func lost() async throws {
        let xa = try await node("{}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let result = try await submit(xa, green(xa, to: [codeXB, codeXC]))
        #expect(result.messages.count == 1)
        try Data("{recipients: {XC: {deny: 'the agreement has ended'}}}".utf8)
            .write(to: URL(fileURLWithPath: file))
        let load = try await Parcel.load(result.queued.map(key), xa.context)
        #expect(load.parcels.map(\.key.recipient) == [codeXB])
        #expect(load.later.map { [$0.key.recipient: $0.value.code] } == [[codeXC: .policyDenied]])
        let seals = await xa.store.envelopes(of: result.messages[0].id)
        #expect(seals.map(\.recipients) == [[codeXB, codeXC], [codeXB]])
        // A file that cannot be used changes nothing.
        try Data("{recipients: 7}".utf8).write(to: URL(fileURLWithPath: file))
        let again = try await Parcel.load([key(result.queued[1])], xa.context)
        #expect(again.later.values.map(\.code) == [.policyDenied])
        #expect(
            try PolicyOffice(policies: xa.context.policies, log: xa.context.log).show().fault != nil
        )
    }

    @Test("what shows a field that is removed since waits for an update")
    func fieldSince() async throws {
        let xa = try await node("{}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        var document = green(xa, to: [codeXB])
        document["warnings"] = ["violent"]
        let result = try await submit(xa, document)
        try Data("{everybody: {remove: ['/warnings']}}".utf8)
            .write(to: URL(fileURLWithPath: file))
        let load = try await Parcel.load(result.queued.map(key), xa.context)
        #expect(load.later.values.map(\.code) == [.policyField])
        let update = result.notice.successor(
            operation: .modify, at: xa.clock.now, superseding: [], reason: "rendered anew")
        let queued = try await submit(xa, update).queued
        #expect(try await Parcel.load(queued.map(key), xa.context).parcels.count == 1)
    }

    @Test("a cancel reaches who got something, though nothing else may go there any more")
    func cancel() async throws {
        let xa = try await node("{}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let result = try await submit(xa, green(xa, to: [codeXB]))
        _ = try await Parcel.load(result.queued.map(key), xa.context)
        try Data("{everybody: {deny: 'closed', remove: ['/threat/summary']}}".utf8)
            .write(to: URL(fileURLWithPath: file))
        let cancel = try await submit(
            xa,
            result.notice.successor(
                operation: .cancel, at: xa.clock.now, superseding: [], reason: "a mistake"))
        #expect(cancel.messages.map(\.recipients) == [[codeXB]])
        #expect(try await Parcel.load(cancel.queued.map(key), xa.context).parcels.count == 1)
    }

    @Test(
        "a member that must ask gets what its directory entry asks for, from the moment it arrives")
    func subscribed() async throws {
        let xa = try await node("{everybody: {mustSubscribe: true}}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let document = green(xa, to: [codeXB])
        #expect(await code { _ = try await submit(xa, document) } == .policyNotSubscribed)
        var entry = NoticeTemplate.specimen(
            kind: .directory, from: codeXB, to: [codeXA], at: xb.clock.now, number: 1)
        entry["subscriptions"] = ["green-notice"]
        let published = try await submit(xb, entry)
        #expect(
            try await xa.receive(xb.envelope(published.messages[0].id), from: "XB")
                == "delivered")
        let sent = try await submit(xa, document)
        #expect(try await Parcel.load(sent.queued.map(key), xa.context).parcels.count == 1)
        var changed = published.notice.successor(
            operation: .update, at: xb.clock.now, superseding: [], reason: "no more of them")
        changed["subscriptions"] = ["travel-alert"]
        let update = try await submit(xb, changed)
        #expect(try await xa.receive(xb.envelope(update.messages[0].id), from: "XB") == "delivered")
        let load = try await Parcel.load(sent.queued.map(key), xa.context)
        #expect(load.later.values.map(\.code) == [.policyNotSubscribed])
    }

    /// A notice of XA that XB may pass on only after a question, and XB's question.
    private func asked(
        _ xa: MemoryNode
    ) async throws -> (sent: Submission.Result, forward: JSON, thread: String) {
        let sent = try await submit(xa, green(xa, to: [codeXB]))
        #expect(try await xb.receive(xa.envelope(sent.messages[0].id)) == "delivered")
        let forward = sent.notice.forwarded(
            by: codeXB, to: [codeXC], number: 12, contentDigest: sent.messages[0].contentDigest,
            at: xb.clock.now)
        #expect(await code { _ = try await submit(xb, forward) } == .onwardRefused)

        var request = NoticeTemplate.specimen(
            kind: .useConsent, operation: .request, from: codeXB, to: [codeXA], at: xb.clock.now,
            number: 5)
        request["about"] = ["thread": .string(sent.notice.thread)]
        request["use"] = "onward-transfer"
        request["onwardTo"] = ["XC"]
        let asked = try await submit(xb, request)
        #expect(try await xa.receive(xb.envelope(asked.messages[0].id), from: "XB") == "delivered")
        return (sent, forward, asked.notice.thread)
    }

    /// XA's answer to that question.
    private func answer(
        _ xa: MemoryNode, _ operation: NoticeOperation, _ sequence: Int, to code: String,
        _ thread: String, until day: CivilDate? = nil
    ) async throws {
        var document = NoticeTemplate.specimen(
            kind: .useConsent, operation: operation, from: codeXA, to: [codeXB],
            at: xa.clock.now, number: 5, answering: thread + "/1", sequence: sequence)
        if operation == .grant {
            document["granted"] = [
                "uses": ["onward-transfer"], "onwardTo": [.string(code)],
            ]
        }
        if let day { document["validUntil"] = .string(day.description) }
        let said = try await submit(xa, document)
        #expect(try await xb.receive(xa.envelope(said.messages[0].id)) == "delivered")
    }

    @Test("a received H2 notice is passed on where its issuer has agreed, and as long as it does")
    func onward() async throws {
        let xa = try await MemoryNode("XA", in: federation)
        let (sent, forward, thread) = try await asked(xa)
        try await answer(xa, .grant, 1, to: "XD", thread)
        #expect(await code { _ = try await submit(xb, forward) } == .onwardRefused)
        try await answer(xa, .grant, 2, to: "XC", thread)
        let passed = try await submit(xb, forward)
        #expect(passed.messages.map(\.recipients) == [[codeXC]])
        #expect(passed.notice.forwardOf?.thread == sent.notice.thread)
        try await answer(xa, .revoke, 3, to: "XC", thread)
        let more = passed.notice.successor(
            operation: .modify, at: xb.clock.now, superseding: [], reason: "more")
        #expect(await code { _ = try await submit(xb, more) } == .onwardRefused)
    }

    @Test("an agreement to pass a notice on ends with its last day")
    func onwardLapsed() async throws {
        let xa = try await MemoryNode("XA", in: federation)
        let (_, forward, thread) = try await asked(xa)
        let last = (xa.clock.now + .days(2)).utcDate
        try await answer(xa, .grant, 1, to: "XC", thread, until: last)
        let passed = try await submit(xb, forward)
        xb.clock.advance(by: .days(1))
        func more(_ notice: Notice) -> JSON {
            notice.successor(
                operation: .modify, at: xb.clock.now, superseding: [], reason: "more")
        }
        let next = try await submit(xb, more(passed.notice))
        xb.clock.advance(by: .days(3))
        #expect(await code { _ = try await submit(xb, more(next.notice)) } == .onwardRefused)
    }

    @Test(
        """
        a verdict is asked for anew when the policy or the list is another, and holds for one \
        version
        """
    )
    func anew() async throws {
        let xa = try await node("{recipients: {XC: {authorities: ['Specimen authority']}}}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let sent = try await submit(xa, green(xa, to: [codeXC]))
        func refusals() async throws -> [Code] {
            try await Parcel.load(sent.queued.map(key), xa.context).later.values.map(\.code)
        }
        for (authority, code) in [
            ("Specimen authority", nil), ("Ministry of XC", Code.policyAuthority),
            ("Specimen authority", nil),
        ] {
            try await xa.takeList("XC") { $0.with(authority: authority) }
            #expect(try await refusals() == [code].compactMap(\.self))
        }
        for (policy, code) in [
            ("{recipients: {XC: {deny: 'closed'}}}", Code.policyDenied), ("{}", nil),
        ] {
            try Data(policy.utf8).write(to: URL(fileURLWithPath: file))
            #expect(try await refusals() == [code].compactMap(\.self))
        }
    }

    @Test("an override lifts the block from the version that it was given for, and from no other")
    func overrideOfOne() async throws {
        let block = "supervisors: ['chief-2'], recipients: {XC: {humanRightsBlock: 'a reason'}}"
        let xa = try await node("{\(block)}")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let first = try await submit(
            xa, green(xa, to: [codeXC]), approver: "chief-2", override: "a child is at risk")
        // The second statement is submitted without a block, and must leave under one.
        try Data("{}".utf8).write(to: URL(fileURLWithPath: file))
        func later() async throws -> [Code] {
            try await Parcel.load(first.queued.map(key), xa.context).later.values.map(\.code)
        }
        #expect(try await later() == [])
        let next = try await submit(
            xa,
            first.notice.successor(
                operation: .modify, at: xa.clock.now, superseding: [], reason: "more"))
        try Data("{ \(block) }".utf8).write(to: URL(fileURLWithPath: file))
        let load = try await Parcel.load(next.queued.map(key), xa.context)
        #expect(load.later.values.map(\.code) == [.policyHumanRights])
        #expect(load.parcels.isEmpty)
    }

    @Test("a domestic field does not keep a notice from expiring")
    func expired() async throws {
        let xa = try await MemoryNode("XA", in: federation)
        var document = green(xa, to: [codeXB])
        document["domesticFileNumber"] = "home use only"
        document["validUntil"] = .string(xa.clock.now.utcDate.description)
        let sent = try await submit(xa, document)
        xa.clock.advance(by: .days(2))
        var later = sent.notice.successor(
            operation: .modify, at: xa.clock.now, superseding: [], reason: "too late")
        later["validUntil"] = .string(xa.clock.now.utcDate.description)
        #expect(await code { _ = try await submit(xa, later) } == .transitionRefused)
    }

    @Test(
        """
        what goes to a country is copied to the liaison post there, with its deadline, and never \
        held up by it
        """
    )
    func liaisonPost() async throws {
        let all = try SpecimenFederation(["XA", "XB", "XC", "XL"])
        func node(_ policy: String) async throws -> MemoryNode {
            try Data(policy.utf8).write(to: URL(fileURLWithPath: file))
            return try await MemoryNode("XA", in: all, policies: try PolicyShelf(path: file))
        }
        let post = SpecimenFederation.member("XL")
        let xa = try await node("{liaisonPosts: {XC: ['XL']}}")
        let alert = try await xa.submitAlert(to: ["XB", "XC"])
        #expect(alert.notice.to == [codeXB, codeXC, post] && alert.warnings.isEmpty)
        let times = Dictionary(
            alert.queued.map { ($0.recipient, [$0.deadline]) }, uniquingKeysWith: { $1 })
        #expect(times[post] == times[codeXC] && times[post] != times[codeXB])
        #expect(times[post]?.first ?? nil != nil)
        #expect(alert.messages.count == 1, "the same bytes")
        // Later statements go to the post as long as it is one. Then the post is told that the
        // alert ended for it.
        for var delivery in alert.queued {
            delivery.seal = 1
            try await xa.store.commit([.putDelivery(delivery)])
        }
        try Data("{liaisonPosts: {XC: []}}  ".utf8).write(to: URL(fileURLWithPath: file))
        var document = NoticeTemplate.specimen(
            kind: .travelAlert, from: codeXA, to: [codeXB, codeXC], at: xa.clock.now,
            arrival: xa.clock.now + .hours(10), number: 7, sequence: 2)
        document["operation"] = "correct"
        document["change"] = ["reason": "The post has closed."]
        let next = try await xa.submit(document)
        let told = next.messages.map { [$0.operation] + $0.recipients.map(\.description) }
        #expect(told == [["correct", "XB", "XC"], ["cancel", "XL"]])

        // A rule against the post does not hold the warning up, and neither does a post that is no
        // member.
        let denied = try await node(
            "{liaisonPosts: {XC: ['XL', 'XK']}, recipients: {XL: {deny: 'closed'}}}")
        #expect(try await denied.submitAlert(to: ["XC"]).notice.to == [codeXC])
    }
}
