/// What a request says before its body.
package struct HTTPHead: Sendable {
    /// `GET`, `POST` and the like: one of those that the server's rules allow.
    package let method: String
    /// Path and query as they came; the first byte is a slash, and all of them are visible ASCII.
    package let target: String
    /// Fields with their names in lower case, in the order in which they came; empty if the
    /// server's rules do not keep them.
    package let headers: [(name: String, value: String)]

    /// Takes the fields as they are.
    package init(method: String, target: String, headers: [(name: String, value: String)] = []) {
        self.method = method
        self.target = target
        self.headers = headers
    }

    /// The target before the first `?`, not decoded.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The target behind the first `?`, not decoded; nil without one.
    package var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }

    /// The value of the first field of this name.
    ///
    /// - Parameter name: in lower case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

/// A whole request.
package struct HTTPRequest: Sendable {
    /// What the request says before its body.
    package let head: HTTPHead
    /// The body, bytes; empty without one.
    package let body: [UInt8]

    /// Takes the fields as they are.
    package init(head: HTTPHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    /// `GET`, `POST` and the like.
    package var method: String { head.method }
    /// The target before the first `?`, not decoded.
    package var path: String { head.path }
    /// The target behind the first `?`, not decoded; nil without one.
    package var query: String? { head.query }
    /// Fields with their names in lower case, in the order in which they came.
    package var headers: [(name: String, value: String)] { head.headers }

    /// The value of the first field of this name.
    ///
    /// - Parameter name: in lower case.
    package func header(_ name: String) -> String? { head.header(name) }
}
