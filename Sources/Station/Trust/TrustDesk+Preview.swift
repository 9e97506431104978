internal import Certificates
package import Federation
package import Notices
internal import Ports

/// The effect that lists would have if they were imported.
package struct TrustPreview: Sendable {
    /// The changes of one list against the one before it.
    package struct Step: Sendable {
        /// The version of the list.
        package let version: Int
        /// The changes, in the order of the list.
        package let changes: [TrustListChange]
    }

    /// The end of the import.
    package enum Verdict: Sendable {
        /// All new lists would be put in force.
        case accepted
        /// No list is newer than the one held.
        case known
        case refused(HeliographError)
    }

    /// The version in force; nil on a new node.
    package let from: Int?
    /// The version of the newest list that was looked at; nil if it cannot be read.
    package let to: Int?
    /// The name of the federation; nil if no list can be read and none is held.
    package let federation: String?
    /// The digest of the newest list that was looked at; nil if it cannot be read.
    package let digest: Digest?
    /// The lists, in order, up to the one that is refused.
    package let steps: [Step]
    /// Lists that would be put in force before one is refused.
    package let acceptedCount: Int
    /// The end of the import.
    package let verdict: Verdict
}

extension TrustDesk {
    /// Tries an import of these lists, and keeps nothing.
    ///
    /// - Parameters:
    ///   - lists: in order; on a new node the last one alone counts.
    ///   - pinned: the digest of the first list, from another channel.
    package func preview(_ lists: [[UInt8]], pinned: Digest?) async -> TrustPreview {
        var candidate = held
        var steps: [TrustPreview.Step] = []
        var accepted = 0
        var looked: (list: TrustList, digest: Digest)?
        func done(_ verdict: TrustPreview.Verdict) -> TrustPreview {
            TrustPreview(
                from: held?.list.version, to: looked?.list.version,
                federation: looked?.list.federation ?? held?.list.federation,
                digest: looked?.digest, steps: steps, acceptedCount: accepted, verdict: verdict)
        }
        for der in held == nil ? lists.suffix(1) : lists[...] {
            do throws(HeliographError) {
                if let plain = try? sealer.signatures(onTrustList: der, known: []) {
                    looked = (plain.list, plain.digest)
                }
                let (signed, verdict) = try await judge(der, pinned: pinned, after: candidate)
                let step = TrustPreview.Step(
                    version: signed.list.version,
                    changes: TrustListChange.all(
                        from: candidate?.list, to: signed.list, naming: CertificateName.of))
                switch verdict {
                case .known: continue
                case .refused(.listOlder, _) where lists.count > 1: continue
                case .refused(let code, let reason):
                    if code != .listOlder { steps.append(step) }
                    throw HeliographError(code, code.meaning, detail: [reason])
                case .accepted:
                    steps.append(step)
                    accepted += 1
                    candidate = Held(signed, der: der, after: candidate)
                }
            } catch {
                if steps.isEmpty, candidate == nil, let looked {
                    steps = [
                        TrustPreview.Step(
                            version: looked.list.version,
                            changes: TrustListChange.all(
                                from: nil, to: looked.list, naming: CertificateName.of))
                    ]
                }
                return done(.refused(error))
            }
        }
        return done(accepted > 0 ? .accepted : .known)
    }
}

/// The name of a certificate in a sentence.
package enum CertificateName {
    /// The key id of a certificate, or `that cannot be read`.
    package static func of(_ der: [UInt8]) -> String {
        (try? Certificate(der: der))?.keyID.description ?? "that cannot be read"
    }
}
