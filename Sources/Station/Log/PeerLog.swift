package import Notices
internal import Ports
import Synchronization

/// Logs acts of members that this node does not take. Every line names the member, as `peer`.
///
/// The member decides how often it does so. One kind of act gets one line in `LineTally.interval`,
/// with `count`: how often it happened since the line before, that time included.
package final class PeerLog: Sendable {
    /// Kinds of act that are told apart for one member at the same time.
    static let kindsMax = 128

    private struct Kind: Hashable {
        let event: String
        let code: Code?
        /// The cause in our own words, if there is one.
        let reason: String?
    }

    private let log: Log
    private let clock: any Ports.Clock
    private let tallies = Mutex<[MemberCode: LineTallies<Kind>]>([:])

    init(_ log: Log, clock: any Ports.Clock) {
        self.log = log
        self.clock = clock
    }

    /// Logs an error that a member caused: its code and causes, with further fields.
    package func log(
        _ level: Log.Level, _ event: StaticString, of peer: MemberCode, _ error: HeliographError,
        _ fields: KeyValuePairs<String, JSON> = [:]
    ) {
        write(
            level, event, peer, error.code,
            ([error.detail.first ?? ""] + error.faults.map(\.code.rawValue)).joined(separator: " "),
            fields + [("detail", .array(error.detail.map { .string($0) }))])
    }

    /// Logs an act of a member, with a code if it has one, and further fields.
    package func log(
        _ level: Log.Level, _ event: StaticString, of peer: MemberCode, code: Code? = nil,
        _ fields: KeyValuePairs<String, JSON> = [:]
    ) {
        write(level, event, peer, code, nil, fields.map { ($0.key, $0.value) })
    }

    /// Logs an announcement of a peer that is not taken because the peer cannot prove it.
    ///
    /// Nothing is logged for an older bundle than the one held, because two announcements may
    /// cross. A fork of the list and a member over its allowance have alarms of their own.
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
