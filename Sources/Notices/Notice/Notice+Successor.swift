extension Notice {
    /// The next statement of the thread: a full one, never a delta.
    ///
    /// Approvals, precedence and deadlines are dropped, because they belong to the statement
    /// before. Everything else is kept, unknown members included.
    ///
    /// - Parameters:
    ///   - operation: an operation that the thread's state allows; see `NoticeLifecycle`.
    ///   - now: the moment that becomes `createdAt`, to the second.
    ///   - superseded: the ids of the messages that carried this statement. They are added to the
    ///     ids that this statement superseded itself.
    ///   - reason: the reason that recipients read; not used in answers.
    ///   - changes: members that replace those of this statement; `.null` removes one.
    public func successor(
        operation: NoticeOperation, at now: Instant, superseding superseded: [MessageID],
        reason: String, changes: JSONObject = [:]
    ) -> JSON {
        var document = json
        document["operation"] = .string(operation.rawValue)
        document["createdAt"] = .string(now.description)
        document["sequence"] = .number(JSONNumber(sequence + 1))
        document["approvals"] = nil
        document["precedence"] = nil
        document["deadline"] = nil
        var earlier = json["supersedes"]?.arrayValue ?? []
        for id in superseded where !earlier.contains(.string(id.description)) {
            earlier.append(.string(id.description))
        }
        document["supersedes"] = earlier.isEmpty ? nil : .array(earlier)
        if side == .issuer { document["change"] = ["reason": .string(reason)] }
        for (key, value) in changes { document[key] = value.isNull ? nil : value }
        return document
    }
}
