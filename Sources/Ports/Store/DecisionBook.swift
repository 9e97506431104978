public import Notices

/// Decisions of officers, and what is still to follow from them.
public protocol DecisionBook: Sendable {
    /// Those about each of these threads, by sequence, matter and subject; nothing for a thread
    /// without one.
    func decisions(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [Decision]]
    /// Those from which something must still follow, the earliest due first (then by thread,
    /// sequence, matter and subject).
    func openDecisions() async throws(HeliographError) -> [Decision]
    /// Calls that wait or waited for a second officer, the newest first, at most `limit`.
    func heldCalls(limit: Int) async throws(HeliographError) -> [HeldCall]
}

extension DecisionBook {
    /// Those about a thread, by sequence, matter and subject.
    public func decisions(ofThread thread: String) async throws(HeliographError) -> [Decision] {
        try await decisions(ofThreads: [thread])[thread] ?? []
    }
}
