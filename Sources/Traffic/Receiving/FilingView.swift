internal import Exchange
internal import Notices
internal import Ports

/// What the store holds beside messages that are to be filed: asked for once, for all of them.
struct FilingView: Sendable {
    /// Of statements that stand where one of the messages is to stand.
    let bodies: [RecordID: SealedRecord]
    private let grounds: [FilingQuestion: FilingGround]

    init(
        of messages: [MessageOpening.Opened], in store: any Store
    ) async throws(HeliographError) {
        let questions = Set(messages.map(Self.question))
        // Most messages begin a thread; what comes first in one makes its row.
        grounds = questions.isEmpty ? [:] : try await store.grounds(for: questions)
        let same = Set(grounds.values.flatMap(\.same).map(\.notice))
        bodies = same.isEmpty ? [:] : try await store.records(same)
    }

    func ground(of message: MessageOpening.Opened) -> FilingGround {
        grounds[Self.question(message)] ?? FilingGround(thread: nil)
    }

    private static func question(_ message: MessageOpening.Opened) -> FilingQuestion {
        let header = message.content.header
        return FilingQuestion(
            thread: ThreadKey(issuer: header.from, thread: header.thread),
            sequence: header.sequence,
            open: Set(InboxState.allCases).subtracting(
                message.notice.operation.isCancel ? [.cancelled] : [.cancelled, .superseded]))
    }
}
