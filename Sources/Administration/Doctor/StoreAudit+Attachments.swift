internal import Attachments
internal import Exchange
internal import Notices
internal import Ports
internal import Station

extension StoreAudit {
    /// Checks the length and digest of every ciphertext that should be here, and that a row names
    /// every file on the shelf.
    func checkAttachments(_ report: inout Report) async throws(HeliographError) {
        var due: Set<AttachmentName> = []
        var named: Set<AttachmentName> = []
        for row in try await context.store.attachments(AttachmentFilter(limit: .max)) {
            let name = AttachmentName(from: row.from, sealed: row.sealed)
            named.insert(name)
            // A file of ours lies here from the start; a file of another member, once it has
            // arrived.
            guard row.from == context.member || row.state == .arrived, due.insert(name).inserted
            else { continue }
            report.attachments += 1
            await check("attachment \(name) of message \(row.id)", &report) {
                () async throws(HeliographError) in
                guard let count = try await context.shelf.byteCount(of: .whole(name)) else {
                    throw HeliographError(.attachmentAltered, "its file is missing")
                }
                try require(count == row.sealedByteCount, "the length of its file")
                let digest = try await AttachmentAssembly.digest(
                    of: .whole(name), on: context.shelf)
                try require(digest == row.sealed, "its file's digest")
            }
        }
        // A file that came after the rows were read is asked for by itself.
        let records = AttachmentRecords(context: context)
        for place in try await context.shelf.places() {
            switch place {
            // A draft is being sealed now, or the next start sweeps it.
            case .draft: continue
            case .part(let name), .whole(let name):
                if named.contains(name) { continue }
                if try await !records.names(name, nil) {
                    report.faults.append("attachment \(name): no message names it")
                }
            }
        }
    }
}
