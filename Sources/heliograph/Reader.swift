import Federation

/// The people whose work a verb is part of. Help is grouped by them.
enum Reader: String, CaseIterable {
    case officer
    case supervisor
    case administrator
    case secretariat
    case integrator
    case everybody

    /// The people who hold a right.
    init(_ right: Right) {
        switch right {
        case .list, .readNotices, .writeNotices, .readInbox, .report, .screen: self = .officer
        case .approve, .override, .keepRecords, .readForRecords, .readAudit, .count,
            .exportEvidence:
            self = .supervisor
        case .observe, .administer, .manageOfficers: self = .administrator
        }
    }

    /// The heading over the verbs of these people.
    var heading: String {
        switch self {
        case .officer: "For officers on duty"
        case .supervisor: "For supervisors and the records office"
        case .administrator: "For administrators of a node"
        case .secretariat: "For the secretariat of a federation"
        case .integrator: "For programs of a national system"
        case .everybody: "For everybody"
        }
    }
}
