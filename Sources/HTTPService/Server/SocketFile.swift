import Glibc

/// The place of a listening UNIX socket in the file system.
struct SocketFile: Sendable {
    private let path: String
    /// Its number on its disk: a file that another server has put there since is not ours.
    private let number: (device: UInt, inode: UInt)

    /// Gives a socket its place. A socket that nobody listens on any more gives way; nothing else
    /// does.
    ///
    /// - Returns: nil if that is impossible; `errno` says why.
    static func bind(_ descriptor: Int32, at path: String, mode: UInt32) -> SocketFile? {
        guard descriptor >= 0 else { return nil }
        // The bound socket takes this mode, less what the umask forbids; so nobody may connect who
        // may not later.
        guard fchmod(descriptor, mode) == 0 else { return nil }
        if !call(Glibc.bind, descriptor, path) {
            guard errno == EADDRINUSE, isLeftOver(path), unlink(path) == 0,
                call(Glibc.bind, descriptor, path)
            else { return nil }
        }
        guard chmod(path, mode) == 0, let number = number(of: path) else { return nil }
        return SocketFile(path: path, number: number)
    }

    /// Removes the socket, if it is still ours.
    func remove() {
        guard let found = Self.number(of: path), found == number else { return }
        unlink(path)
    }

    /// True for a socket that refuses connections. Any other file refuses them too.
    private static func isLeftOver(_ path: String) -> Bool {
        guard number(of: path) != nil else {
            errno = EADDRINUSE
            return false
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let probe = socket(AF_UNIX, type, 0)
        defer { close(probe) }
        let isRefused = !call(Glibc.connect, probe, path) && errno == ECONNREFUSED
        errno = EADDRINUSE
        return probe >= 0 && isRefused
    }

    /// Only a socket has one.
    private static func number(of path: String) -> (device: UInt, inode: UInt)? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return (UInt(status.st_dev), UInt(status.st_ino))
    }

    /// Calls `bind` or `connect` with a path. An address has room for 107 bytes, so the folder is
    /// opened first and the socket named through `/proc/self/fd`.
    private static func call(
        _ function: (Int32, __CONST_SOCKADDR_ARG, socklen_t) -> Int32, _ descriptor: Int32,
        _ path: String
    ) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let name = parts.last else {
            errno = EINVAL
            return false
        }
        let folder = (path.hasPrefix("/") ? "/" : "./") + parts.dropLast().joined(separator: "/")
        let directory = Glibc.open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return false }
        defer {
            let cause = errno
            close(directory)
            errno = cause
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array("/proc/self/fd/\(directory)/\(name)".utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard bytes.count < room.count else { return false }
            room.copyBytes(from: bytes)
            return true
        }
        guard fits else {
            errno = ENAMETOOLONG
            return false
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(
                    descriptor, __CONST_SOCKADDR_ARG(__sockaddr__: $0),
                    socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
