import Foundation

/// The limits that this process runs under.
enum ProcessLimits {
    /// So many files and connections the server, the client and the store may have open at once.
    static let descriptorsWanted = 4_096
    /// Below this, libraries end the process where they find no descriptor.
    static let descriptorsMin = 128

    /// How many this process may have open.
    static var descriptorsMax: Int {
        var limit = rlimit()
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        return isKnown ? Int(clamping: limit.rlim_cur) : 0
    }
}
