import Exchange
import Federation
import Notices
import Ports
import TestKit

@testable import Node

extension MemoryNode {
    /// The envelope of a notice that submission would refuse, signed and sealed as it should be.
    func forced(_ document: JSON, to recipient: MemberCode) async throws -> [UInt8] {
        let now = clock.now.flooredToSecond
        let header = NoticeHeader(
            from: context.member, id: context.entropy.messageID(at: now),
            recipients: [.init(member: recipient, precedence: .routine, deadline: nil)],
            created: now, expires: now + .days(30), kind: document["type"]?.stringValue ?? "",
            operation: document["operation"]?.stringValue ?? "",
            thread: document["threadId"]?.stringValue ?? "",
            sequence: document["sequence"]?.intValue ?? 0, salt: context.entropy.bytes(16),
            attachments: [])
        let content = NoticeContent(header: header, notice: document.encoded())
        let signed = try context.sealer.signed(content.encoded(), as: .notice, at: now)
        let (record, _) = try context.newRecord(signed.der)
        let message = OutgoingMessage(
            id: header.id, thread: header.thread, sequence: header.sequence, kind: header.kind,
            operation: header.operation, created: now, expires: header.expires,
            contentDigest: context.sealer.digest(signed.der), recipients: [recipient],
            signer: signed.signer, inner: record)
        try await store.commit(
            try SealPress(context: context).firstSeal(message, header, signed.der)?.changes ?? [])
        return try await envelope(header.id)
    }
}
