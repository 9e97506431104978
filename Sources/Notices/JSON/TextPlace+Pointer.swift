extension TextPlace {
    /// The line on which the value of a JSON Pointer begins, from 1.
    ///
    /// - Parameter bytes: a JSON text that was read without a fault.
    /// - Returns: for a value that is missing, the line of the innermost value around it.
    public static func line(of pointer: String, in bytes: [UInt8]) -> Int {
        var walk = TextWalk(bytes: bytes)
        walk.skipSpace()
        for token in pointer.split(separator: "/") {
            let name = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
            guard walk.enter(name) else { break }
        }
        return of(walk.position, in: bytes).line
    }
}

/// A walk over a JSON text that is known to be whole, from value to value.
private struct TextWalk {
    let bytes: [UInt8]
    var position = 0

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Goes to a member or an element of the value here.
    ///
    /// - Returns: false, without a step, if the value has none of this name.
    mutating func enter(_ name: String) -> Bool {
        let start = position
        let isObject = byte == UInt8(ascii: "{")
        guard isObject || byte == UInt8(ascii: "[") else { return false }
        position += 1
        var index = 0
        while true {
            skipSpace()
            guard let byte, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") else { break }
            var key = "\(index)"
            if isObject {
                let from = position
                skipString()
                key = String(decoding: bytes[from..<position].dropFirst().dropLast(), as: UTF8.self)
                skipSpace()
                position += 1
                skipSpace()
            }
            if key == name { return true }
            skipValue()
            skipSpace()
            if self.byte == UInt8(ascii: ",") { position += 1 }
            index += 1
        }
        position = start
        return false
    }

    private mutating func skipString() {
        position += 1
        while let byte, byte != UInt8(ascii: "\"") {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }

    private mutating func skipValue() {
        var depth = 0
        while let byte {
            switch byte {
            case UInt8(ascii: "\""):
                skipString()
                if depth == 0 { return }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return
                }
            case UInt8(ascii: ","): if depth == 0 { return }
            default: break
            }
            position += 1
        }
    }
}
