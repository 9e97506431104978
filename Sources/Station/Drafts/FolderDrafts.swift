internal import Notices
internal import Ports

/// The drafts of a data folder: `drafts/`, a file for each, the wrapped key before the sealed body.
package struct FolderDrafts: DraftShelf {
    private static let wrappedBytes = 40
    /// A sealed notice, and what stands around it.
    private static let fileBytesMax = 2 << 20

    private let folder: String
    private let disk = DiskThread("heliograph.drafts")

    /// A shelf of drafts in a folder.
    ///
    /// - Parameter folder: made when something is first written.
    package init(folder: String) {
        self.folder = folder
    }

    func names() async throws(HeliographError) -> [RecordID] {
        let folder = folder
        return try await disk.run { () throws(HeliographError) in
            // A file that a crash left half written ends in `.new`, and is no name.
            Files.names(in: folder).compactMap { name in
                bytesFromHexadecimal(name).flatMap { RecordID(bytes: $0) }
            }
        }
    }

    func read(_ name: RecordID) async throws(HeliographError) -> SealedRecord? {
        let path = path(name)
        return try await disk.run { () throws(HeliographError) in
            guard Files.exists(path) else { return nil }
            let bytes = try Files.read(path, bytesMax: Self.fileBytesMax)
            return SealedRecord(
                wrappedKey: Array(bytes.prefix(Self.wrappedBytes)),
                body: Array(bytes.dropFirst(Self.wrappedBytes)))
        }
    }

    func write(_ record: SealedRecord, as name: RecordID) async throws(HeliographError) {
        let (path, folder) = (path(name), folder)
        try await disk.run { () throws(HeliographError) in
            if !Files.exists(folder) { try Files.makeFolder(folder) }
            try Files.write(record.wrappedKey + record.body, to: path)
        }
    }

    private func path(_ name: RecordID) -> String { "\(folder)/\(name)" }
}
