public import Notices

extension Policy {
    /// Recipients of one policy, texts of one list, bytes of one text.
    static let recipientsMax = 256
    static let listMax = 256
    static let textBytesMax = 500

    /// Reads the policy file.
    ///
    /// - Throws: a refusal that names the place; nothing is guessed, and an unknown member is
    ///   refused.
    public init(_ json: JSON) throws(StrictObject.Refusal) {
        let object = try StrictObject(
            json,
            members: [
                "supervisors", "domesticOnly", "everybody", "recipients", "liaisonPosts",
            ],
            path: "policy", isOurs: true)
        for name in try Self.list(object, "supervisors", { $0 }) ?? [] {
            guard let officer = OfficerName(readable: name) else {
                throw .init(
                    "policy.supervisors has a name that is empty, too long, or cannot be seen")
            }
            supervisors.insert(officer)
        }
        domesticOnly = try Self.list(object, "domesticOnly", { FieldPath($0) }) ?? []
        if let json = object["everybody"] {
            everybody = try Rule(json, over: Rule(), path: "policy.everybody")
        }
        liaisonPosts = try Self.posts(object)
        guard let entries = object["recipients"] else { return }
        guard let members = entries.objectValue, members.count <= Self.recipientsMax else {
            throw .init("policy.recipients is not an object of at most \(Self.recipientsMax)")
        }
        for (code, json) in members {
            guard let member = MemberCode(code) else {
                throw .init(
                    "policy.recipients has `\(ShownText.brief(code))`, which is no code of two "
                        + "capital letters")
            }
            recipients[member] = try Rule(
                json, over: everybody, path: "policy.recipients.\(code)")
        }
    }

    /// The liaison posts of each country. A post belongs to one country, and has no posts itself.
    private static func posts(
        _ object: StrictObject
    ) throws(StrictObject.Refusal) -> [MemberCode: [MemberCode]] {
        guard let json = object["liaisonPosts"] else { return [:] }
        guard let countries = json.objectValue, countries.count <= recipientsMax else {
            throw .init("policy.liaisonPosts is not an object of at most \(recipientsMax)")
        }
        let all = try StrictObject(
            json, members: countries.keys, path: "policy.liaisonPosts")
        var found: [MemberCode: [MemberCode]] = [:]
        var known: Set<MemberCode> = []
        for (code, _) in countries {
            guard let country = MemberCode(code) else {
                throw .init(
                    "policy.liaisonPosts has `\(ShownText.brief(code))`, which is no code of two "
                        + "capital letters")
            }
            let posts = try list(all, code) { MemberCode($0) } ?? []
            for post in posts where !known.insert(post).inserted {
                throw .init("policy.liaisonPosts has \(post) in two places")
            }
            found[country] = posts
        }
        for country in found.keys where known.contains(country) {
            throw .init("policy.liaisonPosts has \(country) both as a country and as a post")
        }
        return found
    }

    /// A list of texts that each parse; nil if there is none.
    static func list<T>(
        _ object: StrictObject, _ key: String, _ parse: (String) -> T?
    ) throws(StrictObject.Refusal) -> [T]? {
        guard object[key] != nil else { return nil }
        return try object.values(key, countMax: listMax) { text in
            text.utf8.count <= textBytesMax ? parse(text) : nil
        }
    }
}

extension Policy.Rule {
    private static let members = [
        "deny", "humanRightsBlock", "kinds", "withoutKinds", "purposes", "offences",
        "withoutOffences", "riskGradeMin", "authorities", "withoutAuthorities", "mustSubscribe",
        "subscriptions", "remove",
    ]

    /// - Parameter base: the rules that hold where this entry names none; fields to remove add up.
    init(_ json: JSON, over base: Self, path: String) throws(StrictObject.Refusal) {
        self = base
        let object = try StrictObject(
            json, members: Self.members, path: path, isOurs: true)
        func text(_ key: String, _ known: String?) throws(StrictObject.Refusal) -> String? {
            guard let value = object[key] else { return known }
            // An entry with null lifts the rule that holds for everybody.
            return value.isNull
                ? nil : try object.string(key, bytesMax: Policy.textBytesMax)
        }
        func list<T>(
            _ key: String, _ parse: (String) -> T?
        ) throws(StrictObject.Refusal) -> [T]? { try Policy.list(object, key, parse) }
        deny = try text("deny", deny)
        humanRightsBlock = try text("humanRightsBlock", humanRightsBlock)
        kinds = try list("kinds") { NoticeKind(rawValue: $0) }.map { Set($0) } ?? kinds
        withoutKinds =
            try list("withoutKinds") { NoticeKind(rawValue: $0) }.map { Set($0) } ?? withoutKinds
        purposes = try list("purposes") { $0 }.map { Set($0) } ?? purposes
        offences = try list("offences") { $0.isEmpty ? nil : $0 } ?? offences
        withoutOffences = try list("withoutOffences") { $0.isEmpty ? nil : $0 } ?? withoutOffences
        if let grade = try text("riskGradeMin", riskGradeMin?.rawValue) {
            guard let grade = RiskGrade(rawValue: grade) else {
                throw .init("\(path).riskGradeMin is none of low, medium, high, very-high")
            }
            riskGradeMin = grade
        } else {
            riskGradeMin = nil
        }
        authorities = try list("authorities") { $0 }.map { Set($0) } ?? authorities
        withoutAuthorities =
            try list("withoutAuthorities") { $0 }.map { Set($0) } ?? withoutAuthorities
        if let flag = object["mustSubscribe"] {
            guard let flag = flag.boolValue else {
                throw .init("\(path).mustSubscribe is neither true nor false")
            }
            mustSubscribe = flag
        }
        if object["subscriptions"] != nil {
            subscriptions = []
            for json in try object.array("subscriptions", countMax: Policy.listMax) {
                subscriptions.append(try Policy.Subscription(json, path: "\(path).subscriptions"))
            }
        }
        remove += try list("remove") { FieldPath($0) } ?? []
    }
}

extension Policy.Subscription {
    init(_ json: JSON, path: String) throws(StrictObject.Refusal) {
        let object = try StrictObject(
            json, members: ["kind", "origins"], path: path, isOurs: true)
        kind = try object.value("kind") { NoticeKind(rawValue: $0) }
        origins = try Policy.list(object, "origins") { MemberCode($0) }.map { Set($0) }
    }
}
