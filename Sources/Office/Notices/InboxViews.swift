package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Traffic

/// One received notice, as a list shows it.
package struct InboxLineView: View {
    let id: MessageID
    let from: MemberCode
    let kind: String
    let operation: String
    let thread: String
    let sequence: Int
    let precedence: Precedence
    let deadline: Instant?
    let created: Instant
    let received: Instant
    let expires: Instant
    let state: InboxState
    let seal: Int
    let contentDigest: Digest
    /// The standing of the statement.
    let standing: Standing
    let attachments: Int
    let attachmentsArrived: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<InboxLineView>] = [
        ViewMember("id", \.id), ViewMember("from", \.from), ViewMember("kind", \.kind),
        ViewMember("operation", \.operation), ViewMember("thread", \.thread),
        ViewMember("sequence", \.sequence), ViewMember("precedence", \.precedence),
        ViewMember("deadline", \.deadline), ViewMember("created", \.created),
        ViewMember("received", \.received), ViewMember("expires", \.expires),
        ViewMember("state", \.state), ViewMember("seal", \.seal),
        ViewMember("contentDigest", \.contentDigest), ViewMember("standing", \.standing),
        ViewMember("attachments", \.attachments),
        ViewMember("attachmentsArrived", \.attachmentsArrived),
    ]
}

/// One page of the inbox.
package struct InboxPageView: View {
    let page: Page<ListedArrivalView>
    /// Notices that were withdrawn, and nobody here has read that yet.
    let withdrawnUnread: [String]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<InboxPageView>] = [
        ViewMember(allOf: \.page), ViewMember("withdrawnUnread", \.withdrawnUnread),
    ]
}

/// One received notice; its words for a named officer only.
package struct ArrivalView: View {
    let line: InboxLineView
    let attachmentList: [AttachmentStateView]
    let notice: Document?
    let noticeDigest: Digest?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ArrivalView>] = [
        ViewMember(allOf: \.line), ViewMember("attachmentList", \.attachmentList),
        ViewMember("notice", \.notice), ViewMember("noticeDigest", \.noticeDigest),
    ]
}

/// The progress of one attachment.
package struct AttachmentStateView: View {
    /// SHA-256 of the ciphertext.
    let sealed: Digest
    let to: MemberCode
    /// SHA-256 of the file, for an officer who has opened the notice.
    let digest: Digest?
    let bytes: Int
    /// Bytes of the file that are here; nil if that is not known.
    let heldBytes: Int?
    let state: AttachmentState
    let code: Code?
    let changed: Instant

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<AttachmentStateView>] = [
        ViewMember("sealed", \.sealed), ViewMember("to", \.to), ViewMember("digest", \.digest),
        ViewMember("bytes", \.bytes), ViewMember("heldBytes", \.heldBytes),
        ViewMember("state", \.state), ViewMember("code", \.code), ViewMember("changed", \.changed),
    ]
}

/// One row of a page.
package struct CardRowView: View {
    let label: String
    let text: String
    let depth: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<CardRowView>] = [
        ViewMember("label", \.label), ViewMember("text", \.text), ViewMember("depth", \.depth),
    ]
}

/// One section of a page.
package struct CardSectionView: View {
    let heading: String
    let rows: [CardRowView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<CardSectionView>] = [
        ViewMember("heading", \.heading), ViewMember("rows", \.rows),
    ]
}

/// The page for the officer at the border, as it is printed and in its parts.
package struct CardView: View {
    let card: String
    let banner: [String]
    let sections: [CardSectionView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<CardView>] = [
        ViewMember("card", \.card), ViewMember("banner", \.banner),
        ViewMember("sections", \.sections),
    ]
}

/// One attachment that was taken out.
package struct AttachmentView: View {
    let id: MessageID
    let from: MemberCode
    let digest: Digest
    let mediaType: String?
    let bytes: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<AttachmentView>] = [
        ViewMember("id", \.id), ViewMember("from", \.from), ViewMember("digest", \.digest),
        ViewMember("mediaType", \.mediaType), ViewMember("bytes", \.bytes),
    ]
}

/// An order to erase that was carried out, or that would be.
package struct ErasedView: View {
    let order: String
    /// The member that gave the order, and gets the confirmation.
    let issuer: MemberCode
    let about: String
    let erased: [MessageID]
    /// The confirmation that was sent; nil for a preview.
    let answer: SentView?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ErasedView>] = [
        ViewMember("order", \.order), ViewMember("issuer", \.issuer), ViewMember("about", \.about),
        ViewMember("erased", \.erased), ViewMember("answer", \.answer),
    ]
}

/// One task of officers.
package struct TaskView: View {
    let task: Duty.Matter
    let thread: String
    let sequence: Int
    let member: MemberCode?
    let groupMember: Int?
    let since: Instant
    let due: Instant
    let overdue: Bool
    let next: String
    let glance: GlanceView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<TaskView>] = [
        ViewMember("task", \.task), ViewMember("thread", \.thread),
        ViewMember("sequence", \.sequence), ViewMember("member", \.member),
        ViewMember("groupMember", \.groupMember), ViewMember("since", \.since),
        ViewMember("due", \.due), ViewMember("overdue", \.overdue), ViewMember("next", \.next),
        ViewMember(allOf: \.glance),
    ]
}

extension AttachmentState: Printable {}
extension Duty.Matter: Printable {}
