internal import Asking
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Adds, changes, suspends and removes the people and programs that may ask this node.
struct OfficerOffice {
    let node: any RunningNode

    /// Officers and programs that one node has at most.
    static let officersMax = 10_000

    private var context: NodeContext { node.context.station }

    func list() async throws(HeliographError) -> Items<OfficerView> {
        Items(
            try await node.doorkeeper.officers().values
                .sorted { $0.key < $1.key }.map { OfficerView($0) })
    }

    func show(_ name: String) async throws(HeliographError) -> OfficerView {
        OfficerView(try await officer(name))
    }

    func add(
        _ request: AddOfficer, by principal: Principal
    ) async throws(HeliographError) -> OfficerView {
        guard let key = OfficerName(readable: request.name)?.key,
            !Self.reserved.contains(where: { key == $0 || key.hasPrefix($0 + " ") })
        else {
            throw HeliographError(
                .usage,
                "`\(ShownText.brief(request.name))` is no name that the record can carry. "
                    + "Nothing was added.",
                next: "Take a service number or a name of up to \(OfficerName.bytesMax) bytes.")
        }
        return try await change(by: principal) { officers, now throws(HeliographError) in
            if let known = officers[key] {
                throw HeliographError(
                    .officerExists,
                    "The name \(known.name) is taken; that officer is \(known.state.rawValue). "
                        + "Nothing was added.")
            }
            guard officers.count < Self.officersMax else {
                throw HeliographError(
                    .usage, "A node has at most \(Self.officersMax) officers and programs.")
            }
            let officer = Officer(
                key: key, name: request.name, roles: try Self.roles(request.roles),
                rights: try Self.rights(request.rights, request.roles),
                user: try Self.user(request.user, nil, officers), added: now,
                addedBy: principal.actor, changed: now, changedBy: principal.actor)
            return (officer, "officer added: \(officer.summary)")
        }
    }

    func change(
        _ request: ChangeOfficer, by principal: Principal
    ) async throws(HeliographError) -> OfficerView {
        try await change(request.name, by: principal) { officer, _ throws(HeliographError) in
            officer.roles = try Self.roles(request.roles)
            officer.rights = try Self.rights(request.rights, request.roles)
            return "officer changed: \(officer.summary)"
        }
    }

    func link(
        _ request: LinkOfficer, by principal: Principal
    ) async throws(HeliographError) -> OfficerView {
        guard request.user != nil || request.certificate != nil else {
            throw HeliographError(
                .usage, "Nothing was named to link. Nothing was changed.",
                next: "Add `--user` and the number of a user of this machine, or "
                    + "`--certificate` and the SHA-256 of a certificate.")
        }
        return try await change(request.name, by: principal) {
            officer, officers throws(HeliographError) in
            if let user = try Self.user(request.user, officer.key, officers) {
                officer.user = user
            }
            if let text = request.certificate {
                guard let digest = Digest(hexadecimal: text.filter { $0 != ":" }.lowercased())
                else {
                    throw HeliographError(
                        .usage,
                        "`certificate` takes a SHA-256 of 64 hexadecimal digits. Nothing was "
                            + "changed.",
                        next: "`openssl x509 -in FILE -noout -fingerprint -sha256` prints it.")
                }
                guard
                    !officers.values.contains(where: {
                        $0.certificate == digest && $0.key != officer.key
                    })
                else { throw Self.taken("certificate") }
                officer.certificate = digest
            }
            return "officer linked: \(officer.summary)"
        }
    }

    func unlink(
        _ request: UnlinkOfficer, by principal: Principal
    ) async throws(HeliographError) -> OfficerView {
        try await change(request.name, by: principal) { officer, _ throws(HeliographError) in
            officer.user = nil
            officer.certificate = nil
            return "officer unlinked"
        }
    }

    /// Sets the state of an officer. A removed officer stays removed.
    func set(
        _ state: Officer.State, _ name: String, because reason: String, by principal: Principal
    ) async throws(HeliographError) -> OfficerView {
        try Approvals.checkReason(reason)
        return try await change(name, by: principal) { officer, _ throws(HeliographError) in
            officer.state = state
            officer.reason = reason
            if state == .removed {
                officer.user = nil
                officer.certificate = nil
            }
            return "officer \(state == .active ? "resumed" : state.rawValue): \(reason)"
        }
    }

    // MARK: Parts

    /// Names with which the record says that no officer acted.
    private static let reserved = ["node", "user", "token", "certificate", "unnamed"]

    private func officer(_ name: String) async throws(HeliographError) -> Officer {
        try Self.find(name, among: try await node.doorkeeper.officers())
    }

    /// The officer of a name.
    ///
    /// - Throws: `officerUnknown`, with the name that may be meant.
    static func find(
        _ name: String, among officers: [String: Officer]
    ) throws(HeliographError) -> Officer {
        guard let found = OfficerName(name).flatMap({ officers[$0.key] }) else {
            let names = officers.values.map(\.name)
            throw HeliographError(
                .officerUnknown,
                "This node has no officer or program `\(ShownText.brief(name))`. Nothing was done."
                    + Suggestion.question(to: name, among: names.sorted()))
        }
        return found
    }

