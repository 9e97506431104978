import Federation
import Notices
import TestKit
import Testing

@Suite("The key ring")
struct KeyRingTests {
    private static let now = Specimen.epoch
    private var make = Specimen(seed: 77)

    /// A ring with one key in use for each slot.
    private mutating func ring() -> KeyRing {
        var keys: [OwnKey] = []
        for slot in KeySlot.allCases {
            var key = key(slot, issuer: keys.last { $0.slot.role == nil }?.id)
            key.state = .active
            keys.append(key)
        }
        return KeyRing(keys: keys, bundleVersion: 5)
    }

    private mutating func key(_ slot: KeySlot, issuer: KeyID? = nil) -> OwnKey {
        let id = make.keyID()
        return OwnKey(
            id: id, slot: slot, issuer: issuer ?? id,
            file: "\(slot.rawValue)-\(id.description.prefix(8))", made: Self.now,
            starts: Self.now, ends: Self.now + .days(30), since: Self.now)
    }

    private func facts(
        held: Int64, after: Duration = .zero, unreached: Set<MemberCode> = [],
        lastUse: [KeyID: Instant] = [:], roots: Set<KeyID> = []
    ) -> RotationFacts {
        RotationFacts(
            now: Self.now + after, held: [xb: held, xc: .max], unreached: unreached,
            lastUse: lastUse, listedRoots: roots, listVersion: 4, heldLists: [xb: held, xc: .max])
    }

    private let xb = MemberCode("XB") ?? { preconditionFailure("a code") }()
    private let xc = MemberCode("XC") ?? { preconditionFailure("a code") }()
    private let pace = RotationPace(drainMin: .hours(1), drainMax: .days(14))

