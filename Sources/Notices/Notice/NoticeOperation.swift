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
    public static let report = NoticeOperation(rawValue: "report")
    public static let update = NoticeOperation(rawValue: "update")
    public static let close = NoticeOperation(rawValue: "close")
    public static let confirm = NoticeOperation(rawValue: "confirm")
    public static let reject = NoticeOperation(rawValue: "reject")
    public static let notify = NoticeOperation(rawValue: "notify")
    public static let order = NoticeOperation(rawValue: "order")
    public static let remind = NoticeOperation(rawValue: "remind")
    public static let request = NoticeOperation(rawValue: "request")
    public static let accept = NoticeOperation(rawValue: "accept")
    public static let partial = NoticeOperation(rawValue: "partial")
    public static let reply = NoticeOperation(rawValue: "reply")
    public static let refuse = NoticeOperation(rawValue: "refuse")
    public static let grant = NoticeOperation(rawValue: "grant")
    public static let deny = NoticeOperation(rawValue: "deny")
    public static let revoke = NoticeOperation(rawValue: "revoke")
    public static let verify = NoticeOperation(rawValue: "verify")
    public static let announce = NoticeOperation(rawValue: "announce")
    public static let join = NoticeOperation(rawValue: "join")
    public static let decline = NoticeOperation(rawValue: "decline")
    public static let task = NoticeOperation(rawValue: "task")
    public static let observe = NoticeOperation(rawValue: "observe")
    public static let statistics = NoticeOperation(rawValue: "statistics")
    public static let consolidate = NoticeOperation(rawValue: "consolidate")
    public static let publish = NoticeOperation(rawValue: "publish")
    public static let acknowledge = NoticeOperation(rawValue: "acknowledge")

    /// A cancel is a tombstone: it holds even for a thread that was never seen.
    public var isCancel: Bool { self == .cancel }

    public var description: String { rawValue }
}
