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

    /// The key that one reference token stands for; nil unless every `~` is followed by 0 or 1.
    static func unescaped(_ token: some Collection<UInt8>) -> String? {
        guard token.contains(0x7E) else { return String(decoding: token, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = token[...]
        while let byte = rest.popFirst() {
            guard byte == 0x7E else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case 0x30: bytes.append(0x7E)
            case 0x31: bytes.append(0x2F)
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The tokens of a pointer, unescaped; nil unless it is empty or starts with `/` and every
    /// `~` is followed by 0 or 1.
    public static func tokens(_ pointer: String) -> [String]? {
        guard !pointer.isEmpty else { return [] }
        guard pointer.utf8.first == 0x2F else { return nil }
        var tokens: [String] = []
        for part in pointer.utf8.dropFirst().split(
            separator: 0x2F, omittingEmptySubsequences: false)
        {
            guard let token = unescaped(part) else { return nil }
            tokens.append(token)
        }
        return tokens
    }
}

extension JSON {
    /// The value that a JSON Pointer names; nil when there is none.
    public func at(pointer: String) -> JSON? {
        var pointer = pointer
        return pointer.withUTF8 { at($0[...]) }
    }

    private func at(_ pointer: Slice<UnsafeBufferPointer<UInt8>>) -> JSON? {
        var value = self
        var rest = pointer
        while let slash = rest.popFirst() {
            guard slash == 0x2F else { return nil }
            let end = rest.firstIndex(of: 0x2F) ?? rest.endIndex
            let token = UnsafeBufferPointer(rebasing: rest[..<end])
            rest = rest[end...]
            guard let next = value.child(token) else { return nil }
            value = next
        }
        return value
    }

    private func child(_ token: UnsafeBufferPointer<UInt8>) -> JSON? {
        switch self {
        case .object(let object):
            object.count <= JSONObject.scannedMax && !token.contains(0x7E)
                ? object.scanned(for: token)
                : JSONPointer.unescaped(token).flatMap { object[$0] }
        case .array: Int(String(decoding: token, as: UTF8.self)).flatMap { self[$0] }
        default: nil
        }
    }
}
