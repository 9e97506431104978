package import Federation
package import Notices
import Synchronization

/// Who answers for which territory: kept beside the trust list, which an actor holds, so that whoever judges a
/// notice need not wait for it.
package final class TerritoryBook: Sendable {
    private let held = Mutex((version: 0, answers: Territories()))

    /// A book before the first list: nobody answers for another territory.
    package init() {}

    package var current: Territories { held.withLock { $0.answers } }

    package func use(_ list: TrustList) {
        held.withLock { held in
            if held.version != list.version { held = (list.version, list.whoAnswers) }
        }
    }
}
