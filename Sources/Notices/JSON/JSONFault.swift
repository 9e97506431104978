/// Why some bytes are not a JSON text that we accept.
public struct JSONFault: Error, Sendable, Hashable {
    /// JSON Pointer (RFC 6901) to the innermost value that was being read.
    public var pointer: String
    /// One of the `json…` codes.
    public let code: FaultCode
    /// Offset of the first byte at fault, from 0.
    public let offset: Int
    public let sentence: String

    init(_ code: FaultCode, at offset: Int, _ sentence: String) {
        pointer = ""
        self.code = code
        self.offset = offset
        self.sentence = sentence
    }

    /// The same fault seen from one level further out.
    func under(_ token: some StringProtocol) -> JSONFault {
        var fault = self
        fault.pointer = "/" + JSONPointer.escaped(token) + pointer
        return fault
    }

    /// As a fault of a notice.
    public var asFault: Fault {
        Fault(
            pointer: pointer, code: code, layer: .schema,
            sentence: "\(sentence) (byte \(offset))")
    }
}

/// The bounds that reading stops at, so that no input costs more than was meant.
public struct JSONLimits: Sendable, Hashable {
    /// Length of the whole text.
    public var bytesMax: Int
    /// Arrays and objects within each other; a scalar alone has depth 0.
    public var depthMax: Int
    /// Values of any kind, members and elements counted.
    public var valuesMax: Int
    /// Length of one number's text.
    public var numberBytesMax: Int

    public init(bytesMax: Int, depthMax: Int, valuesMax: Int, numberBytesMax: Int = 1_024) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.valuesMax = valuesMax
        self.numberBytesMax = numberBytesMax
    }

    /// A notice: 1 MiB, attachments not counted.
    public static let notice = JSONLimits(
        bytesMax: 1 << 20, depthMax: 64, valuesMax: 100_000)
    /// A frame or notice header, evidence, a probe: 64 KiB.
    public static let header = JSONLimits(
        bytesMax: 1 << 16, depthMax: 16, valuesMax: 10_000)
    /// A trust list, key bundle or configuration: 16 MiB.
    public static let list = JSONLimits(
        bytesMax: 1 << 24, depthMax: 64, valuesMax: 1_000_000)
}

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
