package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// A fault of one column of a form.
package struct FormFaultView: View {
    let column: String
    let code: String
    let sentence: String

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<FormFaultView>] = [
        ViewMember("column", \.column), ViewMember("code", \.code),
        ViewMember("sentence", \.sentence),
    ]
}

/// The outcome of one form.
package struct FormView: View {
    let line: Int
    /// `accepted`, `known` or `refused`.
    let status: String
    let draft: String?
    let faults: [FormFaultView]
    let warnings: [FormFaultView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<FormView>] = [
        ViewMember("line", \.line), ViewMember("status", \.status), ViewMember("draft", \.draft),
        ViewMember("faults", \.faults), ViewMember("warnings", \.warnings),
    ]
}

/// A passenger who agrees with a person of ours.
package struct MatchView: View {
    /// The running number of the passenger in the list.
    let number: Int
    /// `proposed`, `known`, `nobody-to-tell` or `suspended`.
    let status: String
    let draft: String?
    let subject: String
    let agreement: Traveller.Agreement

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<MatchView>] = [
        ViewMember("number", \.number), ViewMember("status", \.status),
        ViewMember("draft", \.draft), ViewMember("subject", \.subject),
        ViewMember("agreement", \.agreement),
    ]
}

/// A notice or draft that speaks of the person who was looked up.
package struct PersonMatchView: View {
    let number: String
    let from: MemberCode
    let kind: String
    let draft: Bool
    let standing: Standing
    let agreement: Traveller.Agreement

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PersonMatchView>] = [
        ViewMember("number", \.number), ViewMember("from", \.from), ViewMember("kind", \.kind),
        ViewMember("draft", \.draft), ViewMember("standing", \.standing),
        ViewMember("agreement", \.agreement),
    ]
}

/// A draft that an import proposes, without the words in it.
package struct DraftView: View {
    let number: String
    let source: Draft.Source
    let origin: String
    let state: Draft.State
    let created: Instant
    let officer: String
    let to: [MemberCode]
    let deadline: Instant?
    let subject: String?
    let agreement: Traveller.Agreement?
    let closed: Instant?
    let closedBy: String?
    let reason: String?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<DraftView>] = [
        ViewMember("number", \.number), ViewMember("source", \.source),
        ViewMember("origin", \.origin), ViewMember("state", \.state),
        ViewMember("created", \.created), ViewMember("officer", \.officer), ViewMember("to", \.to),
        ViewMember("deadline", \.deadline), ViewMember("subject", \.subject),
        ViewMember("agreement", \.agreement), ViewMember("closed", \.closed),
        ViewMember("closedBy", \.closedBy), ViewMember("reason", \.reason),
    ]
}

/// A draft, and every fault that keeps it from being sent.
package struct OpenedDraftView: View {
    let draft: DraftView
    let notice: Document?
    let faults: [Fault]
    let warnings: [Fault]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<OpenedDraftView>] = [
        ViewMember(allOf: \.draft), ViewMember("notice", \.notice),
        ViewMember("faults", \.faults), ViewMember("warnings", \.warnings),
    ]
}

extension Draft.Source: Printable {}
extension Draft.State: Printable {}
