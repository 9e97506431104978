import Federation
import Notices
import Ports
import TestKit
import Testing

@Suite struct PrincipalTests {
    @Test(
        "officers, tokens and held calls are kept as they are, and replaced by their key",
        arguments: Subject.allCases)
    func principals(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 61)
            let now = make.tick()
            var anna = Officer(
                key: "anna", name: "Anna", roles: [.duty, .supervisor], added: now,
                addedBy: "user 0", changed: now, changedBy: "user 0")
            let system = Officer(
                key: "case system", name: "Case  System", roles: [.integrator],
                rights: [.readInbox, .list], user: UInt32.max - 1, certificate: make.digest(),
                added: now, addedBy: "user 0", changed: now, changedBy: "user 0", reason: "x")
            var token = AccessToken(
                id: "0123456789ab", digest: make.digest(), officer: "anna", rights: [.list],
                networks: ["192.0.2.0/24", "2001:db8::/32"], made: now, madeBy: "user 0",
                expires: now + .days(9))
            let orphan = AccessToken(
                id: "ba9876543210", digest: make.digest(), officer: "nobody", rights: [],
                networks: [], made: now + .hours(1), madeBy: "user 0", expires: now + .days(9))
            var held = HeldCall(
                id: "aa", digest: make.digest(), operation: "notice.send", author: "anna",
                approver: "chief", arguments: make.recordID(), fileCount: 2, made: now,
                expires: now + .hours(24))
            try await bench.store.commit([
                .putOfficer(system), .putOfficer(anna), .putToken(token), .putToken(orphan),
                .putHeldCall(held),
            ])
            try await bench.reopen()
            #expect(try await bench.store.officers() == [anna, system])
            #expect(try await bench.store.tokens() == [orphan, token])
            #expect(try await bench.store.heldCalls(limit: 9) == [held])
            #expect(try await bench.store.heldCalls(limit: 0) == [])
            #expect(
                try await bench.store.holder(ofToken: token.digest)
                    == TokenHolder(token: token, officer: anna))
            #expect(try await bench.store.holder(ofToken: orphan.digest) == nil)
            #expect(try await bench.store.holder(ofToken: make.digest()) == nil)
            anna.state = .suspended
            token.revoked = now + .hours(3)
            token.revokedBy = "root-1"
            held.state = .done
            held.isRead = true
            held.decided = now + .hours(1)
            held.decidedBy = "chief"
            try await bench.store.commit([
                .putOfficer(anna), .putToken(token), .putHeldCall(held),
                .noteTokenUse(token.id, at: now + .hours(2)),
                .noteTokenUse("no token", at: now),
            ])
            token.lastUsed = now + .hours(2)
            try await bench.reopen()
            #expect(try await bench.store.officers() == [anna, system])
            #expect(try await bench.store.tokens() == [orphan, token])
            #expect(try await bench.store.heldCalls(limit: 9) == [held])
        }
    }
}
