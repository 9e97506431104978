import Exchange
import Notices
import TestKit
import Testing

@Suite("The outside against the inside")
struct BindingTests {
    private static let later = Papers.created + .seconds(1)
    private static let onlyXB = [
        FrameHeader.Recipient(
            member: Papers.xb, precedence: .flash, deadline: Papers.deadline, keyID: Papers.keyID(2)
        )
    ]

    private static func facts(
        frame: FrameHeader = Papers.frame(), notice: NoticeHeader = Papers.notice(),
        frameSigner: MemberCode = Papers.xa, noticeSigner: MemberCode = Papers.xa,
        contentDigest: Digest = Papers.digest(1), receiver: MemberCode = Papers.xb
    ) -> Binding.Facts {
        Binding.Facts(
            frame: frame, notice: notice, frameSigner: frameSigner, noticeSigner: noticeSigner,
            contentDigest: contentDigest, receiver: receiver)
    }

    @Test("An honest message agrees for each of its recipients")
    func agrees() {
        #expect(Binding.disagreement(Self.facts()) == nil)
        #expect(Binding.disagreement(Self.facts(receiver: Papers.xc)) == nil)
    }

    @Test("A seal without a recipient that lost its right agrees")
    func fewer() {
        #expect(
            Binding.disagreement(Self.facts(frame: Papers.frame(recipients: Self.onlyXB))) == nil)
    }

    @Test("Each disagreement is named")
    func named() {
        let stranger = Papers.xc
        let other = MessageID(created: Papers.created, random: Array(2...11))
        func frame(_ precedence: Precedence, _ deadline: Instant?) -> FrameHeader {
            Papers.frame(recipients: [
                FrameHeader.Recipient(
                    member: Papers.xb, precedence: precedence, deadline: deadline,
                    keyID: Papers.keyID(2))
            ])
        }
        let cases: [(Binding.Facts, String)] = [
            (Self.facts(frameSigner: stranger), "the frame's signer is not `from`"),
            (Self.facts(noticeSigner: stranger), "the notice's signer is not the frame's"),
            (Self.facts(notice: Papers.notice(from: stranger)), "from differs"),
            (Self.facts(notice: Papers.notice(id: other)), "id differs"),
            (Self.facts(notice: Papers.notice(created: Self.later)), "created differs"),
            (Self.facts(notice: Papers.notice(expires: Self.later)), "expires differs"),
            (Self.facts(contentDigest: Papers.digest(9)), "contentDigest differs"),
            (Self.facts(receiver: Papers.xa), "the receiver is not in the inner `to`"),
            (
                Self.facts(frame: Papers.frame(recipients: Self.onlyXB), receiver: Papers.xc),
                "the receiver is not in the frame's `to`"
            ),
            (
                Self.facts(
                    notice: Papers.notice(recipients: [
                        NoticeHeader.Recipient(
                            member: Papers.xb, precedence: .flash, deadline: Papers.deadline)
                    ])), "the frame names a recipient that the notice does not"
            ),
            (Self.facts(frame: frame(.routine, Papers.deadline)), "a precedence differs"),
            (Self.facts(frame: frame(.flash, nil)), "a deadline differs"),
            (
                Self.facts(frame: frame(.flash, Papers.deadline + .minutes(15))),
                "a deadline differs"
            ),
        ]
        for (facts, reason) in cases { #expect(Binding.disagreement(facts) == reason) }
    }

    @Test("Two deadlines in one quarter of an hour look the same outside")
    func quarter() {
        let frame = Papers.frame(recipients: [
            FrameHeader.Recipient(
                member: Papers.xb, precedence: .flash, deadline: Papers.deadline + .minutes(7),
                keyID: Papers.keyID(2))
        ])
        #expect(Binding.disagreement(Self.facts(frame: frame)) == nil)
    }
}
