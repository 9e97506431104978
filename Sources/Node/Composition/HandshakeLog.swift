internal import HTTPService
internal import Notices
internal import PeerLink
internal import Ports
internal import Station
import Synchronization

/// Logs refused certificates, in the handshake or at a request, by their fingerprints: so that an
/// administrator hears that a newcomer is kept out.
///
/// A stranger decides how often it calls and how many certificates it makes. So one certificate
/// gets one line in `LineTally.interval`, with a count, and so do all together that are more than
/// `certificatesMax`.
final class HandshakeLog: Sendable {
    /// Certificates that are told apart at the same time.
    static let certificatesMax = 64

    private let log: Log
    private let clock: any Ports.Clock
    private let tallies = Mutex(LineTallies<Digest>(kindsMax: certificatesMax))
    /// Handshakes that gave way to more of the same address, and callers without a descriptor.
    private let crowd = Mutex<LineTally?>(nil)
    private let unheard = Mutex<LineTally?>(nil)

    init(_ log: Log, clock: any Ports.Clock) {
        self.log = log
        self.clock = clock
    }

    func note(_ client: RefusedClient) {
        let uptime = clock.uptime
        let (count, isKnown) = tallies.withLock { $0.count(client.fingerprint, at: uptime) }
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

    /// One line in `LineTally.interval`, whatever the address: strangers may have many.
    func note(_ trouble: DoorTrouble) {
        let uptime = clock.uptime
        switch trouble {
        case .crowd(let address):
            guard let count = crowd.withLock({ LineTally.count(&$0, at: uptime) }) else { return }
            log(
                .warning, "handshakes-crowded",
                ["address": .string(address), "count": .number(JSONNumber(count))])
        case .noDescriptor:
            guard let count = unheard.withLock({ LineTally.count(&$0, at: uptime) }) else { return }
            log(.alarm, "descriptors-used-up", ["count": .number(JSONNumber(count))])
        }
    }
}
