internal import COpenSSL
public import Notices

/// An OpenSSL operation that failed, with every entry of its error queue, oldest first.
public struct OpenSSLFailure: Error, Sendable, CustomStringConvertible {
    /// The name of OpenSSL's function.
    public let operation: String
    /// The entries of the error queue as OpenSSL's own texts, oldest first.
    public let reasons: [String]
    /// The code of the token's failure, if a token caused this one: then it says nothing about the
    /// data that the operation worked on.
    let token: Code?

    /// Puts a failure together that OpenSSL did not report itself.
    package init(operation: String, reasons: [String]) {
        self.init(operation: operation, reasons: reasons, token: nil)
    }

    private init(operation: String, reasons: [String], token: Code?) {
        self.operation = operation
        self.reasons = reasons
        self.token = token
    }

    /// Takes all entries out of this thread's error queue.
    public static func drain(_ operation: String) -> OpenSSLFailure {
        var reasons: [String] = []
        var token: Code?
        while case let code = ERR_get_error(), code != 0 {
            var text = [CChar](repeating: 0, count: 256)
            token = token ?? tokenCode(of: code)
            ERR_error_string_n(code, &text, text.count)
            reasons.append(
                String(
                    decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        return OpenSSLFailure(operation: operation, reasons: reasons, token: token)
    }

    /// The operation and its reasons in one line.
    public var description: String { ([operation] + reasons).joined(separator: ": ") }

    /// This failure as the error that crosses module borders. A failure of the token keeps the
    /// token's own code.
    public func asError(_ code: Code, _ sentence: String) -> HeliographError {
        if let token { return HeliographError(token, token.meaning, detail: [description]) }
        return HeliographError(code, sentence, detail: [description])
    }
}

/// Runs one OpenSSL call that returns nil on failure. The error queue is empty before and after it.
@discardableResult
package func openssl<T>(_ operation: String, _ body: () -> T?) throws(OpenSSLFailure) -> T {
    ERR_clear_error()
    guard let value = body() else { throw .drain(operation) }
    return value
}

/// Runs one OpenSSL call that returns 1 on success. The error queue is empty before and after it.
package func opensslOne(_ operation: String, _ body: () -> Int32) throws(OpenSSLFailure) {
    ERR_clear_error()
    guard body() == 1 else { throw .drain(operation) }
}

/// A BIO in memory, which frees itself.
package struct MemoryBIO: ~Copyable {
    /// OpenSSL's object; valid as long as this value lives.
    package let raw: OpaquePointer  // BIO *

    private init(adopting raw: OpaquePointer) { self.raw = raw }

    deinit { BIO_free(raw) }

    /// A BIO without bytes.
    package static func empty() throws(OpenSSLFailure) -> MemoryBIO {
        MemoryBIO(adopting: try openssl("BIO_new") { BIO_new(BIO_s_mem()) })
    }

    /// A BIO that holds a copy of these bytes.
    package static func holding(_ bytes: [UInt8]) throws(OpenSSLFailure) -> MemoryBIO {
        let bio = MemoryBIO(adopting: try openssl("BIO_new") { BIO_new(BIO_s_mem()) })
        guard !bytes.isEmpty else { return bio }
        let written = bytes.withUnsafeBytes {
            BIO_write(bio.raw, $0.baseAddress, Int32(clamping: $0.count))
        }
        guard written == bytes.count else { throw .drain("BIO_write") }
        return bio
    }

    /// All bytes that were written to it and not read yet.
    package func contents() -> [UInt8] {
        var start: UnsafeMutablePointer<CChar>?
        let count = heliograph_bio_get_mem(raw, &start)
        guard let start, count > 0 else { return [] }
        return start.withMemoryRebound(to: UInt8.self, capacity: count) {
            Array(UnsafeBufferPointer(start: $0, count: count))
        }
    }
}

/// The DER of an OpenSSL object, made by its `i2d_…` function.
package func der(
    _ operation: String, _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
) throws(OpenSSLFailure) -> [UInt8] {
    ERR_clear_error()
    var buffer: UnsafeMutablePointer<UInt8>?
    let count = encode(&buffer)
    guard count >= 0, let buffer else { throw .drain(operation) }
    defer { heliograph_free(buffer) }
    return Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
}
