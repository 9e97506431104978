package import Asking
internal import Notices
internal import Ports

/// A call that waits for a second officer, without its words.
package struct HeldCallView: View {
    let call: HeldCall
    let state: HeldCallState

    init(_ call: HeldCall, at now: Instant) {
        self.call = call
        state =
            switch call.state {
            case .waiting: now < call.expires ? .waiting : .ended
            case .approved: now < call.expires ? .approved : .ended
            case .done: .done
            case .declined: .declined
            }
    }

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<HeldCallView>] = [
        ViewMember("id", \.call.id), ViewMember("operation", \.call.operation),
        ViewMember("author", \.call.author), ViewMember("approver", \.call.approver),
        ViewMember("state", \.state), ViewMember("files", \.call.fileCount),
        ViewMember("made", \.call.made), ViewMember("expires", \.call.expires),
        ViewMember("read", \.call.isRead), ViewMember("decidedBy", \.call.decidedBy),
        ViewMember("decided", \.call.decided), ViewMember("reason", \.call.reason),
    ]
}

/// The stage of a held call, as of now.
enum HeldCallState: String, CaseIterable, Printable {
    /// It waits for the second officer.
    case waiting
    /// It was approved; its author gives it again, with its files.
    case approved
    /// It was carried out.
    case done
    /// It was declined.
    case declined
    /// Nobody decided in time.
    case ended
}

/// A held call with everything that it asks for.
package struct OpenedCallView: View {
    let call: HeldCallView
    let arguments: Document
    /// The draft that the call sends; nil for every other call.
    let draft: Document?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<OpenedCallView>] = [
        ViewMember(allOf: \.call), ViewMember("arguments", \.arguments),
        ViewMember("draft", \.draft),
    ]
}

/// A held call after its approval, with the answer of the operation if it was carried out.
package struct GivenApprovalView: View {
    let call: HeldCallView
    let answer: Document?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<GivenApprovalView>] = [
        ViewMember(allOf: \.call), ViewMember("answer", \.answer),
    ]
}
