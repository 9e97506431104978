/// The result of reading a document.
public enum NoticeVerdict: Sendable {
    /// The document may be sent; the officer weighs the warnings.
    case valid(Notice, warnings: [Fault])
    /// All faults of the document.
    case refused([Fault])

    /// The notice of a valid document; nil for a refused one.
    public var notice: Notice? {
        if case .valid(let notice, _) = self { notice } else { nil }
    }

    /// The faults of a refused document; empty for a valid one.
    public var faults: [Fault] {
        if case .refused(let faults) = self { faults } else { [] }
    }

    /// The warnings about a valid document; empty for a refused one.
    public var warnings: [Fault] {
        if case .valid(_, let warnings) = self { warnings } else { [] }
    }
}
