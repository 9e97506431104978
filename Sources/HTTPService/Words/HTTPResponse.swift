/// The answer to an `HTTPRequest`.
package struct HTTPResponse: Sendable {
    /// HTTP status.
    package let status: Int
    /// Fields of the answer. How long the body is, and whether the connection stays, is the
    /// server's to say: `Content-Length`, `Transfer-Encoding` and `Connection` are left out.
    package let headers: [(name: String, value: String)]
    /// The body; not sent for `HEAD` and with the statuses 204 and 304.
    package let body: HTTPBody

    /// Takes the fields as they are.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: HTTPBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The body of an answer.
package enum HTTPBody: Sendable {
    /// All of it.
    case bytes([UInt8])
    /// Pieces that are made while the answer is on its way.
    case stream(HTTPStream)
}

/// A body in pieces, each made when the far end has taken most of those before it.
///
/// The stream is asked by one task, for one piece at a time. The task is cancelled when the far end
/// leaves, or takes nothing for too long; the stream then ends or throws.
package struct HTTPStream: Sendable {
    /// The next piece; nil at the end. An empty piece is passed over.
    let next: @Sendable () async throws -> [UInt8]?
    /// True for a stream that has no end of its own, such as one of events: a stop of the server
    /// ends it as if it were whole. Another stream is given the time of the stop, and then cut off,
    /// so that the far end knows that something is missing.
    let isEndless: Bool

    /// - Parameter next: gives the next piece, and nil at the end. If it throws, the connection is
    ///   cut off. The server holds each piece whole.
    package init(isEndless: Bool = false, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.next = next
        self.isEndless = isEndless
    }

    /// A stream that nobody else reads. What is put into it waits there without a bound, unless its
    /// own buffering has one.
    package init(_ stream: AsyncStream<[UInt8]>, isEndless: Bool = false) {
        self.init(isEndless: isEndless) {
            for await piece in stream { return piece }
            return nil
        }
    }

    /// A stream that nobody else reads, and that may fail.
    package init(_ stream: AsyncThrowingStream<[UInt8], any Error>, isEndless: Bool = false) {
        self.init(isEndless: isEndless) {
            for try await piece in stream { return piece }
            return nil
        }
    }
}
