package import Asking
package import Notices
package import Station
internal import Traffic

/// Makes drafts of self-reported travel forms.
package struct ImportForms: Request {
    /// The name of a form profile.
    package var profile = ""
    /// The forms; `ImportOffice.batchMax` at most.
    package var rows = DocumentList()

    package init() {}
    package static let name = "import.forms"
    package static let summary = "Make drafts of self-reported travel forms in a CSV file."
    package static let right = Right.screen
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ImportForms>] = [
        RequestField("profile", \.profile, "whose form it is"),
        RequestField("rows", \.rows, "the forms, 500 at most"),
    ]
    package static var example: ImportForms {
        var request = ImportForms()
        request.profile = "sorna"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<FormView> {
        let answer = try await ImportOffice(context: node.context, desk: node.drafts)
            .forms(self, by: principal)
        await node.duties.wake()
        return answer
    }
}

/// Compares passengers with the persons of our notices.
package struct ImportPassengers: Request {
    /// The legs of the flight, in order.
    package var legs = DocumentList()
    /// The passengers; `ImportOffice.batchMax` at most.
    package var passengers = DocumentList()

    package init() {}
    package static let name = "import.passengers"
    package static let verb = "import manifest"
    package static let summary =
        "Compare a passenger list (PAXLST) with the persons of our notices."
    package static let right = Right.screen
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ImportPassengers>] = [
        RequestField("legs", \.legs, "the legs of the flight, 20 at most"),
        RequestField("passengers", \.passengers, "the passengers, 500 at most"),
    ]
    package static var example: ImportPassengers { ImportPassengers() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<MatchView> {
        let answer = try await ScreeningOffice(context: node.context, desk: node.drafts)
            .passengers(self, by: principal)
        await node.duties.wake()
        return answer
    }
}

/// Looks up the holder of a travel document.
package struct FindPerson: Request {
    /// The person, as a notice names one.
    package var person = Document([:])

    package init() {}
    package static let name = "import.person"
    package static let verb = "import mrz"
    package static let summary = "Read machine-readable zones, and look their holders up."
    package static let right = Right.screen
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<FindPerson>] = [
        RequestField("person", \.person, "the person, as a notice names one")
    ]
    package static var example: FindPerson {
        var request = FindPerson()
        request.person = Document([
            "names": [["kind": "primary", "family": "SPECIMEN", "given": "ORRIN"]]
        ])
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<PersonMatchView> {
        try await ScreeningOffice(context: node.context, desk: node.drafts)
            .find(self, by: principal)
    }
}

/// Lists what imports propose, without a word of what the drafts say.
package struct ListDrafts: Request {
    package init() {}
    package static let name = "draft.list"
    package static let summary = "List what imports propose."
    package static let right = Right.screen
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListDrafts>] = []
    package static var example: ListDrafts { ListDrafts() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<DraftView> {
        try await DraftOffice(node: node).list()
    }
}

/// Shows a draft, and what is in the way of sending it.
package struct ShowDraft: Request {
    /// The number of the draft.
    package var number = ""

    package init() {}
    package static let name = "draft.show"
    package static let summary = "Print a draft, and what is in the way of sending it."
    package static let right = Right.screen
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowDraft>] = [
        RequestField("number", \.number, "the number of the draft")
    ]
    package static var example: ShowDraft {
        var request = ShowDraft()
        request.number = "XA-TA-2027-000001"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OpenedDraftView {
        try await DraftOffice(node: node).show(self, by: principal)
    }
}

/// Puts an officer's version in the place of a draft, or fills in what a travel document says.
package struct ChangeDraft: Request {
    /// The number of the draft.
    package var number = ""
    /// The edited alert; nil to fill a person in.
    package var document: Document?
    /// What a travel document says of the person; nil to replace the alert.
    package var person: Document?

    package init() {}
    package static let name = "draft.change"
    package static let summary = "Put an edited alert in the place of a draft."
    package static let right = Right.screen
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ChangeDraft>] = [
        RequestField("number", \.number, "the number of the draft"),
        RequestField("document", \.document, "the edited alert"),
        RequestField("person", \.person, "what a travel document says of the person"),
    ]
    package static var example: ChangeDraft {
        var request = ChangeDraft()
        request.number = "XA-TA-2027-000001"
        request.document = Document(["type": "travel-alert"])
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OpenedDraftView {
        let answer = try await DraftOffice(node: node).change(self, by: principal)
        await node.duties.wake()
        return answer
    }
}

/// Sends a draft as it is, created now.
package struct SendDraft: ReleaseRequest {
    /// The number of the draft.
    package var number = ""
    /// The number of a notice of ours to which it adds; nil for one of its own.
    package var supplement: String?
    package var words = ReleaseWords()

    package init() {}
    package static let name = "draft.send"
    package static let summary = "Send drafts as they are, created now."
    package static let right = Right.writeNotices
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<SendDraft>] =
        [
            RequestField("number", \.number, "the number of the draft"),
            RequestField("supplement", \.supplement, "the number of a notice to which it adds"),
        ] + wordFields
    package static var example: SendDraft {
        var request = SendDraft()
        request.number = "XA-TA-2027-000001"
        request.words.approvedBy = "chief-2"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        let answer = try await DraftOffice(node: node).send(self, by: principal)
        await node.duties.wake()
        return answer
    }
}

/// Gives a draft up; the person in it is forgotten.
package struct DiscardDraft: Request {
    /// The number of the draft.
    package var number = ""
    /// Why; names nobody.
    package var reason = ""

    package init() {}
    package static let name = "draft.discard"
    package static let summary = "Give a draft up; the person in it is forgotten."
    package static let right = Right.screen
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<DiscardDraft>] = [
        RequestField("number", \.number, "the number of the draft"),
        RequestField("reason", \.reason, "why; names nobody"),
    ]
    package static var example: DiscardDraft {
        var request = DiscardDraft()
        request.number = "XA-TA-2027-000001"
        request.reason = "journey given up"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> DraftView {
        let answer = try await DraftOffice(node: node).discard(self, by: principal)
        await node.duties.wake()
        return answer
    }
}
