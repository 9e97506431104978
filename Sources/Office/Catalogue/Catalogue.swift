internal import Administration
package import Asking
internal import Notices
package import Station

/// Everything that a person or a program may ask of a node.
///
/// What is not in the catalogue cannot be asked by any way in.
package enum Catalogue {
    /// One operation, whatever its types.
    package struct Operation: Sendable {
        /// Noun and verb, such as `notice.send`.
        package let name: String
        /// The verb of the command line that makes it.
        package let verb: String
        /// One sentence for help and man page.
        package let summary: String
        /// The right that it needs.
        package let right: Right
        /// Whether it reads or changes.
        package let effect: OperationEffect
        /// Every field that it may carry.
        package let fields: [Field]
        /// The form of its answer.
        package let answer: Shape
        /// A call as somebody might make it.
        package let example: Call
        /// Reads the arguments and does what is asked.
        let perform:
            @Sendable (JSONObject, Principal, any RunningNode, [HandedFile])
                async throws(HeliographError) -> JSON

        init<Asked: Request>(_ request: Asked.Type) {
            name = Asked.name
            verb = Asked.verb
            summary = Asked.summary
            right = Asked.right
            effect = Asked.effect
            fields = Asked.fields.map {
                Field(
                    name: $0.name, meaning: $0.meaning, shape: $0.shape, isRequired: $0.isRequired)
            }
            answer = Asked.Answer.shape
            example = Call(Asked.example, as: "officer-7")
            perform = { arguments, principal, node, files throws(HeliographError) in
                let request = try Asked(arguments)
                return try await request.answer(node, principal, files).json
            }
        }
    }

    /// One field of an operation.
    package struct Field: Sendable {
        /// The field's name, camelCase.
        package let name: String
        /// One sentence part that says what its value is.
        package let meaning: String
        /// The form of its value.
        package let shape: Shape
        /// True if the operation is refused without it.
        package let isRequired: Bool
    }

    /// Every operation, in the order of the desk's day.
    package static let all: [Operation] = [
        Operation(SendNotice.self), Operation(PreviewNotice.self), Operation(MergeReport.self),
        Operation(ListNotices.self), Operation(ShowNotice.self), Operation(WriteSuccessor.self),
        Operation(ApproveRelease.self), Operation(CancelNotice.self),
        Operation(ForwardNotice.self), Operation(RetractNotice.self), Operation(KeepNotice.self),
        Operation(ShowBoard.self), Operation(ShowTotals.self),
        Operation(ListOutbox.self), Operation(ShowMessage.self), Operation(RetryMessage.self),
        Operation(ListInbox.self), Operation(ShowArrival.self), Operation(ShowCard.self),
        Operation(TakeAttachment.self), Operation(ReportOutcome.self), Operation(EraseNotice.self),
        Operation(ConfirmCorrection.self), Operation(ListTasks.self),
        Operation(ImportForms.self), Operation(ImportPassengers.self), Operation(FindPerson.self),
        Operation(ListDrafts.self), Operation(ShowDraft.self), Operation(ChangeDraft.self),
        Operation(SendDraft.self), Operation(DiscardDraft.self),
        Operation(CountWarnings.self), Operation(CountOperation.self),
        Operation(ExportEvidence.self), Operation(ListHandovers.self),
        Operation(RetryHandovers.self), Operation(ListPeers.self), Operation(ListDirectory.self),
        Operation(ShowPolicy.self), Operation(ExamineNode.self),
        Operation(ShowTrust.self), Operation(CompareTrust.self), Operation(ImportTrust.self),
        Operation(ListForks.self), Operation(ShowProof.self), Operation(SettleFork.self),
        Operation(ListKeys.self), Operation(PreflightKey.self), Operation(RotateKey.self),
        Operation(StageKey.self), Operation(PublishKey.self), Operation(ActivateKey.self),
        Operation(UndoKeyStep.self), Operation(RetireKey.self), Operation(DestroyKey.self),
        Operation(RevokeKey.self),
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The operation of a name; nil if there is none.
    package static func operation(_ name: String) -> Operation? { byName[name] }
}

extension RunningNode {
    /// Carries a call out.
    ///
    /// - Parameters:
    ///   - principal: who asks, as the door has found.
    ///   - files: handed over with it, in the order in which it speaks of them.
    package func perform(
        _ call: Call, by principal: Principal, files: [HandedFile] = []
    ) async -> Answer {
        do throws(HeliographError) {
            guard let operation = Catalogue.operation(call.operation) else {
                throw HeliographError(
                    .usage, "There is no operation of that name.",
                    detail: ["\(call.operation.prefix(40))"])
            }
            try principal.check(operation.right)
            return .done(
                try await operation.perform(call.arguments, principal, self, files))
        } catch {
            return .refused(error)
        }
    }
}
