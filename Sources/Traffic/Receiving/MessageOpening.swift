internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// The order in which a message is believed: outer signature, seal, inner signature, binding, and
/// last the notice itself. Nothing decrypted leaves here before all of it holds.
struct MessageOpening {
    let context: TrafficContext
    let now: Instant

    struct Frame {
        let header: FrameHeader
        let envelope: [UInt8]
        let signer: MemberCode
    }

    struct Opened {
        let frame: FrameHeader
        /// The inner SignedData.
        let inner: [UInt8]
        let content: NoticeContent
        let notice: Notice
    }

    /// True if a code is this member's last word on a message whose frame has verified.
    ///
    /// There is no `default`: a new code waits for a decision.
    static func isFinal(_ code: Code) -> Bool {
        switch code {
        case .malformed, .versionUnsupported, .suiteUnsupported, .signatureInvalid,
            .certificateUntrusted, .roleWrong, .typeWrong, .headerMismatch, .notRecipient,
            .keyStale, .openFailed, .idConflict, .noticeInvalid, .memberUnknown,
            .keyReused, .verificationLimit:
            true
        case .usage, .notFound, .fileUnreadable, .fileUnwritable, .wrongUser, .limitTooLow,
            .folderMissing,
            .folderNotEmpty, .folderInUse, .nodeSilent, .nodeStopped, .clockInDoubt,
            .configurationInvalid,
            .portUnavailable, .storeBusy, .storeFailed, .storeCorrupt, .storeMissing, .folderMixed,
            .storeNewer,
            .storeConflict, .diskFull, .keyMissing, .keyExposed, .keyUnusable, .exampleKeys,
            .keyStepRefused, .peersLag, .cryptoFailed, .selfTestFailed, .listMissing,
            .listMalformed, .listDigestMismatch, .listDigestMissing, .listTooFewSigners, .listOlder,
            .listGap,
            .listFork, .listExpired, .listForeign, .draftMismatch, .bundleMalformed,
            .bundleForeign, .bundleRollback, .revocationRollback,
            .transitionRefused, .threadUnknown, .notIssuer, .recipientUnknown,
            .recipientSuspended, .officerMissing, .deliveryClosed, .approverMissing,
            .approverIsAuthor, .emergencyRefused, .approvalNotDue, .approvalUnread, .reasonMissing,
            .policyInvalid, .policyDenied, .policyHumanRights, .policyKind, .policyPurpose,
            .policyOffence, .policyRiskGrade, .policyAuthority, .policyNotSubscribed,
            .policyField, .policyFieldRequired, .overrideRefused, .onwardRefused, .erased,
            .nothingToRetract, .sameTrip, .importMalformed, .importCounts, .draftClosed,
            .outcomeEarly, .outcomeContradicts,
            .draftsFull, .outsideHours, .certificateNumber, .totalsMismatch, .entryStands,
            .expired,
            .futureDated,
            .evidenceUnfounded, .evidenceRepeated, .wrongCarrier, .memberSuspended,
            .peerKeysUnknown,
            .peerUnreachable, .peerDoesNotKnowUs, .answerLost,
            .peerUntrusted, .peerAnswerInvalid, .peerBusy, .reasonUnknown, .bodyTooLarge,
            .requestInvalid,
            .internalFault, .tokenMissing, .tokenPinRefused, .tokenOccupied, .tokenFailed,
            .attachmentUnfit, .attachmentWaiting, .attachmentWithdrawn, .attachmentAltered,
            .attachmentMismatch, .attachmentNoRoom:
            false
        }
    }

    func verifyFrame(_ bytes: [UInt8]) throws(HeliographError) -> Frame {
        let verified = try context.sealer.verify(bytes, as: .frame, at: now) {
            content throws(HeliographError) in
            try readingGrammar { () throws(GrammarRefusal) in
                try FrameHeader.read(content[...]).header.from
            }
        }
        let (header, envelope) = try readingGrammar { () throws(GrammarRefusal) in
            try FrameHeader.read(verified.content[...])
        }
        return Frame(header: header, envelope: Array(envelope), signer: verified.member)
    }

    func open(_ frame: Frame) throws(HeliographError) -> Opened {
        guard frame.header.to.contains(context.member) else {
            throw HeliographError(.notRecipient, "This member is not in `to`.")
        }
        let inner = try context.sealer.open(
            frame.envelope, sealedTo: frame.header.recipients.map(\.keyID))
        let verified = try context.sealer.verify(inner, as: .notice, at: now) { _ in
            frame.header.from
        }
        let content = try readingGrammar { () throws(GrammarRefusal) in
            try NoticeContent.read(verified.content[...])
        }
        let disagreement = Binding.disagreement(
            Binding.Facts(
                frame: frame.header, notice: content.header, frameSigner: frame.signer,
                noticeSigner: verified.member, contentDigest: context.sealer.digest(inner),
                receiver: context.member))
        if let disagreement {
            throw HeliographError(
                .headerMismatch, Code.headerMismatch.meaning, detail: [disagreement])
        }
        return Opened(
            frame: frame.header, inner: inner, content: content, notice: try read(content))
    }

    private func read(_ content: NoticeContent) throws(HeliographError) -> Notice {
        switch Notice.read(content.notice, rules: context.recipientRules) {
        case .refused(let faults):
            throw HeliographError(
                .noticeInvalid, "A received notice breaks its schema or a rule.", faults: faults)
        case .valid(let notice, _):
            let header = content.header
            guard notice.from == header.from, Set(notice.to) == Set(header.to),
                notice.kind.rawValue == header.kind,
                notice.operation.rawValue == header.operation,
                notice.thread == header.thread, notice.sequence == header.sequence
            else {
                throw HeliographError(
                    .headerMismatch, "The notice does not say what its header says.")
            }
            guard header.attachments.allSatisfy(notice.names) else {
                throw HeliographError(
                    .headerMismatch, "The header names an attachment that the notice does not.")
            }
            return notice
        }
    }
}
