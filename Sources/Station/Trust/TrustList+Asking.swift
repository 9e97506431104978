package import Federation
package import Notices

extension HeliographError {
    /// The refusal of a code that no member of the list has, with the members.
    ///
    /// - Parameter code: `memberUnknown`, or `recipientUnknown` for a recipient of a notice.
    package static func noMember(
        _ member: MemberCode, in list: TrustList, as code: Code = .memberUnknown
    ) -> HeliographError {
        HeliographError(
            code,
            "\(member) is no member of the federation: the trust list does not have it."
                + Country.suggestion(
                    for: member.description, among: list.members.map(\.code.description)),
            next: "The members are \(list.membersShown): name one of them. If \(member) has joined "
                + "since, have the administrator import the newest trust list.")
    }
}
