package import Asking
internal import Federation
package import Notices
internal import Ports
package import Station

/// Adds an officer or a program.
package struct AddOfficer: Request {
    /// The officer or program.
    package var name = ""
    /// Roles.
    package var roles = TextList()
    /// Rights of a program.
    package var rights = TextList()
    /// A user of this machine that is the officer; nil for none.
    package var user: Int?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<AddOfficer>(
        "officer.add", "Add an officer, or a program, with its roles.",
        right: .manageOfficers, effect: .changes,
        fields: [
            RequestField("name", \.name, "the officer or program"),
            RequestField(
                "roles", \.roles, each: Role.allCases.map(\.rawValue),
                "duty, supervisor, records, administrator, integrator or observer"),
            RequestField(
                "rights", \.rights, each: Right.allCases.map(\.rawValue),
                "for an integrator: its rights, one by one"),
            RequestField(
                "user", \.user, in: 0...Int(UInt32.max - 1),
                "the number of a user of this machine"),
        ]
    ) {
        $0.name = "officer-9"
        $0.roles = TextList(["duty"])
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OfficerView {
        try await OfficerOffice(node: node).add(self, by: principal)
    }
}

/// Lists officers and programs.
package struct ListOfficers: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListOfficers>(
        "officer.list", "List officers and programs, with their roles.",
        right: .manageOfficers, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<OfficerView> {
        try await OfficerOffice(node: node).list()
    }
}

/// Shows one officer or program.
package struct ShowOfficer: Request {
    /// The officer or program.
    package var name = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowOfficer>(
        "officer.show", "Show one officer or program.",
        right: .manageOfficers, effect: .reads,
        fields: [
            RequestField("name", \.name, "the officer or program")
        ]
    ) {
        $0.name = "officer-9"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OfficerView {
        try await OfficerOffice(node: node).show(name)
    }
}

/// Gives an officer other roles.
package struct ChangeOfficer: Request {
    /// The officer or program.
    package var name = ""
    /// Roles.
    package var roles = TextList()
    /// Rights of a program.
    package var rights = TextList()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ChangeOfficer>(
        "officer.change", "Give an officer or a program other roles; the former ones end.",
        right: .manageOfficers, effect: .changes,
        fields: [
            RequestField("name", \.name, "the officer or program"),
            RequestField(
                "roles", \.roles, each: Role.allCases.map(\.rawValue),
                "duty, supervisor, records, administrator, integrator or observer"),
            RequestField(
                "rights", \.rights, each: Right.allCases.map(\.rawValue),
                "for an integrator: its rights, one by one"),
        ]
    ) {
        $0.name = "officer-9"
        $0.roles = TextList(["duty", "supervisor"])
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OfficerView {
        try await OfficerOffice(node: node).change(self, by: principal)
    }
}

/// Links an officer to a user of this machine or to a certificate.
package struct LinkOfficer: Request {
    /// The officer or program.
    package var name = ""
    /// A user of this machine; nil to leave it.
    package var user: Int?
    /// The SHA-256 of a certificate; nil to leave it.
    package var certificate: String?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<LinkOfficer>(
        "officer.link", "Say which user of this machine, or which certificate, is the officer.",
        right: .manageOfficers, effect: .changes,
        fields: [
            RequestField("name", \.name, "the officer or program"),
            RequestField(
                "user", \.user, in: 0...Int(UInt32.max - 1),
                "the number of a user of this machine"),
            RequestField(
                "certificate", \.certificate, "the SHA-256 of a client certificate"),
        ]
    ) {
        $0.name = "officer-9"
        $0.user = 1009
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OfficerView {
        try await OfficerOffice(node: node).link(self, by: principal)
    }
}

/// Ends the links of an officer.
package struct UnlinkOfficer: Request {
    /// The officer or program.
    package var name = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<UnlinkOfficer>(
        "officer.unlink", "End the links of an officer to a user and to a certificate.",
        right: .manageOfficers, effect: .changes,
        fields: [
            RequestField("name", \.name, "the officer or program")
        ]
    ) {
        $0.name = "officer-9"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OfficerView {
        try await OfficerOffice(node: node).unlink(self, by: principal)
    }
}

/// A request that sets the state of an officer, with a reason.
protocol OfficerStateRequest: Request where Answer == OfficerView {
    /// The state that the officer has then.
    static var state: Officer.State { get }
    /// The officer or program.
    var name: String { get set }
    /// The reason, for the record.
    var reason: String { get set }
}

extension OfficerStateRequest {
    static var stateFields: [RequestField<Self>] {
        [
            RequestField("name", \.name, "the officer or program"),
            RequestField("reason", \.reason, "why; for the record"),
        ]
    }

    static func giveExample(_ request: inout Self) {
        request.name = "officer-9"
        request.reason = "moved to another post"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OfficerView {
        try await OfficerOffice(node: node)
            .set(Self.state, name, because: reason, by: principal)
    }
}

/// Lets an officer ask nothing for now.
package struct SuspendOfficer: OfficerStateRequest {
    static let state = Officer.State.suspended

    /// The officer or program.
    package var name = ""
    /// The reason, for the record.
    package var reason = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<SuspendOfficer>(
        "officer.suspend", "Let an officer or a program ask nothing from now on.",
        right: .manageOfficers, effect: .changes,
        fields: stateFields, example: giveExample)
}

/// Ends a suspension.
package struct ResumeOfficer: OfficerStateRequest {
    static let state = Officer.State.active

    /// The officer or program.
    package var name = ""
    /// The reason, for the record.
    package var reason = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ResumeOfficer>(
        "officer.resume", "End the suspension of an officer or a program.",
        right: .manageOfficers, effect: .changes,
        fields: stateFields, example: giveExample)
}

/// Removes an officer for good.
package struct RemoveOfficer: OfficerStateRequest {
    static let state = Officer.State.removed

    /// The officer or program.
    package var name = ""
    /// The reason, for the record.
    package var reason = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RemoveOfficer>(
        "officer.remove", "Remove an officer or a program for good; the name is not given again.",
        right: .manageOfficers, effect: .changes,
        fields: stateFields, example: giveExample)
}

/// Says whom the node takes for the one who asks.
package struct ShowPrincipal: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowPrincipal>(
        "whoami", "Say whom the node takes you for, and what you may do.",
        right: .observe, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> PrincipalView {
        PrincipalView(principal)
    }
}
