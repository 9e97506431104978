/// Every code with which a command, a node or a peer can be refused. Codes are stable for ever and
/// listed in `docs/errors.md`; a test compares the two. Faults inside a notice have their own codes
/// (`FaultCode`).
public enum Code: String, Sendable, CaseIterable {
    // The command line and the data folder.
    case usage
    case notFound = "not-found"
    case fileUnreadable = "file-unreadable"
    case fileUnwritable = "file-unwritable"
    case wrongUser = "wrong-user"
    case limitTooLow = "limit-too-low"
    case folderMissing = "folder-missing"
    case folderNotEmpty = "folder-not-empty"
    case folderInUse = "folder-in-use"
    case nodeSilent = "node-silent"
    case nodeStopped = "node-stopped"
    case clockInDoubt = "clock-in-doubt"
    case configurationInvalid = "configuration-invalid"
    case portUnavailable = "port-unavailable"

    // The store.
    case storeBusy = "store-busy"
    case storeFailed = "store-failed"
    case storeCorrupt = "store-corrupt"
    case storeMissing = "store-missing"
    case folderMixed = "folder-mixed"
    case storeNewer = "store-newer"
    case storeConflict = "store-conflict"
    case diskFull = "disk-full"

    // Keys and cryptography.
    case keyMissing = "key-missing"
    case keyExposed = "key-exposed"
    case keyUnusable = "key-unusable"
    case exampleKeys = "example-keys"
    case keyStepRefused = "key-step-refused"
    case peersLag = "peers-lag"
    case tokenMissing = "token-missing"
    case tokenPinRefused = "token-pin-refused"
    case tokenOccupied = "token-occupied"
    case tokenFailed = "token-failed"
    case cryptoFailed = "crypto-failed"
    case selfTestFailed = "self-test-failed"

    // The trust list and announcements of peers.
    case listMissing = "list-missing"
    case listMalformed = "list-malformed"
    case listDigestMismatch = "list-digest-mismatch"
    case listDigestMissing = "list-digest-missing"
    case listTooFewSigners = "list-too-few-signers"
    case listOlder = "list-older"
    case listGap = "list-gap"
    case listFork = "list-fork"
    case listExpired = "list-expired"
    case listForeign = "list-foreign"
    case draftMismatch = "draft-mismatch"
    case bundleMalformed = "bundle-malformed"
    case bundleForeign = "bundle-foreign"
    case bundleRollback = "bundle-rollback"
    case revocationRollback = "revocation-rollback"
    case keyReused = "key-reused"

    // Writing and sending notices.
    case noticeInvalid = "notice-invalid"
    case transitionRefused = "transition-refused"
    case alreadySent = "already-sent"
    case threadUnknown = "thread-unknown"
    case notIssuer = "not-issuer"
    case recipientUnknown = "recipient-unknown"
    case recipientSuspended = "recipient-suspended"
    case officerMissing = "officer-missing"
    case rightMissing = "right-missing"
    case nameRefused = "name-refused"
    case officerUnknown = "officer-unknown"
    case officerExists = "officer-exists"
    case officerSuspended = "officer-suspended"
    case lastAdministrator = "last-administrator"
    case accessRefused = "access-refused"
    case approvalWaits = "approval-waits"
    case mediaType = "media-type"
    case tooManyRequests = "too-many-requests"
    case keyRepeated = "key-repeated"
    case notConfirmed = "not-confirmed"
    case deliveryClosed = "delivery-closed"
    case approverMissing = "approver-missing"
    case approverIsAuthor = "approver-is-author"
    case emergencyRefused = "emergency-refused"
    case approvalNotDue = "approval-not-due"
    case approvalUnread = "approval-unread"
    case reasonMissing = "reason-missing"

    // Policy and rights.
    case policyInvalid = "policy-invalid"
    case policyDenied = "policy-denied"
    case policyHumanRights = "policy-human-rights"
    case policyKind = "policy-kind"
    case policyPurpose = "policy-purpose"
    case policyOffence = "policy-offence"
    case policyRiskGrade = "policy-risk-grade"
    case policyAuthority = "policy-authority"
    case policyNotSubscribed = "policy-not-subscribed"
    case policyField = "policy-field"
    case policyFieldRequired = "policy-field-required"
    case overrideRefused = "override-refused"
    case onwardRefused = "onward-refused"
    case erased
    case nothingToRetract = "nothing-to-retract"
    case sameTrip = "same-trip"
    case importMalformed = "import-malformed"
    case importCounts = "import-counts"
    case draftClosed = "draft-closed"
    case draftsFull = "drafts-full"
    case outsideHours = "outside-hours"
    case certificateNumber = "certificate-number"
    case verificationLimit = "verification-limit"
    case totalsMismatch = "totals-mismatch"
    case outcomeEarly = "outcome-early"
    case outcomeContradicts = "outcome-contradicts"
    case entryStands = "entry-stands"

    // Attachments.
    case attachmentUnfit = "attachment-unfit"
    case attachmentWaiting = "attachment-waiting"
    case attachmentWithdrawn = "attachment-withdrawn"
    case attachmentAltered = "attachment-altered"
    case attachmentMismatch = "attachment-mismatch"
    case attachmentNoRoom = "attachment-no-room"

    // Answers of a receiving node about a message.
    case malformed
    case versionUnsupported = "version-unsupported"
    case suiteUnsupported = "suite-unsupported"
    case signatureInvalid = "signature-invalid"
    case certificateUntrusted = "certificate-untrusted"
    case roleWrong = "role-wrong"
    case typeWrong = "type-wrong"
    case headerMismatch = "header-mismatch"
    case notRecipient = "not-recipient"
    case keyStale = "key-stale"
    case openFailed = "open-failed"
    case idConflict = "id-conflict"
    case expired
    case futureDated = "future-dated"
    case evidenceUnfounded = "evidence-unfounded"
    case evidenceRepeated = "evidence-repeated"

