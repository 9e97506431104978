internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The contact between this node and its peers, in both directions.
extension Doctor {
    /// The node runs here, or it does not.
    func running() async -> Finding {
        let isServing = await node.isServing
        return Finding(
            check: "node", isWell: isServing,
            sentence: isServing ? "A node runs here." : Code.nodeStopped.meaning,
            next: isServing ? nil : Code.nodeStopped.next)
    }

    /// The last answer of any peer, and the peers that do not answer now.
    func answering() async -> Finding {
        let now = context.clock.now
        let others = (await context.trust.list?.members ?? [])
            .filter { $0.code != context.member && $0.status == .active }.map(\.code)
        guard let rows = try? await context.store.peers() else {
            return Finding(
                check: "peers", isWell: false, sentence: "What peers said cannot be read.",
                next: Code.storeFailed.next)
        }
        let known = rows.filter { others.contains($0.member) }
        let failing = known.filter { $0.failure != nil }
        guard let last = known.compactMap(\.lastContact).max() else {
            return Finding(
                check: "peers", isWell: others.isEmpty,
                sentence: others.isEmpty
                    ? "There is no other active member yet."
                    : nobody(failing.map { Self.trouble($0, at: now) }),
                next: others.isEmpty ? nil : await next(known.compactMap(\.failure)))
        }
        guard !failing.isEmpty else { return heard(known, at: now) }
        let isAlone = failing.count == others.count
        return Finding(
            check: "peers", isWell: !isAlone,
            sentence: "\(failing.count) of \(others.count) peers do not answer "
                + "(\(Self.some(failing.map { Self.trouble($0, at: now) }))); "
                + "the last answer of any came \(Wording.distance(to: last, from: now)).",
            next: await next(known.compactMap(\.failure)))
    }

    /// Each peer's last answer, the oldest first.
    private func heard(_ known: [PeerRow], at now: Instant) -> Finding {
        let contacts = known.compactMap { row in row.lastContact.map { (row.member, $0) } }
        let ages = contacts.sorted { $0.1 < $1.1 }.map {
            "\($0.0) \(Wording.distance(to: $0.1, from: now))"
        }
        return Finding(
            check: "peers", isWell: true, sentence: "The last answers came: \(Self.some(ages)).",
            next: nil)
    }

    private func nobody(_ failing: [String]) -> String {
        "Nobody has answered this node yet"
            + (failing.isEmpty ? "." : " (\(Self.some(failing))).")
    }

    private static func trouble(_ row: PeerRow, at now: Instant) -> String {
        let since = row.lastContact.map { ", heard \(Wording.distance(to: $0, from: now))" } ?? ""
        return "\(row.member): \(row.failure?.rawValue ?? "-")\(since)"
    }

    /// The first five texts, and the number of the others; `heliograph peers` shows all.
    private static func some(_ texts: [String]) -> String {
        let shown = texts.prefix(5).joined(separator: ", ")
        return texts.count > 5 ? "\(shown) and \(texts.count - 5) more" : shown
    }

    /// The next step against the commonest cause.
    private func next(_ codes: [Code]) async -> String {
        guard await node.isServing else { return Code.nodeStopped.next }
        // No node mends this cause by itself; a person must act.
        if codes.contains(.peerDoesNotKnowUs) { return Code.peerDoesNotKnowUs.next }
        let counts = Dictionary(codes.map { ($0, 1) }, uniquingKeysWith: +)
        guard let common = counts.max(by: { $0.value < $1.value })?.key else {
            return
                "Wait a minute after the start; then `heliograph peers` says why nobody answered."
        }
        return common.next
    }
}
