internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// The file that a national system finds in its drop folder: one JSON object, UTF-8, one LF at its
/// end.
///
/// `Schemas/handover/file.schema.json` describes it. A member may be added within a version; a
/// member that goes or changes its meaning makes a new version.
struct HandoverFile {
    /// The version of the format that `encoded` writes.
    static let version = 1

    /// The message as it was filed.
    let item: InboxItem
    /// The standing of the statement when the file was written.
    let standing: Standing
    /// The notice JSON as its issuer signed it.
    let notice: [UInt8]

    /// - Throws: `storeCorrupt` if the stored notice is no JSON.
    func encoded() throws(HeliographError) -> [UInt8] {
        guard let notice = try? JSON.parse(notice) else {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
        let file: JSON = [
            "format": "heliograph-handover", "version": .number(JSONNumber(Self.version)),
            "id": .string(item.id.description), "from": .string(item.from.description),
            "kind": .string(item.kind), "operation": .string(item.operation),
            "thread": .string(item.thread), "sequence": .number(JSONNumber(item.sequence)),
            "precedence": .string(item.precedence.rawValue), "deadline": JSON(item.deadline),
            "created": JSON(item.created), "received": JSON(item.received),
            "expires": JSON(item.expires), "state": .string(item.state.rawValue),
            "standing": .string(standing.rawValue), "seal": .number(JSONNumber(item.seal)),
            "contentDigest": .string(item.contentDigest.description), "notice": notice,
        ]
        return file.encodedPretty() + [0x0A]
    }
}
