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
        // Before any thread: what a child or a thread inherits is decided here.
        Daemon.prepareProcess()
        let words = Array(CommandLine.arguments.dropFirst())
        let status = await CommandLineInterface(words: words).run()
        Log.drain()
        exit(status)
    }
}

/// Finds the verb, runs it, prints what came of it.
struct CommandLineInterface {
    let words: [String]

    /// - Returns: the exit status: 0 done, 1 refused, 2 usage, 3 try again; of `run` 4 in place of 1: whoever keeps
    ///   it running does not try again, and a person looks.
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

/// What a verb has to say: an object for programs, text for people.
struct Output {
    let json: JSON
    let text: String
    var status: Int32 = 0
}

enum Terminal {
    static func print(_ text: String) {
        write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDOUT_FILENO)
    }

    /// - Parameter besides: stdout is kept for the one JSON object, so this goes to stderr.
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

    /// Why standard output took less than it was given; nil while it took all. A reader that has enough and goes is
    /// no failure.
    static var failure: String? { failed.withLock { $0 } }
    private static let failed = Mutex<String?>(nil)

    /// All that people and programs read of the command line goes through here, and nothing of it raw.
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
