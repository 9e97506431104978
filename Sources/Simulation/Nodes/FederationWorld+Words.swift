import Certificates
import Exchange
import Node
import Notices
import Ports
import TestKit

/// The checkers of evidence, of the one verdict on a message, of the search index, and of the keys
/// that messages came under.
extension FederationWorld {
    /// Each piece of evidence about a member's own message is about the content that was sent.
    func judgeWords(about country: Country) async {
        let store = country.life.store
        for promise in ledger.promises where promise.issuer == country.member {
            let key = promise.key
            guard let message = await store.message(key.id) else { continue }
            let seals = await store.envelopes(of: key.id).map(\.seal)
            for entry in await store.evidence(from: country.member, id: key.id).flatMap(\.entries)
            where entry.id == key.id && entry.recipient == key.recipient && entry.attachment == nil
            {
                let isOwn = entry.by == entry.recipient || entry.step == .accepted
                if entry.contentDigest != message.contentDigest {
                    blame("word", key, "\(entry.step) of another content")
                } else if entry.from != country.member || !isOwn {
                    blame("word", key, "\(entry.step) by \(entry.by) of \(entry.from)")
                } else if entry.step != .accepted, !seals.contains(entry.seal) {
                    blame("word", key, "\(entry.step) of seal \(entry.seal), which nobody made")
                }
            }
        }
    }

    /// A message is taken in once, even if copies came at the same time, and the newest of its
    /// thread is in force.
    func judgeClaims(of country: Country) async {
        let store = country.life.store
        for item in await store.inbox(InboxFilter(limit: .max)) {
            let key = DeliveryKey(id: item.id, recipient: country.member)
            let documents = await store.evidence(from: item.from, id: item.id).filter { document in
                document.entries.contains {
                    $0.step == .delivered && $0.id == item.id && $0.by == country.member
                        && $0.attachment == nil
                }
            }
            if documents.map(\.digest) != [item.evidence] {
                blame("claim", key, "\(documents.count) documents say that it was delivered")
            }
            guard let thread = await store.thread(issuer: item.from, thread: item.thread) else {
                blame("claim", key, "its thread has no row")
                continue
            }
            let current = await store.inboxItem(from: item.from, id: thread.current)
            if current?.sequence != thread.highestSequence || current?.thread != item.thread {
                blame("claim", key, "what holds in its thread is not the newest of it")
            }
        }
    }

    /// A notice is found by each value by which it can be searched.
    func judgeIndex(of country: Country) async {
        for item in await country.life.store.inbox(InboxFilter(limit: .max)) {
            let key = DeliveryKey(id: item.id, recipient: country.member)
            do {
                let missing = try await country.life.machinery?.notFound(item) ?? []
                if !missing.isEmpty { blame("index", key, "not found by \(missing)") }
            } catch {
                blame("index", key, "\(error)")
            }
        }
    }

    /// Every message came under a key of this member, and is counted with it.
    func judgeKeyUse(of country: Country) async {
        let store = country.life.store
        let items = await store.inbox(InboxFilter(limit: .max))
        let uses = await store.keyUses()
        for member in Set(items.map(\.from)).union(uses.map(\.member)).sorted() {
            let came = items.count { $0.from == member }
            let counted = uses.filter { $0.member == member }.reduce(0) { $0 + $1.count }
            if came != counted {
                ledger.violations.append(
                    "key-use: \(country.member) took in \(came) of \(member) and counted \(counted)"
                )
            }
        }
    }

    // MARK: - Canaries

    /// Plants one row that would exist, or removes one that would be missing, if a node broke its
    /// promise.
    func plant() async {
        for country in countries {
            let store = country.life.store
            guard let item = await store.inbox(InboxFilter()).first,
                let issuer = countries.first(where: { $0.member == item.from })
            else { continue }
            switch faults.breach {
            case .readByAnother:
                let other = countries.first {
                    $0.member != country.member && $0.member != item.from
                }
                guard let other else { continue }
                try? await other.life.store.commit([.insertInboxItem(item)])
            case .wordOfAnother:
                let bent = Self.word(
                    of: item, by: country.member, contentDigest: item.evidence, number: 1)
                try? await issuer.life.store.commit([.keepEvidence(bent)])
            case .takenTwice:
                let again = Self.word(
                    of: item, by: country.member, contentDigest: item.contentDigest, number: 2)
                try? await store.commit([.keepEvidence(again)])
            case .notFound: try? await store.commit([.unindex(from: item.from, id: item.id)])
            case .useForgotten:
                guard let use = await store.keyUses().first else { continue }
                try? await store.commit([.noteKeyUse(use.key, by: use.member, at: use.last)])
            case .forgetsLife, .staysCut, .staysDown, nil: return
            }
            return
        }
    }

    private static func word(
        of item: InboxItem, by member: MemberCode, contentDigest: Digest, number: UInt8
    ) -> EvidenceDocument {
        EvidenceDocument(
            digest: Digest(sha256: item.id.bytes + [number]), der: [number],
            entries: [
                EvidenceEntry(
                    step: .delivered, by: member, from: item.from, id: item.id, seal: item.seal,
                    recipient: member, contentDigest: contentDigest,
                    at: item.received.flooredToSecond)
            ], kept: item.received)
    }
}
