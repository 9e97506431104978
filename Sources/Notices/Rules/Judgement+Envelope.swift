/// Rules for what every notice has.
extension Judgement {
    /// Years that a notice may stand, and data may be kept, from its statement.
    ///
    /// - Source: INTERPOL's Rules on the Processing of Data, five years before a review.
    static let keepYearsMax = 5

    mutating func judgeEnvelope() {
        judgeMembers()
        judgeThread()
        judgeHandling()
        judgeApprovals()
        judgeAttachments()
        judgePeriods()
        for pointer in evaluationPointers { judgeEvaluation(pointer) }
        for pointer in ["/registration"] { judgePeriod(pointer, "from", "until") }
    }

    private mutating func judgeMembers() {
        let from = text("/from")
        if let from { judge(Country.standing(ofMember: from), .memberUnknown, "/from") }
        for (index, member) in texts("/to").enumerated() {
            let pointer = "/to/\(index)"
            judge(Country.standing(ofMember: member), .memberUnknown, pointer)
            if member == from {
                refuse(.addressedToSelf, pointer, FaultCode.addressedToSelf.meaning)
            }
        }
    }

    private mutating func judgeThread() {
        let number =
            switch kind {
            case .greenNotice: "noticeNo"
            case .travelAlert: "alertNo"
            case .outcome, nil: ""
            }
        let thread = text("/threadId")
        if !number.isEmpty, let own = text("/" + number) {
            if let thread, thread != own {
                refuse(.threadMismatch, "/threadId", "The thread of a notice is its own number.")
            }
            judgeNumber(own, "/" + number)
            if let from = text("/from"), !own.hasPrefix(from + "-") {
                refuse(.numberForeign, "/" + number, FaultCode.numberForeign.meaning)
            }
            let letters = kind == .greenNotice ? "GN" : "TA"
            if own.split(separator: "-").dropFirst().first.map({ $0 != letters }) == true {
                refuse(.numberKind, "/" + number, FaultCode.numberKind.meaning)
            }
        } else if let thread {
            judgeNumber(thread, "/threadId")
        }
        if let reference = text("/greenNoticeRef") { judgeNumber(reference, "/greenNoticeRef") }
        guard let operation, let sequence = json["sequence"]?.intValue,
            kind == .greenNotice || kind == .travelAlert
        else {
            return
        }
        if (operation == .issue) != (sequence == 1) {
            refuse(.sequenceOperation, "/sequence", FaultCode.sequenceOperation.meaning)
        }
        if operation == .issue, json["supersedes"] != nil {
            refuse(.supersedesOnIssue, "/supersedes", FaultCode.supersedesOnIssue.meaning)
        }
    }

    mutating func judgeNumber(_ number: String, _ pointer: String) {
        if !CheckCharacters.isNoticeNumberSound(number) {
            refuse(.checkCharacter, pointer, FaultCode.checkCharacter.meaning)
        }
    }

    private mutating func judgeHandling() {
        let codes = texts("/handling/codes")
        if codes.contains("H0"), codes.count > 1 {
            refuse(.handlingConflict, "/handling/codes", FaultCode.handlingConflict.meaning)
        }
        guard !codes.isEmpty else { return }
        if codes.contains("H3") != (text("/handling/text") != nil) {
            refuse(.handlingText, "/handling/text", FaultCode.handlingText.meaning)
        }
    }

    private mutating func judgeApprovals() {
        let approvals = list("/approvals")
        guard !approvals.isEmpty else { return }
        func officers(_ role: String) -> [String] {
            approvals.filter { $0["role"]?.stringValue == role }
                .compactMap { $0["officerRef"]?.stringValue }
        }
        let authors = officers("author")
        let others = officers("approver") + officers("emergency")
        if authors.isEmpty || others.isEmpty {
            refuse(.approvalIncomplete, "/approvals", FaultCode.approvalIncomplete.meaning)
        }
        if !Set(authors).isDisjoint(with: officers("approver")) {
            refuse(.approvalSameOfficer, "/approvals", FaultCode.approvalSameOfficer.meaning)
        }
    }

    private mutating func judgeAttachments() {
        var known: Set<String> = []
        for (index, attachment) in list("/attachments").enumerated() {
            guard let digest = attachment["sha256"]?.stringValue else { continue }
            if !known.insert(digest).inserted {
                refuse(
                    .attachmentRepeats, "/attachments/\(index)/sha256",
                    FaultCode.attachmentRepeats.meaning)
            }
        }
        for (index, photo) in list("/person/photos").enumerated() {
            guard let digest = photo["attachment"]?.stringValue, !known.contains(digest) else {
                continue
            }
            refuse(
                .attachmentMissing, "/person/photos/\(index)/attachment",
                FaultCode.attachmentMissing.meaning)
        }
    }

    private mutating func judgePeriods() {
        guard let today = createdOn, !isCancel else { return }
        let last = today.adding(years: Self.keepYearsMax)
        let valid = date("/validUntil")
        if let valid {
            if valid < today { refuse(.validPast, "/validUntil", FaultCode.validPast.meaning) }
            if valid > last { refuse(.validTooLong, "/validUntil", FaultCode.validTooLong.meaning) }
        }
        guard let retain = date("/retainUntil") else { return }
        if retain > last { refuse(.retainTooLong, "/retainUntil", FaultCode.retainTooLong.meaning) }
        if retain < min(valid ?? today, last) {
            refuse(.retainTooShort, "/retainUntil", FaultCode.retainTooShort.meaning)
        }
    }

    mutating func judgePeriod(_ pointer: String, _ first: String, _ last: String) {
        guard let from = date("\(pointer)/\(first)"), let until = date("\(pointer)/\(last)"),
            until < from
        else { return }
        refuse(.periodReversed, "\(pointer)/\(last)", FaultCode.periodReversed.meaning)
    }

    private var evaluationPointers: [String] {
        ["/evaluation"]
            + list("/person/identities").indices.map { "/person/identities/\($0)/evaluation" }
    }

    private mutating func judgeEvaluation(_ pointer: String) {
        guard let scheme = text(pointer + "/scheme"), let source = text(pointer + "/source"),
            let info = text(pointer + "/info")
        else { return }
        let (sources, infos) =
            scheme == "4x4"
            ? (["A", "B", "C", "X"], 1...4) : (["A", "B", "C", "D", "E", "F"], 1...6)
        if !sources.contains(source) || !infos.contains(Int(info) ?? 0) {
            refuse(.evaluationScheme, pointer, FaultCode.evaluationScheme.meaning)
        }
    }
}
