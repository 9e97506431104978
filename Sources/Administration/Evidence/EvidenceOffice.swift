internal import Asking
internal import Attachments
internal import Certificates
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Puts everything about one message into a folder that a court can check with `openssl` alone.
struct EvidenceOffice {
    /// Keeps the entry in the audit table.
    private let node: TrafficContext
    private let context: TrafficContext

    init(context: TrafficContext) {
        node = context
        self.context = context.reading
    }

    /// The files of the folder, by name. The command line writes them, not the node, so that they
    /// belong to the user who asked.
    func export(
        _ request: ExportEvidence, by principal: Principal
    ) async throws(HeliographError) -> EvidenceFilesView {
        let bundle = try await collect(request.id)
        var files = bundle.files
        let readme = EvidenceReadme(bundle: bundle)
        files.append(.init(name: "README.md", bytes: Array(readme.text.utf8)))
        files.append(.init(name: "SHA256SUMS", bytes: sums(files)))
        try await node.store.commit([
            node.station.audit(
                .disclosure, by: principal.actor,
                about: .message(from: bundle.from, id: bundle.id), why: "evidence export")
        ])
        return EvidenceFilesView(
            id: bundle.id, from: bundle.from,
            files: files.map {
                NamedFileView(name: $0.name, bytes: Base64.encode($0.bytes))
            })
    }

    /// The digests of the files, as `openssl dgst -sha256 -r` prints them.
    private func sums(_ files: [EvidenceBundle.File]) -> [UInt8] {
        Array(
            files.map { "\(context.sealer.digest($0.bytes)) *\($0.name)\n" }.joined().utf8)
    }

    private func collect(_ text: String) async throws(HeliographError) -> EvidenceBundle {
        if let message = try await found({ () throws(HeliographError) in
            try await context.station.message(named: text, for: .acting)
        }) {
            return try await outgoing(message)
        }
        guard
            let item = try await found({ () throws(HeliographError) in
                try await context.station.arrival(named: text, for: .acting)
            })
        else {
            throw HeliographError(
                .notFound,
                "No message has the id \(ShownText.brief(text)), and no notice of ours has that "
                    + "number.",
                next: "A message that arrived is named by its id: `heliograph inbox` shows the "
                    + "ids. `heliograph notice list` shows the numbers of ours.")
        }
        var bundle = EvidenceBundle(from: item.from, id: item.id, created: item.created)
        bundle.add("inner.der", try await context.station.body(of: item.inner))
        bundle.attachments = try await AttachmentRecords(context: context.station)
            .header(of: item.inner).attachments
        bundle.addEnvelope(
            item.seal, try await context.station.body(of: item.envelope), at: item.received)
        try await addProof(to: &bundle)
        return bundle
    }

    /// What is looked for; nil in place of `notFound`.
    private func found<Found>(
        _ look: () async throws(HeliographError) -> Found
    ) async throws(HeliographError) -> Found? {
        do throws(HeliographError) {
            return try await look()
        } catch  where error.code == .notFound {
            return nil
        }
    }

    private func outgoing(
        _ message: OutgoingMessage
    ) async throws(HeliographError) -> EvidenceBundle {
        var bundle = EvidenceBundle(
            from: context.member, id: message.id, created: message.created)
        bundle.add("inner.der", try await context.station.body(of: message.inner))
        bundle.attachments = try await AttachmentRecords(context: context.station)
            .header(of: message.inner).attachments
        for envelope in try await context.store.envelopes(of: message.id) {
            bundle.addEnvelope(
                envelope.seal, try await context.station.body(of: envelope.record),
                at: envelope.made)
        }
        try await addProof(to: &bundle)
        return bundle
    }

    /// Adds the evidence, the authorities and the trust list.
    private func addProof(to bundle: inout EvidenceBundle) async throws(HeliographError) {
        let documents = try await context.store.evidence(from: bundle.from, id: bundle.id)
        for document in documents {
            bundle.addEvidence(document.der, document.entries)
        }
        guard let held = await context.trust.held else {
            throw HeliographError(.listMissing, "There is no trust list.")
        }
        bundle.add("trust-list.der", held.der)
        bundle.listIssued = held.list.issued
        var signers: [UInt8] = []
        for signer in held.list.signers { signers += try pem(signer.certificate) }
        bundle.add("trust-list-signers.pem", signers)
        for code in bundle.members.sorted() {
            guard let member = held.list.member(code) else {
                throw HeliographError(.memberUnknown, "\(code) is not in the trust list any more.")
            }
            var roots: [UInt8] = []
            for root in member.roots { roots += try pem(root) }
            bundle.add("\(code)-root.pem", roots)
            try await addIssuing(code, to: &bundle)
        }
    }

    private func addIssuing(
        _ code: MemberCode, to bundle: inout EvidenceBundle
    )
        async throws(HeliographError)
    {
        guard let announced = await context.trust.bundle(of: code),
            let issuing = try announced.parsedCertificates().first(where: \.isAuthority)
        else { return }
        bundle.add("\(code)-issuing.pem", try pem(issuing.der))
        guard let list = await context.trust.revocationList(of: code, issuer: issuing.keyID) else {
            return
        }
        bundle.add("\(code)-revoked.crl", list)
        bundle.revocationLists.append(code)
    }

    private func pem(_ certificate: [UInt8]) throws(HeliographError) -> [UInt8] {
        try Certificate(der: certificate).pem()
    }
}

/// The files of an export, and the facts that its README needs.
struct EvidenceBundle {
    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    struct Envelope {
        let name: String
        let at: Instant
    }

    struct Evidence {
        let name: String
        let entries: [EvidenceEntry]
    }

    let from: MemberCode
    let id: MessageID
    let created: Instant
    var listIssued = Instant(milliseconds: 0)
    private(set) var files: [File] = []
    private(set) var envelopes: [Envelope] = []
    private(set) var evidence: [Evidence] = []
    /// The members whose revocation list is among the files.
    var revocationLists: [MemberCode] = []
    /// The attachments that the notice's header names.
    var attachments: [SealedAttachment] = []

    init(from: MemberCode, id: MessageID, created: Instant) {
        self.from = from
        self.id = id
        self.created = created
    }

    /// The sender, and every member that signed evidence.
    var members: Set<MemberCode> {
        Set([from] + evidence.flatMap { $0.entries.map(\.by) })
    }

    mutating func add(_ name: String, _ bytes: [UInt8]) {
        files.append(File(name: name, bytes: bytes))
    }

    mutating func addEnvelope(_ seal: Int, _ bytes: [UInt8], at moment: Instant) {
        add("envelope-\(seal).der", bytes)
        envelopes.append(Envelope(name: "envelope-\(seal)", at: moment))
    }

    mutating func addEvidence(_ bytes: [UInt8], _ entries: [EvidenceEntry]) {
        let own = entries.filter { $0.from == from && $0.id == id }
        let name = "evidence-\(evidence.count + 1)"
        add(name + ".der", bytes)
        evidence.append(Evidence(name: name, entries: own))
    }
}
