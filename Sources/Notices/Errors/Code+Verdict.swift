extension Code {
    /// True if this code, met while a message whose frame has verified is opened, is the
    /// recipient's last word on it. All other trouble is the node's own, or passes.
    ///
    /// No `default`: a new code waits for a decision.
    package var isVerdictOnMessage: Bool {
        switch self {
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
            .transitionRefused, .alreadySent, .threadUnknown, .notIssuer, .recipientUnknown,
            .recipientSuspended, .officerMissing, .rightMissing,
            .nameRefused, .officerUnknown,
            .officerExists, .officerSuspended, .lastAdministrator, .accessRefused, .approvalWaits,
            .mediaType, .tooManyRequests, .keyRepeated,
            .notConfirmed, .deliveryClosed,
            .approverMissing,
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
}
