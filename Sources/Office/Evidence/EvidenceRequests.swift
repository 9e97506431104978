package import Asking
package import Notices
package import Station
internal import Traffic

/// Puts everything about one message into files that a court can check with `openssl` alone.
package struct ExportEvidence: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    package init() {}
    package static let name = "evidence.export"
    package static let summary = "Write what a court needs to check a message with openssl alone."
    package static let right = Right.exportEvidence
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ExportEvidence>] = [
        RequestField("id", \.id, "the notice's number, or the id of one of its messages")
    ]
    package static var example: ExportEvidence {
        var request = ExportEvidence()
        request.id = "XA-TA-2027-000001"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> EvidenceFilesView {
        try await EvidenceOffice(context: node.context).export(self, by: principal)
    }
}
