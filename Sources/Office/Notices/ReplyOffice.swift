internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Answers a notice that arrived, by the kind of answer that it asks for.
struct ReplyOffice {
    let node: any RunningNode

    /// Sends the answer, or prints its form.
    ///
    /// - Throws: `usage`, naming every fact that is missing or has no place in this answer;
    ///   `transitionRefused` for a notice that takes no answer; every error of a submission.
    func reply(
        _ request: ReplyToNotice, by principal: Principal
    ) async throws(HeliographError) -> ReplyView {
        let (context, now) = (node.context, node.context.clock.now.flooredToSecond)
        _ = try principal.officer()
        let item = try await context.station.arrival(named: request.id, for: .acting)
        let notice = try await context.notice(item.notice)
        let operation = try NoticeTemplate.replyOperation(
            request.says, answering: notice, by: context.member)
        let earlier = try await context.store.notices(NoticeFilter(thread: notice.thread))
        let sequence = (earlier.map(\.sequence).max() ?? 0) + 1
        guard !request.blank else {
            let form = NoticeTemplate.blankReply(
                operation, answering: notice, by: context.member, sequence: sequence, at: now)
            return .form(Document(form))
        }
        try NoticeTemplate.check(request.facts, of: operation, answering: notice)
        let document = NoticeTemplate.reply(
            operation, answering: notice, by: context.member, sequence: sequence, request.facts,
            at: now)
        let sent = try await NoticeOffice(node: node).send(document, by: principal, request.words)
        // After these answers more is to come.
        if ![.accept, .partial, .extend].contains(operation) {
            let done = Change.setInboxState(from: item.from, id: item.id, .actioned)
            try await context.store.commit([done])
        }
        return .sent(sent)
    }
}
