/// A regular expression of the small kind that our schemas use: `^([A-Z]{3}|[0-9]{2,4})$`.
///
/// The pure core uses the standard library alone, so `Regex` is no choice. Also, a pattern of our
/// schemas must mean the same to every JSON Schema validator. Both ends are anchored, and every
/// repeat has an upper bound. `*`, `+` and `\d`, on which validators differ or run away, do not
/// compile.
struct Pattern: Sendable {
    let source: String
    private let root: Node

    private indirect enum Node: Sendable {
        case set([ClosedRange<UInt32>])
        case then(Node, Node)
        case end
        case choice([Node])
        case repeated(Node, Int, Int)
    }

    /// - Precondition: `source` is in the grammar above. Schemas are ours, so anything else is our
    ///   mistake.
    init(_ source: String) {
        self.source = source
        var rest = Array(source.unicodeScalars)[...]
        precondition(rest.popFirst() == "^" && rest.popLast() == "$", "unanchored: \(source)")
        root = Self.choice(&rest)
        precondition(rest.isEmpty, "not understood: \(source)")
    }

    func matches(_ text: String) -> Bool {
        let bytes = text.isASCII ? text.utf8.withContiguousStorageIfAvailable(matches) : nil
        return bytes
            ?? text.unicodeScalars.map(\.value).withUnsafeBufferPointer { matches($0) }
    }

    private func matches(_ text: UnsafeBufferPointer<some UnsignedInteger>) -> Bool {
        Self.run(root, text, 0) { $0 == text.count }
    }

    /// - Parameters:
    ///   - start: the place from which the node must match.
    ///   - next: tells whether the rest of the pattern matches from a place on.
    private static func run<Scalar: UnsignedInteger>(
        _ node: Node, _ text: UnsafeBufferPointer<Scalar>, _ start: Int, then next: (Int) -> Bool
    ) -> Bool {
        switch node {
        case .set(let ranges):
            return start < text.count && holds(ranges, UInt32(text[start])) && next(start + 1)
        case .then(let first, let second):
            return run(first, text, start) { run(second, text, $0, then: next) }
        case .end:
            return next(start)
        case .choice(let nodes):
            return nodes.contains { run($0, text, start, then: next) }
        case .repeated(.set(let ranges), let low, let high):
            var end = start
            while end < text.count, end - start < high, holds(ranges, UInt32(text[end])) {
                end += 1
            }
            while end >= start + low {
                if next(end) { return true }
                end -= 1
            }
            return false
        case .repeated(let inner, let low, let high):
            if high > 0,
                run(
                    inner, text, start,
                    then: { run(.repeated(inner, max(0, low - 1), high - 1), text, $0, then: next) }
                )
            {
                return true
            }
            return low == 0 && next(start)
        }
    }

    private static func holds(_ ranges: [ClosedRange<UInt32>], _ scalar: UInt32) -> Bool {
        for range in ranges where range.contains(scalar) { return true }
        return false
    }

    private static func choice(_ rest: inout ArraySlice<Unicode.Scalar>) -> Node {
        var options = [sequence(&rest)]
        while rest.first == "|" {
            rest.removeFirst()
            options.append(sequence(&rest))
        }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private static func sequence(_ rest: inout ArraySlice<Unicode.Scalar>) -> Node {
        var nodes: [Node] = []
        while let first = rest.first, first != "|", first != ")" {
            rest.removeFirst()
            nodes.append(quantified(atom(first, &rest), &rest))
        }
        return nodes.reversed().reduce(.end) { .then($1, $0) }
    }

    private static func atom(
        _ first: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>
    ) -> Node {
        switch first {
        case "(":
            let inner = choice(&rest)
            precondition(rest.popFirst() == ")", "a group does not end")
            return inner
        case "[":
            precondition(rest.first != "^", "a set is not turned round")
            var ranges: [ClosedRange<UInt32>] = []
            while var low = rest.popFirst(), low != "]" {
                if low == "\\" { low = rest.removeFirst() }
                if rest.first == "-", let high = rest.dropFirst().first, high != "]" {
                    rest.removeFirst(2)
                    ranges.append(low.value...high.value)
                } else {
                    ranges.append(low.value...low.value)
                }
            }
            return .set(ranges)
        case "\\":
            let escaped = rest.removeFirst()
            precondition(!escaped.properties.isAlphabetic, "no classes but [...]")
            return .set([escaped.value...escaped.value])
        default:
            precondition(!"*+.?{}^$".unicodeScalars.contains(first), "not allowed: \(first)")
            return .set([first.value...first.value])
        }
    }

    private static func quantified(
        _ node: Node, _ rest: inout ArraySlice<Unicode.Scalar>
    ) -> Node {
        if rest.first == "?" {
            rest.removeFirst()
            return .repeated(node, 0, 1)
        }
        guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return node }
        let bounds = rest[rest.index(after: rest.startIndex)..<end].split(separator: ",")
            .compactMap { digits in Int(String(String.UnicodeScalarView(digits))) }
        precondition((1...2).contains(bounds.count), "a repeat needs its bounds")
        rest = rest[rest.index(after: end)...]
        return .repeated(node, bounds[0], bounds[bounds.count - 1])
    }
}
