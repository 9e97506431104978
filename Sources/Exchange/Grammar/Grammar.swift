public import Notices

/// The version and the bounds of the protocol. `docs/wire-protocol.md` says the same in words.
public enum WireProtocol {
    /// The protocol's version, in every document; another one is refused.
    public static let version = 1
    /// The algorithms of version 1: ECDSA and ECDH on P-256, AES-256-GCM, SHA-256.
    public static let suite = "p256-a256gcm-sha256"

    /// Length of a JSON header at most, bytes.
    public static let headerBytesMax = 65_536
    /// Recipients of one message at most.
    public static let recipientsMax = 256
    /// Entries of one list at most: envelopes, evidence documents, entries of an evidence document.
    public static let entriesMax = 256
    /// Parts behind a notice header at most: the notice and 64 attachments.
    public static let partsMax = 65
    /// Length of one message with the attachments inside it, bytes.
    public static let messageBytesMax = 32 << 20
    /// Attachments of one notice that travel beside it, at most.
    public static let attachmentsMax = 20
    /// Length of one attachment's file at most, bytes.
    public static let attachmentBytesMax = 1 << 30
    /// Length of a chunk of a file that is sealed here, bytes.
    public static let chunkBytes = 64 << 10
    /// Lengths of a chunk that a peer may use, bytes; always a power of two.
    public static let chunkBytesRange = (4 << 10)...(256 << 10)
    /// Bytes of a ciphertext that one answer carries at most.
    public static let pieceBytesMax = 1 << 20
    /// Transport life: how long after `created` a message may still be delivered.
    public static let lifeMax: Duration = .days(30)
    /// `created` may be this far ahead of the receiver's clock.
    public static let skewMax: Duration = .minutes(5)
    /// Deadlines outside the encryption are rounded down to this.
    public static let deadlineGrain: Duration = .minutes(15)

    static let limits = JSONLimits(bytesMax: headerBytesMax, depthMax: 6, valuesMax: 4_096)
}

/// The grammar's refusal of a document of a peer.
public struct GrammarRefusal: Error, Sendable, Equatable {
    /// The code for the peer and the log.
    public let code: Code
    /// The reason for the log; holds member names of the JSON, never values.
    public let reason: String

    /// A refusal; `reason` must hold no value of the document.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The refusal as an error, with the code's own meaning as its sentence.
    public var asError: HeliographError {
        HeliographError(code, code.meaning, detail: [reason])
    }
}

/// Reads a document of a peer, for callers who speak in the error that crosses module borders.
public func readingGrammar<T>(
    _ body: () throws(GrammarRefusal) -> T
) throws(HeliographError) -> T {
    do throws(GrammarRefusal) {
        return try body()
    } catch {
        throw error.asError
    }
}

/// A JSON header, a line feed, and the bytes it announces: the shape of every document here.
enum HeaderedBytes {
    static func join(_ header: JSON, _ parts: [[UInt8]]) -> [UInt8] {
        var bytes = header.encoded()
        bytes.append(0x0A)
        for part in parts { bytes += part }
        return bytes
    }

    /// - Returns: the parsed header and what follows the first line feed.
    static func split(
        _ bytes: ArraySlice<UInt8>
    ) throws(GrammarRefusal) -> (
        header: JSON, rest: ArraySlice<UInt8>
    ) {
        let window = bytes.prefix(WireProtocol.headerBytesMax + 1)
        guard let end = window.firstIndex(of: 0x0A) else {
            throw GrammarRefusal(.malformed, "the header does not end in time")
        }
        return (try parse(bytes[..<end]), bytes[(end + 1)...])
    }

    static func parse(_ bytes: ArraySlice<UInt8>) throws(GrammarRefusal) -> JSON {
        do throws(JSONFault) {
            return try JSON.parse(Array(bytes), limits: WireProtocol.limits)
        } catch {
            throw GrammarRefusal(
                .malformed, "the header is not strict JSON: \(error.code.rawValue)")
        }
    }

    /// Cuts `bytes` into parts of the given lengths, which must add up to the byte.
    static func cut(
        _ bytes: ArraySlice<UInt8>, into lengths: [Int]
    ) throws(GrammarRefusal)
        -> [ArraySlice<UInt8>]
    {
        var rest = bytes
        var parts: [ArraySlice<UInt8>] = []
        for length in lengths {
            guard length <= rest.count else {
                throw GrammarRefusal(.malformed, "a part is longer than what follows")
            }
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        guard rest.isEmpty else {
            throw GrammarRefusal(.malformed, "bytes follow the last part")
        }
        return parts
    }
}

/// Runs strict reading and turns its refusal into one of the grammar.
func grammar<T>(_ body: () throws(StrictObject.Refusal) -> T) throws(GrammarRefusal) -> T {
    do throws(StrictObject.Refusal) {
        return try body()
    } catch {
        throw GrammarRefusal(.malformed, error.description)
    }
}

/// Version and suite come before anything else is read.
func checkVersion(_ json: JSON) throws(GrammarRefusal) {
    guard let version = json["version"]?.intValue else {
        throw GrammarRefusal(.malformed, "there is no version")
    }
    guard version == WireProtocol.version else {
        throw GrammarRefusal(.versionUnsupported, "version \(version)")
    }
}
