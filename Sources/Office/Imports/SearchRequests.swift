package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Finds own and received notices by an officer's words.
package struct SearchNotices: Request {
    /// The words: a name, a document number, a flight, or a notice number or its beginning; a day
    /// may stand beside them.
    package var words = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<SearchNotices>(
        "search", "Find own and received notices by name, document, flight or number.",
        right: .screen, effect: .reads,
        fields: [
            RequestField(
                "words", \.words,
                "a name, a document number, a flight or the beginning of a notice number; a day "
                    + "(YYYY-MM-DD) beside a name is the day of birth, beside a flight the day")
        ]
    ) {
        $0.words = "ZZ418"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SearchView {
        try await SearchOffice(context: node.context).search(self, by: principal)
    }
}
