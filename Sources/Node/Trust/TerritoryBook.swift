internal import Federation
internal import Notices
import Synchronization

/// Who answers for which territory: kept beside the trust list, which an actor holds, so that whoever judges a
/// notice need not wait for it.
final class TerritoryBook: Sendable {
    private let held = Mutex((version: 0, answers: Territories()))

    var current: Territories { held.withLock { $0.answers } }

    func use(_ list: TrustList) {
        held.withLock { held in
            if held.version != list.version { held = (list.version, list.whoAnswers) }
        }
    }
}
