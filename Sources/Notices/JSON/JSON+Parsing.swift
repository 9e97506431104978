extension JSON {
    /// Reads one JSON text, strictly.
    ///
    /// Beyond the grammar of RFC 8259 it refuses: a byte order mark, equal keys in one object,
    /// `\u` escapes that are half of a surrogate pair, and anything over `limits`. Numbers keep
    /// their text whatever their size.
    ///
    /// - Throws: the first fault. Reading never recurses deeper than `limits.depthMax`.
    public static func parse(
        _ bytes: [UInt8], limits: JSONLimits = .notice
    ) throws(JSONFault) -> JSON {
        guard bytes.count <= limits.bytesMax else {
            throw JSONFault(
                .jsonTooLarge, at: limits.bytesMax,
                "The text is longer than \(limits.bytesMax) bytes."
            ).placed(in: bytes)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw JSONFault(.jsonByteOrderMark, at: 0, "The text starts with a byte order mark.")
        }
        let result: Result<JSON, JSONFault> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer, limits: limits)
            do throws(JSONFault) {
                return .success(try parser.document())
            } catch {
                return .failure(error.placed(in: bytes))
            }
        }
        return try result.get()
    }
}

/// One pass over the bytes. Lives only inside `withUnsafeBufferPointer`.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var position = 0
    var values = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONFault) -> JSON {
        skipSpace()
        guard position < bytes.count else {
            throw syntax("The text is empty.", remedy: "Write an object in braces.")
        }
        let start = position
        let value: JSON
        do throws(JSONFault) {
            value = try self.value(depth: 0)
        } catch {
            guard error.offset == start, error.code == .jsonSyntax else { throw error }
            throw syntax(
                "The text is no JSON: JSON of a notice begins with a brace, {.",
                remedy: "If the file is no notice, name the right one: `heliograph notice new "
                    + "travel-alert --to XB` prints a notice to fill in.")
        }
        skipSpace()
        guard position == bytes.count else {
            throw syntax(
                "Something follows the end of the JSON text.",
                remedy: "Take away what follows, or a brace too many before it.")
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSON {
        values += 1
        guard values <= limits.valuesMax else {
            throw JSONFault(
                .jsonTooLarge, at: position, "There are more than \(limits.valuesMax) values.")
        }
        guard position < bytes.count else { throw cut("The text ends in the middle.") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try number())
        default: throw noValue()
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONObject {
        try checkDepth(depth)
        position += 1
        var object = JSONObject()
        skipSpace()
        if take(UInt8(ascii: "}")) { return object }
        var commaAt: Int?
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw noName(after: commaAt)
            }
            let keyAt = position
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else {
                throw noColon().under(key)
            }
            skipSpace()
            let member: JSON
            do throws(JSONFault) {
                member = try value(depth: depth)
            } catch {
                throw error.under(key)
            }
            guard object.appendIfNew(key, member) else {
                throw JSONFault(
                    .jsonDuplicateKey, at: keyAt, "The member appears twice in its object."
                ).under(key)
            }
            let end = position
            skipSpace()
            if take(UInt8(ascii: "}")) { return object }
            commaAt = position
            guard take(UInt8(ascii: ",")) else { throw noComma(after: end, or: "}") }
        }
    }

    private mutating func array(depth: Int) throws(JSONFault) -> [JSON] {
        try checkDepth(depth)
        position += 1
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        var commaAt: Int?
        while true {
            skipSpace()
            if let commaAt, position < bytes.count, bytes[position] == UInt8(ascii: "]") {
                throw commaTooMany(at: commaAt, before: "]").under("\(elements.count)")
            }
            do throws(JSONFault) {
                elements.append(try value(depth: depth))
            } catch {
                throw error.under(String(elements.count))
            }
            let end = position
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            commaAt = position
            guard take(UInt8(ascii: ",")) else { throw noComma(after: end, or: "]") }
        }
    }

    private func checkDepth(_ depth: Int) throws(JSONFault) {
        guard depth <= limits.depthMax else {
            throw JSONFault(
                .jsonTooDeep, at: position,
                "Arrays and objects lie more than \(limits.depthMax) deep.")
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONFault) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard position + index < bytes.count,
                bytes[position + index] == text.utf8Start[index]
            else { throw noValue() }
        }
        position += text.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(JSONFault) -> JSONNumber {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            if digits() > 0 {
                throw syntax(
                    "A number begins with 0 before other digits.", remedy: "Take the 0 away.")
            }
        } else {
            guard digits() > 0 else { throw syntax("A digit was expected.") }
        }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw syntax("A digit was expected.") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw syntax("A digit was expected.") }
        }
        guard position - start <= limits.numberBytesMax else {
            throw JSONFault(
                .jsonTooLarge, at: start,
                "A number is longer than \(limits.numberBytesMax) characters.")
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return JSONNumber(checked: text)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
        { position += 1 }
        return position - start
    }

    // MARK: Strings

    private mutating func string() throws(JSONFault) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try text(start..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw controlCharacter()
            default: position += 1
            }
        }
        throw cut("The text ends inside double quotes.")
    }

    /// The slow path: from the first backslash on, the characters are copied.
    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var result = try text(start..<position)
        var runStart = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                result += try text(runStart..<position)
                position += 1
                return result
            case UInt8(ascii: "\\"):
                result += try text(runStart..<position)
                result.unicodeScalars.append(try escape())
                runStart = position
            case 0..<0x20: throw controlCharacter()
            default: position += 1
            }
        }
        throw cut("The text ends inside double quotes.")
    }

    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        let start = position
        position += 2
        guard position <= bytes.count else { throw cut("The text ends inside double quotes.") }
        switch bytes[position - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default:
            position = start
            throw syntax(
                "A backslash is followed by something that JSON does not know.",
                remedy: "Write \\\\ for a backslash.")
        }
        let unit = try hexadecimalUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard (0xD800...0xDBFF).contains(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u"))
        else { throw loneSurrogate(at: start) }
        let low = try hexadecimalUnit()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw loneSurrogate(at: start) }
        return scalar
    }

    private mutating func hexadecimalUnit() throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw cut("The text ends inside double quotes.") }
            let byte = bytes[position]
            let upperCase = (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
            guard let digit = hexValue(upperCase ? byte + 0x20 : byte) else {
                throw syntax("Four hexadecimal digits were expected.")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private func text(_ range: Range<Int>) throws(JSONFault) -> String {
        let part = UnsafeBufferPointer(rebasing: bytes[range])
        // Quicker than `validating`; an ASCII text is always valid.
        if part.allSatisfy({ $0 < 0x80 }) { return String(decoding: part, as: UTF8.self) }
        guard let text = String(validating: part, as: UTF8.self) else {
            throw JSONFault(
                .jsonUTF8, at: range.lowerBound + validUTF8Prefix(part),
                "A string is not valid UTF-8.")
        }
        return text
    }

    /// The number of bytes at the start that are valid UTF-8.
    private func validUTF8Prefix(_ part: UnsafeBufferPointer<UInt8>) -> Int {
        var decoder = Unicode.UTF8.ForwardParser()
        var source = part.makeIterator()
        var length = 0
        while case .valid(let scalar) = decoder.parseScalar(from: &source) {
            length += scalar.count
        }
        return length
    }

    // MARK: Small steps

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func syntax(_ sentence: String, remedy: String? = nil) -> JSONFault {
        JSONFault(.jsonSyntax, at: position, sentence, remedy: remedy)
    }

    private func controlCharacter() -> JSONFault {
        guard bytes[position] != 0x0A, bytes[position] != 0x0D else {
            return JSONFault(
                .jsonControlCharacter, at: position,
                "The line ends inside a text in double quotes.",
                remedy: "Close the text with \", or write \\n for a line break.")
        }
        return JSONFault(
            .jsonControlCharacter, at: position, "A string holds a raw control character.")
    }

    // MARK: Faults of syntax

    private func cut(_ sentence: String) -> JSONFault {
        syntax(
            sentence,
            remedy: "The file was probably cut short: get the whole file again, or write the rest.")
    }

    private func noValue() -> JSONFault {
        syntax(
            "No value that JSON knows stands here.",
            remedy: "Write a text in double quotes, a number, true, false, or a list in [ ].")
    }

    private func noColon() -> JSONFault {
        guard position < bytes.count else { return cut("The text ends in the middle.") }
        return syntax("A colon is missing behind the name.", remedy: "Write a colon before it.")
    }

    private func commaTooMany(at offset: Int, before mark: String) -> JSONFault {
        JSONFault(
            .jsonSyntax, at: offset, "There is a comma too many: only \(mark) follows it.",
            remedy: "Take this comma away.")
    }

    /// - Parameter commaAt: the comma before, if a member stands before it.
    private func noName(after commaAt: Int?) -> JSONFault {
        guard position < bytes.count else { return cut("The text ends in the middle.") }
        if let commaAt, bytes[position] == UInt8(ascii: "}") {
            return commaTooMany(at: commaAt, before: "}")
        }
        return syntax(
            "A name in double quotes was expected.",
            remedy: "Write the name in double quotes, such as \"from\".")
    }

    /// - Parameter end: the end of the value before.
    private func noComma(after end: Int, or mark: String) -> JSONFault {
        guard position < bytes.count else { return cut("The text ends in the middle.") }
        return JSONFault(
            .jsonSyntax, at: end, "A comma or \(mark) is missing behind the value.",
            remedy: "Write a comma behind the value; behind the last one write \(mark).")
    }

    private func loneSurrogate(at offset: Int) -> JSONFault {
        JSONFault(.jsonLoneSurrogate, at: offset, "An escape is half of a surrogate pair.")
    }
}
