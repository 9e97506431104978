/// The options of the command line.
struct Options {
    static let usage = """
        heliograph-bench --program PATH [--quick] [--part NAME]… [--out FILE] [--compare FILE] \
        [--commit HASH]
          --program PATH   the `heliograph` to measure, a release build
          --quick          smaller numbers: all parts in under two minutes
          --part NAME      only this part, and `floor` if it needs it; may be repeated. \
        Parts: \(Part.all.map(\.name).joined(separator: " "))
          --out FILE       one JSON object as well
          --compare FILE   each figure beside that of an earlier --out

        """

    var program = ""
    var isQuick = false
    var parts: [String] = []
    var out: String?
    var comparison: String?
    var commit: String?

    init() {}

    init(_ arguments: [String]) throws(BenchFailure) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--quick" {
                isQuick = true
                continue
            }
            guard let value = rest.popFirst() else {
                throw BenchFailure("`\(word)` is unknown, or needs a value.")
            }
            switch word {
            case "--program": program = value
            case "--part":
                guard Part.all.contains(where: { $0.name == value }) else {
                    throw BenchFailure("There is no part `\(value)`.")
                }
                parts.append(value)
            case "--out": out = value
            case "--compare": comparison = value
            case "--commit": commit = value
            default: throw BenchFailure("`\(word)` is unknown.")
            }
        }
        guard !program.isEmpty else { throw BenchFailure("--program is missing.") }
    }

    func wants(_ part: Part) -> Bool {
        guard !parts.isEmpty, !parts.contains(part.name) else { return true }
        return part.name == "floor"
            && Part.all.contains { $0.needsFloor && parts.contains($0.name) }
    }
}
