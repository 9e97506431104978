internal import Notices
internal import PeerLink
internal import Ports
import Synchronization

/// Says in the log whose certificate was refused, in the handshake or at a request, by the certificate's fingerprint: so that whoever keeps a
/// newcomer out hears of it.
///
/// A stranger decides how often it calls and how many certificates it makes. So one certificate gets one line in
/// `interval`, with a count, and so do all together that are more than `certificatesMax`.
final class HandshakeLog: Sendable {
    static let interval = Duration.minutes(10)
    /// Certificates that are told apart at the same time.
    static let certificatesMax = 64

    private struct Tally {
        /// Uptime at the last line.
        var told: Duration
        /// Refused since.
        var count = 0

        func isOld(at uptime: Duration) -> Bool { uptime - told >= interval }
    }

    private struct State {
        var tallies: [Digest: Tally] = [:]
        /// Those for whom there is no room.
        var others: Tally?
        /// Handshakes that gave way to more of the same address.
        var crowd: Tally?

        /// Makes room where nothing was told lately.
        ///
        /// - Returns: whether the certificate is told apart from others.
        mutating func takesIn(_ fingerprint: Digest, at uptime: Duration) -> Bool {
            if tallies[fingerprint] != nil { return true }
            if tallies.count >= certificatesMax {
                tallies = tallies.filter { !$0.value.isOld(at: uptime) }
            }
            return tallies.count < certificatesMax
        }
    }

    private let log: Log
    private let clock: any Ports.Clock
    private let state = Mutex(State())

    init(_ log: Log, clock: any Ports.Clock) {
        self.log = log
        self.clock = clock
    }

    func note(_ client: RefusedClient) {
        let uptime = clock.uptime
        let (count, isKnown) = state.withLock { state in
            let isKnown = state.takesIn(client.fingerprint, at: uptime)
            let count =
                isKnown
                ? Self.count(&state.tallies[client.fingerprint], at: uptime)
                : Self.count(&state.others, at: uptime)
            return (count, isKnown)
        }
        guard let count else { return }
        guard isKnown else {
            log(.warning, "handshakes-refused", ["count": .number(JSONNumber(count))])
            return
        }
        let code: Code =
            client.isListed || client.claims == nil ? .certificateUntrusted : .memberUnknown
        let fields: KeyValuePairs<String, JSON> = [
            "fingerprint": .string(client.fingerprint.description),
            "key": JSON(client.key?.description), "claims": JSON(client.claims?.description),
            "code": .string(code.rawValue), "count": .number(JSONNumber(count)),
        ]
        switch client.stage {
        case .handshake: log(.warning, "handshake-refused", fields)
        case .request: log(.warning, "request-refused", fields)
        }
    }

    /// - Parameter address: from which there are too many handshakes at once. One line in `interval`, whatever the
    ///   address: strangers may have many.
    func note(crowdAt address: String) {
        let uptime = clock.uptime
        guard let count = state.withLock({ Self.count(&$0.crowd, at: uptime) }) else { return }
        log(
            .warning, "handshakes-crowded",
            ["address": .string(address), "count": .number(JSONNumber(count))])
    }

    /// - Returns: how many handshakes a line is due for; nil if none is.
    private static func count(_ tally: inout Tally?, at uptime: Duration) -> Int? {
        guard let known = tally, !known.isOld(at: uptime) else {
            let count = (tally?.count ?? 0) + 1
            tally = Tally(told: uptime)
            return count
        }
        tally?.count += 1
        return nil
    }
}
