internal import Administration
package import Asking
package import Notices
package import Station

/// Every operation that a person or a program may ask of a node.
///
/// No way in can ask for anything else.
package enum Catalogue {
    /// One operation, without the types of its request and its answer.
    @dynamicMemberLookup
    package struct Entry: Sendable {
        /// Everything that help, schemas and doors need to know.
        package let description: OperationDescription
        /// Reads the arguments, and does nothing.
        package let check: @Sendable (JSONObject) throws(HeliographError) -> Void
        /// Reads the arguments and carries the operation out.
        let perform:
            @Sendable (JSONObject, Principal, any RunningNode, [HandedFile])
                async throws(HeliographError) -> JSON

        init<Asked: Request>(_ request: Asked.Type) {
            description = request.description
            check = { arguments throws(HeliographError) in _ = try Asked(arguments) }
            perform = { arguments, principal, node, files throws(HeliographError) in
                let request = try Asked(arguments)
                return try await request.answer(node, principal, files).json
            }
        }

        /// A part of the description.
        package subscript<Part>(
            dynamicMember part: KeyPath<OperationDescription, Part>
        ) -> Part {
            description[keyPath: part]
        }
    }

    /// Every operation, in the order of the desk's day.
    package static let all: [Entry] = [
        Entry(SendNotice.self), Entry(PreviewNotice.self), Entry(MergeReport.self),
        Entry(ListNotices.self), Entry(ShowNotice.self), Entry(WriteSuccessor.self),
        Entry(OfferNumber.self),
        Entry(ApproveRelease.self), Entry(CancelNotice.self),
        Entry(ForwardNotice.self), Entry(RetractNotice.self), Entry(KeepNotice.self),
        Entry(ShowBoard.self), Entry(ShowTotals.self),
        Entry(ListOutbox.self), Entry(ShowMessage.self), Entry(RetryMessage.self),
        Entry(ListInbox.self), Entry(ShowArrival.self), Entry(ShowCard.self),
        Entry(TakeAttachment.self), Entry(ReportOutcome.self), Entry(ReplyToNotice.self),
        Entry(EraseNotice.self),
        Entry(ConfirmCorrection.self), Entry(ListTasks.self),
        Entry(ImportForms.self), Entry(ImportPassengers.self), Entry(FindPerson.self),
        Entry(SearchNotices.self),
        Entry(ListDrafts.self), Entry(ShowDraft.self), Entry(ChangeDraft.self),
        Entry(SendDraft.self), Entry(DiscardDraft.self),
        Entry(CountWarnings.self), Entry(CountOperation.self),
        Entry(ExportEvidence.self), Entry(ListHandovers.self),
        Entry(RetryHandovers.self), Entry(ListPeers.self), Entry(ListDirectory.self),
        Entry(ShowPolicy.self), Entry(ExamineNode.self),
        Entry(ShowTrust.self), Entry(CompareTrust.self), Entry(ImportTrust.self),
        Entry(ListForks.self), Entry(ShowProof.self), Entry(SettleFork.self),
        Entry(ListKeys.self), Entry(PreflightKey.self), Entry(RotateKey.self),
        Entry(StageKey.self), Entry(PublishKey.self), Entry(ActivateKey.self),
        Entry(UndoKeyStep.self), Entry(RetireKey.self), Entry(DestroyKey.self),
        Entry(RevokeKey.self),
        Entry(ListHeldCalls.self), Entry(ShowHeldCall.self), Entry(GiveApproval.self),
        Entry(DeclineApproval.self), Entry(ShowPrincipal.self), Entry(ListAudit.self),
        Entry(AddOfficer.self), Entry(ListOfficers.self), Entry(ShowOfficer.self),
        Entry(ChangeOfficer.self), Entry(LinkOfficer.self), Entry(UnlinkOfficer.self),
        Entry(SuspendOfficer.self), Entry(ResumeOfficer.self), Entry(RemoveOfficer.self),
        Entry(NewToken.self), Entry(ListTokens.self), Entry(RevokeToken.self),
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// What to do when a node does not know what it is asked for.
    package static let oneVersion =
        "Use one version of command line and node. After an upgrade, restart the node."

    /// The operation of a name; nil if there is none.
    package static func operation(_ name: String) -> Entry? { byName[name] }
}

extension RunningNode {
    /// Carries a call out.
    ///
    /// - Parameters:
    ///   - principal: the person or program that asks, as the door has found.
    ///   - files: handed over with the call, in the order in which the request names them.
    package func perform(
        _ call: Call, by principal: Principal, files: [HandedFile] = []
    ) async -> Answer {
        do throws(HeliographError) {
            return .done(try await carryOut(call, by: principal, files: files))
        } catch {
            return .refused(error)
        }
    }

    /// Carries a call out; one that needs the proof of a second officer waits for it.
    package func carryOut(
        _ call: Call, by principal: Principal, files: [HandedFile]
    ) async throws(HeliographError) -> JSON {
        guard let operation = Catalogue.operation(call.operation) else {
            throw HeliographError(
                .usage, "There is no operation of that name. Nothing was done.",
                next: Catalogue.oneVersion,
                detail: ["\(call.operation.prefix(40))"])
        }
        try principal.check(operation.right)
        if principal.isProven, let second = call.arguments["approvedBy"]?.stringValue {
            try await HeldCallOffice(node: self)
                .pass(call, by: principal, approver: second, files)
        }
        return try await operation.perform(call.arguments, principal, self, files)
    }
}
