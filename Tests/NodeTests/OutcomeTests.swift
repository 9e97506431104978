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

@Suite("A report on what became of a traveller")
struct OutcomeTests {
    let xa: MemoryNode
    let xb: MemoryNode
    let alert: Notice

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
        let sent = try await xa.submitAlert(to: ["XB"])
        #expect(try await xb.receive(xa.envelope(sent.messages[0].id)) == "delivered")
        alert = sent.notice
    }

    private func report(
        _ result: String, _ sequence: Int = 1, operation: NoticeOperation = .final,
        confirmation: String? = nil
    ) async throws -> Code? {
        var report = NoticeTemplate.Report(result: result, at: xb.clock.now.flooredToSecond)
        report.confirmation = confirmation
        let document = NoticeTemplate.outcome(
            answering: alert, by: xb.context.member, sequence: sequence, operation: operation,
            report, at: xb.clock.now.flooredToSecond)
        do {
            _ = try await xb.submit(document)
            return nil
        } catch let error as HeliographError {
            return error.code
        }
    }

    @Test("states nothing that its officer did not say")
    func invents() {
        let now = xb.clock.now.flooredToSecond
        let document = NoticeTemplate.outcome(
            answering: alert, by: xb.context.member, .init(result: "refused", at: now), at: now)
        let own = Set(document.objectValue?.keys ?? []).subtracting(
            alert.json.objectValue?.keys ?? [])
        #expect(own == ["inReplyTo", "result", "at"])
        for member in ["handling", "legalBasis", "purpose", "classification"] {
            #expect(document[member] == alert.json[member])
        }
    }

    @Test(
        "that is final before the landing is asked about",
        arguments: [
            "admitted", "admitted-monitored", "refused", "detained-other-warrant", "not-seen",
        ])
    func early(result: String) async throws {
        #expect(try await report(result) == .outcomeEarly)
        #expect(await xb.store.notices(NoticeFilter(kind: "outcome")) == [])
        #expect(try await report(result, operation: .interim) == nil)
        #expect(try await report(result, 2, confirmation: "Landed ahead of the list.") == nil)
    }

    @Test(
        "that needs no landing is not",
        arguments: ["did-not-board", "wrong-person", "declined-to-say"])
    func landless(result: String) async throws {
        #expect(try await report(result) == nil)
    }

    @Test("against an earlier final one is asked about, and carries the reason when it is sent")
    func contrary() async throws {
        xb.clock.advance(by: .hours(10))
        #expect(try await report("refused") == nil)
        #expect(try await report("refused", 2) == nil)
        #expect(try await report("admitted", 3) == .outcomeContradicts)
        #expect(try await report("admitted", 3, confirmation: "The first was of another.") == nil)
        let last = try #require(
            await xb.store.notices(NoticeFilter(kind: "outcome")).max { $0.sequence < $1.sequence })
        let kept = try #require(try await xb.context.keptNotice(last.document))
        #expect(kept.json["confirmation"] == "The first was of another.")
    }
}
