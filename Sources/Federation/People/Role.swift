/// The part that a person or a program plays at a node. A closed set; each part is a set of rights.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Writes, reads and answers notices.
    case duty
    /// Approves, releases and overrides.
    case supervisor
    /// Keeps the records: audit, retention, corrections, erasures, statistics.
    case records
    /// Looks after keys, peers, trust, configuration and officers. Never opens a notice.
    case administrator
    /// A program: it has the rights that it is given, one by one.
    case integrator
    /// Looks at lists and counts. Never opens a notice.
    case observer

    /// The rights of the role: the one table of who may do what.
    public var rights: Set<Right> {
        switch self {
        case .duty:
            [
                .list, .readNotices, .writeNotices, .readInbox, .report, .screen, .count, .observe,
            ]
        case .supervisor:
            [.list, .readNotices, .readInbox, .approve, .override, .count, .observe]
        case .records:
            [
                .list, .keepRecords, .readForRecords, .readAudit, .count, .exportEvidence,
                .observe,
            ]
        case .administrator: [.list, .observe, .administer, .manageOfficers]
        case .integrator: []
        case .observer: [.list, .count, .observe]
        }
    }

    /// The role in a sentence: what its holder does.
    public var meaning: String {
        switch self {
        case .duty: "writes, reads and answers notices"
        case .supervisor: "approves, releases and overrides"
        case .records: "keeps the records: audit, corrections, erasures, statistics"
        case .administrator: "looks after keys, peers, trust and officers; never opens a notice"
        case .integrator: "a program, which has the rights that it is given one by one"
        case .observer: "looks at lists and counts; never opens a notice"
        }
    }

    /// The rights that an integrator may be given: those of people, and never those that keep the
    /// node or stand for a second person.
    public static let rightsOfPrograms: Set<Right> = [
        .list, .readNotices, .writeNotices, .readInbox, .report, .screen, .count, .observe,
    ]
}
