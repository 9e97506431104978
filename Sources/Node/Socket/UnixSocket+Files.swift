import Foundation
internal import Notices
internal import Station

/// Open files that travel beside a line.
///
/// A control message as unix(7) and cmsg(3) describe it for 64-bit Linux: its length in 8 bytes,
/// level and type in 4 each, then the descriptors. The macros that lay it out are not seen from
/// here.
extension UnixSocket {
    /// Files of one command.
    static let filesMax = 20

    private static let headerBytes = 16
    // SCM_RIGHTS; an enumerator without a type in the C header.
    private static let rights = Int32(1)

    /// Sends a line, with files.
    func writeLine(_ line: [UInt8], files: [HandedFile]) -> Bool {
        guard !files.isEmpty, let byte = line.first else { return writeLine(line) }
        precondition(files.count <= Self.filesMax, "a command has a bounded number of files")
        // Held until they are sent: from then on they are the far end's too.
        return withExtendedLifetime(files) {
            hand(files.map { $0.withDescriptor { $0 } }, with: byte)
                && writeLine(Array(line.dropFirst()))
        }
    }

    func hand(_ descriptors: [Int32], with byte: UInt8) -> Bool {
        let used = Self.headerBytes + descriptors.count * 4
        var control = [UInt64](repeating: 0, count: (used + 7) / 8)
        control.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: UInt64(used), as: UInt64.self)
            bytes.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
            bytes.storeBytes(of: Self.rights, toByteOffset: 12, as: Int32.self)
            for (index, descriptor) in descriptors.enumerated() {
                bytes.storeBytes(
                    of: descriptor, toByteOffset: Self.headerBytes + 4 * index, as: Int32.self)
            }
        }
        var data = [byte]
        let space = control.count * 8
        return withMessage(&data, &control, space) { message in
            while true {
                let sent = sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                if sent < 0, errno == EINTR { continue }
                return sent == 1
            }
        }
    }

    /// The first bytes of a line, and the files that came with them.
    ///
    /// - Returns: nil if the far end closes first, is too slow, or hands over more files than it
    ///   may.
    func readStart() -> (bytes: [UInt8], files: [HandedFile])? {
        var data = [UInt8](repeating: 0, count: 65_536)
        // Room for one more than may come, so that it is seen.
        let space = Self.headerBytes + (Self.filesMax + 1) * 4 + 4
        var control = [UInt64](repeating: 0, count: (space + 7) / 8)
        var received = 0
        var isCut = false
        var length = 0
        let isRead = withMessage(&data, &control, control.count * 8) { message in
            repeat {
                received = recvmsg(descriptor, &message, Int32(MSG_CMSG_CLOEXEC))
            } while received < 0 && errno == EINTR
            isCut = message.msg_flags & Int32(MSG_CTRUNC) != 0
            length = Int(message.msg_controllen)
            return received > 0
        }
        let files = Self.files(in: control, length)
        guard isRead, !isCut, files.count <= Self.filesMax else { return nil }
        return (Array(data.prefix(received)), files)
    }

    private static func files(in control: [UInt64], _ length: Int) -> [HandedFile] {
        guard length >= headerBytes else { return [] }
        return control.withUnsafeBytes { bytes in
            let used = Int(bytes.load(as: UInt64.self))
            guard used >= headerBytes, used <= length,
                bytes.load(fromByteOffset: 8, as: Int32.self) == SOL_SOCKET,
                bytes.load(fromByteOffset: 12, as: Int32.self) == rights
            else { return [] }
            return stride(from: headerBytes, to: used - 3, by: 4).map {
                HandedFile(adopting: bytes.load(fromByteOffset: $0, as: Int32.self))
            }
        }
    }

    private func withMessage(
        _ data: inout [UInt8], _ control: inout [UInt64], _ space: Int,
        _ body: (inout msghdr) -> Bool
    ) -> Bool {
        data.withUnsafeMutableBytes { bytes in
            control.withUnsafeMutableBytes { controlBytes in
                var vector = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
                return withUnsafeMutablePointer(to: &vector) { vector in
                    var message = msghdr()
                    message.msg_iov = vector
                    message.msg_iovlen = 1
                    message.msg_control = controlBytes.baseAddress
                    message.msg_controllen = space
                    return body(&message)
                }
            }
        }
    }
}
