/// What a statement does to its thread: `issue`, `cancel`, …
public struct NoticeOperation: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let issue = NoticeOperation(rawValue: "issue")
    public static let modify = NoticeOperation(rawValue: "modify")
    public static let extend = NoticeOperation(rawValue: "extend")
    public static let suspend = NoticeOperation(rawValue: "suspend")
    public static let resume = NoticeOperation(rawValue: "resume")
    public static let cancel = NoticeOperation(rawValue: "cancel")
    public static let updateItinerary = NoticeOperation(rawValue: "update-itinerary")
    public static let correct = NoticeOperation(rawValue: "correct")
    public static let interim = NoticeOperation(rawValue: "interim")
    public static let final = NoticeOperation(rawValue: "final")

    /// A cancel is a tombstone: it holds even for a thread that was never seen.
    public var isCancel: Bool { self == .cancel }

    public var description: String { rawValue }
}
