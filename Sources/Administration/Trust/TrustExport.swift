internal import Asking
internal import Federation
package import Notices
internal import Station

/// A trust list, or a folder that the secretariat exported, as `trust import` takes it.
package struct TrustExport {
    private let lists: [[UInt8]]
    private let bundles: [JSON]

    /// Reads an export.
    ///
    /// - Parameter path: a file, or a folder with `trust-list.der`, `trust-lists/` and `bundles/`.
    /// - Throws: `fileUnreadable`.
    package init(_ path: String) throws(HeliographError) {
        guard Files.exists(path + "/trust-list.der") else {
            guard !Files.isFolder(path) else {
                throw HeliographError(
                    .listMalformed, "\(path) is a folder without trust-list.der: no export.",
                    next: Self.again)
            }
            let bytes = try Files.read(path)
            try Self.check(bytes, path)
            lists = [bytes]
            bundles = []
            return
        }
        var lists: [[UInt8]] = []
        while Files.exists(path + "/trust-lists/\(lists.count + 1).der") {
            lists.append(try Files.read(path + "/trust-lists/\(lists.count + 1).der"))
        }
        self.lists = lists.isEmpty ? [try Files.read(path + "/trust-list.der")] : lists
        var bundles: [JSON] = []
        for name in Files.names(in: path + "/bundles") where name.hasSuffix(".der") {
            bundles.append([
                "member": .string(String(name.dropLast(4))),
                "der": .string(Base64.encode(try Files.read(path + "/bundles/" + name))),
            ])
        }
        self.bundles = bundles
    }

    private static let again =
        "Take the folder that the secretariat exported, or the file trust-list.der in it."

    /// Refuses a file that is no signed list at all, by its first byte: what else a person may take
    /// for a list is a text.
    private static func check(_ bytes: [UInt8], _ path: String) throws(HeliographError) {
        guard bytes.first != 0x30 else { return }
        throw HeliographError(
            .listMalformed, "\(path) is no signed trust list: \(MistakenFile(bytes).words).",
            next: again)
    }

    /// The request that imports the export.
    ///
    /// - Parameter digest: SHA-256 of the first list, given by hand.
    package func importing(_ digest: String?) -> ImportTrust {
        var request = ImportTrust()
        request.lists = BytesList(lists)
        request.digest = digest
        request.bundles = DocumentList(bundles)
        return request
    }

    /// The request that says what an import of the export would change.
    ///
    /// - Parameter digest: SHA-256 of the first list, given by hand.
    package func comparing(_ digest: String?) -> CompareTrust {
        var request = CompareTrust()
        request.lists = BytesList(lists)
        request.digest = digest
        return request
    }
}