    private func change(
        _ name: String, by principal: Principal,
        _ body: (inout Officer, [String: Officer]) throws(HeliographError) -> String
    ) async throws(HeliographError) -> OfficerView {
        try await change(by: principal) { officers, now throws(HeliographError) in
            var officer = try Self.find(name, among: officers)
            guard officer.state != .removed else {
                throw HeliographError(
                    .officerSuspended, "\(officer.name) was removed. Nothing was changed.",
                    next: "Add the person under another name.")
            }
            officer.reason = ""
            let why = try body(&officer, officers)
            officer.changed = now
            officer.changedBy = principal.actor
            return (officer, why)
        }
    }

    /// One change at a time, with its audit entry; nobody is left out if nobody else may let them
    /// in.
    private func change(
        by principal: Principal,
        _ body: ([String: Officer], Instant) throws(HeliographError) -> (Officer, String)
    ) async throws(HeliographError) -> OfficerView {
        try await node.doorkeeper.changes.withLock { () throws(HeliographError) in
            var officers = try await node.doorkeeper.officers()
            let hadOne = officers.values.contains(where: \.managesOfficers)
            let (officer, why) = try body(officers, context.clock.now.flooredToSecond)
            officers[officer.key] = officer
            guard !hadOne || officers.values.contains(where: \.managesOfficers) else {
                throw HeliographError(
                    .lastAdministrator,
                    "\(officer.name) is the last administrator. Nothing was changed.")
            }
            defer { node.doorkeeper.forget() }
            try await context.store.commit([
                .putOfficer(officer),
                context.audit(
                    .alteration, by: principal.actor, about: .principal(officer.name), why: why),
            ])
            return OfficerView(officer)
        }
    }

    private static func roles(_ words: TextList) throws(HeliographError) -> Set<Role> {
        let known = Role.allCases.map(\.rawValue)
        guard !words.items.isEmpty else {
            throw HeliographError(
                .usage, "No role was named. Nothing was changed.",
                next: "Roles are \(known.joined(separator: ", ")).")
        }
        var roles: Set<Role> = []
        for word in words.items {
            guard let role = Role(rawValue: word) else {
                throw HeliographError(
                    .usage,
                    "`\(ShownText.brief(word))` is no role. Nothing was changed."
                        + Suggestion.question(to: word, among: known),
                    next: "Roles are \(known.joined(separator: ", ")).")
            }
            roles.insert(role)
        }
        return roles
    }

    /// The rights of a program, one by one; people have those of their roles.
    private static func rights(
        _ words: TextList, _ roles: TextList
    ) throws(HeliographError) -> Set<Right> {
        let rights = try RightWords.read(words, allowed: Role.rightsOfPrograms)
        guard rights.isEmpty == !roles.items.contains(Role.integrator.rawValue) else {
            throw HeliographError(
                .usage,
                rights.isEmpty
                    ? "An integrator needs rights. Nothing was changed."
                    : "Rights one by one are for the role `integrator`. Nothing was changed.",
                next: "Give `--rights` with the role `integrator`, and not without it.")
        }
        return rights
    }

    private static func user(
        _ number: Int?, _ own: String?, _ officers: [String: Officer]
    ) throws(HeliographError) -> UInt32? {
        guard let number else { return nil }
        let user = UInt32(number)
        guard !officers.values.contains(where: { $0.user == user && $0.key != own }) else {
            throw taken("user")
        }
        return user
    }

    private static func taken(_ what: String) -> HeliographError {
        HeliographError(
            .officerExists, "The \(what) is linked to another officer. Nothing was changed.",
            next: "`heliograph officer list` shows to whom.")
    }
}

extension Officer {
    /// True if the officer may manage officers now.
    var managesOfficers: Bool { state == .active && allRights.contains(.manageOfficers) }

    /// Roles, rights and links, for the audit record.
    var summary: String {
        var parts = ["roles \(roles.map(\.rawValue).sorted().joined(separator: " "))"]
        if !rights.isEmpty {
            parts.append("rights \(rights.map(\.rawValue).sorted().joined(separator: " "))")
        }
        if let user { parts.append("user \(user)") }
        if let certificate { parts.append("certificate \(certificate)") }
        return parts.joined(separator: ", ")
    }
}

/// Rights as people write them.
enum RightWords {
    /// Reads rights, each of a set.
    ///
    /// - Throws: `usage`, with the right that may be meant.
    static func read(
        _ words: TextList, allowed: Set<Right>
    ) throws(HeliographError) -> Set<Right> {
        let known = allowed.map(\.rawValue).sorted()
        var rights: Set<Right> = []
        for word in words.items {
            guard let right = Right(rawValue: word), allowed.contains(right) else {
                throw HeliographError(
                    .usage,
                    "`\(ShownText.brief(word))` is no right that can be given here. Nothing was "
                        + "changed." + Suggestion.question(to: word, among: known),
                    next: "Rights are \(known.joined(separator: ", ")).")
            }
            rights.insert(right)
        }
        return rights
    }
}
