/// What reading a document came to.
public enum NoticeVerdict: Sendable {
    /// Nothing in the way of sending it; the warnings are for the officer to weigh.
    case valid(Notice, warnings: [Fault])
    /// Everything that is wrong with it, at once.
    case refused([Fault])

    public var notice: Notice? {
        if case .valid(let notice, _) = self { notice } else { nil }
    }

    /// Faults of a refused document; none of a valid one.
    public var faults: [Fault] {
        if case .refused(let faults) = self { faults } else { [] }
    }

    public var warnings: [Fault] {
        if case .valid(_, let warnings) = self { warnings } else { [] }
    }
}
