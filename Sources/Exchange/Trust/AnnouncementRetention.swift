/// Decides which of a member's announcements are let go: a member may announce as many as it likes.
public enum AnnouncementRetention {
    /// So many key bundles of one member are kept, the newest: a year of rotations.
    public static let keyBundlesMax = 64

    /// Key bundles of one member that are kept no longer.
    ///
    /// - Parameter versions: of all bundles of that member, in any order.
    public static func endedKeyBundles(among versions: [Int64]) -> [Int64] {
        Array(versions.sorted(by: >).dropFirst(keyBundlesMax))
    }

    /// Revocation lists of one issuing CA that are kept no longer. No entry is ever taken back: the
    /// newest list says all that the lists before it said.
    ///
    /// - Parameter numbers: of all lists of that CA, in any order.
    public static func endedRevocationLists(among numbers: [Int64]) -> [Int64] {
        Array(numbers.sorted(by: >).dropFirst())
    }
}
