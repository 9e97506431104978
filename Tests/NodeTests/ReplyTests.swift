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

@Suite("A reply on one line")
struct ReplyTests {
    let xa: MemoryNode
    let office: MemoryOffice
    var xb: MemoryNode { office.node }

    init() async throws {
        let federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        office = try await MemoryOffice("XB", in: federation)
    }

    /// An opening of XA that has arrived at XB; its number.
    private func asked(
        _ kind: NoticeKind, _ operation: NoticeOperation? = nil
    ) async throws -> Notice {
        let sent = try await xa.submit(
            NoticeTemplate.specimen(
                kind: kind, operation: operation, from: xa.context.member,
                to: [xb.context.member], at: xa.clock.now.flooredToSecond, number: 7))
        #expect(try await xb.receive(xa.envelope(sent.messages[0].id)) == "delivered")
        return sent.notice
    }

    private func reply(_ thread: String, _ fields: JSONObject) async throws -> JSON {
        var fields = fields
        fields["id"] = .string(thread)
        fields["as"] = "officer-3"
        fields["approvedBy"] = "chief-1"
        return try await office.ask("reply", fields)
    }

    private func refusal(_ thread: String, _ fields: JSONObject) async throws -> HeliographError {
        do {
            _ = try await reply(thread, fields)
        } catch let error as HeliographError {
            return error
        }
        Issue.record("it was not refused")
        return HeliographError(.internalFault, "")
    }

    struct Said: Sendable {
        let kind: NoticeKind
        let fields: JSONObject
        /// The members of the document that are the officer's own.
        let own: JSONObject
    }

    static let said: [Said] = [
        Said(
            kind: .informationRequest,
            fields: ["operation": "reply", "text": "Two entries."],
            own: ["answer": "Two entries."]),
        Said(kind: .informationRequest, fields: ["operation": "accept"], own: [:]),
        Said(
            kind: .informationRequest,
            fields: ["operation": "refuse", "refusal": "not-held", "text": "No archive."],
            own: ["refusal": ["basis": "not-held", "text": "No archive."]]),
        Said(
            kind: .useConsent,
            fields: [
                "operation": "grant", "uses": ["court-proceedings"], "conditions": "In camera.",
            ],
            own: ["granted": ["uses": ["court-proceedings"], "conditions": "In camera."]]),
        Said(
            kind: .useConsent, fields: ["operation": "deny", "refusal": "national-law"],
            own: ["refusal": ["basis": "national-law"]]),
        Said(kind: .hit, fields: ["operation": "confirm"], own: [:]),
        Said(
            kind: .hit, fields: ["operation": "reject", "reason": "A namesake."],
            own: ["reason": "A namesake."]),
        Said(
            kind: .criminalRecord, fields: ["operation": "reply", "result": "no-record"],
            own: ["result": "no-record"]),
        Said(
            kind: .certificate,
            fields: [
                "operation": "reply", "certificateNo": "XB-CP-2026-000001-6",
                "result": "no-trace", "validUntil": "2027-06-30",
            ],
            own: [
                "certificateNo": "XB-CP-2026-000001-6", "result": "no-trace",
                "validUntil": "2027-06-30",
            ]),
        Said(kind: .incident, fields: ["operation": "acknowledge"], own: [:]),
        Said(
            kind: .operation, fields: ["operation": "decline", "refusal": "no-capacity"],
            own: ["refusal": ["basis": "no-capacity"]]),
    ]

    @Test("is sent, and states nothing that its officer did not say", arguments: said.indices)
    func sent(place: Int) async throws {
        let said = Self.said[place]
        let notice = try await asked(said.kind)
        let sent = try await reply(notice.thread, said.fields)
        #expect(sent["operation"] == said.fields["operation"])
        #expect(sent["thread"]?.stringValue == notice.thread)
        let version = try #require(
            await xb.store.notices(NoticeFilter(thread: notice.thread)).first)
        let document = try await xb.context.notice(version.document).json
        let taken: Set<String> = [
            "schema", "type", "operation", "from", "to", "createdAt", "threadId", "sequence",
            "retainUntil", "handling", "classification", "legalBasis", "purpose", "inReplyTo",
            "approvals",
        ]
        let own = Set(document.objectValue?.keys ?? []).subtracting(taken)
        #expect(own == Set(said.own.keys))
        for (name, value) in said.own { #expect(document[name] == value, "\(name)") }
        for name in ["handling", "legalBasis", "purpose"] {
            #expect(document[name] == notice.json[name], "\(name)")
        }
    }

    @Test("without what it says lists every answer with what each needs")
    func listed() async throws {
        let notice = try await asked(.informationRequest)
        let error = try await refusal(notice.thread, [:])
        #expect(error.code == .usage)
        #expect(error.next.contains("`reply --text`"), "\(error.next)")
        #expect(error.next.contains("`extend --due --reason`"), "\(error.next)")
    }

    @Test("is refused by the names of what is missing, and of what has no place in it")
    func named() async throws {
        let certificate = try await asked(.certificate)
        let lacking = try await refusal(
            certificate.thread, ["operation": "reply", "result": "no-trace"])
        #expect(lacking.sentence.contains("`--certificate-no`, `--valid-until`"))
        let misplaced = try await refusal(
            certificate.thread, ["operation": "accept", "text": "Yes."])
        #expect(misplaced.sentence.contains("no place for `--text`"), "\(misplaced.sentence)")
        let record = try await asked(.criminalRecord)
        let entries = try await refusal(
            record.thread, ["operation": "reply", "result": "record"])
        #expect(entries.next.contains("--blank"), "\(entries.next)")
        #expect(await xb.store.notices(NoticeFilter()) == [])
    }

    @Test("that takes more than words has a form, which is refused until it is filled in")
    func form() async throws {
        let notice = try await asked(.operation)
        let error = try await refusal(notice.thread, ["operation": "join"])
        #expect(error.next.contains("--blank"), "\(error.next)")
        let form = try await reply(notice.thread, ["operation": "join", "blank": true])
        #expect(form["inReplyTo"]?.stringValue == notice.thread + "/1")
        #expect(form["legalBasis"] == notice.json["legalBasis"])
        #expect(await xb.store.notices(NoticeFilter()) == [])
        do {
            _ = try await xb.submit(form)
            Issue.record("a form was sent")
        } catch let error as HeliographError {
            #expect(error.faults.contains { $0.code == .fieldEmpty })
        }
    }

    @Test("to an alert points to the outcome, and to a notice of ours to its next statement")
    func elsewhere() async throws {
        let alert = try await asked(.travelAlert)
        let error = try await refusal(alert.thread, ["operation": "accept"])
        #expect(error.next.contains("heliograph outcome \(alert.thread)"), "\(error.next)")
    }
}
