internal import Asking
internal import Attachments
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Adds attachments to a notice, and takes an attachment out of a received one.
struct AttachmentOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }

    // MARK: - Sending

    /// Seals files and names them in a document.
    ///
    /// - Parameter words: `mediaType` and `caption` of each file.
    /// - Returns: the document, every attachment that its message will carry, and those that were
    ///   sealed just now.
    func add(
        _ files: [HandedFile], described words: [JSON], to document: JSON
    ) async throws(HeliographError) -> (
        document: JSON, carried: [SealedAttachment], sealed: [SealedAttachment]
    ) {
        guard words.count == files.count else {
            throw HeliographError(.usage, "An attachment is a file and a media type.")
        }
        let listed = Notice.attachments(in: document)
        guard files.count + listed.count <= WireProtocol.attachmentsMax else {
            throw HeliographError(
                .attachmentUnfit, "A notice has \(WireProtocol.attachmentsMax) attachments at most."
            )
        }
        let press = AttachmentPress(context: context.station)
        var (document, sealed) = (document, [SealedAttachment]())
        do throws(HeliographError) {
            for (file, word) in zip(files, words) {
                let attachment = try await press.seal(file)
                let isRepeated = sealed.contains { $0.digest == attachment.digest }
                sealed.append(attachment)
                guard !isRepeated else {
                    throw HeliographError(
                        .attachmentUnfit, "A file is attached twice.",
                        next: "Name each file once.")
                }
                try name(attachment, word, in: &document)
            }
            let earlier = try await earlier(document, besides: sealed)
            return (document, sealed + earlier, sealed)
        } catch {
            await press.discard(sealed)
            throw error
        }
    }

    private func name(
        _ attachment: SealedAttachment, _ word: JSON, in document: inout JSON
    ) throws(HeliographError) {
        var all = Notice.attachments(in: document)
        let digest = JSON.string(attachment.digest.description)
        if let own = all.first(where: { $0["sha256"] == digest }) {
            // The author has named the file, for example as a photograph of a person.
            guard own["bytes"]?.intValue == attachment.byteCount else {
                throw HeliographError(
                    .attachmentUnfit, "The document gives a file another size than it has.")
            }
            return
        }
        var entry: JSONObject = [
            "sha256": digest,
            "mediaType": .string(word["mediaType"]?.stringValue ?? "application/octet-stream"),
            "bytes": .number(JSONNumber(attachment.byteCount)),
        ]
        if let caption = word["caption"], !caption.isNull { entry["caption"] = caption }
        all.append(.object(entry))
        document["attachments"] = .array(all)
    }

    /// Attachments that the document lists without a file, and that an earlier message of ours in
    /// its thread carried. A full statement repeats them, and no recipient fetches them twice.
    private func earlier(
        _ document: JSON, besides sealed: [SealedAttachment]
    ) async throws(HeliographError) -> [SealedAttachment] {
        var wanted = Set(
            Notice.attachments(in: document).compactMap { entry in
                entry["sha256"]?.stringValue.flatMap { Digest(hexadecimal: $0) }
            })
        wanted.subtract(sealed.map(\.digest))
        guard !wanted.isEmpty, let thread = document["threadId"]?.stringValue,
            thread.utf8.count <= 80
        else { return [] }
        var found: [SealedAttachment] = []
        for message in try await context.store.messages(ofThread: thread).reversed() {
            let header = try await AttachmentRecords(context: context.station).header(
                of: message.inner)
            for attachment in header.attachments where wanted.contains(attachment.digest) {
                let name = AttachmentName(from: context.member, sealed: attachment.sealed)
                guard try await context.shelf.byteCount(of: .whole(name)) != nil else { continue }
                wanted.remove(attachment.digest)
                found.append(attachment)
            }
            if wanted.isEmpty { break }
        }
        return found
    }

    // MARK: - Taking one out

    /// Writes one attachment of a received notice into the officer's file, after all of it was
    /// verified. It is recorded and evidenced to the issuer like a reading of the notice.
    func export(
        _ request: TakeAttachment, by principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> AttachmentView {
        let officer = try principal.officer()
        guard let file = files.first, files.count == 1 else {
            throw HeliographError(.usage, "There is one file to write to.")
        }
        let inbox = InboxOffice(node: node)
        let item = try await context.station.arrival(named: request.id, for: .acting)
        let header = try await AttachmentRecords(context: context.station).header(of: item.inner)
        let attachment = try await named(request.digest, of: item, header.attachments)
        let place = try await arrived(attachment, of: item)
        do throws(HeliographError) {
            try await AttachmentAssembly.verify(attachment, at: place, on: context.shelf)
            let notice = try await inbox.consult(
                item, by: officer, why: "attachment \(attachment.sealed)")
            try await AttachmentAssembly.verify(attachment, at: place, on: context.shelf) {
                chunk, offset throws(HeliographError) in
                try await file.write(chunk, at: offset)
            }
            try await file.sync()
            return view(attachment, item, notice)
        } catch {
            if error.code == .attachmentAltered { try await fetchAgain(attachment, of: item) }
            throw error
        }
    }

    /// The attachment with a number on the card, or with a digest that begins so.
    private func named(
        _ text: String, of item: InboxItem, _ attachments: [SealedAttachment]
    ) async throws(HeliographError) -> SealedAttachment {
        var wanted = text
        if let number = Int(text), (1...attachments.count + 1).contains(number),
            let notice = try await context.keptNotice(item.notice)
        {
            let entries = Notice.attachments(in: notice.json)
            wanted =
                number <= entries.count ? entries[number - 1]["sha256"]?.stringValue ?? "" : ""
        }
        let matching = attachments.filter { $0.digest.description.hasPrefix(wanted) }
        guard let attachment = matching.first, matching.count == 1, wanted.utf8.count >= 8 else {
            throw HeliographError(
                .notFound,
                attachments.isEmpty
                    ? "\(item.thread) has no attachments."
                    : "\(item.thread) has \(attachments.count) "
                        + "\(attachments.count == 1 ? "attachment" : "attachments"), and none with "
                        + "the number or digest \(ShownText.brief(text)).",
                next: attachments.isEmpty
                    ? "There is nothing to take out. `heliograph inbox card \(item.thread) --as "
                        + "OFFICER` shows what the notice says."
                    : attachments.count == 1
                        ? "Take number 1."
                        : "Take a number from 1 to \(attachments.count): `heliograph inbox card "
                            + "\(item.thread) --as OFFICER` shows what each is.")
        }
        return attachment
    }

    private func arrived(
        _ attachment: SealedAttachment, of item: InboxItem
    ) async throws(HeliographError) -> ShelfPlace {
        let row = try await context.store.attachments(
            AttachmentFilter(from: item.from, id: item.id, sealed: attachment.sealed)
        ).first
        switch row?.state {
        case .arrived:
            return .whole(AttachmentName(from: item.from, sealed: attachment.sealed))
        case .waiting: throw HeliographError(.attachmentWaiting, Code.attachmentWaiting.meaning)
        case .withdrawn:
            throw HeliographError(.attachmentWithdrawn, Code.attachmentWithdrawn.meaning)
        case .failed, .expired, nil:
            let code = row?.code ?? .attachmentMismatch
            throw HeliographError(code, code.meaning)
        }
    }

    /// Fetches an attachment again that this disk has lost, if its sender still carries it. If not,
    /// the row stays, because the attachment did arrive.
    private func fetchAgain(
        _ attachment: SealedAttachment, of item: InboxItem
    ) async throws(HeliographError) {
        if item.state != .cancelled, item.state != .superseded, item.expires > context.clock.now,
            var row = try await context.store.attachments(
                AttachmentFilter(
                    from: item.from, id: item.id, sealed: attachment.sealed, state: .arrived)
            ).first
        {
            row.state = .waiting
            row.changed = context.clock.now
            try await context.store.commit([.putAttachment(row)])
        }
        context.log(
            .alarm, "attachment-altered",
            [
                "id": .string(item.id.description), "from": .string(item.from.description),
                "sealed": .string(attachment.sealed.description),
            ])
        await context.attachmentBell.ring()
    }

    private func view(
        _ attachment: SealedAttachment, _ item: InboxItem, _ notice: [UInt8]
    ) -> AttachmentView {
        let document = (try? JSON.parse(notice)) ?? .null
        let entry = Notice.attachments(in: document).first {
            $0["sha256"]?.stringValue == attachment.digest.description
        }
        return AttachmentView(
            id: item.id, from: item.from, digest: attachment.digest,
            mediaType: entry?["mediaType"]?.stringValue, bytes: attachment.byteCount)
    }
}
