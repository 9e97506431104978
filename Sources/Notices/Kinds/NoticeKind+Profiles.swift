extension NoticeKind {
    private typealias Row = NoticeLifecycle.Transition

    var profile: NoticeProfile {
        switch self {
        case .greenNotice: Self.greenNoticeProfile
        case .travelAlert: Self.travelAlertProfile
        case .groupAlert: Self.groupAlertProfile
        case .outcome: Self.outcomeProfile
        case .hit: Self.hitProfile
        case .correction: Self.correctionProfile
        case .erasure: Self.erasureProfile
        case .informationRequest: Self.informationRequestProfile
        case .useConsent: Self.useConsentProfile
        case .certificate: Self.certificateProfile
        case .criminalRecord: Self.criminalRecordProfile
        case .operation: Self.operationProfile
        case .intelligenceProduct: Self.intelligenceProductProfile
        case .directory: Self.directoryProfile
        case .incident: Self.incidentProfile
        }
    }

    // MARK: Warnings

    private static let greenNoticeProfile = NoticeProfile(
        phrase: "A green notice", letters: "GN", numberMember: "noticeNo",
        identifiers: .warning,
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
        phrase: "A travel alert", letters: "TA", numberMember: "alertNo",
        identifiers: .birthOrDocument, cancelFloor: .immediate, transitions: journey,
        ageing: [.init(.issuer, .inForce, .expired)])

    private static let groupAlertProfile = NoticeProfile(
        phrase: "A group alert", letters: "GA", identifiers: .birthOrDocument,
        cancelFloor: .immediate, transitions: journey,
        ageing: [.init(.issuer, .inForce, .expired)])

    private static let journey = [
        Row.issuer(.none, .issue, .inForce),
        Row.issuer(.inForce, .updateItinerary, .inForce),
        Row.issuer(.inForce, .correct, .inForce),
        Row.issuer(.inForce, .cancel, .cancelled),
        Row.issuer(.expired, .correct, .expired),
        Row.issuer(.expired, .cancel, .cancelled),
    ]

    // MARK: Results

    /// A recipient may report on a notice that this node never had: it came on paper, or by relay.
    private static let outcomeProfile = NoticeProfile(
        phrase: "An outcome", answers: [.travelAlert, .greenNotice, .groupAlert],
        floor: .priority,
        transitions: [
            Row.recipient(.none, .interim, .interim),
            Row.recipient(.none, .final, .final),
            Row.recipient(.interim, .interim, .interim),
            Row.recipient(.interim, .final, .final),
            Row.recipient(.final, .final, .amended),
            Row.recipient(.amended, .final, .amended),
        ])

    private static let hitProfile = NoticeProfile(
        phrase: "A hit", letters: "HT", subject: .addressed,
        subjectKinds: [.greenNotice, .travelAlert, .groupAlert], floor: .immediate,
        transitions: [
            Row.issuer(.none, .report, .reported),
            Row.issuer(.reported, .update, .reported),
            Row.issuer(.reported, .close, .closed),
            Row.issuer(.reported, .cancel, .cancelled),
            Row.recipient(.none, .confirm, .confirmed, while: [.reported, .closed]),
            Row.recipient(.none, .reject, .rejected, while: [.reported, .closed]),
            Row.recipient(.confirmed, .reject, .rejected, while: [.reported, .closed]),
            Row.recipient(.rejected, .confirm, .confirmed, while: [.reported, .closed]),
        ])

    private static let correctionProfile = NoticeProfile(
        phrase: "A correction", letters: "CN", subject: .own, dueMax: .hours(72),
        floor: .priority,
        transitions: [
            Row.issuer(.none, .notify, .notified),
            Row.issuer(.notified, .remind, .escalated),
            Row.issuer(.notified, .cancel, .cancelled),
            Row.issuer(.escalated, .remind, .escalated),
            Row.issuer(.escalated, .cancel, .cancelled),
            Row.recipient(.none, .confirm, .confirmed, while: [.notified, .escalated]),
            Row.recipient(.none, .refuse, .refused, while: [.notified, .escalated]),
            Row.recipient(.refused, .confirm, .confirmed, while: [.notified, .escalated]),
        ])

    private static let erasureProfile = NoticeProfile(
        phrase: "An erasure", letters: "ER", subject: .own, dueMax: .hours(72), floor: .priority,
        transitions: [
            Row.issuer(.none, .order, .ordered),
            Row.issuer(.ordered, .remind, .escalated),
            Row.issuer(.ordered, .cancel, .cancelled),
            Row.issuer(.escalated, .remind, .escalated),
            Row.issuer(.escalated, .cancel, .cancelled),
            Row.recipient(.none, .confirm, .confirmed, while: [.ordered, .escalated]),
            Row.recipient(.none, .refuse, .refused, while: [.ordered, .escalated]),
            Row.recipient(.refused, .confirm, .confirmed, while: [.ordered, .escalated]),
        ])

    // MARK: Questions

    private static let informationRequestProfile = NoticeProfile(
        phrase: "An information request", letters: "IR",
        transitions: questions + [
            Row.recipient(.none, .accept, .accepted, while: [.open]),
            Row.recipient(.none, .partial, .partial, while: [.open]),
            Row.recipient(.none, .reply, .answered, while: [.open]),
            Row.recipient(.none, .refuse, .refused, while: [.open]),
            Row.recipient(.none, .extend, .accepted, while: [.open]),
            Row.recipient(.accepted, .partial, .partial, while: [.open]),
            Row.recipient(.accepted, .reply, .answered, while: [.open]),
            Row.recipient(.accepted, .refuse, .refused, while: [.open]),
            Row.recipient(.accepted, .extend, .accepted, while: [.open]),
            Row.recipient(.partial, .partial, .partial, while: [.open]),
            Row.recipient(.partial, .reply, .answered, while: [.open]),
            Row.recipient(.partial, .refuse, .refused, while: [.open]),
            Row.recipient(.partial, .extend, .partial, while: [.open]),
            Row.recipient(.answered, .reply, .amended),
            Row.recipient(.amended, .reply, .amended),
            Row.recipient(.refused, .reply, .answered, while: [.open]),
        ], ageing: [.init(.issuer, .open, .lapsed)])

    /// A consent can be taken back in every state of the request for it.
    private static let useConsentProfile = NoticeProfile(
        phrase: "A use consent", letters: "UC", subject: .addressed,
        transitions: questions + [
            Row.recipient(.none, .grant, .granted, while: [.open]),
            Row.recipient(.none, .deny, .denied, while: [.open]),
            Row.recipient(.denied, .grant, .granted, while: [.open]),
            Row.recipient(.granted, .grant, .granted, while: [.open]),
            Row.recipient(.granted, .revoke, .revoked),
            Row.recipient(.revoked, .grant, .granted, while: [.open]),
        ],
        ageing: [.init(.issuer, .open, .lapsed), .init(.recipient, .granted, .lapsed)])

    private static let certificateProfile = NoticeProfile(
        phrase: "A certificate", letters: "CT", identifiers: .birthOrDocument, dueMax: .days(14),
        transitions: questions + [
            Row.issuer(.none, .verify, .verifying),
            Row.issuer(.verifying, .cancel, .cancelled),
            Row.recipient(.none, .accept, .accepted, while: [.open]),
            Row.recipient(.none, .reply, .answered, while: [.open]),
            Row.recipient(.none, .refuse, .refused, while: [.open]),
            Row.recipient(.none, .confirm, .confirmed, while: [.verifying]),
            Row.recipient(.accepted, .reply, .answered, while: [.open]),
            Row.recipient(.accepted, .refuse, .refused, while: [.open]),
            Row.recipient(.refused, .reply, .answered, while: [.open]),
            Row.recipient(.answered, .revoke, .revoked),
            Row.recipient(.confirmed, .confirm, .confirmed),
        ],
        ageing: [
            .init(.issuer, .open, .lapsed), .init(.issuer, .verifying, .lapsed),
            .init(.recipient, .answered, .expired),
        ])

    private static let criminalRecordProfile = NoticeProfile(
        phrase: "A criminal record", letters: "CR", identifiers: .birthOrDocument,
        dueMax: .days(28),
        transitions: questions + [
            Row.recipient(.none, .accept, .accepted, while: [.open]),
            Row.recipient(.none, .reply, .answered, while: [.open]),
            Row.recipient(.none, .refuse, .refused, while: [.open]),
            Row.recipient(.accepted, .reply, .answered, while: [.open]),
            Row.recipient(.accepted, .refuse, .refused, while: [.open]),
            Row.recipient(.refused, .reply, .answered, while: [.open]),
            Row.recipient(.answered, .reply, .amended),
            Row.recipient(.amended, .reply, .amended),
        ], ageing: [.init(.issuer, .open, .lapsed)])

    private static let questions = [
        Row.issuer(.none, .request, .open),
        Row.issuer(.open, .modify, .open),
        Row.issuer(.open, .cancel, .cancelled),
        Row.issuer(.lapsed, .cancel, .cancelled),
    ]

    // MARK: Working together

    private static let operationProfile = NoticeProfile(
        phrase: "An operation", letters: "OP",
        transitions: [
            Row.issuer(.none, .announce, .proposed),
            Row.issuer(.proposed, .announce, .proposed),
            Row.issuer(.proposed, .task, .running),
            Row.issuer(.proposed, .cancel, .cancelled),
            Row.issuer(.running, .task, .running),
            Row.issuer(.running, .consolidate, .reporting),
            Row.issuer(.running, .cancel, .cancelled),
            Row.issuer(.reporting, .consolidate, .reporting),
            Row.issuer(.reporting, .close, .closed),
            Row.recipient(.none, .join, .joined, while: [.proposed, .running]),
            Row.recipient(.none, .decline, .declined, while: [.proposed, .running]),
            Row.recipient(.declined, .join, .joined, while: [.proposed, .running]),
            Row.recipient(.joined, .decline, .declined, while: [.proposed, .running]),
            Row.recipient(.joined, .observe, .observing, while: [.running]),
            Row.recipient(.joined, .statistics, .counted, while: [.running, .reporting]),
            Row.recipient(.observing, .observe, .observing, while: [.running]),
            Row.recipient(.observing, .statistics, .counted, while: [.running, .reporting]),
            Row.recipient(.counted, .statistics, .counted, while: [.running, .reporting]),
        ])

    private static let intelligenceProductProfile = NoticeProfile(
        phrase: "An intelligence product", letters: "IP",
        transitions: [
            Row.issuer(.none, .publish, .published),
            Row.issuer(.published, .update, .published),
            Row.issuer(.published, .cancel, .cancelled),
            Row.issuer(.expired, .cancel, .cancelled),
        ], ageing: [.init(.issuer, .published, .expired)])

    private static let directoryProfile = NoticeProfile(
        phrase: "A directory entry", letters: "DR",
        transitions: [
            Row.issuer(.none, .publish, .published),
            Row.issuer(.published, .update, .published),
            Row.issuer(.published, .cancel, .cancelled),
        ])

    private static let incidentProfile = NoticeProfile(
        phrase: "An incident", letters: "IN", floor: .immediate,
        transitions: [
            Row.issuer(.none, .report, .reported),
            Row.issuer(.reported, .update, .reported),
            Row.issuer(.reported, .close, .closed),
            Row.issuer(.reported, .cancel, .cancelled),
            Row.recipient(.none, .acknowledge, .confirmed, while: [.reported, .closed]),
        ])
}
