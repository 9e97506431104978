internal import Notices

/// Reads JSON5, as an administrator writes it, into the strict value that everything else works on.
///
/// Beyond the grammar of JSON5 it refuses: equal keys in one object, numbers that are no whole
/// ones, and values that lie too deep.
enum JSON5 {
    /// The reason why some bytes are no settings, with the place as an editor shows it.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let line: Int
        let column: Int
        /// The fault in one plain sentence.
        let sentence: String

        var description: String { "line \(line), column \(column): \(sentence)" }
    }

    /// Values within values.
    static let depthMax = 32

    /// - Throws: the first fault.
    static func read(_ bytes: [UInt8]) throws(Fault) -> JSON {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let valid = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\u{FFFD}" }
            let (line, column) = TextPlace.of(valid.utf8.count, in: bytes)
            throw Fault(line: line, column: column, sentence: "The text is not UTF-8.")
        }
        var reader = JSON5Reader(Array(text.unicodeScalars))
        return try reader.document()
    }
}

/// One pass over a text.
private struct JSON5Reader {
    private let text: [Unicode.Scalar]
    private var at = 0

    init(_ text: [Unicode.Scalar]) {
        self.text = text
    }

    mutating func document() throws(JSON5.Fault) -> JSON {
        let json = try value(depth: 0)
        try skip()
        guard next == nil else { throw fault("Something follows the end of the value.") }
        return json
    }

    private var next: Unicode.Scalar? { at < text.count ? text[at] : nil }

    private func fault(_ sentence: String, at place: Int? = nil) -> JSON5.Fault {
        let before = text.prefix(place ?? at)
        let start = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return JSON5.Fault(
            line: before.count { $0 == "\n" } + 1, column: before.count - start + 1,
            sentence: sentence)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        at += 1
        return true
    }

    /// Blanks and comments.
    private mutating func skip() throws(JSON5.Fault) {
        while let scalar = next {
            if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
                at += 1
            } else if scalar == "/", at + 1 < text.count, text[at + 1] == "/" {
                while let scalar = next, !"\n\r\u{2028}\u{2029}".unicodeScalars.contains(scalar) {
                    _ = scalar
                    at += 1
                }
            } else if scalar == "/", at + 1 < text.count, text[at + 1] == "*" {
                let start = at
                at += 2
                while at + 1 < text.count, !(text[at] == "*" && text[at + 1] == "/") { at += 1 }
                guard at + 1 < text.count else {
                    throw fault("A comment does not end.", at: start)
                }
                at += 2
            } else {
                return
            }
        }
    }

    private mutating func value(depth: Int) throws(JSON5.Fault) -> JSON {
        try skip()
        guard depth <= JSON5.depthMax else {
            throw fault("Values lie more than \(JSON5.depthMax) deep.")
        }
        switch next {
        case nil: throw fault("The text ends too early.")
        case "{": return .object(try object(depth: depth))
        case "[": return .array(try array(depth: depth))
        case "\"", "'": return .string(try string())
        case let scalar? where scalar == "-" || scalar == "+" || isDigit(scalar) || scalar == ".":
            return .number(JSONNumber(try number()))
        default:
            let start = at
            switch word() {
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "null": return .null
            default:
                throw fault("A value was expected; a text stands in quotation marks.", at: start)
            }
        }
    }

    private mutating func object(depth: Int) throws(JSON5.Fault) -> JSONObject {
        at += 1
        var object = JSONObject()
        while true {
            try skip()
            if take("}") { return object }
            let start = at
            let isQuoted = next == "\"" || next == "'"
            let key = isQuoted ? try string() : word()
            guard isQuoted || !key.isEmpty else { throw fault("A name or } was expected.") }
            try skip()
            guard take(":") else {
                throw fault("A colon is missing behind the name `\(ShownText.brief(key))`.")
            }
            let member = try value(depth: depth + 1)
            guard object[key] == nil else {
                throw fault(
                    "`\(ShownText.brief(key))` stands twice between the same braces. Take one of "
                        + "the two away.", at: start)
            }
            object[key] = member
            let end = at
            try skip()
            if take("}") { return object }
            guard take(",") else {
                throw fault("A comma or } is missing behind the value.", at: end)
            }
        }
    }

    private mutating func array(depth: Int) throws(JSON5.Fault) -> [JSON] {
        at += 1
        var elements: [JSON] = []
        while true {
            try skip()
            if take("]") { return elements }
            elements.append(try value(depth: depth + 1))
            let end = at
            try skip()
            if take("]") { return elements }
            guard take(",") else {
                throw fault("A comma or ] is missing behind the value.", at: end)
            }
        }
    }

    /// A name without quotation marks; empty if none stands here.
    private mutating func word() -> String {
        var word = String.UnicodeScalarView()
        while let scalar = next,
            scalar.properties.isAlphabetic || scalar == "_" || scalar == "$"
                || (!word.isEmpty && isDigit(scalar))
        {
            word.append(scalar)
            at += 1
        }
        return String(word)
    }

    private mutating func number() throws(JSON5.Fault) -> Int {
        let start = at
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        var radix = 10
        if next == "0", at + 1 < text.count, text[at + 1] == "x" || text[at + 1] == "X" {
            radix = 16
            at += 2
        }
        var digits = ""
        while let scalar = next, Character(scalar).hexDigitValue ?? 16 < radix {
            digits.unicodeScalars.append(scalar)
            at += 1
        }
        let isWhole = next.map { $0 != "." && !$0.properties.isAlphabetic } ?? true
        let isPlain = radix == 16 || digits == "0" || !digits.hasPrefix("0")
        guard isWhole, isPlain, let number = Int((isNegative ? "-" : "") + digits, radix: radix)
        else { throw fault("A whole number was expected.", at: start) }
        return number
    }

    // MARK: Texts

    private mutating func string() throws(JSON5.Fault) -> String {
        let start = at
        let quote = text[at]
        at += 1
        var string = String.UnicodeScalarView()
        while let scalar = next, scalar != "\n", scalar != "\r" {
            at += 1
            if scalar == quote { return String(string) }
            if scalar == "\\" {
                if let escaped = try escape() { string.append(escaped) }
            } else {
                string.append(scalar)
            }
        }
        throw fault("A text does not end on its line.", at: start)
    }

    /// - Returns: nil for a line that is continued.
    private mutating func escape() throws(JSON5.Fault) -> Unicode.Scalar? {
        guard let scalar = next else { throw fault("The text ends too early.") }
        at += 1
        switch scalar {
        case "\n", "\u{2028}", "\u{2029}": return nil
        case "\r":
            _ = take("\n")
            return nil
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "x": return Unicode.Scalar(try hexadecimal(2))
        case "u": return try unicode()
        case "0" where !(next.map(isDigit) ?? false): return "\0"
        case _ where isDigit(scalar):
            throw fault("A backslash is followed by something unknown.", at: at - 1)
        default: return scalar
        }
    }

    private mutating func unicode() throws(JSON5.Fault) -> Unicode.Scalar {
        let start = at - 2
        let high = try hexadecimal(4)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800...0xDBFF).contains(high), take("\\"), take("u") else {
            throw fault("An escape is half of a surrogate pair.", at: start)
        }
        let low = try hexadecimal(4)
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw fault("An escape is half of a surrogate pair.", at: start) }
        return scalar
    }

    private mutating func hexadecimal(_ count: Int) throws(JSON5.Fault) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = next, scalar.isASCII, let digit = Character(scalar).hexDigitValue
            else { throw fault("\(count) hexadecimal digits were expected.") }
            number = number << 4 | UInt32(digit)
            at += 1
        }
        return number
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
