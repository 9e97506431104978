package import Federation
package import Notices
import Synchronization

/// The member that answers for each territory. It is kept beside the trust list, which an actor
/// holds, so that the judge of a notice need not wait for it.
package final class TerritoryBook: Sendable {
    private let held = Mutex((version: 0, answers: Territories()))

    /// A book before the first list: nobody answers for another territory.
    package init() {}

    /// The answers by the list in force.
    package var current: Territories { held.withLock { $0.answers } }

    /// Takes the answers of a list from now on.
    package func use(_ list: TrustList) {
        held.withLock { held in
            if held.version != list.version { held = (list.version, list.whoAnswers) }
        }
    }
}
