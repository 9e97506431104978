import Exchange
import Federation
import Notices
import Ports
import TestKit

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

extension MemoryNode {
    /// The envelope of a notice that submission would refuse, signed and sealed as it should be.
    ///
    /// - Parameter header: the notice that its header is made from; nil for the notice itself.
    func forced(
        _ document: JSON, to recipient: MemberCode, header bent: JSON? = nil
    ) async throws -> [UInt8] {
        let now = clock.now.flooredToSecond
        let told = bent ?? document
        let header = NoticeHeader(
            from: context.member, id: context.entropy.messageID(at: now),
            recipients: [.init(member: recipient, precedence: .routine, deadline: nil)],
            created: now, expires: now + .days(30), kind: told["type"]?.stringValue ?? "",
            operation: told["operation"]?.stringValue ?? "",
            thread: told["threadId"]?.stringValue ?? "",
            sequence: told["sequence"]?.intValue ?? 0, salt: context.entropy.bytes(16),
            attachments: [])
        let content = NoticeContent(header: header, notice: document.encoded())
        let signed = try context.sealer.signed(content.encoded(), as: .notice, at: now)
        let (record, _) = try context.station.newRecord(signed.der)
        let message = OutgoingMessage(
            id: header.id, thread: header.thread, sequence: header.sequence, kind: header.kind,
            operation: header.operation, created: now, expires: header.expires,
            contentDigest: context.sealer.digest(signed.der), recipients: [recipient],
            signer: signed.signer, inner: record)
        try await store.commit(
            try SealPress(context: context).firstSeal(message, header, signed.der)?.changes ?? [])
        return try await envelope(header.id)
    }

    /// This member's frame of an envelope of its own, with another content digest.
    func reframed(_ envelope: [UInt8]) throws -> [UInt8] {
        let content = try context.sealer.content(of: envelope, as: .frame)
        let end = content.firstIndex(of: 0x0A) ?? 0
        var header = try JSON.parse(Array(content[..<end]))
        header["contentDigest"] = .string(context.sealer.digest([9]).description)
        return try context.sealer.sign(
            header.encoded() + Array(content[end...]), as: .frame, at: clock.now)
    }
}
