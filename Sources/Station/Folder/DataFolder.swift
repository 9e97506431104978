import Foundation
public import Notices

/// Where a node keeps everything: configuration, keys, store, lock and socket.
public struct DataFolder: Sendable, Hashable {
    public let path: String

    public init(_ path: String) {
        self.path =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    public var configuration: String { path + "/heliograph.json5" }
    /// There from the first step of `init` to the last.
    package var unfinished: String { path + "/init.unfinished" }
    public var proposal: String { path + "/proposal.json" }
    public var lock: String { path + "/lock" }
    public var socket: String { path + "/node.sock" }
    public var store: String { path + "/store" }
    public var attachments: String { path + "/attachments" }
    public var drafts: String { path + "/drafts" }
    public var keys: String { path + "/keys" }

    /// - Throws: `folderMissing` unless a node was made here; `fileUnreadable` if this user may not know.
    public func checkExists() throws(HeliographError) {
        try Files.checkMayLook(configuration)
        // The configuration is written last: with it the node is whole, and only the mark was left.
        guard !Files.exists(unfinished) || Files.exists(configuration) else {
            throw HeliographError(
                .folderMissing, "The making of a node in \(path) did not come to its end.",
                next: "Run the same `heliograph init` again; it begins anew.")
        }
        guard Files.exists(configuration) else {
            throw HeliographError(.folderMissing, "There is no node in \(path).")
        }
    }
}

extension DataFolder {
    /// Whoever works on the folder must own it: a file that root makes there stops the node that runs as
    /// another user.
    ///
    /// - Throws: `wrongUser`.
    package func checkOwner() throws(HeliographError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_uid != geteuid() else { return }
        let (owner, user) = (Self.name(status.st_uid), Self.name(geteuid()))
        throw HeliographError(
            .wrongUser, "\(path) belongs to \(owner), and this is \(user). Nothing was done.",
            next: "Run the command as \(owner), for example behind `runuser -u \(owner) --`.")
    }

    private static func name(_ user: uid_t) -> String {
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "\(user)" }
        return String(cString: name)
    }
}

/// The hold on a data folder: whoever has it may open the store. Given back when it goes away, or
/// when the process ends in any way.
///
/// It sees to it that one process works on a store. The lock on threads (`ThreadLock`) and the
/// destruction of data keys (`RecordBook.shred`) rely on that.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `folderInUse` if another process has it.
    public init(_ folder: DataFolder) throws(HeliographError) {
        descriptor = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HeliographError(.fileUnwritable, "\(folder.lock) cannot be written.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw HeliographError(.folderInUse, "Another process holds \(folder.path).")
        }
    }

    /// Lets go before the object goes away; does no harm twice.
    public func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
