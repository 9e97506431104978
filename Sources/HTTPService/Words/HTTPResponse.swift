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
}
