package import Asking
internal import Federation
package import Notices
internal import Ports
package import Station

/// Makes a token for an officer or a program.
package struct NewToken: Request {
    /// The officer or program.
    package var officer = ""
    /// Days until the token ends; nil for 90.
    package var days: Int?
    /// The rights that it may use; all of the officer's if empty.
    package var rights = TextList()
    /// Networks from which it is taken; all if empty.
    package var networks = TextList()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<NewToken>(
        "token.new", "Make a token for an officer or a program; it is shown once.",
        right: .manageOfficers, effect: .changes,
        fields: [
            RequestField("officer", \.officer, "the officer or program"),
            RequestField(
                "days", \.days, in: 1...TokenOffice.daysMax,
                "days until it ends, 1 to \(TokenOffice.daysMax); 90 if left out"),
            RequestField(
                "rights", \.rights, each: Right.allCases.map(\.rawValue),
                "the rights that it may use; all of the officer's if left out"),
            RequestField(
                "networks", \.networks, "networks from which it is taken, such as 10.1.0.0/16"),
        ]
    ) {
        $0.officer = "case-system"
        $0.days = 90
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> NewTokenView {
        try await TokenOffice(node: node).make(self, by: principal)
    }
}

/// Lists tokens, without their text.
package struct ListTokens: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListTokens>(
        "token.list", "List tokens: whose they are, when they end, when they were used.",
        right: .manageOfficers, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<TokenView> {
        try await TokenOffice(node: node).list()
    }
}

/// Ends a token at once.
package struct RevokeToken: Request {
    /// The id, or its beginning.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RevokeToken>(
        "token.revoke", "End a token at once.",
        right: .manageOfficers, effect: .changes,
        fields: [
            RequestField("id", \.id, "the token's id, or its beginning")
        ]
    ) {
        $0.id = "3fb1c0a98d27"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TokenView {
        try await TokenOffice(node: node).revoke(self, by: principal)
    }
}
