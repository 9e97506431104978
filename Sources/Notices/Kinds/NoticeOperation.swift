/// The effect of a statement on its thread: `issue`, `cancel`, …
public struct NoticeOperation: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code in the document, such as `update-itinerary`; unknown codes can stand here too.
    public let rawValue: String

    /// Takes a code as it stands in a document.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Issues a green notice, travel alert or group alert.
    public static let issue = NoticeOperation(rawValue: "issue")
    /// Changes a green notice or a question.
    public static let modify = NoticeOperation(rawValue: "modify")
    /// Extends the validity of a green notice, or the time that an answer needs.
    public static let extend = NoticeOperation(rawValue: "extend")
    /// Suspends a green notice for a time.
    public static let suspend = NoticeOperation(rawValue: "suspend")
    /// Puts a suspended green notice in force again.
    public static let resume = NoticeOperation(rawValue: "resume")
    /// Withdraws the thread for good.
    public static let cancel = NoticeOperation(rawValue: "cancel")
    /// Changes the journey of an alert.
    public static let updateItinerary = NoticeOperation(rawValue: "update-itinerary")
    /// Corrects an alert.
    public static let correct = NoticeOperation(rawValue: "correct")
    /// Reports an outcome of which more will follow.
    public static let interim = NoticeOperation(rawValue: "interim")
    /// Reports the final outcome, or corrects it.
    public static let final = NoticeOperation(rawValue: "final")
    /// Reports a hit or an incident.
    public static let report = NoticeOperation(rawValue: "report")
    /// Updates a report or a bulletin.
    public static let update = NoticeOperation(rawValue: "update")
    /// Closes a hit, an incident or a joint operation.
    public static let close = NoticeOperation(rawValue: "close")
    /// Confirms a hit, a certificate, or that a correction or erasure is done.
    public static let confirm = NoticeOperation(rawValue: "confirm")
    /// States that a hit is not the person sought.
    public static let reject = NoticeOperation(rawValue: "reject")
    /// Notifies recipients that a notice was wrong.
    public static let notify = NoticeOperation(rawValue: "notify")
    /// Orders recipients to erase a notice.
    public static let order = NoticeOperation(rawValue: "order")
    /// Reminds recipients of a correction or erasure that they have not confirmed.
    public static let remind = NoticeOperation(rawValue: "remind")
    /// Asks a question.
    public static let request = NoticeOperation(rawValue: "request")
    /// Accepts a question; an answer will follow.
    public static let accept = NoticeOperation(rawValue: "accept")
    /// Gives a part of the answer.
    public static let partial = NoticeOperation(rawValue: "partial")
    /// Answers a question, or corrects the answer.
    public static let reply = NoticeOperation(rawValue: "reply")
    /// Refuses a question, a correction or an order to erase.
    public static let refuse = NoticeOperation(rawValue: "refuse")
    /// Grants the use that was asked for.
    public static let grant = NoticeOperation(rawValue: "grant")
    /// Denies the use that was asked for.
    public static let deny = NoticeOperation(rawValue: "deny")
    /// Takes a granted use or a certificate back.
    public static let revoke = NoticeOperation(rawValue: "revoke")
    /// Asks the issuer whether a certificate is genuine.
    public static let verify = NoticeOperation(rawValue: "verify")
    /// Announces a joint operation.
    public static let announce = NoticeOperation(rawValue: "announce")
    /// Joins a joint operation.
    public static let join = NoticeOperation(rawValue: "join")
    /// Declines to take part in a joint operation.
    public static let decline = NoticeOperation(rawValue: "decline")
    /// Gives the tasks of a joint operation.
    public static let task = NoticeOperation(rawValue: "task")
    /// Reports observations of a joint operation.
    public static let observe = NoticeOperation(rawValue: "observe")
    /// Reports a member's statistics of a joint operation.
    public static let statistics = NoticeOperation(rawValue: "statistics")
    /// Adds the results of all members up, by the lead.
    public static let consolidate = NoticeOperation(rawValue: "consolidate")
    /// Publishes an intelligence product or a directory entry.
    public static let publish = NoticeOperation(rawValue: "publish")
    /// Acknowledges a report of an incident.
    public static let acknowledge = NoticeOperation(rawValue: "acknowledge")

    /// True for a cancel, which holds even for a thread that was never seen.
    public var isCancel: Bool { self == .cancel }

    /// The code itself.
    public var description: String { rawValue }
}
