import Foundation

/// The seeds to run: 0 to 19, or `HELIOGRAPH_SEEDS=100-499`, or `HELIOGRAPH_SEEDS=17` to replay.
enum Seeds {
    static let chosen: [UInt64] = {
        let text = ProcessInfo.processInfo.environment["HELIOGRAPH_SEEDS"] ?? "0-19"
        let ends = text.split(separator: "-").compactMap { UInt64($0) }
        guard let first = ends.first, let last = ends.last, first <= last else {
            preconditionFailure("HELIOGRAPH_SEEDS is neither `17` nor `100-499`: \(text)")
        }
        return Array(first...last)
    }()
}
