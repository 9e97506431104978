import CCurl
import Glibc
import HTTPService

/// The sockets of a pool's connections, and the check by which the far end of each was judged.
///
/// Used on the pool's thread alone.
final class SocketBook {
    /// The two ends of a connection, as curl reports them when a request leaves.
    struct Name: Hashable {
        let farAddress: String
        let farPort: Int32
        let address: String
        let port: Int32
    }

    private struct Entry {
        let check: ServerCheck
        let name: Name
    }

    private var entries: [Int32: Entry] = [:]
    private var sockets: [Name: Int32] = [:]

    /// Has curl report, and close, each socket of this handle's connections when it ends.
    func follow(_ handle: UnsafeMutableRawPointer) {
        heliograph_curl_set_socket_end(
            handle,
            { book, socket in
                if let book {
                    Unmanaged<SocketBook>.fromOpaque(book).takeUnretainedValue().forget(socket)
                }
                return close(socket)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func forget(_ socket: Int32) {
        guard let name = entries.removeValue(forKey: socket)?.name else { return }
        sockets[name] = nil
    }

    /// The socket of a connection on which a request leaves. From here on its end is reported. curl
    /// closes a socket on which no request left without a report.
    ///
    /// - Parameter opened: the sockets among which a connection that is not yet known must be.
    func socket(_ name: Name, among opened: Set<Int32>, _ check: ServerCheck) -> Int32? {
        if let known = sockets[name] { return known }
        guard let found = opened.first(where: { joins($0, from: name.port, to: name.farPort) })
        else { return nil }
        entries[found] = Entry(check: check, name: name)
        sockets[name] = found
        return found
    }

    /// Ends connections whose check no longer holds. curl notices the end and closes the socket
    /// itself.
    ///
    /// - Parameter busy: sockets that are left alone.
    func end(except busy: Set<Int32>, where isOver: (ServerCheck) -> Bool) {
        for (socket, entry) in entries where !busy.contains(socket) && isOver(entry.check) {
            endBothWays(socket)
        }
    }
}
