package import HTTPService

/// Lets everybody in: who asks is found out at each request, by its token, certificate or user.
package struct APIVisitors: HTTPIdentifying {
    /// Visitors of one listener.
    package init() {}

    /// A visitor whose share is that of its address or user.
    package func meet(_ newcomer: HTTPNewcomer) -> (any HTTPVisitor)? {
        let caller = newcomer.caller
        return Visitor(party: caller.userID.map { "user \($0)" } ?? caller.address)
    }

    private final class Visitor: HTTPVisitor {
        let party: String

        init(party: String) {
            self.party = party
        }

        func mayStay() -> Bool { true }
        func identity(for head: HTTPHead) throws(HTTPRefusal) -> (any Sendable)? { nil }
    }
}
