internal import Foundation

/// The figures of a run, as a table and as one JSON object.
struct Report {
    /// One figure: `part.name`, a value, its unit, and the number of decimals that matter.
    struct Figure {
        let part: String
        let name: String
        let value: Double
        let unit: String
        let decimals: Int
        let about: String
    }

    private(set) var figures: [Figure] = []
    let isQuick: Bool
    let commit: String?
    /// The floor that later parts are compared with.
    var floor: Floor.Figures?

    init(isQuick: Bool, commit: String?) {
        self.isQuick = isQuick
        self.commit = commit
    }

    mutating func add(
        _ part: String, _ name: String, _ value: Double, _ unit: String, decimals: Int = 2,
        about: String = ""
    ) {
        figures.append(
            Figure(
                part: part, name: name, value: value, unit: unit, decimals: decimals, about: about))
        note("  " + line(figures[figures.count - 1]))
    }

    private func line(_ figure: Figure, beside: String = "") -> String {
        let value = String(format: "%.\(figure.decimals)f", figure.value)
        let name = "\(figure.part).\(figure.name)"
        let padding = String(repeating: " ", count: max(1, 44 - name.count))
        let left = String(repeating: " ", count: max(0, 12 - value.count))
        let about = figure.about.isEmpty ? "" : "   " + figure.about
        return name + padding + left + value + " " + figure.unit + beside + about
    }

    var table: String { figures.map { line($0) + "\n" }.joined() }

    /// `{"commit": …, "quick": …, "PART": {"NAME": value}}`.
    private var object: [String: Any] {
        var object: [String: Any] = ["commit": commit ?? NSNull(), "quick": isQuick]
        for figure in figures {
            var part = object[figure.part] as? [String: Any] ?? [:]
            part[figure.name] = figure.value
            object[figure.part] = part
        }
        return object
    }

    func write(to path: String) throws {
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
        do {
            try (data + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
        } catch {
            throw BenchFailure("\(path) could not be written.")
        }
    }

    /// Checks the file of an earlier run before anything is measured.
    static func check(_ path: String) throws(BenchFailure) {
        let isThere = FileManager.default.fileExists(atPath: path)
        guard isThere || FileManager.default.createFile(atPath: path, contents: nil),
            FileManager.default.isWritableFile(atPath: path)
        else { throw BenchFailure("\(path) cannot be written: give --out another path.") }
        if !isThere { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Each figure with its ratio to the figure of an earlier run. Between machines only ratios
    /// within one run mean something.
    func comparison(with earlier: Comparison) -> String {
        "\nbeside \(earlier.name); x2.00 is twice as much as then, of a time or of a rate:\n"
            + figures.map { figure in
                line(figure, beside: "   " + earlier.beside(figure)) + "\n"
            }.joined()
    }
}

/// The figures of an earlier run.
struct Comparison {
    let name: String
    private let values: [String: [String: Double]]

    init(_ path: String) throws(BenchFailure) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else {
            throw BenchFailure("\(path) cannot be read: give --compare a file that --out wrote.")
        }
        name = object["commit"] as? String ?? path
        values = object.compactMapValues { $0 as? [String: Double] }
    }

    func beside(_ figure: Report.Figure) -> String {
        guard let before = values[figure.part]?[figure.name] else { return "new" }
        guard before > 0 else { return String(format: "%.2f then", before) }
        return String(format: "x%.2f of %.2f", figure.value / before, before)
    }
}
