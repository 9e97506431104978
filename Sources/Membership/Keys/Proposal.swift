public import Federation
public import Notices
internal import Station

/// The papers of a new member for the secretariat: its entry in the list, and its first key bundle.
public struct Proposal: Sendable, Equatable {
    /// The entry as the member wants it listed.
    public let member: Member
    /// The signed key bundle, so that others can seal to the member before it was ever reached.
    public let bundle: [UInt8]

    /// Takes both as they are.
    public init(member: Member, bundle: [UInt8]) {
        self.member = member
        self.bundle = bundle
    }

    /// The key ids of the member's roots, as every list and page shows them: they are compared by
    /// telephone.
    public var rootKeys: [String] { member.roots.map(CertificateName.of) }

    /// The object that `read` reads: `format`, `member` and `keyBundle` in base64.
    public var json: JSON {
        ["format": 1, "member": member.json, "keyBundle": .string(Base64.encode(bundle))]
    }

    private static let again =
        "Take the file `proposal.json` that the member sent: `heliograph init` wrote it in the "
        + "member's data folder. If there is none, ask the member for it."

    /// Reads `proposal.json`; the bundle in it is not judged.
    ///
    /// - Throws: `listMalformed`.
    public static func read(_ bytes: [UInt8]) throws(HeliographError) -> Proposal {
        let kind = MistakenFile(bytes)
        guard case .proposal = kind, let json = try? JSON.parse(bytes) else {
            throw HeliographError(
                .listMalformed,
                "The file is no proposal of a member: \(kind.words). The draft was not changed.",
                next: Self.again)
        }
        do throws(StrictObject.Refusal) {
            let object = try StrictObject(
                json, members: ["format", "member", "keyBundle"], path: "proposal")
            _ = try object.int("format", in: 1...1)
            guard let member = object["member"],
                let bundle = Base64.decode(try object.string("keyBundle", bytesMax: 1 << 17))
            else { throw StrictObject.Refusal("proposal.keyBundle is not base64") }
            return Proposal(member: try Member(member), bundle: bundle)
        } catch {
            throw HeliographError(
                .listMalformed,
                "The proposal has a fault: \(error.sentence) The draft was not changed.",
                next: Self.again, detail: [error.description])
        }
    }
}
