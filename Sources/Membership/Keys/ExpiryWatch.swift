internal import Certificates
package import Federation
package import Notices
internal import Ports
package import Station

/// A key, list or certificate that ends by itself.
package struct Ending: Sendable, Equatable {
    /// The name of it: `own signing key`, `XB encryption key`, `trust list`.
    package let what: String
    let starts: Instant
    /// The time at which it ends.
    package let ends: Instant

    /// Days left at which an administrator is warned.
    static let thresholds = [60, 30, 7, 1]

    /// The last threshold that was passed, in days; 0 once it has ended, nil before the first.
    ///
    /// A threshold longer than a third of its life does not count: a leaf of 30 days is not late on
    /// its first day.
    package func threshold(at now: Instant) -> Int? {
        guard now < ends else { return 0 }
        let left = ends.since(now)
        let third = ends.since(starts) / 3
        return Self.thresholds.last { left <= .days(Int64($0)) && .days(Int64($0)) <= third }
    }

    /// The person who renews it, and the command, as the next step of a warning.
    package func next(for member: MemberCode) -> String {
        switch what {
        case "trust list":
            "Ask the secretariat for a newer list, and take it with `heliograph trust import`."
        case "own root key":
            "`heliograph keys rotate root`, and hand the new `proposal.json` to the secretariat."
        case "own issuing key":
            "`heliograph keys stage issuing` makes a request; `heliograph keys certify` signs "
                + "it on the root's machine; `heliograph keys stage issuing --certificate FILE` "
                + "and `heliograph keys rotate issuing` take it into use."
        case "own revocation list":
            "A running node renews it by itself, as long as its issuing CA is valid: "
                + "`heliograph keys list`."
        case let own where own.hasPrefix("own "):
            "A running node renews it by itself; now: `heliograph keys rotate "
                + "\(own.split(separator: " ").dropFirst().first ?? "ROLE")`."
        default:
            "Its own node renews it; `heliograph peers` has the number to call if it does not."
        }
    }

    /// Whole days until it ends, rounded towards zero; negative a day after its end.
    package func daysLeft(at now: Instant) -> Int { Int(ends.since(now).wholeSeconds / 86_400) }
}

/// Warns before anything ends: own keys, keys of peers, the trust list, revocation lists.
package struct ExpiryWatch {
    /// The threshold of the last warning, by name and end.
    private var warned: [String: Int] = [:]
    /// The age of the trust list at the last look.
    private var age = TrustListAge.fresh

    /// Logs every threshold that was passed since the last look, once.
    mutating func look(at endings: [Ending], now: Instant, log: Log) {
        var passed: [String: Int] = [:]
        for ending in endings {
            guard let threshold = ending.threshold(at: now) else { continue }
            let name = "\(ending.what) \(ending.ends)"
            passed[name] = threshold
            guard warned[name].map({ threshold < $0 }) ?? true else { continue }
            log(
                threshold <= 1 ? .alarm : .warning, threshold == 0 ? "has-ended" : "ends-soon",
                [
                    "what": .string(ending.what), "ends": .string(ending.ends.description),
                    "daysLeft": .number(JSONNumber(ending.daysLeft(at: now))),
                ])
        }
        warned = passed
    }

    /// Logs when the trust list grows stale, expires, or is replaced by a fresh one.
    mutating func look(at list: TrustList?, now: Instant, log: Log) {
        guard let list else { return }
        let age = list.age(at: now)
        defer { self.age = age }
        let fields: KeyValuePairs<String, JSON> = [
            "version": .number(JSONNumber(list.version)),
            "expires": .string(list.expires.description),
        ]
        switch (self.age, age) {
        case (.fresh, .fresh), (.stale, .stale), (.expired, .expired): break
        case (_, .fresh): log(.info, "trust-list-fresh", fields)
        case (_, .stale): log(.warning, "trust-list-stale", fields)
        case (_, .expired): log(.alarm, "trust-list-expired", fields)
        }
    }

    /// All endings that a node knows: of its keys in use, of the list, and of what active members
    /// announce.
    package static func endings(_ context: NodeContext, ring: KeyRing) async -> [Ending] {
        var found: [Ending] = []
        for key in ring.keys where key.state == .active {
            found.append(
                Ending(what: "own \(key.slot.rawValue) key", starts: key.starts, ends: key.ends))
        }
        guard let list = await context.trust.list else { return found }
        found.append(Ending(what: "trust list", starts: list.issued, ends: list.expires))
        for member in list.members where member.status == .active {
            let owner = member.code == context.member ? "own" : member.code.description
            for stored in await context.trust.revocations[member.code] ?? [] {
                guard let crl = try? RevocationList(der: stored.der) else { continue }
                found.append(
                    Ending(
                        what: "\(owner) revocation list", starts: crl.issued, ends: crl.nextUpdate))
            }
            guard member.code != context.member,
                let bundle = await context.trust.bundle(of: member.code)
            else { continue }
            var seen: Set<KeyRole?> = []
            for bytes in bundle.certificates {
                guard let certificate = try? Certificate(der: bytes),
                    seen.insert(certificate.role).inserted
                else { continue }
                let role = certificate.role?.rawValue ?? "issuing"
                found.append(
                    Ending(
                        what: "\(owner) \(role) key", starts: certificate.notBefore,
                        ends: certificate.notAfter))
            }
        }
        return found
    }
}
