package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Makes drafts of self-reported travel forms.
package struct ImportForms: Request {
    /// The name of a form profile.
    package var profile = ""
    /// The forms; `ImportOffice.batchMax` at most.
    package var rows = DocumentList()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ImportForms>(
        "import.forms", "Make drafts of self-reported travel forms in a CSV file.",
        right: .screen, effect: .changes,
        fields: [
            RequestField(
                "profile", \.profile, oneOf: FormProfile.all.map(\.name), "whose form it is"),
            RequestField("rows", \.rows, "the forms, 500 at most"),
        ]
    ) {
        $0.profile = "sorna"
    }

    /// Carries the operation out.
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

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ImportPassengers>(
        "import.passengers", verb: "import manifest",
        "Compare a passenger list (PAXLST) with the persons of our notices.",
        right: .screen, effect: .changes,
        fields: [
            RequestField("legs", \.legs, "the legs of the flight, 20 at most"),
            RequestField("passengers", \.passengers, "the passengers, 500 at most"),
        ])

    /// Carries the operation out.
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

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<FindPerson>(
        "import.person", verb: "import mrz",
        "Read machine-readable zones, and look their holders up.",
        right: .screen, effect: .reads,
        fields: [
            RequestField("person", \.person, "the person, as a notice names one")
        ]
    ) {
        $0.person = Document([
            "names": [["kind": "primary", "family": "SPECIMEN", "given": "ORRIN"]]
        ])
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<PersonMatchView> {
        try await ScreeningOffice(context: node.context, desk: node.drafts)
            .find(self, by: principal)
    }
}

/// Lists the drafts that imports propose, without the words in them.
package struct ListDrafts: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListDrafts>(
        "draft.list", "List what imports propose.",
        right: .screen, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<DraftView> {
        try await DraftOffice(node: node).list()
    }
}

/// Shows a draft, and every fault that keeps it from being sent.
package struct ShowDraft: Request {
    /// The number of the draft.
    package var number = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowDraft>(
        "draft.show", "Print a draft, and what is in the way of sending it.",
        right: .screen, effect: .reads,
        fields: [
            RequestField("number", \.number, "the number of the draft")
        ]
    ) {
        $0.number = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OpenedDraftView {
        try await DraftOffice(node: node).show(self, by: principal)
    }
}

/// Puts an officer's text in the place of a draft, or fills in the person of a travel document.
package struct ChangeDraft: Request {
    /// The number of the draft.
    package var number = ""
    /// The edited alert; nil to fill a person in.
    package var document: Document?
    /// The person as a travel document has it; nil to replace the alert.
    package var person: Document?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ChangeDraft>(
        "draft.change", "Put an edited alert in the place of a draft.",
        right: .screen, effect: .changes,
        fields: [
            RequestField("number", \.number, "the number of the draft"),
            RequestField("document", \.document, "the edited alert"),
            RequestField("person", \.person, "what a travel document says of the person"),
        ]
    ) {
        $0.number = "XA-TA-2027-000001"
        $0.document = Document(["type": "travel-alert"])
    }

    /// Carries the operation out.
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
    /// The words of officers beside the draft.
    package var words = ReleaseWords()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<SendDraft>(
        "draft.send", "Send drafts as they are, created now.",
        right: .writeNotices, effect: .changes,
        fields: [
            RequestField("number", \.number, "the number of the draft"),
            RequestField("supplement", \.supplement, "the number of a notice to which it adds"),
        ] + wordFields
    ) {
        $0.number = "XA-TA-2027-000001"
        $0.words.approvedBy = "chief-2"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        let answer = try await DraftOffice(node: node).send(self, by: principal)
        await node.duties.wake()
        return answer
    }
}

/// Discards a draft; the person in it is forgotten.
package struct DiscardDraft: Request {
    /// The number of the draft.
    package var number = ""
    /// The reason; it names nobody.
    package var reason = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<DiscardDraft>(
        "draft.discard", "Give a draft up; the person in it is forgotten.",
        right: .screen, effect: .changes,
        fields: [
            RequestField("number", \.number, "the number of the draft"),
            RequestField("reason", \.reason, "why; names nobody"),
        ]
    ) {
        $0.number = "XA-TA-2027-000001"
        $0.reason = "journey given up"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> DraftView {
        let answer = try await DraftOffice(node: node).discard(self, by: principal)
        await node.duties.wake()
        return answer
    }
}
