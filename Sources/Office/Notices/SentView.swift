package import Asking
internal import Exchange
package import Notices
internal import Ports
internal import Station
internal import Traffic

/// A statement that was taken in, with everything that was queued for it.
package struct SentView: View {
    /// One message that carries the statement.
    package struct Message: View {
        let id: MessageID
        let to: [MemberCode]
        let contentDigest: Digest
        let noticeDigest: Digest?
        let expires: Instant

        /// The members in the order in which they are printed.
        package static let members: [ViewMember<Message>] = [
            ViewMember("id", \.id), ViewMember("to", \.to),
            ViewMember("contentDigest", \.contentDigest),
            ViewMember("noticeDigest", \.noticeDigest), ViewMember("expires", \.expires),
        ]
    }

    /// One delivery that was queued, with the cause that holds it up.
    package struct Queued: View {
        let id: MessageID
        let to: MemberCode
        let precedence: Precedence
        let deadline: Instant?
        let code: Code?
        let sentence: String?
        let telephone: String?

        /// The members in the order in which they are printed.
        package static let members: [ViewMember<Queued>] = [
            ViewMember("id", \.id), ViewMember("to", \.to), ViewMember("precedence", \.precedence),
            ViewMember("deadline", \.deadline), ViewMember("code", \.code),
            ViewMember("sentence", \.sentence), ViewMember("telephone", \.telephone),
        ]
    }

    /// The notice's number.
    package let thread: String
    let sequence: Int
    let kind: String
    let operation: String
    let messages: [Message]
    let deliveries: [Queued]
    /// The number of earlier deliveries that end here, unsent.
    let closed: Int
    let warnings: [Fault]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<SentView>] = [
        ViewMember("thread", \.thread), ViewMember("sequence", \.sequence),
        ViewMember("kind", \.kind), ViewMember("operation", \.operation),
        ViewMember("messages", \.messages), ViewMember("deliveries", \.deliveries),
        ViewMember("closed", \.closed), ViewMember("warnings", \.warnings),
    ]

    /// A statement that was judged, and of which nothing was sent.
    init(judged prepared: Submission.Prepared) {
        let notice = prepared.notice
        thread = notice.thread
        sequence = notice.sequence
        kind = notice.kind.rawValue
        operation = notice.operation.rawValue
        messages = []
        deliveries = []
        closed = 0
        warnings = prepared.warnings
    }

    init(_ result: Submission.Result, _ holdUps: HoldUpDesk) {
        thread = result.notice.thread
        sequence = result.notice.sequence
        kind = result.notice.kind.rawValue
        operation = result.notice.operation.rawValue
        messages = result.messages.map { message in
            Message(
                id: message.id, to: message.recipients, contentDigest: message.contentDigest,
                noticeDigest: result.noticeDigests[message.id], expires: message.expires)
        }
        deliveries = result.queued.map { delivery in
            let told = holdUps.told(of: delivery)
            return Queued(
                id: delivery.id, to: delivery.recipient, precedence: delivery.precedence,
                deadline: delivery.deadline, code: told.code, sentence: told.sentence,
                telephone: told.telephone)
        }
        closed = result.closed.count
        warnings = result.warnings
    }
}

extension Fault: Printable {
    /// One fault of a document: its place, its code, its layer and one sentence.
    package static var shape: Shape {
        .object([
            Shape.Member("pointer", .text), Shape.Member("code", .text),
            Shape.Member("layer", .oneOf(["schema", "rule"])), Shape.Member("sentence", .text),
        ])
    }
}

/// A notice as one recipient would get it.
package struct PreviewView: View {
    let to: MemberCode
    /// Every recipient of the same rendition.
    let recipients: [MemberCode]
    /// Paths of the fields that policy takes out.
    let removed: [String]
    let noticeDigest: Digest
    let precedence: Precedence
    let deadline: Instant?
    let notice: Document
    let warnings: [Fault]
    /// The page that an officer of the recipient would read.
    let card: String?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PreviewView>] = [
        ViewMember("to", \.to), ViewMember("recipients", \.recipients),
        ViewMember("removed", \.removed), ViewMember("noticeDigest", \.noticeDigest),
        ViewMember("precedence", \.precedence), ViewMember("deadline", \.deadline),
        ViewMember("notice", \.notice), ViewMember("warnings", \.warnings),
        ViewMember("card", \.card),
    ]
}

/// The next statement of a notice, made from a second report.
package struct MergedView: View {
    let into: String
    let notice: Document

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<MergedView>] = [
        ViewMember("into", \.into), ViewMember("notice", \.notice),
    ]
}
