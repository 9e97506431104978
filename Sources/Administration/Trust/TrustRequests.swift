package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Shows the trust list in force.
package struct ShowTrust: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowTrust>(
        "trust.show", "Print the trust list in force.",
        right: .observe, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TrustListView {
        try await TrustOffice(context: node.context.station).show()
    }
}

/// Says what an import would change, and keeps nothing.
package struct CompareTrust: Request {
    /// Trust lists in DER, the oldest first.
    package var lists = BytesList()
    /// SHA-256 of the first list, given by hand; nil on a node that has a list.
    package var digest: String?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<CompareTrust>(
        "trust.diff", "Say what a trust list would change, and whether it would be accepted.",
        right: .observe, effect: .reads,
        fields: [
            RequestField("lists", \.lists, "trust lists, the oldest first"),
            RequestField("digest", \.digest, "SHA-256 of the first list, given by hand"),
        ]
    ) {
        $0.lists = BytesList([[0x30, 0x00]])
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TrustChangesView {
        try await TrustOffice(context: node.context.station).diff(self)
    }
}

/// Takes trust lists in.
package struct ImportTrust: Request {
    /// Trust lists in DER, the oldest first.
    package var lists = BytesList()
    /// SHA-256 of the first list, given by hand; nil on a node that has a list.
    package var digest: String?
    /// Key bundles, each with its `member` and `der`.
    package var bundles: DocumentList?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ImportTrust>(
        "trust.import", "Take in a trust list, or a folder that the secretariat exported.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("lists", \.lists, "trust lists, the oldest first"),
            RequestField("digest", \.digest, "SHA-256 of the first list, given by hand"),
            RequestField("bundles", \.bundles, "key bundles, each with its member"),
        ]
    ) {
        $0.lists = BytesList([[0x30, 0x00]])
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TrustImportedView {
        try await TrustOffice(context: node.context.station).importList(self)
    }
}

/// Lists the forks: versions of the trust list that this node has seen with two contents.
package struct ListForks: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListForks>(
        "trust.forks", "Print the proofs that two lists have one version.",
        right: .observe, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<ForkView> {
        await TrustOffice(context: node.context.station).forks()
    }
}

/// Gives both lists of one fork as files.
package struct ShowProof: Request {
    /// SHA-256 of the other list, in hexadecimal digits.
    package var digest = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowProof>(
        "trust.proof", verb: "trust forks",
        "Print the versions of the list that were seen twice, with the proof.",
        right: .observe, effect: .reads,
        fields: [
            RequestField("digest", \.digest, "SHA-256 of the other list")
        ]
    ) {
        $0.digest = "00"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ProofView {
        try await TrustOffice(context: node.context.station).proof(self)
    }
}

/// Notes that a person has looked into a fork.
package struct SettleFork: Request {
    /// SHA-256 of the other list, in hexadecimal digits.
    package var digest = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<SettleFork>(
        "trust.settle", "Say that a fork was dealt with; the proof stays.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("digest", \.digest, "SHA-256 of the other list")
        ]
    ) {
        $0.digest = "00"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ForkView {
        try await TrustOffice(context: node.context.station).settle(self, by: principal)
    }
}

/// Lists every peer with its last contact and failure.
package struct ListPeers: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListPeers>(
        "peers", "How each peer has been doing.",
        right: .observe, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<PeerView> {
        try await TrustOffice(context: node.context.station).peers()
    }
}

/// Lists which authority answers for each member.
package struct ListDirectory: Request {
    /// Only this member; nil for all.
    package var member: String?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListDirectory>(
        "directory", "Who speaks for each member, and how to reach it.",
        right: .observe, effect: .reads,
        fields: [
            RequestField("member", \.member, "only this member")
        ])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<DirectoryView> {
        try await DirectoryOffice(context: node.context).look(self)
    }
}

/// Shows the policy in force.
package struct ShowPolicy: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowPolicy>(
        "policy.show", "Print the policy in force: what may be told to whom.",
        right: .observe, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> PolicyView {
        try PolicyOffice(policies: node.context.policies, log: node.context.log).show()
    }
}