    @Test("a rotation goes by its steps, and each waits for what it must wait for")
    mutating func steps() throws {
        var ring = ring()
        let former = try #require(ring.active(.encryption)).id
        #expect(ring.nextStep(.encryption, facts(held: 5), pace: pace) == nil)
        let next = key(.encryption, issuer: ring.active(.issuing)?.id)
        try ring.stage(next)
        #expect(ring.announced.allSatisfy { $0.id != next.id })
        #expect(ring.nextStep(.encryption, facts(held: 5), pace: pace) == .publish(next.id))
        try ring.publish(.encryption, at: Self.now)
        #expect(ring.bundleVersion == Self.now.milliseconds)
        let published = ring.bundleVersion
        // The key in use comes first: others go on sealing to it.
        #expect(ring.announced.filter { $0.slot == .encryption }.map(\.id) == [former, next.id])
        #expect(
            ring.nextStep(.encryption, facts(held: published - 1), pace: pace)
                == .wait(.preflight(next.id, lagging: [xb])))
        #expect(
            ring.nextStep(.encryption, facts(held: 0, unreached: [xb]), pace: pace)
                == .activate(next.id))
        #expect(
            ring.nextStep(.encryption, facts(held: published), pace: pace) == .activate(next.id))
        // A peer that answers but never shows the key holds the step up for two days, and no
        // longer.
        #expect(
            ring.nextStep(.encryption, facts(held: 0, after: .hours(47)), pace: pace)
                == .wait(.preflight(next.id, lagging: [xb])))
        #expect(
            ring.nextStep(.encryption, facts(held: 0, after: .days(2)), pace: pace)
                == .activate(next.id))
        try ring.activate(.encryption, at: Self.now)
        #expect(ring.bundleVersion == published + 1)
        #expect(ring.announced.filter { $0.slot == .encryption }.map(\.id) == [next.id, former])
        let held = ring.bundleVersion
        // An absent peer delays the end of a former key, until the time of that key is over.
        #expect(
            ring.nextStep(
                .encryption, facts(held: 0, after: .hours(2), unreached: [xb]), pace: pace)
                == .wait(.drain(former, lagging: [xb])))
        #expect(
            ring.nextStep(.encryption, facts(held: held, after: .minutes(59)), pace: pace)
                == .wait(.drain(former, lagging: [])))
        let used = [former: Self.now + .minutes(90)]
        #expect(
            ring.nextStep(
                .encryption, facts(held: held, after: .hours(2), lastUse: used), pace: pace)
                == .wait(.drain(former, lagging: [])))
        #expect(
            ring.nextStep(
                .encryption, facts(held: held, after: .hours(3), lastUse: used), pace: pace)
                == .retire(former))
        #expect(
            ring.nextStep(.encryption, facts(held: 0, after: .days(14)), pace: pace)
                == .retire(former))
        try ring.retire(former, at: Self.now + .hours(3))
        #expect(ring.announced.filter { $0.slot == .encryption }.map(\.id) == [next.id])
        #expect(throws: HeliographError(.keyStepRefused, "")) {
            try ring.destroy(former, at: Self.now + .days(31))
        }
        let end = Self.now + .hours(3) + .days(31)
        #expect(
            ring.nextStep(.encryption, facts(held: held, after: .days(32)), pace: pace)
                == .destroy(former))
        try ring.destroy(former, at: end)
        #expect(ring[former]?.state == .destroyed)
        #expect(ring.nextStep(.encryption, facts(held: held, after: .days(40)), pace: pace) == nil)
        #expect(try KeyRing.read(ring.encoded()) == ring)
    }

    @Test("what is over is not taken into use again, nor revoked again, nor staged twice")
    mutating func over() throws {
        var ring = ring()
        let former = try #require(ring.active(.signing))
        let next = key(.signing, issuer: former.issuer)
        try ring.stage(next)
        ring.setUnattended(.signing)
        try ring.publish(.signing, at: Self.now)
        try ring.activate(.signing, at: Self.now)
        #expect(throws: HeliographError.self) { try ring.undo(.signing, at: former.ends) }
        #expect(throws: HeliographError.self) { try ring.stage(next) }
        try ring.revoke(former.id, because: "lost", at: Self.now)
        #expect(ring.unattended.isEmpty)
        try ring.destroy(former.id, at: Self.now, isForced: true)
        #expect(throws: HeliographError.self) {
            try ring.revoke(former.id, because: "again", at: Self.now + .hours(1))
        }
        #expect(ring[former.id]?.since == Self.now)
    }

    @Test("no step is taken from where it does not lead")
    mutating func refusals() throws {
        var ring = ring()
        let before = ring
        let active = try #require(ring.active(.signing)).id
        let refused = HeliographError(.keyStepRefused, "")
        #expect(throws: refused) { try ring.publish(.signing, at: Self.now) }
        #expect(throws: refused) { try ring.activate(.signing, at: Self.now) }
        #expect(throws: refused) { try ring.retire(active, at: Self.now) }
        #expect(throws: refused) { try ring.destroy(active, at: Self.now, isForced: true) }
        #expect(throws: refused) { try ring.undo(.signing, at: Self.now) }
        #expect(throws: refused) {
            try ring.revoke(active, because: "nothing to replace it", at: Self.now)
        }
        let issuing = try #require(ring.active(.issuing)).id
        #expect(throws: refused) { try ring.revoke(issuing, because: "lost", at: Self.now) }
        #expect(ring == before)
        try ring.stage(key(.signing, issuer: issuing))
        let another = key(.signing, issuer: issuing)
        #expect(throws: refused) { try ring.stage(another) }
        #expect(throws: refused) { try ring.activate(.signing, at: Self.now) }
    }

    @Test("undo goes back from staged, from published and from active, and not from retired")
    mutating func undo() throws {
        var ring = ring()
        let former = try #require(ring.active(.signing)).id
        for isPublished in [false, true] {
            let next = key(.signing)
            try ring.stage(next)
            if isPublished { try ring.publish(.signing, at: Self.now) }
            try ring.undo(.signing, at: Self.now)
            #expect(ring[next.id]?.state == .destroyed && ring.active(.signing)?.id == former)
        }
        let next = key(.signing)
        try ring.stage(next)
        try ring.publish(.signing, at: Self.now)
        try ring.activate(.signing, at: Self.now)
        let version = ring.bundleVersion
        try ring.undo(.signing, at: Self.now)
        #expect(ring.active(.signing)?.id == former && ring[next.id]?.state == .draining)
        #expect(ring.bundleVersion > version)
        try ring.undo(.signing, at: Self.now)
        #expect(ring.active(.signing)?.id == next.id)
        try ring.retire(former, at: Self.now)
        #expect(throws: HeliographError(.keyStepRefused, "")) {
            try ring.undo(.signing, at: Self.now)
        }
    }

    @Test("a revoked key is out of the bundle at once, its replacement in it")
    mutating func revocation() throws {
        var ring = ring()
        let stolen = try #require(ring.active(.signing)).id
        let next = key(.signing)
        try ring.stage(next)
        try ring.revoke(stolen, because: "stolen", at: Self.now + .days(1))
        #expect(ring.announced.filter { $0.slot == .signing }.map(\.id) == [next.id])
        #expect(ring[stolen]?.state == .revoked && ring[stolen]?.reason == "stolen")
        try ring.destroy(stolen, at: Self.now + .days(2), isForced: true)
        // The time of the revocation stays: the revocation list states it.
        #expect(ring[stolen]?.since == Self.now + .days(1))
    }

    @Test("an authority stays announced while a key that it certified is; then it may be retired")
    mutating func authorities() throws {
        var ring = ring()
        let old = try #require(ring.active(.issuing)).id
        let new = key(.issuing, issuer: ring.active(.root)?.id)
        try ring.stage(new)
        try ring.publish(.issuing, at: Self.now)
        try ring.activate(.issuing, at: Self.now)
        #expect(
            ring.nextStep(.issuing, facts(held: .max, after: .days(1)), pace: pace)
                == .wait(.certified(old)))
        #expect(throws: HeliographError(.keyStepRefused, "")) {
            try ring.retire(old, at: Self.now)
        }
        for slot in KeySlot.leaves {
            let former = try #require(ring.active(slot)).id
            try ring.stage(key(slot, issuer: new.id))
            try ring.publish(slot, at: Self.now)
            try ring.activate(slot, at: Self.now)
            #expect(ring.announced.contains { $0.id == old })
            try ring.retire(former, at: Self.now)
        }
        #expect(
            ring.nextStep(.issuing, facts(held: .max, after: .days(1)), pace: pace)
                == .retire(old))
        try ring.retire(old, at: Self.now)
        #expect(ring.announced.filter { $0.slot == .issuing }.map(\.id) == [new.id])
        #expect(ring.listing.map(\.id) == [new.id])
        // A key of the former authority turns out to be stolen. Its list is announced again, with
        // the certificate that judges it.
        let stolen = try #require(ring.keys.first { $0.issuer == old && $0.slot == .signing })
        try ring.revoke(stolen.id, because: "stolen", at: Self.now)
        #expect(ring.listing.map(\.id) == [old, new.id])
        #expect(ring.announced.filter { $0.slot == .issuing }.map(\.id) == [new.id, old])
    }

    @Test("a root waits for the trust list that names it, and for the peers that hold that list")
    mutating func root() throws {
        var ring = ring()
        let next = key(.root)
        try ring.stage(next)
        #expect(
            ring.nextStep(.root, facts(held: 3), pace: pace) == .wait(.trustList(next.id)))
        #expect(
            ring.nextStep(.root, facts(held: 3, roots: [next.id]), pace: pace)
                == .publish(next.id))
        ring.rootListed(next.id, in: 4, at: Self.now)
        #expect(
            ring.nextStep(.root, facts(held: 3, roots: [next.id]), pace: pace)
                == .wait(.preflight(next.id, lagging: [xb])))
        #expect(
            ring.nextStep(.root, facts(held: 4, roots: [next.id]), pace: pace)
                == .activate(next.id))
        let former = try #require(ring.active(.root)).id
        try ring.activate(.root, at: Self.now)
        #expect(
            ring.nextStep(.root, facts(held: 4, after: .days(1), roots: [next.id]), pace: pace)
                == .wait(.certified(former)))
        let issuing = key(.issuing, issuer: next.id)
        try ring.stage(issuing)
        try ring.publish(.issuing, at: Self.now)
        try ring.activate(.issuing, at: Self.now)
        for slot in KeySlot.leaves {
            let leaf = try #require(ring.active(slot)).id
            try ring.stage(key(slot, issuer: issuing.id))
            try ring.publish(slot, at: Self.now)
            try ring.activate(slot, at: Self.now)
            try ring.retire(leaf, at: Self.now)
        }
        try ring.retire(try #require(ring.draining(.issuing).first).id, at: Self.now)
        #expect(
            ring.nextStep(.root, facts(held: 4, after: .days(1), roots: [next.id]), pace: pace)
                == .retire(former))
        // Revocations by a former authority are announced as long as its root is believed.
        let stolen = try #require(ring.keys.first { $0.slot == .signing }).id
        try ring.revoke(stolen, because: "stolen", at: Self.now)
        #expect(ring.listing.count == 2)
        try ring.retire(former, at: Self.now)
        #expect(ring.listing.map(\.id) == [issuing.id])
    }

    @Test("a version above ours is gone over, and a bent ring is not read")
    mutating func versions() throws {
        var ring = ring()
        ring.announceAbove(1 << 52, at: Self.now)
        #expect(ring.bundleVersion == (1 << 52) + 1)
        let text = String(decoding: ring.encoded(), as: UTF8.self)
        for (old, new) in [
            ("\"active\"", "\"asleep\""), ("\"format\": 1", "\"format\": 2"),
            ("\"file\": \"root", "\"file\": \"../root"), ("\"keys\"", "\"kees\""),
        ] {
            let bent = text.replacing(old, with: new, maxReplacements: 1)
            #expect(bent != text)
            #expect(throws: StrictObject.Refusal.self) { try KeyRing.read(Array(bent.utf8)) }
        }
    }
}
