import Foundation
import Notices
import Synchronization

/// The terminal, or a file or pipe in its place. Everything that people and programs read of the
/// command line passes here.
enum Terminal {
    /// Prints text for people: fitted to the terminal, and through a pager if it is longer than
    /// the terminal.
    static func show(_ text: String) {
        let text = Layout.current.fitted(text)
        let lines = text.utf8.count { $0 == 0x0A } + 1
        guard isatty(STDOUT_FILENO) == 1, let size, lines >= size.rows, page(text) else {
            return print(text)
        }
    }

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

    /// True if a person can be asked: standard input and stderr are terminals.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks on stderr.
    ///
    /// - Returns: the line that was typed, without blanks at its ends; empty at the end of input.
    static func ask(_ question: String) -> String {
        write(Array(question.utf8), to: STDERR_FILENO)
        return (readLine() ?? "").trimmingCharacters(in: .whitespaces)
    }

    static func print(line: [UInt8]) {
        write(line + [0x0A], to: STDOUT_FILENO)
    }

    /// Rings the bell of a terminal; a file or pipe has none.
    static func ring() {
        guard isatty(STDOUT_FILENO) == 1 else { return }
        _ = [UInt8(7)].withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, 1) }
    }

    /// The width of a refusal that goes to a file or pipe.
    private static let pipeColumns = 100

    /// A refusal, in its three parts.
    static func complain(_ error: HeliographError) {
        let isTerminal = isatty(STDERR_FILENO) == 1
        var lines = error.lines(columns: isTerminal ? Layout.columnsMax : pipeColumns)
        // A notice with many faults is longer than the terminal.
        if isTerminal, isatty(STDOUT_FILENO) == 1, let size, lines.count >= size.rows,
            page(lines.joined(separator: "\n"))
        {
            return
        }
        let isColoured = mayColour(STDERR_FILENO)
        if isColoured { writeMark("\u{1B}[31m") }
        write(Array((lines.removeFirst() + "\n").utf8), to: STDERR_FILENO)
        if isColoured { writeMark("\u{1B}[0m") }
        write(Array((lines.joined(separator: "\n") + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes a mark of our own to the terminal of refusals, as it is.
    private static func writeMark(_ mark: String) {
        let bytes = Array(mark.utf8)
        _ = bytes.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The cause for which standard output took less than all; nil while it took all. A reader that
    /// closes the pipe early is no failure.
    static var failure: String? { failed.withLock { $0 } }
    private static let failed = Mutex<String?>(nil)

    /// Writes bytes after they were made harmless for a terminal.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        let bytes = harmless(bytes)
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

// MARK: - Colour

extension Terminal {
    /// Where bold text begins and ends in a text that is to be printed. The marks are made anew by
    /// each process, so that no text from outside can have them.
    static let bold = (first: mark(), last: mark())

    private static func mark() -> String {
        String((0..<16).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
    }

    /// True if a descriptor is a terminal and nobody asked for no colour (`NO_COLOR`, no-color.org;
    /// `TERM=dumb`).
    static func mayColour(_ descriptor: Int32) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(descriptor) == 1 && environment["NO_COLOR"]?.isEmpty ?? true
            && environment["TERM"] != "dumb"
    }

    /// The bytes without effect on the screen, besides our own bold text.
    private static func harmless(_ bytes: [UInt8]) -> [UInt8] {
        let bytes = ShownText.harmless(bytes)
        guard Layout.current.isColoured else { return bytes }
        return Array(
            String(decoding: bytes, as: UTF8.self)
                .replacing(bold.first, with: "\u{1B}[1m").replacing(bold.last, with: "\u{1B}[0m")
                .utf8)
    }
}

// MARK: - Pager

extension Terminal {
    /// The size of the terminal; nil if standard output is none.
    static var size: (rows: Int, columns: Int)? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0
        else { return nil }
        return (Int(size.ws_row), Int(size.ws_col))
    }

    /// Shows a page of the manual as `man` does.
    ///
    /// - Returns: false if there is no `man`.
    static func showManual(_ page: String) -> Bool {
        guard let stream = popen("command -v man >/dev/null && exec man -l -", "w") else {
            return false
        }
        _ = Array((page + "\n").utf8).withUnsafeBytes {
            fwrite($0.baseAddress, 1, $0.count, stream)
        }
        return pclose(stream) == 0
    }

    /// Shows text in the pager of `PAGER`, or in less. Less can start no other program from there
    /// and keeps no history (`LESSSECURE`, `LESSHISTFILE`).
    ///
    /// - Returns: false if no pager is wanted or none can be started.
    private static func page(_ text: String) -> Bool {
        let pager = ProcessInfo.processInfo.environment["PAGER"] ?? "less"
        guard !pager.isEmpty, pager != "cat" else { return false }
        setenv("LESS", "FRX", 0)
        setenv("LESSHISTFILE", "-", 0)
        setenv("LESSSECURE", "1", 1)
        // `popen` leaves the pager in the foreground of the terminal, so that it may read keys.
        guard let stream = popen(pager, "w") else { return false }
        // A reader who leaves the pager early has seen enough.
        _ = harmless(Array((text + "\n").utf8)).withUnsafeBytes {
            fwrite($0.baseAddress, 1, $0.count, stream)
        }
        let status = pclose(stream)
        return status != 127 << 8
    }
}
