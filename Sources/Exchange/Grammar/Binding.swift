public import Notices

/// The check that the outside of a message agrees with its inside.
///
/// Without this a co-recipient could wrap XA's notice again as its own, or seal XA's signed notice
/// to a country that XA never chose.
public enum Binding {
    /// All that is known of a message once it is open.
    public struct Facts: Sendable {
        /// The outer header, from the outer SignedData.
        public let frame: FrameHeader
        /// The inner header, from the inner SignedData.
        public let notice: NoticeHeader
        /// The member whose signature on the outer SignedData was verified.
        public let frameSigner: MemberCode
        /// The member whose signature on the inner SignedData was verified.
        public let noticeSigner: MemberCode
        /// SHA-256 of the inner SignedData, computed here.
        public let contentDigest: Digest
        /// The member that opens the message: this node's own.
        public let receiver: MemberCode

        /// Takes the fields as they are.
        public init(
            frame: FrameHeader, notice: NoticeHeader, frameSigner: MemberCode,
            noticeSigner: MemberCode, contentDigest: Digest, receiver: MemberCode
        ) {
            self.frame = frame
            self.notice = notice
            self.frameSigner = frameSigner
            self.noticeSigner = noticeSigner
            self.contentDigest = contentDigest
            self.receiver = receiver
        }
    }

    /// Compares outside and inside.
    ///
    /// `to` of the frame names the recipients of this seal, which are some or all of the inner
    /// `to`: a message is sealed again without a recipient that lost its right (ADR-0003).
    ///
    /// - Returns: nil if everything agrees; otherwise the first difference, in words for the log.
    public static func disagreement(_ facts: Facts) -> String? {
        let frame = facts.frame
        let notice = facts.notice
        if facts.frameSigner != frame.from { return "the frame's signer is not `from`" }
        if facts.noticeSigner != frame.from { return "the notice's signer is not the frame's" }
        if notice.from != frame.from { return "from differs" }
        if notice.id != frame.id { return "id differs" }
        if notice.created != frame.created { return "created differs" }
        if notice.expires != frame.expires { return "expires differs" }
        if facts.contentDigest != frame.contentDigest { return "contentDigest differs" }
        if !notice.to.contains(facts.receiver) { return "the receiver is not in the inner `to`" }
        if !frame.to.contains(facts.receiver) { return "the receiver is not in the frame's `to`" }
        for outer in frame.recipients {
            guard let inner = notice.recipients.first(where: { $0.member == outer.member }) else {
                return "the frame names a recipient that the notice does not"
            }
            if inner.precedence != outer.precedence { return "a precedence differs" }
            if inner.deadline?.flooredTo(WireProtocol.deadlineGrain) != outer.deadline {
                return "a deadline differs"
            }
        }
        return nil
    }
}
