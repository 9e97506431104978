package import Notices
internal import Ports
import Synchronization

/// Says in the log what a member did that this node does not take. Every line names the member, `peer`.
///
/// The member decides how often it does so. One kind of thing gets one line in `LineTally.interval`, with `count`: how
/// often it happened since the line before, that time included.
package final class PeerLog: Sendable {
    /// Kinds that are told apart of one member at the same time.
    static let kindsMax = 128

    private struct Kind: Hashable {
        let event: String
        let code: Code?
        /// Why, in our own words.
        let reason: String?
    }

    private let log: Log
    private let clock: any Ports.Clock
    private let tallies = Mutex<[MemberCode: LineTallies<Kind>]>([:])

    init(_ log: Log, clock: any Ports.Clock) {
        self.log = log
        self.clock = clock
    }

    /// An error's code and causes.
    package func log(
        _ level: Log.Level, _ event: StaticString, of peer: MemberCode, _ error: HeliographError,
        _ fields: KeyValuePairs<String, JSON> = [:]
    ) {
        write(
            level, event, peer, error.code,
            ([error.detail.first ?? ""] + error.faults.map(\.code.rawValue)).joined(separator: " "),
            fields + [("detail", .array(error.detail.map { .string($0) }))])
    }

    package func log(
        _ level: Log.Level, _ event: StaticString, of peer: MemberCode, code: Code? = nil,
        _ fields: KeyValuePairs<String, JSON> = [:]
    ) {
        write(level, event, peer, code, nil, fields.map { ($0.key, $0.value) })
    }

    /// What a peer announces and cannot prove. An older bundle than the one held is no such thing: two announcements
    /// may cross. A fork of the list and a member that is over its allowance have alarms of their own.
    package func announcementNotTaken(of peer: MemberCode, _ error: HeliographError) {
        switch error.code {
        case .bundleRollback, .peerBusy, .listFork, .listOlder: return
        case _ where error.code.isOfStore: log(.warning, "announcement-not-kept", of: peer, error)
        default: log(.alarm, "announcement-not-taken", of: peer, error)
        }
    }

    private func write(
        _ level: Log.Level, _ event: StaticString, _ peer: MemberCode, _ code: Code?,
        _ reason: String?, _ fields: [(String, JSON)]
    ) {
        let uptime = clock.uptime
        let kind = Kind(event: "\(event)", code: code, reason: reason)
        let (count, isKnown) = tallies.withLock {
            $0[peer, default: LineTallies(kindsMax: Self.kindsMax)].count(kind, at: uptime)
        }
        guard let count else { return }
        let name: (String, JSON) = ("peer", .string(peer.description))
        let times: (String, JSON) = ("count", JSON(count))
        guard isKnown else {
            log(.warning, "more-not-taken", [name, times])
            return
        }
        log(level, event, [name, ("code", JSON(code?.rawValue))] + fields + [times])
    }
}
