import Certificates
import CommandWords
import Foundation
import Node
import Notices
import Station
import Synchronization

@main
struct Main {
    static func main() async {
        // This comes before any thread, because threads and children inherit it.
        Daemon.prepareProcess()
        let words = Array(CommandLine.arguments.dropFirst())
        let status = await CommandLineInterface(words: words).run()
        Log.drain()
        exit(status)
    }
}

/// Finds the verb, runs it, and prints its output.
struct CommandLineInterface {
    let words: [String]

    /// Runs the command line.
    ///
    /// - Returns: the exit status: 0 done, 1 refused, 2 usage, 3 try again. `run` gives 4 in place
    ///   of 1: its supervisor must not start it again, and a person must look.
    func run() async -> Int32 {
        let status = await carryOut()
        guard let cause = Terminal.failure else { return status }
        Terminal.complain(
            HeliographError(
                .fileUnwritable, "What was to be printed could not be written (\(cause)).",
                next: "Look for room where the output goes. What the verb does, it has done."))
        return max(status, 1)
    }

    private func carryOut() async -> Int32 {
        let wantsJSON = words.contains("--json")
        guard let (verb, rest) = VerbTable.find(words) else {
            return help(wantsJSON: wantsJSON)
        }
        if rest.contains("--help") {
            Terminal.print(verb.help)
            return 0
        }
        do throws(HeliographError) {
            try OpenSSLStart.check()
            let arguments = try Arguments(rest, for: verb)
            let output = try await verb.run(arguments)
            if wantsJSON {
                Terminal.print(line: output.json.encoded())
            } else if !output.text.isEmpty {
                Terminal.print(output.text)
            }
            return output.status
        } catch {
            let error = verb.refused(error)
            if wantsJSON {
                Terminal.print(line: error.json.encoded())
            } else {
                Terminal.complain(error)
            }
            let status = Self.status(of: error.code)
            return verb.name == "run" && status == 1 ? 4 : status
        }
    }

    static func status(of code: Code) -> Int32 {
        if code == .usage { return 2 }
        return code.isWorthRetrying ? 3 : 1
    }

    private func help(wantsJSON: Bool) -> Int32 {
        if words.count > 1, words.last == "--help",
            let verbs = VerbTable.noun(words.dropLast().joined(separator: " "))
        {
            Terminal.print(verbs)
            return 0
        }
        let asked = words.isEmpty || words == ["help"] || words.first == "--help"
        guard !asked else {
            Terminal.print(VerbTable.overview)
            return 0
        }
        let error = HeliographError(
            .usage, "There is no verb `\(words.prefix(2).joined(separator: " "))`.")
        if wantsJSON {
            Terminal.print(line: error.json.encoded())
        } else {
            Terminal.complain(error)
        }
        return 2
    }
}

/// The output of a verb: an object for programs, text for people.
struct Output {
    let json: JSON
    let text: String
    var status: Int32 = 0
}

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
