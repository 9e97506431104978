internal import Notices
internal import Ports

/// A statement with its place in its thread.
protocol Said {
    var operation: String { get }
    var sequence: Int { get }
}

extension NoticeVersion: Said {}
extension InboxItem: Said {}

extension Collection where Element: Said {
    /// The newest statement that says who is meant. A withdrawal has no journey and may have no
    /// name, so that a list and a search take the words before it.
    ///
    /// - Returns: the withdrawal if nothing else is held; nil for nothing.
    var lastWords: Element? {
        func newest(_ some: [Element]) -> Element? { some.max { $0.sequence < $1.sequence } }
        return newest(filter { !NoticeOperation(rawValue: $0.operation).isCancel })
            ?? newest(Array(self))
    }
}
