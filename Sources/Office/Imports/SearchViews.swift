package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Traffic

/// What a search found.
package struct SearchView: View {
    /// What holds comes first, and then what lands next.
    package let items: [SearchHitView]
    /// False if a bound kept the node from looking at everything.
    let complete: Bool
    /// How many notices were opened to be compared.
    let opened: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<SearchView>] = [
        ViewMember("items", \.items), ViewMember("complete", \.complete),
        ViewMember("opened", \.opened),
    ]
}

/// One notice that a search found.
package struct SearchHitView: View {
    let number: String
    let kind: String
    let from: MemberCode
    /// True for a notice of this member.
    let own: Bool
    let standing: Standing
    let agreement: SearchQuery.Agreement
    /// The person and the journey in one line.
    let subject: String
    let glance: GlanceView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<SearchHitView>] = [
        ViewMember("number", \.number), ViewMember("kind", \.kind), ViewMember("from", \.from),
        ViewMember("own", \.own), ViewMember("standing", \.standing),
        ViewMember("agreement", \.agreement), ViewMember("subject", \.subject),
        ViewMember(allOf: \.glance),
    ]
}

extension SearchQuery.Agreement: Printable {}
