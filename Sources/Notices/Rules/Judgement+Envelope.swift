/// Rules for what every notice has.
extension Judgement {
    /// The number of years from a statement for which a notice may stand, and data may be kept.
    ///
    /// - Source: INTERPOL's Rules on the Processing of Data, five years before a review.
    static let keepYearsMax = 5
    /// The largest difference between the clocks of a border post and of its national office.
    static let eventSkewMax = Duration.minutes(5)

    mutating func judgeEnvelope() {
        judgeMembers()
        judgeThread()
        judgeHandling()
        judgeApprovals()
        judgeAttachments()
        judgePeriods()
        judgeEvent("/at")
        judgeSubject()
        judgeDue()
        for pointer in evaluationPointers { judgeEvaluation(pointer) }
        for pointer in ["/registration"] { judgePeriod(pointer, "from", "until") }
    }

    private mutating func judgeMembers() {
        let from = text("/from")
        if let from { judge(Country.recognition(ofMember: from), .countryUnknown, "/from") }
        for (index, member) in texts("/to").enumerated() {
            let pointer = "/to/\(index)"
            judge(Country.recognition(ofMember: member), .countryUnknown, pointer)
            if member == from {
                refuse(.addressedToSelf, pointer, FaultCode.addressedToSelf.meaning)
            }
        }
    }

    private mutating func judgeThread() {
        guard let thread = text("/threadId") else { return }
        // If the number is repeated in a member of its own, a fault concerns that member.
        var pointer = "/threadId"
        var number = thread
        if let member = kind?.profile.numberMember, let own = text("/" + member) {
            if thread != own {
                refuse(.threadMismatch, "/threadId", "The thread of a notice is its own number.")
            }
            pointer = "/" + member
            number = own
        }
        judgeNumber(number, pointer)
        if let kind, let letters = number.split(separator: "-").dropFirst().first,
            !kind.threadLetters.contains(String(letters))
        {
            refuse(.numberKind, pointer, FaultCode.numberKind.meaning)
        }
        if let reference = text("/greenNoticeRef") { judgeNumber(reference, "/greenNoticeRef") }
        judgeSide(number, pointer)
    }

    /// Judges whether the sender may make this statement in the thread, and whether it can be its
    /// first.
    private mutating func judgeSide(_ number: String, _ pointer: String) {
        guard let kind, let operation, let from = text("/from").flatMap({ MemberCode($0) }) else {
            return
        }
        let side = NoticeSide(of: from, in: number)
        let rows = NoticeLifecycle.transitions(of: kind).filter { $0.operation == operation }
        if !rows.isEmpty, !rows.contains(where: { $0.side == side }) {
            switch side {
            case .issuer: refuse(.answerOfOwn, "/operation", FaultCode.answerOfOwn.meaning)
            case .recipient: refuse(.numberForeign, pointer, FaultCode.numberForeign.meaning)
            }
            return
        }
        if side == .recipient { judgeAnswer(number) }
        guard let sequence = json["sequence"]?.intValue else { return }
        let fits = rows.contains { $0.side == side && ($0.from == .none) == (sequence == 1) }
        if !rows.isEmpty, !fits {
            refuse(.sequenceOperation, "/sequence", FaultCode.sequenceOperation.meaning)
        } else if sequence == 1, json["supersedes"] != nil {
            refuse(.supersedesOnIssue, "/supersedes", FaultCode.supersedesOnIssue.meaning)
        }
    }

    /// Judges an answer: it states what it answers, and is addressed to the member that asked.
    private mutating func judgeAnswer(_ thread: String) {
        if let answered = text("/inReplyTo") {
            let number = answered.split(separator: "/").first.map { String($0) } ?? answered
            judgeNumber(number, "/inReplyTo")
            if number != thread {
                refuse(
                    .threadMismatch, "/threadId",
                    "The thread of an answer is the number of the notice that it answers.")
            }
        }
        if json["to"]?.arrayValue != nil, !texts("/to").contains(String(thread.prefix(2))) {
            refuse(.answerNotToIssuer, "/to", FaultCode.answerNotToIssuer.meaning)
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
        // A name that is too long or blank is compared with nobody.
        let names = Set(authors.compactMap { OfficerName($0) })
        if !names.isDisjoint(with: officers("approver").compactMap { OfficerName($0) })
            || !Set(authors).isDisjoint(with: officers("approver"))
        {
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
        for person in personPointers {
            for (index, photo) in list(person + "/photos").enumerated() {
                guard let digest = photo["attachment"]?.stringValue, !known.contains(digest) else {
                    continue
                }
                refuse(
                    .attachmentMissing, "\(person)/photos/\(index)/attachment",
                    FaultCode.attachmentMissing.meaning)
            }
        }
    }

    private mutating func judgePeriods() {
        guard let today = createdOn, !isCancel else { return }
        let last = today.adding(years: Self.keepYearsMax)
        let valid = date("/validUntil")
        if let valid {
            // An expired notice can still be corrected, and stays expired.
            if valid < today, operation != .correct {
                refuse(.validPast, "/validUntil", FaultCode.validPast.meaning)
            }
            if valid > last { refuse(.validTooLong, "/validUntil", FaultCode.validTooLong.meaning) }
        }
        guard let retain = date("/retainUntil") else { return }
        if retain > last { refuse(.retainTooLong, "/retainUntil", FaultCode.retainTooLong.meaning) }
        if retain < min(valid ?? today, last) {
            refuse(.retainTooShort, "/retainUntil", FaultCode.retainTooShort.meaning)
        }
    }

    /// Judges the time of a reported event: it lies in the past.
    mutating func judgeEvent(_ pointer: String) {
        guard let happened = instant(pointer), let createdAt else { return }
        if happened > createdAt + Self.eventSkewMax {
            refuse(.eventFuture, pointer, FaultCode.eventFuture.meaning)
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
            + personPointers.flatMap { person in
                list(person + "/identities").indices.map { "\(person)/identities/\($0)/evaluation" }
            }
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
