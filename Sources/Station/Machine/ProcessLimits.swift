import Foundation

/// The limits that this process runs under.
package enum ProcessLimits {
    /// So many files and connections the server, the client and the store may have open at once.
    package static let descriptorsWanted = 4_096
    /// Below this, libraries end the process where they find no descriptor.
    package static let descriptorsMin = 128

    /// How many this process may have open.
    package static var descriptorsMax: Int {
        var limit = rlimit()
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        return isKnown ? Int(clamping: limit.rlim_cur) : 0
    }
}
