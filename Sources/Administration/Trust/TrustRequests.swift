package import Asking
package import Notices
package import Station
internal import Traffic

/// Shows the trust list in force.
package struct ShowTrust: Request {
    package init() {}
    package static let name = "trust.show"
    package static let summary = "Print the trust list in force."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowTrust>] = []
    package static var example: ShowTrust { ShowTrust() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TrustListView {
        try await TrustOffice(context: node.context).show()
    }
}

/// Says what an import would change, and keeps nothing.
package struct CompareTrust: Request {
    /// Trust lists, the oldest first.
    package var lists = BytesList()
    /// SHA-256 of the first list, given by hand; nil on a node that has a list.
    package var digest: String?

    package init() {}
    package static let name = "trust.diff"
    package static let summary =
        "Say what a trust list would change, and whether it would be accepted."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<CompareTrust>] = [
        RequestField("lists", \.lists, "trust lists, the oldest first"),
        RequestField("digest", \.digest, "SHA-256 of the first list, given by hand"),
    ]
    package static var example: CompareTrust {
        var request = CompareTrust()
        request.lists = BytesList([[0x30, 0x00]])
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TrustChangesView {
        try await TrustOffice(context: node.context).diff(self)
    }
}

/// Takes trust lists in.
package struct ImportTrust: Request {
    /// Trust lists, the oldest first.
    package var lists = BytesList()
    /// SHA-256 of the first list, given by hand; nil on a node that has a list.
    package var digest: String?
    /// Key bundles, each with its `member` and `der`.
    package var bundles: DocumentList?

    package init() {}
    package static let name = "trust.import"
    package static let summary = "Take in a trust list, or a folder that the secretariat exported."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ImportTrust>] = [
        RequestField("lists", \.lists, "trust lists, the oldest first"),
        RequestField("digest", \.digest, "SHA-256 of the first list, given by hand"),
        RequestField("bundles", \.bundles, "key bundles, each with its member"),
    ]
    package static var example: ImportTrust {
        var request = ImportTrust()
        request.lists = BytesList([[0x30, 0x00]])
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TrustImportedView {
        try await TrustOffice(context: node.context).importList(self)
    }
}

/// Lists the versions of the trust list that were seen twice.
package struct ListForks: Request {
    package init() {}
    package static let name = "trust.forks"
    package static let summary = "Print the proofs that two lists have one version."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListForks>] = []
    package static var example: ListForks { ListForks() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<ForkView> {
        await TrustOffice(context: node.context).forks()
    }
}

/// Gives both lists of one fork as files.
package struct ShowProof: Request {
    /// SHA-256 of the other list, in hexadecimal digits.
    package var digest = ""

    package init() {}
    package static let name = "trust.proof"
    package static let verb = "trust forks"
    package static let summary =
        "Print the versions of the list that were seen twice, with the proof."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowProof>] = [
        RequestField("digest", \.digest, "SHA-256 of the other list")
    ]
    package static var example: ShowProof {
        var request = ShowProof()
        request.digest = "00"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ProofView {
        try await TrustOffice(context: node.context).proof(self)
    }
}

/// Notes that a fork was looked into by a person.
package struct SettleFork: Request {
    /// SHA-256 of the other list, in hexadecimal digits.
    package var digest = ""

    package init() {}
    package static let name = "trust.settle"
    package static let summary = "Say that a fork was dealt with; the proof stays."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<SettleFork>] = [
        RequestField("digest", \.digest, "SHA-256 of the other list")
    ]
    package static var example: SettleFork {
        var request = SettleFork()
        request.digest = "00"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ForkView {
        try await TrustOffice(context: node.context).settle(self, by: principal)
    }
}

/// Lists how each peer has been doing.
package struct ListPeers: Request {
    package init() {}
    package static let name = "peers"
    package static let summary = "How each peer has been doing."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListPeers>] = []
    package static var example: ListPeers { ListPeers() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<PeerView> {
        try await TrustOffice(context: node.context).peers()
    }
}

/// Lists which authority answers for each member.
package struct ListDirectory: Request {
    /// Only this member; nil for all.
    package var member: String?

    package init() {}
    package static let name = "directory"
    package static let summary = "Who speaks for each member, and how to reach it."
    package static let right = Right.readNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListDirectory>] = [
        RequestField("member", \.member, "only this member")
    ]
    package static var example: ListDirectory { ListDirectory() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<DirectoryView> {
        try await DirectoryOffice(context: node.context).look(self)
    }
}

/// Shows the policy in force.
package struct ShowPolicy: Request {
    package init() {}
    package static let name = "policy.show"
    package static let summary = "Print the policy in force: what may be told to whom."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowPolicy>] = []
    package static var example: ShowPolicy { ShowPolicy() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> PolicyView {
        try PolicyOffice(context: node.context).show()
    }
}
