package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Puts everything about one message into files that a court can check with `openssl` alone.
package struct ExportEvidence: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ExportEvidence>(
        "evidence.export", "Write what a court needs to check a message with openssl alone.",
        right: .exportEvidence, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages")
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> EvidenceFilesView {
        try await EvidenceOffice(context: node.context).export(self, by: principal)
    }
}
