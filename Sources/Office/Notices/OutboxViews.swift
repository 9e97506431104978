package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// One message on its way to one member.
package struct DeliveryView: View {
    let id: MessageID
    let to: MemberCode
    let thread: String
    let sequence: Int
    let kind: String?
    let operation: String?
    let precedence: Precedence
    let deadline: Instant?
    let state: DeliveryState
    let changed: Instant
    let deliveredAt: Instant?
    /// True if the message arrived before its deadline; nil while that is open, or without one.
    let inTime: Bool?
    let failedAttempts: Int
    let nextAttempt: Instant?
    let code: Code?
    let sentence: String?
    let telephone: String?
    let expires: Instant
    let attachments: Int
    let attachmentsArrived: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<DeliveryView>] = [
        ViewMember("id", \.id), ViewMember("to", \.to), ViewMember("thread", \.thread),
        ViewMember("sequence", \.sequence), ViewMember("kind", \.kind),
        ViewMember("operation", \.operation), ViewMember("precedence", \.precedence),
        ViewMember("deadline", \.deadline), ViewMember("state", \.state),
        ViewMember("changed", \.changed), ViewMember("deliveredAt", \.deliveredAt),
        ViewMember("inTime", \.inTime), ViewMember("failedAttempts", \.failedAttempts),
        ViewMember("nextAttempt", \.nextAttempt), ViewMember("code", \.code),
        ViewMember("sentence", \.sentence), ViewMember("telephone", \.telephone),
        ViewMember("expires", \.expires), ViewMember("attachments", \.attachments),
        ViewMember("attachmentsArrived", \.attachmentsArrived),
    ]
}

/// One encryption of a message.
package struct SealView: View {
    let seal: Int
    let to: [MemberCode]
    let digest: Digest
    let bytes: Int
    let made: Instant

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<SealView>] = [
        ViewMember("seal", \.seal), ViewMember("to", \.to), ViewMember("digest", \.digest),
        ViewMember("bytes", \.bytes), ViewMember("made", \.made),
    ]
}

/// One message of ours, with its seals and deliveries.
package struct MessageView: View {
    let id: MessageID
    let thread: String
    let sequence: Int
    let kind: String
    let operation: String
    let created: Instant
    let expires: Instant
    let contentDigest: Digest
    let to: [MemberCode]
    let seals: [SealView]
    let deliveries: [DeliveryView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<MessageView>] = [
        ViewMember("id", \.id), ViewMember("thread", \.thread), ViewMember("sequence", \.sequence),
        ViewMember("kind", \.kind), ViewMember("operation", \.operation),
        ViewMember("created", \.created), ViewMember("expires", \.expires),
        ViewMember("contentDigest", \.contentDigest), ViewMember("to", \.to),
        ViewMember("seals", \.seals), ViewMember("deliveries", \.deliveries),
    ]
}

/// One message of ours with everything that was signed about it.
package struct SentMessageView: View {
    let message: MessageView
    /// SHA-256 of the notice; nil for a body that was erased.
    let noticeDigest: Digest?
    let attachmentList: [AttachmentStateView]
    let evidence: [EvidenceEntry]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<SentMessageView>] = [
        ViewMember(allOf: \.message), ViewMember("noticeDigest", \.noticeDigest),
        ViewMember("attachmentList", \.attachmentList), ViewMember("evidence", \.evidence),
    ]
}

/// The number of deliveries or hand-overs that were tried again.
package struct RetriedView: View {
    let retried: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<RetriedView>] = [
        ViewMember("retried", \.retried)
    ]
}

/// One hand-over to a national system that waits or was given up.
package struct HandoverView: View {
    let from: MemberCode
    let id: MessageID
    let target: String
    let state: Handover.State
    let queued: Instant
    let attempts: Int
    let nextAttempt: Instant?
    let code: Code?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<HandoverView>] = [
        ViewMember("from", \.from), ViewMember("id", \.id), ViewMember("target", \.target),
        ViewMember("state", \.state), ViewMember("queued", \.queued),
        ViewMember("attempts", \.attempts), ViewMember("nextAttempt", \.nextAttempt),
        ViewMember("code", \.code),
    ]
}

extension EvidenceEntry: Printable {
    /// One entry of evidence; `code` is there in a refusal, `attachment` for an attachment.
    package static var shape: Shape {
        .object([
            Shape.Member("step", EvidenceStep.shape), Shape.Member("by", .member),
            Shape.Member("from", .member), Shape.Member("id", .messageID),
            Shape.Member("seal", .integer), Shape.Member("recipient", .member),
            Shape.Member("contentDigest", .digest), Shape.Member("at", .time),
            Shape.Member("code", .text, isRequired: false),
            Shape.Member("attachment", .digest, isRequired: false),
        ])
    }
}
