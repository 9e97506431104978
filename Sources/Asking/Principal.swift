package import Notices

/// A right that an operation needs.
public enum Right: String, Sendable, CaseIterable {
    /// Look at this member's own notices and at who has them.
    case readNotices = "notices.read"
    /// Write, send, change, withdraw and pass on notices.
    case writeNotices = "notices.write"
    /// Approve, and find that a notice stands.
    case approve
    /// Look at what has arrived, and open it.
    case readInbox = "inbox.read"
    /// Report outcomes.
    case report
    /// Carry out orders to erase, and confirm corrections.
    case keepRecords = "records.keep"
    /// Take forms and passenger lists in, and look persons up.
    case screen
    /// Count.
    case count
    /// Take evidence out for a court.
    case exportEvidence = "evidence.export"
    /// Look at keys, trust lists, policy, peers and the node's health.
    case observe
    /// Change keys, trust lists and hand-overs.
    case administer
}

/// The person or program that asks: its name, its rights, and the way it came in.
///
/// The door makes a principal; nothing below the door reads a name from text.
package struct Principal: Sendable, Equatable {
    /// The way in.
    package enum Way: Sendable, Equatable {
        /// The socket in the data folder, used by a process of this user.
        case socket(user: UInt32)
        /// The data folder itself, opened by a process of this user while no node ran.
        case folder(user: UInt32)
        /// A question that the node asks itself.
        case node
    }

    /// The longest name of an officer, in UTF-8 bytes.
    package static let nameBytesMax = 80

    /// The officer's reference; nil if nobody was named.
    package let name: String?
    /// Everything that it may do.
    package let rights: Set<Right>
    /// The way in by which the principal came.
    package let way: Way

    /// A principal with all rights, unless fewer are given.
    package init(
        name: String?, rights: Set<Right> = Set(Right.allCases), way: Way = .node
    ) {
        self.name = name
        self.rights = rights
        self.way = way
    }

    /// The name of the officer who asks.
    ///
    /// - Throws: `officerMissing` if nobody was named, if the name is longer than `nameBytesMax`,
    ///   or if a list could not show it.
    package func officer() throws(HeliographError) -> String {
        guard let name, (1...Self.nameBytesMax).contains(name.utf8.count) else {
            throw HeliographError(.officerMissing, "No officer was named.")
        }
        guard OfficerName.isReadable(name) else {
            throw HeliographError(
                .officerMissing,
                "The officer's name is blank, or has characters that nobody can see.")
        }
        return name
    }

    /// Checks that the principal has a right.
    ///
    /// - Throws: `rightMissing`, naming the right.
    package func check(_ right: Right) throws(HeliographError) {
        guard rights.contains(right) else {
            throw HeliographError(
                .rightMissing, "This needs the right `\(right.rawValue)`. Nothing was done.")
        }
    }
}
