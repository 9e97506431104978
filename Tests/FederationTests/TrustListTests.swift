import Federation
import Notices
import TestKit
import Testing

@Suite("The trust list")
struct TrustListTests {
    private static let list = Lists.list(version: 3, previous: Lists.digest(2))

    @Test("is read back as it was written, to the byte")
    func roundTrip() throws {
        for list in [Self.list, Lists.list(version: 1)] {
            #expect(try TrustList.read(list.encoded()) == list)
            #expect(try TrustList.read(list.encoded()).encoded() == list.encoded())
        }
        let suspended = Lists.member("XB").with(status: .suspended)
        #expect(try Member(suspended.json) == suspended)
    }

    @Test("says who answers for a territory, and is written as ever where nobody says anything")
    func territories() throws {
        let (re, gi) = (Specimen.member("RE"), Specimen.member("GI"))
        let claiming = Lists.member("XA").with(territories: [gi], disclaims: [re])
        #expect(try Member(claiming.json) == claiming)
        #expect(Lists.member("XA").json.objectValue?.keys.contains("territories") == false)
        let list = TrustList(
            federation: "Example", version: 1, issued: Lists.issued,
            expires: Lists.issued + .days(9), previous: nil, signers: Self.list.signers,
            threshold: 1, members: [claiming, Lists.member("XB")])
        let read = try TrustList.read(list.encoded())
        #expect(read.whoAnswers.member(for: gi) == claiming.code)
        #expect(read.whoAnswers.member(for: re) == nil)
    }

    @Test(
        "is refused where two answer for one territory, or one for another member",
        arguments: [["GI"], ["XA"]])
    func territoriesTwice(claims: [String]) throws {
        let codes = claims.map { Specimen.member($0) }
        let members = [
            Lists.member("XA").with(territories: [Specimen.member("GI")]),
            Lists.member("XB").with(territories: codes),
        ]
        let list = TrustList(
            federation: "Example", version: 1, issued: Lists.issued,
            expires: Lists.issued + .days(9), previous: nil, signers: Self.list.signers,
            threshold: 1, members: members)
        #expect(throws: StrictObject.Refusal.self) { try TrustList.read(list.encoded()) }
    }

    @Test("finds a member by its code")
    func member() {
        #expect(Self.list.member(Specimen.member("XB"))?.authority == "Police of XB")
        #expect(Self.list.member(Specimen.member("XZ")) == nil)
    }

    static let bends: [(String, String)] = [
        ("\"format\": 1", "\"format\": 2"),
        ("\"format\": 1", "\"format\": 1, \"extra\": 1"),
        ("\"version\": 3", "\"version\": 0"),
        ("\"version\": 3", "\"version\": 3, \"version\": 4"),
        ("\"threshold\": 2", "\"threshold\": 0"),
        ("\"threshold\": 2", "\"threshold\": 4"),
        ("\"AQ==\"", "\"Ag==\""),
        ("\"AQ==\"", "\"not base64\""),
        ("\"code\": \"XA\"", "\"code\": \"XB\""),
        ("\"status\": \"active\"", "\"status\": \"asleep\""),
        ("https://", "http://"),
        ("\"telephone\"", "\"fax\""),
        ("2027-01-20T00:00:00Z", "2037-01-20T00:00:00Z"),
    ]

    @Test("One bent part, and it is refused", arguments: bends)
    func refuses(_ old: String, _ new: String) {
        let bytes = Lists.bent(Self.list.encoded(), old, new)
        #expect(throws: StrictObject.Refusal.self) { try TrustList.read(bytes) }
    }

    @Test("without signers, or a member without a root, is refused")
    func missing() {
        let member = Lists.member("XA")
        let rootless = Member(
            code: member.code, authority: member.authority, status: .active, roots: [],
            endpoints: [], relays: [], contact: member.contact, suites: [])
        #expect(throws: StrictObject.Refusal.self) { try Member(rootless.json) }
        let unsigned = TrustList(
            federation: "Example", version: 1, issued: Lists.issued,
            expires: Lists.issued + .days(1), previous: nil, signers: [], threshold: 1, members: [])
        #expect(throws: StrictObject.Refusal.self) { try TrustList.read(unsigned.encoded()) }
    }

    @Test("is fresh for two thirds of its life, then stale, then expired")
    func age() {
        let list = Lists.list(version: 1, life: .days(90))
        let issued = Lists.issued
        #expect(list.age(at: issued) == .fresh)
        #expect(list.age(at: issued - .days(1)) == .fresh)
        #expect(list.age(at: issued + .days(60)) == .fresh)
        #expect(
            list.age(at: issued + .days(60) + .seconds(1)) == .stale(left: .days(30) - .seconds(1)))
        #expect(list.age(at: issued + .days(90) - .seconds(1)) == .stale(left: .seconds(1)))
        #expect(list.age(at: issued + .days(90)) == .expired)
        #expect(list.age(at: issued + .days(900)) == .expired)
    }
}

@Suite("The key bundle")
struct KeyBundleTests {
    private static let bundle = KeyBundle(
        member: Specimen.member("XB"), version: 1_800_403_200_123, issued: Lists.issued,
        certificates: [[1], [2, 3]])

    @Test("is read back as it was written, to the byte")
    func roundTrip() throws {
        #expect(try KeyBundle.read(Self.bundle.encoded()) == Self.bundle)
        #expect(try KeyBundle.read(Self.bundle.encoded()).encoded() == Self.bundle.encoded())
    }

    static let bends: [(String, String)] = [
        ("\"format\":1", "\"format\":2"), ("\"XB\"", "\"X\""), ("1800403200123", "0"),
        ("\"AQ==\"", "\"?\""), ("\"AQ==\"", "1"), ("\"issued\"", "\"made\""),
    ]

    @Test("One bent part, and it is refused", arguments: bends)
    func refuses(_ old: String, _ new: String) {
        let bytes = Lists.bent(Self.bundle.encoded(), old, new)
        #expect(throws: StrictObject.Refusal.self) { try KeyBundle.read(bytes) }
    }

    @Test("holds at most 24 certificates")
    func count() throws {
        func bundle(_ count: Int) -> [UInt8] {
            KeyBundle(
                member: Self.bundle.member, version: 1, issued: Lists.issued,
                certificates: (0..<count).map { [UInt8($0)] }
            ).encoded()
        }
        _ = try KeyBundle.read(bundle(24))
        #expect(throws: StrictObject.Refusal.self) { try KeyBundle.read(bundle(25)) }
    }
}

@Suite("Object identifiers")
struct ObjectIdentifierTests {
    @Test("No two roles or document types share one")
    func distinct() {
        let all = KeyRole.allCases.map(\.policyOID) + DocumentType.allCases.map(\.oid)
        #expect(Set(all).count == all.count)
    }
}
