package import Notices
package import Ports

extension Entropy {
    /// A new id of a message: the time in milliseconds, and 10 random bytes.
    package func messageID(at now: Instant) -> MessageID {
        MessageID(created: now, random: bytes(10))
    }

    /// A new id of a record. It begins with the time, like a message's: records that are made one
    /// after the other lie side by side in the store, instead of each on a page of its own.
    package func recordID(at now: Instant) -> RecordID {
        guard let id = RecordID(bytes: messageID(at: now).bytes) else {
            preconditionFailure("a record id has 16 bytes")
        }
        return id
    }
}
