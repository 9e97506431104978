import Foundation

/// The limits that this process runs under.
package enum ProcessLimits {
    /// Files and connections that the server, the client and the store may have open at once.
    package static let descriptorsWanted = 4_096
    /// The least number of descriptors: below it, libraries end the process where they find none.
    package static let descriptorsMin = 128

    /// Files and connections that this process may have open; 0 if it is not known.
    package static var descriptorsMax: Int {
        var limit = rlimit()
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        return isKnown ? Int(clamping: limit.rlim_cur) : 0
    }
}
