package import Federation
package import Notices
internal import Traffic

/// The person or program that asks: its name, its rights, and the way it came in.
///
/// The door makes a principal; nothing below the door reads a name from text.
package struct Principal: Sendable, Equatable {
    /// The way in.
    package enum Way: Sendable, Equatable {
        /// A socket of this machine, used by a process of this user.
        case socket(user: UInt32)
        /// The data folder itself, opened by a process of this user while no node ran.
        case folder(user: UInt32)
        /// A token, named by its id.
        case token(String)
        /// A client certificate, by its digest.
        case certificate(Digest)
        /// A question that the node asks itself.
        case node
    }

    /// The longest name of an officer, in UTF-8 bytes.
    package static let nameBytesMax = OfficerName.bytesMax

    /// The officer's reference; nil if nobody was named.
    package let name: String?
    /// Everything that it may do.
    package let rights: Set<Right>
    /// The way in by which the principal came.
    package let way: Way
    /// True if the way in proves the name; false if the caller was taken at its word.
    package let isProven: Bool

    /// A principal with all rights, unless fewer are given.
    package init(
        name: String?, rights: Set<Right> = Set(Right.allCases), way: Way = .node,
        isProven: Bool = false
    ) {
        self.name = name
        self.rights = rights
        self.way = way
        self.isProven = isProven
    }

    /// The principal in the audit record: the officer's name, or the user of the machine.
    package var actor: String {
        if let name { return name }
        return switch way {
        case .socket(let user), .folder(let user): "user \(user)"
        case .token(let id): "token \(id)"
        case .certificate(let digest): "certificate \(digest.description.prefix(12))"
        case .node: "node"
        }
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

    /// True if the principal has a right.
    package func may(_ right: Right) -> Bool { rights.contains(right) }

    /// Checks that the principal has a right.
    ///
    /// - Throws: `rightMissing`, naming the right.
    package func check(_ right: Right) throws(HeliographError) {
        guard may(right) else {
            throw HeliographError(
                .rightMissing,
                "This needs the right `\(right.rawValue)`: \(right.meaning). Nothing was done.")
        }
    }

    /// The reason for which the principal opens a notice, for the audit record.
    ///
    /// Whoever may open notices at any time needs none. Whoever may open them for the records
    /// alone gives one.
    ///
    /// - Parameters:
    ///   - right: the right to open such a notice at any time.
    ///   - usual: the reason of the record if the principal has that right and gives no other.
    /// - Returns: nil if nobody is named, or the principal may not open the notice.
    /// - Throws: `reasonMissing`, `officerMissing`.
    package func opening(
        _ right: Right, for reason: String?, usual: String
    ) throws(HeliographError) -> (officer: String, why: String)? {
        guard name != nil, may(right) || may(.readForRecords) else { return nil }
        let officer = try officer()
        guard let reason else {
            guard may(right) else {
                throw HeliographError(
                    .reasonMissing,
                    "\(officer) opens notices for the records alone, with a "
                        + "reason that is logged. No reason was given. Nothing was opened.",
                    next: "Give the reason: `--reason \"correction asked for on 3 March\"`.")
            }
            return (officer, usual)
        }
        try Approvals.checkReason(reason)
        return (officer, "\(usual): \(reason)")
    }
}
