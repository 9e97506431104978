package import Asking
internal import Federation
package import Notices
package import Station

/// Lists calls that wait or waited for a second officer.
package struct ListHeldCalls: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListHeldCalls>(
        "approval.list", "List what waits, or waited, for a second officer.",
        right: .list, effect: .reads, fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<HeldCallView> {
        try await HeldCallOffice(node: node).list()
    }
}

/// Shows what a second officer is to approve. The reading is recorded.
package struct ShowHeldCall: Request {
    /// The id, or its beginning.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowHeldCall>(
        "approval.show", "Show what a second officer is asked to approve.",
        right: .approve, effect: .reads,
        fields: [RequestField("id", \.id, "the id of the held call, or its beginning")]
    ) {
        $0.id = "3fb1c0a98d27"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OpenedCallView {
        try await HeldCallOffice(node: node).show(id, to: principal)
    }
}

/// Approves the call of another officer, which is then carried out.
package struct GiveApproval: Request {
    /// The id, or its beginning.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<GiveApproval>(
        "approval.give", "Approve what another officer has asked for; it is then carried out.",
        right: .approve, effect: .changes,
        fields: [RequestField("id", \.id, "the id of the held call, or its beginning")]
    ) {
        $0.id = "3fb1c0a98d27"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> GivenApprovalView {
        try await HeldCallOffice(node: node).give(id, by: principal) {
            call, author throws(HeliographError) in
            try await node.carryOut(call, by: author, files: [])
        }
    }
}

/// Declines a call that waits for a second officer.
package struct DeclineApproval: Request {
    /// The id, or its beginning.
    package var id = ""
    /// The reason, for the author.
    package var reason = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<DeclineApproval>(
        "approval.decline", "Decline what waits for a second officer, or take it back.",
        right: .list, effect: .changes,
        fields: [
            RequestField("id", \.id, "the id of the held call, or its beginning"),
            RequestField("reason", \.reason, "why; its author reads it"),
        ]
    ) {
        $0.id = "3fb1c0a98d27"
        $0.reason = "the flight is of another day"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> HeldCallView {
        try await HeldCallOffice(node: node).decline(id, because: reason, by: principal)
    }
}
