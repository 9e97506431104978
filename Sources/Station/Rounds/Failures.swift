package import Exchange

/// A table of the keys whose last attempts failed: the failures in a row, their cause, and the time
/// until which each key is left alone.
///
/// A key is a thing that is tried again, such as a peer or an attachment. Times are uptimes.
package struct Failures<Key: Hashable & Sendable, Cause: Sendable>: Sendable {
    /// The failures of one key.
    package struct Entry: Sendable {
        /// Failures in a row, 1 or more.
        package let count: Int
        /// The cause of the last one.
        package let cause: Cause
        /// The uptime of the last one.
        package let noted: Duration
        /// The uptime before which the key is not due.
        package fileprivate(set) var until: Duration
    }

    private let backoff: Backoff
    private var entries: [Key: Entry] = [:]

    /// An empty table.
    ///
    /// - Parameter backoff: gives the wait that follows each failure.
    package init(_ backoff: Backoff) {
        self.backoff = backoff
    }

    /// The failures of a key; nil if its last attempt did not fail, or nothing was tried.
    package subscript(_ key: Key) -> Entry? { entries[key] }

    /// Every key whose last attempt failed, in no order.
    package var keys: [Key] { Array(entries.keys) }

    /// Counts one more failure of a key; the wait of the back-off begins now.
    ///
    /// - Returns: the failures of the key, with this one.
    @discardableResult
    package mutating func note(_ key: Key, _ cause: Cause, at uptime: Duration) -> Entry {
        let count = (entries[key]?.count ?? 0) + 1
        let entry = Entry(
            count: count, cause: cause, noted: uptime, until: uptime + backoff.wait(after: count))
        entries[key] = entry
        return entry
    }

    /// Forgets the failures of a key: an attempt succeeded, or its cause may be gone.
    ///
    /// - Returns: true if there were failures to forget.
    @discardableResult
    package mutating func clear(_ key: Key) -> Bool {
        entries.removeValue(forKey: key) != nil
    }

    /// The uptime from which a key is due; zero for a key without failures.
    package func due(_ key: Key) -> Duration { entries[key]?.until ?? .zero }

    /// Shortens the wait of a key, which keeps its count.
    ///
    /// - Returns: false if the key is due by then anyway.
    @discardableResult
    package mutating func hasten(_ key: Key, to uptime: Duration) -> Bool {
        guard let until = entries[key]?.until, until > uptime else { return false }
        entries[key]?.until = uptime
        return true
    }

    /// The time until the first of all keys is due, zero or more; nil for an empty table.
    package func soonest(at uptime: Duration) -> Duration? {
        entries.values.map { max(.zero, $0.until - uptime) }.min()
    }
}
