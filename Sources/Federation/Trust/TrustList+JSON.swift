public import Notices

extension TrustList {
    /// The largest number of signers that one list may name.
    public static let signersMax = 16
    /// The largest number of members that one list may name.
    public static let membersMax = 512
    /// The largest size of a list's content, in bytes.
    public static let bytesMax = 4 << 20

    /// The content of a trust list's SignedData, as JSON.
    public func encoded() -> [UInt8] {
        let json: JSON = [
            "format": 1,
            "federation": .string(federation),
            "version": .number(JSONNumber(version)),
            "issued": .string(issued.description),
            "expires": .string(expires.description),
            "previous": previous.map { .string($0.description) } ?? .null,
            "signers": .array(
                signers.map {
                    [
                        "name": .string($0.name),
                        "certificate": .string(Base64.encode($0.certificate)),
                    ]
                }),
            "threshold": .number(JSONNumber(threshold)),
            "members": .array(members.map(\.json)),
        ]
        return json.encodedPretty()
    }

    /// Reads the content of a list; says nothing about its signatures.
    ///
    /// - Throws: a refusal that names the place if the content is not strict JSON of this form,
    ///   exceeds a bound, or names a member, territory or signer twice.
    public static func read(_ content: [UInt8]) throws(StrictObject.Refusal) -> TrustList {
        let json: JSON
        do throws(JSONFault) {
            json = try JSON.parse(
                content, limits: JSONLimits(bytesMax: bytesMax, depthMax: 8, valuesMax: 65_536))
        } catch {
            throw StrictObject.Refusal("the trust list is not strict JSON: \(error.code.rawValue)")
        }
        let object = try StrictObject(
            json,
            members: [
                "format", "federation", "version", "issued", "expires", "previous", "signers",
                "threshold", "members",
            ], path: "trust list")
        _ = try object.int("format", in: 1...1)
        var signers: [Signer] = []
        for json in try object.array("signers", countMax: signersMax) {
            let signer = try StrictObject(json, members: ["name", "certificate"], path: "signers")
            signers.append(
                Signer(
                    name: try signer.string("name"),
                    certificate: try certificate(signer, "certificate")))
        }
        var members: [Member] = []
        for json in try object.array("members", countMax: membersMax) {
            members.append(try Member(json))
        }
        guard Set(members.map(\.code)).count == members.count else {
            throw StrictObject.Refusal("a member is listed twice")
        }
        let territories = members.flatMap(\.territories)
        guard Set(territories).count == territories.count,
            Set(territories).isDisjoint(with: members.map(\.code))
        else {
            throw StrictObject.Refusal("two members answer for one territory")
        }
        guard !signers.isEmpty, Set(signers.map(\.certificate)).count == signers.count else {
            throw StrictObject.Refusal("signers are missing or listed twice")
        }
        let list = TrustList(
            federation: try object.string("federation"),
            version: try object.int("version", in: 1...Int(Int32.max)),
            issued: try object.value("issued") { Instant(utcSecond: $0) },
            expires: try object.value("expires") { Instant(utcSecond: $0) },
            previous: try object.optional("previous") { Digest(hexadecimal: $0) },
            signers: signers,
            threshold: try object.int("threshold", in: 1...signers.count),
            members: members)
        guard list.expires > list.issued else {
            throw StrictObject.Refusal("the list expires before it is issued")
        }
        return list
    }

    static func certificate(
        _ object: StrictObject, _ key: String
    ) throws(StrictObject.Refusal)
        -> [UInt8]
    {
        guard let bytes = Base64.decode(try object.string(key, bytesMax: 8_192)) else {
            throw StrictObject.Refusal("\(key) is not base64")
        }
        return bytes
    }
}

extension Member {
    /// The largest number of root certificates of one member.
    public static let rootsMax = 4
    /// The largest number of endpoints of one member.
    public static let endpointsMax = 8
    /// The largest number of codes in `territories`, and in `disclaims`.
    public static let territoriesMax = 64

    /// True if a list may name this text as a member's endpoint: `https://`, at most 256 bytes.
    public static func isEndpoint(_ text: String) -> Bool {
        text.hasPrefix("https://") && text.utf8.count <= 256
    }

    /// The member as it stands in the list, and in a proposal to join.
    public var json: JSON {
        var json: JSON = [
            "code": .string(code.description),
            "authority": .string(authority),
            "status": .string(status.rawValue),
            "roots": .array(roots.map { .string(Base64.encode($0)) }),
            "endpoints": .array(endpoints.map { .string($0) }),
            "relays": .array(relays.map { .string($0.description) }),
            "contact": [
                "telephone": .string(contact.telephone), "hours": .string(contact.hours),
            ],
            "suites": .array(suites.map { .string($0) }),
        ]
        // Lists of members that say nothing of territories have the bytes that they always had.
        for (key, codes) in [("territories", territories), ("disclaims", disclaims)]
        where !codes.isEmpty {
            json[key] = .array(codes.map { .string($0.description) })
        }
        return json
    }

    /// Reads a member as `json` writes it.
    ///
    /// - Throws: a refusal that names the place.
    public init(_ json: JSON) throws(StrictObject.Refusal) {
        let object = try StrictObject(
            json,
            members: [
                "code", "authority", "status", "roots", "endpoints", "relays", "contact", "suites",
                "territories", "disclaims",
            ], path: "members")
        let contact = try StrictObject(
            object["contact"], members: ["telephone", "hours"], path: "members.contact")
        var roots: [[UInt8]] = []
        for json in try object.array("roots", countMax: Member.rootsMax) {
            guard let text = json.stringValue, let bytes = Base64.decode(text) else {
                throw StrictObject.Refusal("members.roots is not base64")
            }
            roots.append(bytes)
        }
        guard !roots.isEmpty else { throw StrictObject.Refusal("a member has no root") }
        func codes(_ key: String) throws(StrictObject.Refusal) -> [MemberCode] {
            guard object[key] != nil else { return [] }
            let codes = try object.values(key, countMax: Member.territoriesMax) { MemberCode($0) }
            guard Set(codes).count == codes.count else {
                throw StrictObject.Refusal("members.\(key) names a code twice")
            }
            return codes
        }
        self.init(
            code: try object.value("code") { MemberCode($0) },
            authority: try object.string("authority"),
            status: try object.value("status") { Status(rawValue: $0) },
            roots: roots,
            endpoints: try object.values("endpoints", countMax: Member.endpointsMax) {
                Member.isEndpoint($0) ? $0 : nil
            },
            relays: try object.values("relays", countMax: 8) { MemberCode($0) },
            contact: Contact(
                telephone: try contact.string("telephone"), hours: try contact.string("hours")),
            suites: try object.values("suites", countMax: 8) { $0 },
            territories: try codes("territories"), disclaims: try codes("disclaims"))
    }
}
