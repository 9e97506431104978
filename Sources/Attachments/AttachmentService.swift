package import Exchange
internal import Federation
package import Notices
internal import Ports
package import Station

/// Gives recipients pieces of the ciphertext that a message of ours names for them.
package struct AttachmentService {
    let context: NodeContext

    /// - Parameter context: the node that gives attachments out.
    package init(context: NodeContext) {
        self.context = context
    }

    /// Reads a piece of the ciphertext of an attachment of ours.
    ///
    /// - Throws: `notFound` for every member that is no recipient of a message that names it, as if
    ///   it were not there; `attachmentWithdrawn`, `expired`; `requestInvalid` beyond its end;
    ///   `attachmentAltered` if this disk has lost it; `listExpired`.
    package func piece(
        _ request: AttachmentRequest, for peer: MemberCode
    ) async throws(HeliographError) -> AttachmentPiece {
        if case .expired? = await context.trust.list?.age(at: context.clock.now) {
            throw HeliographError(.listExpired, "The trust list has expired.")
        }
        guard let message = try await context.store.message(request.id),
            let row = try await context.store.attachments(
                AttachmentFilter(
                    from: context.member, id: request.id, recipient: peer, sealed: request.sealed)
            ).first
        else {
            throw HeliographError(.notFound, "No message to \(peer) names such an attachment.")
        }
        if let end = try await AttachmentEnds(context: context).end(of: message, for: peer) {
            throw HeliographError(end, end.meaning)
        }
        guard request.from + request.byteCount <= row.sealedByteCount else {
            throw HeliographError(.requestInvalid, "A piece lies beyond the end.")
        }
        let bytes: [UInt8]
        do throws(HeliographError) {
            bytes = try await context.shelf.read(
                .whole(AttachmentName(from: context.member, sealed: request.sealed)),
                at: request.from, count: request.byteCount)
        } catch {
            throw lost(request, error.detail)
        }
        guard bytes.count == request.byteCount else { throw lost(request, []) }
        return AttachmentPiece(
            versions: await context.trust.versions, from: request.from, bytes: bytes)
    }

    private func lost(_ request: AttachmentRequest, _ detail: [String]) -> HeliographError {
        context.log(
            .alarm, "attachment-lost",
            [
                "id": .string(request.id.description),
                "sealed": .string(request.sealed.description),
                "detail": .array(detail.map { .string($0) }),
            ])
        return HeliographError(.attachmentAltered, Code.attachmentAltered.meaning)
    }
}
