internal import Attachments
internal import Exchange
internal import Notices
internal import Ports
internal import Traffic

extension StoreAudit {
    /// Every ciphertext that should be here against its name, and the shelf against the rows.
    func checkAttachments(_ report: inout Report) async throws(HeliographError) {
        var due: Set<AttachmentName> = []
        for row in try await context.store.attachments(AttachmentFilter(limit: .max)) {
            let name = AttachmentName(from: row.from, sealed: row.sealed)
            // Our own lie here from the start, another's once it has arrived.
            guard row.from == context.member || row.state == .arrived, due.insert(name).inserted
            else { continue }
            report.attachments += 1
            await check("attachment \(name) of message \(row.id)", &report) {
                () throws(HeliographError) in
                guard let count = try await context.shelf.byteCount(of: .whole(name)) else {
                    throw HeliographError(.attachmentAltered, "its file is missing")
                }
                try require(count == row.sealedByteCount, "the length of its file")
                let digest = try await AttachmentAssembly.digest(
                    of: .whole(name), on: context.shelf)
                try require(digest == row.sealed, "its file's digest")
            }
        }
        for place in try await context.shelf.places() {
            switch place {
            // One that is being sealed now, or is swept at the next start.
            case .draft: continue
            case .part(let name), .whole(let name):
                let isNamed = try await AttachmentRecords(context: context.node).names(name, nil)
                if !isNamed { report.faults.append("attachment \(name): no message names it") }
            }
        }
    }
}
