internal import HTTPService
internal import Notices
internal import Ports
internal import Station

/// Answers a call that a program gives again under the same `Idempotency-Key` with the answer that
/// it got first.
///
/// The key is noted before the call is carried out. A call that was cut off by the end of the node
/// is carried out again; an operation that was done meanwhile says so (`already-sent`).
///
/// - Source: draft-ietf-httpapi-idempotency-key-header.
struct Repeats: Sendable {
    let context: NodeContext
    private let lock = KeyedLock<String>()

    init(context: NodeContext) {
        self.context = context
    }

    /// Carries a call out, unless its answer is kept.
    ///
    /// - Parameters:
    ///   - key: nil for a call without one, which is always carried out.
    ///   - parts: everything that makes two calls the same.
    func once(
        _ key: String?, by principal: String, _ parts: [[UInt8]],
        _ perform: () async -> (status: Int, body: [UInt8])
    ) async throws(HeliographError) -> (status: Int, body: [UInt8], isRepeated: Bool) {
        guard let key else {
            let answer = await perform()
            return (answer.status, answer.body, false)
        }
        guard (1...Routes.keyBytesMax).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw HeliographError(
                .usage,
                "`Idempotency-Key` has 1 to \(Routes.keyBytesMax) visible characters of ASCII. "
                    + "Nothing was done.",
                next: "Take a fresh UUID for each call, and the same one to give it again.")
        }
        let call = context.sealer.digest(parts.flatMap { context.sealer.digest($0).bytes })
        return try await lock.withLock(["\(principal)\n\(key)"]) { () throws(HeliographError) in
            if let kept = try await kept(key, of: principal, call) {
                return (kept.status, kept.body, true)
            }
            let now = context.clock.now
            var reply = KeptReply(principal: principal, key: key, call: call, made: now)
            try await context.store.commit([.putReply(reply)])
            let answer = await perform()
            // Nothing was done: the same call may be right later.
            guard answer.status < 400 else {
                try await context.store.commit([.dropReply(principal: principal, key: key)])
                return (answer.status, answer.body, false)
            }
            let (record, change) = try context.newRecord(answer.body)
            reply.status = answer.status
            reply.answer = record
            try await context.store.commit([change, .putReply(reply)])
            return (answer.status, answer.body, false)
        }
    }

    private func kept(
        _ key: String, of principal: String, _ call: Digest
    ) async throws(HeliographError) -> (status: Int, body: [UInt8])? {
        guard let reply = try await context.store.reply(to: principal, key: key),
            context.clock.now < reply.made + KeptReply.life
        else { return nil }
        guard reply.call == call else {
            throw HeliographError(
                .keyRepeated,
                "This `Idempotency-Key` came before with another call. Nothing was done.")
        }
        guard let status = reply.status, let answer = reply.answer else { return nil }
        return (status, try await context.body(of: answer))
    }

    /// Destroys answers that are older than their life.
    func sweep() async throws(HeliographError) {
        let before = context.clock.now - KeptReply.life
        let old = try await context.store.replies(before: before, limit: 1_000)
        guard !old.isEmpty else { return }
        try await context.store.commit(
            old.flatMap { reply in
                [.dropReply(principal: reply.principal, key: reply.key)]
                    + (reply.answer.map { [.eraseRecord($0)] } ?? [])
            })
        try await context.store.shred()
    }
}
