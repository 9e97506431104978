import Notices
import Testing

@Suite("Four eyes")
struct FourEyesTests {
    private static let now = Instant(milliseconds: 1_800_000_000_000)

    private func notice(
        _ kind: NoticeKind, _ operation: NoticeOperation? = nil, from: String = "XA"
    ) throws -> Notice {
        let from = try #require(MemberCode(from))
        let to = try #require(MemberCode("XB"))
        let document = NoticeTemplate.specimen(
            kind: kind, operation: operation, from: from, to: [to], at: Self.now, number: 7)
        return try #require(
            Notice.read(document, rules: NoticeRules(allowSpecimens: true)).notice)
    }

    @Test("case and spaces make no other person; another name does")
    func names() {
        #expect(OfficerName("Officer 7") == OfficerName("  officer\t 7 "))
        #expect(OfficerName("A\u{308}gir") == OfficerName("\u{E4}GIR"))
        #expect(OfficerName("officer-7") != OfficerName("officer-8"))
        #expect(OfficerName(" \n ") == nil)
        #expect(OfficerName(String(repeating: "o", count: OfficerName.bytesMax + 1)) == nil)
    }

    @Test("who may release what, case by case")
    func verdicts() {
        func judge(
            _ need: ApprovalNeed, by approver: String? = nil, emergency: Bool = false,
            flash: Bool = false, _ mode: FourEyes.Mode = .enforced
        ) -> FourEyes.Verdict {
            FourEyes.judge(
                need, author: "officer-7", approver: approver, isEmergency: emergency,
                isFlash: flash, mode: mode)
        }
        #expect(judge(.one) == .alone)
        #expect(judge(.two) == .refused(.approverMissing))
        #expect(judge(.two, by: "chief-2") == .approved)
        #expect(judge(.two, by: " OFFICER-7 ") == .refused(.approverIsAuthor))
        #expect(judge(.one, by: "officer-7") == .refused(.approverIsAuthor))
        #expect(judge(.two, by: " ") == .refused(.officerMissing))
        #expect(judge(.two, emergency: true, flash: true) == .emergency)
        #expect(judge(.two, emergency: true) == .refused(.emergencyRefused))
        #expect(judge(.two, by: "chief-2", emergency: true) == .approved)
        #expect(judge(.two, .recorded) == .unapproved)
        #expect(judge(.two, by: "officer-7", .recorded) == .refused(.approverIsAuthor))
        #expect(judge(.two, emergency: true, flash: true, .recorded) == .emergency)
    }

    @Test("every opening that describes a person takes two, whatever its table says")
    func openings() throws {
        for kind in NoticeKind.allCases where kind != .outcome {
            for operation in NoticeLifecycle.openings(of: kind, on: .issuer) {
                let opening = try notice(kind, operation)
                if !opening.persons.isEmpty {
                    #expect(opening.approvalNeed(after: nil) == .two, "\(kind) \(operation)")
                }
            }
        }
        #expect(try notice(.travelAlert).approvalNeed(after: nil) == .two)
        #expect(try notice(.groupAlert).approvalNeed(after: nil) == .two)
        #expect(try notice(.directory).approvalNeed(after: nil) == .one)
        #expect(try notice(.incident).approvalNeed(after: nil) == .one)
    }

    @Test("the table of one officer names only operations that the kind has")
    func tableIsOfOperations() {
        for kind in NoticeKind.allCases {
            let operations = NoticeLifecycle.operations(of: kind)
            let one = NoticeOperation.all.filter { kind.approvalNeed(of: $0) == .one }
            #expect(one.allSatisfy(operations.contains), "\(kind)")
        }
    }

    @Test("a cancel takes one officer while it repeats the statement, and two once it tells more")
    func cancel() throws {
        let alert = try notice(.travelAlert)
        var document = alert.successor(
            operation: .cancel, at: Self.now, superseding: [], reason: "no longer needed")
        let rules = NoticeRules(allowSpecimens: true)
        let cancel = try #require(Notice.read(document, rules: rules).notice)
        #expect(cancel.approvalNeed(after: alert) == .one)
        #expect(cancel.approvalNeed(after: nil) == .two)
        document["note"] = "He travels with his brother."
        let more = try #require(Notice.read(document, rules: rules).notice)
        #expect(more.approvalNeed(after: alert) == .two)
    }

    @Test("an approval in the document by its own author is refused in any case")
    func documentApprovals() throws {
        var document = try notice(.greenNotice).json
        document["approvals"] = [
            ["officerRef": "XA-2001", "role": "author", "at": "2027-01-18T05:00:00Z"],
            ["officerRef": " xa-2001", "role": "approver", "at": "2027-01-18T05:10:00Z"],
        ]
        let verdict = Notice.read(document, rules: NoticeRules(allowSpecimens: true))
        #expect(verdict.faults.map(\.code) == [.approvalSameOfficer])
    }
}

extension NoticeOperation {
    /// Every operation of any kind.
    static var all: Set<NoticeOperation> {
        Set(NoticeKind.allCases.flatMap { NoticeLifecycle.operations(of: $0) })
    }
}
