import Federation
import Notices
import Testing

@Suite("Which trust list may follow")
struct SuccessionTests {
    private let held = Lists.list(version: 4, threshold: 2)
    private let heldDigest = Lists.digest(4)
    private let old: Set<KeyID> = [Lists.key(1), Lists.key(2), Lists.key(3)]

    private func next(
        _ list: TrustList, digest: Digest = Lists.digest(5), signers: Set<KeyID>? = nil,
        signedBy: Set<KeyID>
    ) -> Succession.Verdict {
        Succession.next(
            list, digest: digest, signers: signers ?? old, signedBy: signedBy, after: held,
            heldDigest: heldDigest, heldSigners: old)
    }

    private func code(_ verdict: Succession.Verdict) -> Code? {
        guard case .refused(let code, _) = verdict else { return nil }
        return code
    }

    private let two: Set<KeyID> = [Lists.key(1), Lists.key(3)]

    @Test("The next version with enough keys is accepted")
    func accepted() {
        #expect(next(Lists.list(version: 5, previous: heldDigest), signedBy: two) == .accepted)
        #expect(next(Lists.list(version: 5, previous: heldDigest), signedBy: old) == .accepted)
    }

    @Test("The very list that is held is known, and needs no signature again")
    func known() {
        #expect(next(held, digest: heldDigest, signedBy: []) == .known)
    }

    @Test("Another list with the same version is a fork")
    func fork() {
        let other = Lists.list(version: 4, threshold: 3)
        #expect(code(next(other, digest: Lists.digest(9), signedBy: old)) == .listFork)
    }

    @Test("What no signer signed is no fork, whatever version it claims")
    func noFork() {
        let other = Lists.list(version: 4, threshold: 3)
        #expect(code(next(other, digest: Lists.digest(9), signedBy: [])) == .listTooFewSigners)
    }

    @Test("A list that follows another one than ours is a fork")
    func forkBefore() {
        for previous in [Lists.digest(9), nil] {
            let list = Lists.list(version: 5, previous: previous)
            #expect(code(next(list, signedBy: old)) == .listFork)
        }
    }

    @Test("What no signer signed is no fork, whatever list it claims to follow")
    func noForkBefore() {
        let list = Lists.list(version: 5, previous: Lists.digest(9))
        #expect(code(next(list, signedBy: [])) == .listTooFewSigners)
        #expect(code(next(list, signedBy: [Lists.key(7)])) == .listTooFewSigners)
    }

    @Test("A signer that the list held has let go could still have signed another in its place")
    func formerSigner() {
        let other = Lists.list(version: 4, threshold: 3)
        func verdict(_ former: Set<KeyID>) -> Succession.Verdict {
            Succession.next(
                other, digest: Lists.digest(9), signers: old, signedBy: [Lists.key(8)],
                after: held, heldDigest: heldDigest, heldSigners: old, formerSigners: former)
        }
        #expect(code(verdict([Lists.key(8)])) == .listFork)
        #expect(code(verdict([])) == .listTooFewSigners)
        // A former signer's signature makes an alarm and counts for nothing else.
        let next = Succession.next(
            Lists.list(version: 5, previous: heldDigest), digest: Lists.digest(5), signers: old,
            signedBy: [Lists.key(1), Lists.key(8)], after: held, heldDigest: heldDigest,
            heldSigners: old, formerSigners: [Lists.key(8)])
        #expect(code(next) == .listTooFewSigners)
    }

    @Test("Another list with a version that is over is a fork too, if a signer signed it")
    func past() {
        let list = Lists.list(version: 2)
        func verdict(_ digest: Digest, _ signedBy: Set<KeyID>) -> Code? {
            code(
                Succession.past(
                    list, digest: digest, signedBy: signedBy, inForceThen: Lists.digest(2),
                    signers: old))
        }
        #expect(verdict(Lists.digest(2), old) == .listOlder)
        #expect(verdict(Lists.digest(9), [Lists.key(2)]) == .listFork)
        #expect(verdict(Lists.digest(9), [Lists.key(7)]) == .listOlder)
    }

    @Test("Versions only go up, one by one")
    func versions() {
        #expect(code(next(Lists.list(version: 3), signedBy: old)) == .listOlder)
        #expect(
            code(next(Lists.list(version: 6, previous: heldDigest), signedBy: old)) == .listGap)
    }

    @Test("Another federation's list is no successor")
    func otherFederation() {
        let list = Lists.list(version: 5, previous: heldDigest, federation: "another")
        #expect(code(next(list, signedBy: old)) == .listForeign)
        // A list of another federation with our version is no fork of ours either.
        let same = Lists.list(version: 4, federation: "another")
        #expect(code(next(same, digest: Lists.digest(9), signedBy: old)) == .listForeign)
    }

    @Test("Too few keys, and strangers' keys, are not enough")
    func tooFew() {
        let list = Lists.list(version: 5, previous: heldDigest)
        #expect(code(next(list, signedBy: [])) == .listTooFewSigners)
        #expect(code(next(list, signedBy: [Lists.key(1)])) == .listTooFewSigners)
        let strangers: Set<KeyID> = [Lists.key(1), Lists.key(7), Lists.key(8)]
        #expect(code(next(list, signedBy: strangers)) == .listTooFewSigners)
    }

    @Test("One key counts once, whatever number of signatures it made")
    func oneKeyOnce() {
        // Signatures are given as the set of keys that made them.
        let signatures = [Lists.key(2), Lists.key(2), Lists.key(2)]
        let list = Lists.list(version: 5, previous: heldDigest)
        #expect(code(next(list, signedBy: Set(signatures))) == .listTooFewSigners)
    }

    @Test("A change of keys and threshold needs the old and the new")
    func thresholdChange() {
        let list = Lists.list(version: 5, threshold: 3, previous: heldDigest)
        let new: Set<KeyID> = [Lists.key(3), Lists.key(4), Lists.key(5)]
        func verdict(_ numbers: [UInt8]) -> Succession.Verdict {
            next(list, signers: new, signedBy: Set(numbers.map { Lists.key($0) }))
        }
        #expect(verdict([1, 3, 4, 5]) == .accepted)
        #expect(code(verdict([1, 2])) == .listTooFewSigners, "none of its own")
        #expect(code(verdict([1, 2, 3, 4])) == .listTooFewSigners, "two of its own three")
        #expect(code(verdict([3, 4, 5])) == .listTooFewSigners, "one of the old two")
    }

    @Test("The first list stands on the digest given by hand and its own signers")
    func first() {
        let list = Lists.list(version: 1, threshold: 2)
        func verdict(_ pinned: Digest, _ signedBy: Set<KeyID>) -> Succession.Verdict {
            Succession.first(
                list, digest: Lists.digest(1), pinned: pinned, signers: old, signedBy: signedBy)
        }
        #expect(verdict(Lists.digest(1), two) == .accepted)
        #expect(code(verdict(Lists.digest(2), two)) == .listDigestMismatch)
        #expect(code(verdict(Lists.digest(1), [Lists.key(1)])) == .listTooFewSigners)
        #expect(
            code(verdict(Lists.digest(1), [Lists.key(1), Lists.key(9)])) == .listTooFewSigners)
    }
}
