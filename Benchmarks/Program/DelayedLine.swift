internal import Foundation
internal import Node
internal import PeerLink

/// A line between a peer and a port on loopback that delays every byte. It loses nothing and has no
/// limit of its own. The effects of distance on TCP itself are not in it.
final class DelayedLine: Sendable {
    let port: UInt16

    init(to target: UInt16, delay: Double) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = try FreePorts.find(1)[0]
        let isListening = Self.withAddress(port) { bind(listener, $0, $1) == 0 }
        guard isListening, listen(listener, 128) == 0 else {
            throw BenchFailure("No line could be made on port \(port).")
        }
        Thread.detachNewThread {
            while true {
                let near = accept(listener, .init(__sockaddr__: nil), nil)
                guard near >= 0 else { return }
                let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                guard Self.withAddress(target, { connect(far, $0, $1) == 0 }) else {
                    close(near)
                    close(far)
                    continue
                }
                for (from, to) in [(near, far), (far, near)] {
                    var on: Int32 = 1
                    setsockopt(to, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
                    Self.carry(from, to, delay)
                }
            }
        }
    }

    private static func withAddress(
        _ port: UInt16, _ body: (__CONST_SOCKADDR_ARG, socklen_t) -> Bool
    ) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(.init(__sockaddr__: $0), socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Carries one direction. One thread reads and notes the time; the other writes when the delay
    /// is over.
    private static func carry(_ from: Int32, _ to: Int32, _ delay: Double) {
        let way = Way()
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(from, &buffer, buffer.count, 0)
                way.put(count > 0 ? Array(buffer[..<count]) : [], at: seconds() + delay)
                guard count > 0 else { return }
            }
        }
        Thread.detachNewThread {
            while true {
                let (bytes, time) = way.take()
                let wait = time - seconds()
                if wait > 0 { usleep(UInt32(wait * 1e6)) }
                var offset = 0
                while offset < bytes.count {
                    let count = bytes[offset...].withUnsafeBytes {
                        send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    guard count > 0 else { break }
                    offset += count
                }
                guard !bytes.isEmpty else {
                    shutdown(to, Int32(SHUT_WR))
                    return
                }
            }
        }
    }

    /// Bytes that are on their way in one direction.
    private final class Way: @unchecked Sendable {
        private let condition = NSCondition()
        private var waiting: [(bytes: [UInt8], time: Double)] = []

        func put(_ bytes: [UInt8], at time: Double) {
            condition.lock()
            waiting.append((bytes, time))
            condition.signal()
            condition.unlock()
        }

        func take() -> (bytes: [UInt8], time: Double) {
            condition.lock()
            defer { condition.unlock() }
            while waiting.isEmpty { condition.wait() }
            return waiting.removeFirst()
        }
    }
}