    // Between nodes.
    case wrongCarrier = "wrong-carrier"
    case memberUnknown = "member-unknown"
    case memberSuspended = "member-suspended"
    case peerKeysUnknown = "peer-keys-unknown"
    case peerUnreachable = "peer-unreachable"
    case peerDoesNotKnowUs = "peer-does-not-know-us"
    case answerLost = "answer-lost"
    case peerUntrusted = "peer-untrusted"
    case peerAnswerInvalid = "peer-answer-invalid"
    case peerBusy = "peer-busy"
    case reasonUnknown = "reason-unknown"
    case bodyTooLarge = "body-too-large"
    case requestInvalid = "request-invalid"
    case internalFault = "internal-fault"
}

extension Code {
    /// True if the same operation may succeed later without anybody changing anything.
    ///
    /// The `switch` has no `default`: a new code waits for a decision.
    public var isWorthRetrying: Bool {
        switch self {
        case .outsideHours, .storeBusy, .storeFailed, .storeMissing, .diskFull, .folderInUse,
            .nodeSilent,
            .nodeStopped, .clockInDoubt,
            .peerKeysUnknown, .peerUnreachable, .peerDoesNotKnowUs,
            .answerLost,
            .peerUntrusted, .peerAnswerInvalid, .peerBusy, .portUnavailable, .keyStale,
            .futureDated, .listExpired, .peersLag, .internalFault,
            .tokenMissing, .tokenFailed, .attachmentWaiting:
            true
        case .usage, .notFound, .fileUnreadable, .fileUnwritable, .wrongUser, .limitTooLow,
            .folderMissing,
            .folderNotEmpty,
            .configurationInvalid, .storeConflict, .storeCorrupt, .folderMixed, .storeNewer,
            .keyMissing,
            .keyExposed,
            .keyUnusable, .exampleKeys, .keyStepRefused, .tokenPinRefused, .tokenOccupied,
            .cryptoFailed, .selfTestFailed,
            .listMissing,
            .listMalformed, .listDigestMismatch, .listDigestMissing, .listTooFewSigners, .listOlder,
            .listGap,
            .listFork, .listForeign, .draftMismatch, .bundleMalformed, .bundleForeign,
            .bundleRollback, .revocationRollback,
            .keyReused, .noticeInvalid, .transitionRefused, .alreadySent, .threadUnknown,
            .notIssuer, .recipientUnknown, .recipientSuspended, .officerMissing, .rightMissing,
            .nameRefused, .officerUnknown,
            .officerExists, .officerSuspended, .lastAdministrator, .accessRefused, .approvalWaits,
            .mediaType, .tooManyRequests, .keyRepeated,
            .notConfirmed, .deliveryClosed, .approverMissing, .approverIsAuthor, .emergencyRefused,
            .approvalNotDue, .approvalUnread, .reasonMissing, .policyInvalid, .policyDenied,
            .policyHumanRights,
            .policyKind, .policyPurpose, .policyOffence, .policyRiskGrade, .policyAuthority,
            .policyNotSubscribed, .policyField, .policyFieldRequired, .overrideRefused,
            .onwardRefused, .erased, .nothingToRetract, .sameTrip, .importMalformed, .importCounts,
            .draftClosed, .draftsFull, .certificateNumber, .verificationLimit, .totalsMismatch,
            .outcomeEarly, .outcomeContradicts, .entryStands, .malformed, .versionUnsupported,
            .suiteUnsupported,
            .signatureInvalid, .certificateUntrusted, .roleWrong, .typeWrong, .headerMismatch,
            .notRecipient, .openFailed, .idConflict, .expired, .evidenceUnfounded,
            .evidenceRepeated, .wrongCarrier, .memberUnknown, .memberSuspended, .reasonUnknown,
            .bodyTooLarge,
            .requestInvalid,
            .attachmentUnfit, .attachmentWithdrawn, .attachmentAltered, .attachmentMismatch,
            .attachmentNoRoom:
            false
        }
    }

    /// Reads a code that a peer gives as its reason. A later version may have codes that are not
    /// known here: the peer's answer about a message holds all the same.
    ///
    /// - Returns: nil for a text that is no code: 1 to 40 small letters and digits, and hyphens
    ///   between them.
    public init?(ofPeer text: String) {
        if let known = Code(rawValue: text) {
            self = known
            return
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isWord = parts.allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
        }
        guard isWord, text.utf8.count <= 40 else { return nil }
        self = .reasonUnknown
    }

    /// True for a failure of this node's own store, which says nothing about a peer.
    public var isOfStore: Bool {
        switch self {
        case .storeBusy, .storeFailed, .storeCorrupt, .diskFull: true
        default: false
        }
    }

    /// True if the peer has read nothing of the message: it was not reached, or it refused our
    /// certificate.
    public var saysNothingWasRead: Bool {
        switch self {
        case .peerUnreachable, .peerDoesNotKnowUs: true
        default: false
        }
    }

    /// True for a failure of our own token. It is never a verdict on a peer's message, and no peer
    /// learns of it.
    public var isOfToken: Bool {
        switch self {
        case .tokenMissing, .tokenPinRefused, .tokenOccupied, .tokenFailed: true
        default: false
        }
    }

    /// The meaning of the code, in one sentence.
    public var meaning: String { explanation.meaning }

    /// The next step, in one sentence.
    public var next: String { explanation.next }
}
