import Foundation
public import Notices

/// The folder of a node: configuration, keys, store, lock and socket.
public struct DataFolder: Sendable, Hashable {
    /// The absolute path, as it was given otherwise.
    public let path: String

    /// - Parameter path: absolute, or from the current folder; nothing is looked at.
    public init(_ path: String) {
        self.path =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// The file that an administrator edits.
    public var configuration: String { path + "/heliograph.json5" }
    /// The mark of an `init` that is not over: there from its first step to its last.
    package var unfinished: String { path + "/init.unfinished" }
    /// The file for the secretariat: the member and its bundle, as `Proposal` writes it.
    public var proposal: String { path + "/proposal.json" }
    /// The file that `FolderLock` locks.
    public var lock: String { path + "/lock" }
    /// The Unix socket of the running node.
    public var socket: String { path + "/node.sock" }
    /// The folder of the SQLite store.
    public var store: String { path + "/store" }
    /// The folder of attachments, all of them ciphertext.
    public var attachments: String { path + "/attachments" }
    /// The folder of drafts, all of them sealed.
    public var drafts: String { path + "/drafts" }
    /// The folder of keys and certificates.
    public var keys: String { path + "/keys" }

    /// Checks that there is a whole node.
    ///
    /// - Throws: `folderMissing` unless a node was made here; `fileUnreadable` if this user may not
    ///   look.
    public func checkExists() throws(HeliographError) {
        try Files.checkMayLook(configuration)
        // The configuration is written last: with it the node is whole, and only the mark was left.
        guard !Files.exists(unfinished) || Files.exists(configuration) else {
            throw HeliographError(
                .folderMissing, "The making of a node in \(path) did not come to its end.",
                next: "Run the same `heliograph init` again; it begins anew.")
        }
        guard Files.exists(configuration) else {
            throw HeliographError(.folderMissing, whatStandsHere)
        }
    }
}

extension DataFolder {
    /// The reason why this is the folder of no node, in one sentence.
    private var whatStandsHere: String {
        if !Files.exists(path) { return "There is no folder \(path)." }
        if !Files.isFolder(path) { return "\(path) is a file, and no folder." }
        if Files.exists(path + "/draft.json"), Files.isFolder(path + "/signers") {
            return "\(path) is the folder of a federation, and not of a node."
        }
        return "The folder \(path) is there, and there is no node in it."
    }

    /// Checks that this user owns the folder: a file that root makes there stops the node that runs
    /// as another user.
    ///
    /// - Throws: `wrongUser`.
    package func checkOwner() throws(HeliographError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_uid != geteuid() else { return }
        let (owner, user) = (Self.name(status.st_uid), Self.name(geteuid()))
        let ahead = geteuid() == 0 ? "runuser -u \(owner) --" : "sudo -u \(owner)"
        throw HeliographError(
            .wrongUser,
            "\(path) belongs to the user \(owner) of this machine, and this command runs as the "
                + "user \(user). Nothing was done.",
            next: "Write `\(ahead)` before the command, so that it runs as \(owner)."
                + (geteuid() == 0
                    ? "" : " If you may not do that, ask the administrator of the node."))
    }

    private static func name(_ user: uid_t) -> String {
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "\(user)" }
        return String(cString: name)
    }
}

/// The hold on a data folder: its holder may open the store. The hold ends with the object, or when
/// the process ends in any way.
///
/// The hold sees to it that one process works on a store. The lock on threads (`ThreadLock`) and
/// the destruction of data keys (`RecordBook.shred`) rely on that.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the hold, without waiting for it.
    ///
    /// - Throws: `folderInUse` if another process has it; `fileUnwritable`.
    public init(_ folder: DataFolder) throws(HeliographError) {
        descriptor = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HeliographError(.fileUnwritable, "\(folder.lock) cannot be written.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw HeliographError(
                .folderInUse,
                "Another process works on \(folder.path); most likely its node runs already.")
        }
    }

    /// Ends the hold before the object goes away; does no harm twice.
    public func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
