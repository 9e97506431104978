import Certificates
import Federation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

/// A revocation list that RFC 5280 section 5 forbids to use is refused, although the right issuing
/// CA signed it.
@Suite("Revocation lists")
struct RevocationListTests {
    let federation: SpecimenFederation
    let tree: MemberKeyTree
    let xb: CMSSealer
    let now = SpecimenFederation.start + .hours(1)
    let codeXA = SpecimenFederation.member("XA")

    init() throws {
        federation = try SpecimenFederation()
        tree = federation.tree("XA")
        xb = try federation.sealer("XB")
    }

    private func list(from start: Instant, to end: Instant) throws -> RevocationList {
        try tree.issuing.revocationList(
            [(tree.leaf(.transport).certificate, start)], number: 2,
            validity: Validity(from: start, to: end))
    }

    private func code(_ list: RevocationList) -> Code? {
        do throws(HeliographError) {
            _ = try xb.verifyRevocationList(
                list.der, of: codeXA, issuers: [tree.issuing.certificate.der], at: now)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        """
        one that says something critical which is not known, or covers more or less than its \
        signer's, is malformed
        """,
        arguments: [
            ("unknown and critical", "1.2.3.4", "critical,DER:0500"),
            ("delta", "2.5.29.27", "critical,DER:020101"),
            ("delta, not critical", "2.5.29.27", "DER:020101"),
            ("indirect", "2.5.29.28", "critical,DER:30038401FF"),
            ("onlyContainsCACerts", "2.5.29.28", "critical,DER:30038201FF"),
            ("onlyContainsUserCerts", "2.5.29.28", "critical,DER:30038101FF"),
            ("onlySomeReasons", "2.5.29.28", "critical,DER:300483020640"),
        ])
    func extensions(name: String, identifier: String, value: String) throws {
        let genuine = try list(from: now, to: now + .days(9))
        #expect(code(genuine) == nil)
        let bent = try Bent.revocationList(
            genuine, [.also(identifier, value)], by: tree.issuing)
        #expect(code(bent) == .malformed, "\(name)")
    }

    @Test("an entry that says something critical makes the list malformed; a reason does not")
    func entries() throws {
        let genuine = try list(from: now, to: now + .days(9))
        for (identifier, value, expected) in [
            ("1.2.3.4", "critical,DER:0500", Code.malformed),
            ("2.5.29.29", "critical,DER:3000", .malformed), ("2.5.29.21", "DER:0A0101", nil),
        ] as [(String, String, Code?)] {
            let bent = try Bent.revocationList(
                genuine, [], entry: (identifier, value), by: tree.issuing)
            #expect(code(bent) == expected, "\(identifier)")
        }
    }

    @Test("a list of the future is malformed; one whose next update is over still holds")
    func times() throws {
        #expect(code(try list(from: now + .minutes(4), to: now + .days(9))) == nil)
        #expect(code(try list(from: now + .minutes(6), to: now + .days(9))) == .malformed)
        #expect(code(try list(from: now + .days(365), to: now + .days(400))) == .malformed)
        #expect(code(try list(from: now - .days(9), to: now - .days(1))) == nil)
    }

    @Test("a list signed with another digest than SHA-256 is malformed")
    func digest() throws {
        let genuine = try list(from: now, to: now + .days(9))
        #expect(
            code(try Bent.revocationList(genuine, [.signedWith(.sha384)], by: tree.issuing))
                == .malformed)
    }
}
