import Foundation
import Notices
import Synchronization

/// The terminal, or a file or pipe in its place. Everything that people and programs read of the
/// command line passes here.
enum Terminal {
    static func print(_ text: String) {
        write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDOUT_FILENO)
    }

    /// Prints a line for people.
    ///
    /// - Parameter besides: true to print on stderr, because stdout is kept for the one JSON
    ///   object.
    static func say(_ text: String, besides: Bool) {
        write(Array((text + "\n").utf8), to: besides ? STDERR_FILENO : STDOUT_FILENO)
    }

    static func print(line: [UInt8]) {
        write(line + [0x0A], to: STDOUT_FILENO)
    }

    /// A refusal, in its three parts.
    static func complain(_ error: HeliographError) {
        var lines = [ShownText.line("\(error.sentence) (\(error.code.rawValue))")]
        lines += error.faults.map { fault in
            let place = fault.pointer.isEmpty ? "/" : fault.pointer
            return ShownText.line("  \(place): \(fault.sentence) (\(fault.code.rawValue))")
        }
        lines += error.detail.map { ShownText.line("  \($0)") }
        lines.append(error.next)
        write(Array((lines.joined(separator: "\n") + "\n").utf8), to: STDERR_FILENO)
    }

    /// The cause for which standard output took less than all; nil while it took all. A reader that
    /// closes the pipe early is no failure.
    static var failure: String? { failed.withLock { $0 } }
    private static let failed = Mutex<String?>(nil)

    /// Writes bytes after they were made harmless for a terminal. Everything that people and
    /// programs read of the command line passes here.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        let bytes = ShownText.harmless(bytes)
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                if descriptor == STDOUT_FILENO, errno != EPIPE {
                    let cause = String(cString: strerror(errno))
                    failed.withLock { $0 = cause }
                }
                return
            }
            offset += count
        }
    }
}
