import Foundation

/// The progress of a long file: on stderr, and only if that is a terminal.
struct ProgressBar {
    private static let width = 30

    private let total: Int
    private let isShown: Bool

    init(total: Int) {
        self.total = total
        isShown = isatty(STDERR_FILENO) == 1 && total > 0
    }

    func show(_ done: Int) {
        guard isShown else { return }
        let filled = Self.width * min(done, total) / total
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: " ", count: Self.width - filled)
        let end = done >= total ? "\n" : ""
        FileHandle.standardError.write(Data("\r[\(bar)] \(done)/\(total)\(end)".utf8))
    }
}
