internal import Certificates
package import Federation
package import Notices
internal import Ports

/// What lists would do if they were imported.
package struct TrustPreview: Sendable {
    /// What one list changes against the one before it.
    package struct Step: Sendable {
        package let version: Int
        package let changes: [TrustListChange]
    }

    package enum Verdict: Sendable {
        /// They would be put in force.
        case accepted
        /// Nothing is newer than what is held.
        case known
        case refused(HeliographError)
    }

    /// The version in force; nil on a new node.
    package let from: Int?
    /// The newest that was looked at; nil if it cannot be read.
    package let to: Int?
    package let federation: String?
    package let digest: Digest?
    package let steps: [Step]
    /// How many would be put in force before one is refused.
    package let acceptedCount: Int
    package let verdict: Verdict
}

extension TrustDesk {
    /// Does what an import of these lists would do, and keeps nothing.
    ///
    /// - Parameter lists: in order; on a new node the last one alone counts.
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

/// What a certificate is called in a sentence.
package enum CertificateName {
    /// Its key id.
    package static func of(_ der: [UInt8]) -> String {
        (try? Certificate(der: der))?.keyID.description ?? "that cannot be read"
    }
}
