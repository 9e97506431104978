extension NoticeKind {
    private typealias Row = NoticeLifecycle.Transition

    var profile: NoticeProfile {
        switch self {
        case .greenNotice: Self.greenNoticeProfile
        case .travelAlert: Self.travelAlertProfile
        case .outcome: Self.outcomeProfile
        }
    }

    private static let greenNoticeProfile = NoticeProfile(
        phrase: "A green notice", letters: "GN", numberMember: "noticeNo",
        transitions: [
            Row.issuer(.none, .issue, .inForce),
            Row.issuer(.inForce, .modify, .inForce),
            Row.issuer(.inForce, .extend, .inForce),
            Row.issuer(.inForce, .suspend, .suspended),
            Row.issuer(.inForce, .cancel, .cancelled),
            Row.issuer(.suspended, .modify, .suspended),
            Row.issuer(.suspended, .resume, .inForce),
            Row.issuer(.suspended, .cancel, .cancelled),
            Row.issuer(.expired, .cancel, .cancelled),
        ],
        ageing: [.init(.issuer, .inForce, .expired), .init(.issuer, .suspended, .expired)])

    private static let travelAlertProfile = NoticeProfile(
        phrase: "A travel alert", letters: "TA", numberMember: "alertNo", cancelFloor: .immediate,
        transitions: journey, ageing: [.init(.issuer, .inForce, .expired)])

    private static let journey = [
        Row.issuer(.none, .issue, .inForce),
        Row.issuer(.inForce, .updateItinerary, .inForce),
        Row.issuer(.inForce, .correct, .inForce),
        Row.issuer(.inForce, .cancel, .cancelled),
        Row.issuer(.expired, .correct, .expired),
        Row.issuer(.expired, .cancel, .cancelled),
    ]

    /// May be given for a notice that this node never had: one that came on paper, or by relay.
    private static let outcomeProfile = NoticeProfile(
        phrase: "An outcome", answers: [.greenNotice, .travelAlert], floor: .priority,
        transitions: [
            Row.recipient(.none, .interim, .interim),
            Row.recipient(.none, .final, .final),
            Row.recipient(.interim, .interim, .interim),
            Row.recipient(.interim, .final, .final),
            Row.recipient(.final, .final, .amended),
            Row.recipient(.amended, .final, .amended),
        ])
}
