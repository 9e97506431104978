import Exchange
import Notices
import Ports
import Synchronization
import TestKit

/// A member whose node lies in its answers: it keeps back, repeats, mixes up, refuses and talks
/// nonsense. It cannot sign with another member's key.
final class Liar: Sendable {
    let member: MemberCode
    private let percent: Int
    /// An earlier answer, to be given again.
    private let earlier = Mutex<PeerResponse?>(nil)

    init(_ member: MemberCode, percent: Int) {
        self.member = member
        self.percent = percent
    }

    enum Lie: CaseIterable {
        case nonsense, empty, refusal, earlier, cutShort, evidenceKeptBack, versionsRaised,
            alwaysLater

        func told(instead answer: PeerResponse, by liar: Liar?) -> PeerResponse {
            switch self {
            case .nonsense: PeerResponse(status: 200, body: Array("{\"a\":[1,2".utf8))
            case .empty: PeerResponse(status: 200, body: [])
            case .refusal:
                PeerResponse(
                    status: 403, body: Array("{\"code\":\"member-suspended\"}".utf8))
            case .earlier: liar?.exchange(answer) ?? answer
            case .cutShort:
                PeerResponse(
                    status: answer.status, body: Array(answer.body.prefix(answer.body.count / 2)))
            case .evidenceKeptBack, .versionsRaised, .alwaysLater: changed(answer)
            }
        }

        /// The same answer about the same envelopes, with one part of it untrue.
        private func changed(_ answer: PeerResponse) -> PeerResponse {
            guard let read = try? ExchangeAnswer.read(answer.body) else { return answer }
            let held = read.versions
            let versions =
                self == .versionsRaised
                ? HeldVersions(
                    member: held.member, time: held.time, trustList: held.trustList + 1_000,
                    keyBundle: held.keyBundle + 1_000)
                : held
            let items =
                self == .alwaysLater
                ? read.items.map {
                    ExchangeAnswer.Item(
                        envelope: $0.envelope, result: .later(.storeBusy, after: .seconds(5)))
                } : read.items
            let told = ExchangeAnswer(
                versions: versions, items: items,
                evidence: self == .versionsRaised ? read.evidence : [])
            return PeerResponse(status: answer.status, body: told.encoded())
        }
    }

    func draw(
        _ member: MemberCode, using random: inout SeededGenerator, isCalm: Bool
    ) -> Lie? {
        guard member == self.member, !isCalm, random.strikes(percent: percent) else { return nil }
        return Lie.allCases[Int.random(in: 0..<Lie.allCases.count, using: &random)]
    }

    private func exchange(_ answer: PeerResponse) -> PeerResponse {
        earlier.withLock { earlier in
            defer { earlier = answer }
            return earlier ?? answer
        }
    }
}
