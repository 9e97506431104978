internal import Exchange
internal import Notices
internal import Ports

/// The result of one envelope of a request.
enum ReceptionResult {
    /// New evidence to be signed and kept: delivered, or refused for good.
    case new(EvidenceEntry)
    /// The same message as an earlier one of this request.
    case repeated
    /// A duplicate, with the evidence that answered the first.
    case stored([UInt8])
    case later(Code, Duration)
    case rejected(Code)

    var entry: EvidenceEntry? {
        if case .new(let entry) = self { entry } else { nil }
    }
}

/// The changes of one request, before they are committed.
struct ReceptionBatch {
    /// A message to be stored; it names the evidence, which is signed last.
    struct Item {
        let from: MemberCode
        let id: MessageID
        let contentDigest: Digest
        let thread: String
        let sequence: Int
        /// The digest of the notice, in clear.
        let notice: Digest
        let make: (_ evidence: Digest) -> InboxItem
    }

    enum Step {
        case change(Change)
        /// Insert the item at this place.
        case item(Int)
    }

    let now: Instant
    var claimed: Set<String> = []
    /// Changes that are kept even if no envelope was delivered.
    var changes: [Change] = []
    var steps: [Step] = []
    var items: [Item] = []
    /// Contents that were kept as the second under their id.
    var conflicts: Set<Digest> = []
    /// Certificates that are to be verified, and are not in the store yet.
    var verificationCount = 0
    /// Those that were verified in the last day before this request; nil until one is to be.
    var verificationsBefore: Int?
    /// Whether a message names attachments, which are fetched once it is stored.
    var hasAttachments = false
    var threads: [ThreadKey: ThreadState] = [:]
}
