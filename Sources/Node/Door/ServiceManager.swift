import Foundation
internal import Notices

/// Words to the service manager that started this process, systemd.
enum ServiceManager {
    /// Tells the service manager that the node works, after a look into the store, as every message
    /// takes it. A node whose store or threads stand still says nothing, and is started anew.
    ///
    /// - Source: sd_watchdog_enabled(3): half of the time that the manager allows.
    static func beat(_ node: HeliographNode) async {
        guard let text = ProcessInfo.processInfo.environment["WATCHDOG_USEC"],
            let allowed = Int64(text), allowed > 0
        else { return }
        while !Task.isCancelled {
            if await node.isWorking() { notify("WATCHDOG=1") }
            try? await Task.sleep(for: .microseconds(allowed / 2))
        }
    }

    /// One datagram to the service manager, if there is one.
    ///
    /// - Source: sd_notify(3).
    static func notify(_ state: String) {
        guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"],
            path.utf8.count < 108
        else { return }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        // A leading @ stands for the abstract namespace.
        if name.first == 0x40 { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL),
                    .init(__sockaddr__: $0), length)
            }
        }
    }
}
