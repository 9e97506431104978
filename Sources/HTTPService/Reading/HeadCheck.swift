/// Judges the head of a request before its body is awaited. A head that two readers could
/// understand in two ways, and a body that is too long, are refused at once.
///
/// evhttp shows a request only when it is whole. Faults that are not checked here are refused by
/// evhttp or by `ReceivedRequest`.
///
/// - Source: RFC 9110 sections 5.5 and 8.6; RFC 9112 sections 2.3, 5.2 and 6.
struct HeadCheck {
    let bodyBytesMax: Int
    /// Asked last, if a body is announced.
    var judge: ((HTTPHead) -> HTTPRefusal?)?

    /// - Parameter head: up to the empty line.
    /// - Returns: nil if the rest is worth reading.
    func refusal(of head: [UInt8]) -> HTTPRefusal? {
        guard !head.contains(0) else { return .malformed("There is a NUL in the header.") }
        var lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        guard !lines.isEmpty else { return nil }
        let first = lines.removeFirst()
        let version = first.split(separator: UInt8(ascii: " ")).last ?? []
        // A first line without a version is no request; evhttp refuses it.
        if version.starts(with: Array("HTTP/".utf8)),
            !["HTTP/1.1", "HTTP/1.0"].contains(where: { version.elementsEqual($0.utf8) })
        {
            return .malformed("The version of HTTP is 1.1.")
        }
        var (lengths, isCoded): ([[UInt8]], Bool) = ([], false)
        for (name, value) in fields(lines) {
            switch name {
            case "content-length": lengths.append(value)
            case "transfer-encoding": isCoded = true
            default: break
            }
        }
        guard lengths.count <= 1, !isCoded || lengths.isEmpty else {
            return .malformed("A request says once how long its body is.")
        }
        if isCoded { return .lengthRequired }
        guard let length = lengths.first else { return nil }
        if let refusal = refusal(ofLength: length) { return refusal }
        guard let judge, length.contains(where: { $0 != UInt8(ascii: "0") }) else { return nil }
        let words = first.split(separator: UInt8(ascii: " "))
        // evhttp refuses any other number of words.
        guard words.count == 3 else { return nil }
        return judge(
            HTTPHead(
                method: String(decoding: words[0], as: UTF8.self),
                target: String(decoding: words[1], as: UTF8.self),
                headers: fields(lines).map { ($0.name, String(decoding: $0.value, as: UTF8.self)) })
        )
    }

    private func refusal(ofLength text: [UInt8]) -> HTTPRefusal? {
        guard !text.isEmpty, text.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return .malformed("A Content-Length has digits alone.")
        }
        // A length that does not fit into a number is too long as well.
        let length = Int(String(decoding: text, as: UTF8.self)) ?? .max
        return length > bodyBytesMax ? .bodyTooLarge : nil
    }

    /// Names in lower case, and values without the blanks around them; a folded line belongs to the
    /// field before it.
    private func fields(_ lines: [ArraySlice<UInt8>]) -> [(name: String, value: [UInt8])] {
        var fields: [(name: String, value: [UInt8])] = []
        for line in lines {
            if let blank = line.first, Self.isBlank(blank), var last = fields.popLast() {
                last.value += [UInt8(ascii: " ")] + Self.trimmed(line)
                fields.append(last)
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
                fields.append(
                    (
                        String(decoding: line[..<colon], as: UTF8.self).lowercased(),
                        Self.trimmed(line[(colon + 1)...])
                    ))
            }
        }
        return fields
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let start = bytes.drop(while: isBlank)
        return Array(
            start.prefix(
                (start.lastIndex { !isBlank($0) } ?? start.startIndex - 1) - start.startIndex + 1))
    }
}
