/// Rules for `about` and `due`: the subject of a statement, and the time by which it wants an
/// action.
extension Judgement {
    mutating func judgeSubject() {
        guard let thread = text("/about/thread") else { return }
        let pointer = "/about/thread"
        judgeNumber(thread, pointer)
        guard let profile = kind?.profile, isIssuer else { return }
        let letters = thread.split(separator: "-").dropFirst().first.map { String($0) } ?? ""
        let known = profile.subjectKinds.flatMap(\.threadLetters)
        if !known.isEmpty, !known.contains(letters) {
            refuse(.numberKind, pointer, "This kind of statement is not about such a notice.")
        }
        judgeOwner(of: thread, profile.subject, pointer)
    }

    /// Judges the owner of the number in `about` against sender and recipients.
    mutating func judgeOwner(
        of number: String, _ subject: NoticeProfile.Subject, _ pointer: String
    ) {
        let owner = String(number.prefix(2))
        switch subject {
        case .own where owner != text("/from"):
            refuse(.numberForeign, pointer, "Only the member that issued it may say this.")
        case .addressed where json["to"]?.arrayValue != nil && !texts("/to").contains(owner):
            refuse(.subjectNotAddressed, "/to", FaultCode.subjectNotAddressed.meaning)
        default: break
        }
    }

    /// Judges `due`: it lies ahead when it is set; a later statement may repeat it after its time.
    mutating func judgeDue() {
        guard let due = instant("/due"), let createdAt else { return }
        if due <= createdAt, !isIssuer || json["sequence"] == 1 {
            refuse(.duePast, "/due", FaultCode.duePast.meaning)
        }
        if let most = kind?.profile.dueMax, isIssuer, due > createdAt + most {
            refuse(.dueTooFar, "/due", FaultCode.dueTooFar.meaning)
        }
    }

    var isIssuer: Bool {
        guard let thread = text("/threadId"), let from = text("/from").flatMap({ MemberCode($0) })
        else { return false }
        return NoticeSide(of: from, in: thread) == .issuer
    }

    mutating func judgeMembers(_ pointer: String) {
        for (index, member) in texts(pointer).enumerated() {
            judge(Country.recognition(ofMember: member), .countryUnknown, "\(pointer)/\(index)")
        }
    }

    mutating func judgeMember(_ pointer: String) {
        guard let member = text(pointer) else { return }
        judge(Country.recognition(ofMember: member), .countryUnknown, pointer)
    }
}
