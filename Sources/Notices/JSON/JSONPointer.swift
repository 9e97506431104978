/// JSON Pointer, RFC 6901.
public enum JSONPointer {
    /// One reference token with `~` and `/` escaped.
    public static func escaped(_ token: some StringProtocol) -> String {
        guard token.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return String(token) }
        var text = String.UnicodeScalarView()
        for scalar in token.unicodeScalars {
            switch scalar {
            case "~": text.append(contentsOf: "~0".unicodeScalars)
            case "/": text.append(contentsOf: "~1".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    /// The tokens of a pointer, unescaped; nil unless it is empty or starts with `/` and every
    /// `~` is followed by 0 or 1.
    public static func tokens(_ pointer: String) -> [String]? {
        guard !pointer.isEmpty else { return [] }
        guard pointer.utf8.first == 0x2F else { return nil }
        var tokens: [String.UnicodeScalarView] = []
        var afterTilde = false
        for scalar in pointer.unicodeScalars {
            switch (afterTilde, scalar) {
            case (true, "0"): tokens[tokens.count - 1].append("~")
            case (true, "1"): tokens[tokens.count - 1].append("/")
            case (true, _): return nil
            case (false, "~"): break
            case (false, "/"): tokens.append(String.UnicodeScalarView())
            case (false, _): tokens[tokens.count - 1].append(scalar)
            }
            afterTilde = !afterTilde && scalar == "~"
        }
        return afterTilde ? nil : tokens.map { String($0) }
    }
}

extension JSON {
    /// The value that a JSON Pointer names; nil when there is none.
    public func at(pointer: String) -> JSON? {
        guard !pointer.isEmpty else { return self }
        guard pointer.utf8.first == 0x2F else { return nil }
        if !pointer.utf8.contains(0x7E) {
            let parts = pointer.utf8.dropFirst().split(
                separator: 0x2F, omittingEmptySubsequences: false)
            return at(parts.lazy.map { String(Substring($0)) })
        }
        return JSONPointer.tokens(pointer).flatMap { at($0) }
    }

    private func at(_ tokens: some Sequence<String>) -> JSON? {
        var value = self
        for token in tokens {
            let next =
                switch value {
                case .object(let object): object[token]
                case .array: Int(token).flatMap { value[$0] }
                default: JSON?.none
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }
}
