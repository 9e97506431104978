internal import Foundation

/// `heliograph-bench`: measures the floor of this machine and real nodes beside it, in one run.
@main
struct Bench {
    static func main() async {
        if CommandLine.arguments.dropFirst().contains("--help") {
            print(Options.usage, terminator: "")
            return
        }
        var options = Options()
        do {
            options = try Options(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n\n\(Options.usage)".utf8))
            exit(2)
        }
        Leavings.clearOnSignals()
        do {
            let earlier = try options.comparison.map(Comparison.init)
            if let path = options.out { try Report.check(path) }
            var report = Report(isQuick: options.isQuick, commit: options.commit)
            for part in Part.all where options.wants(part) {
                note("\(part.name): \(part.sentence)")
                try await part.run(options, &report)
            }
            print(report.table, terminator: "")
            if let path = options.out { try report.write(to: path) }
            if let earlier { print(report.comparison(with: earlier), terminator: "") }
        } catch {
            Leavings.waitIfOver()
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            Leavings.clear(1)
        }
    }
}

/// A failure, in one sentence.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Prints the step that is being measured on stderr.
func note(_ line: String) {
    FileHandle.standardError.write(Data("   \(line)\n".utf8))
}
