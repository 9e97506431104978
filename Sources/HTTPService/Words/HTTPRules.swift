import Notices

/// What one server takes of a request, and what it adds to an answer.
package struct HTTPRules: Sendable {
    /// The methods that are answered; a request with another one is refused with 405. The server
    /// knows those of `known`.
    package var methods: [String]
    /// True if a request keeps its header fields for its answerer.
    package var keepsHeaders = true
    /// True if a 405 names the methods in an `Allow` field besides.
    package var namesMethods = true
    /// Fields that every answer gets, refusals too. evhttp's own refusals do not get them.
    package var headers: [(name: String, value: String)] = []

    /// The longest path and query, bytes.
    package var targetBytesMax = 1_024
    /// Writes a refusal of the server itself. Its body has all of its bytes at once.
    package var write: @Sendable (HTTPRefusal) -> HTTPResponse = { $0.response }

    /// Judges a request that announces a body before its body is read; nil goes on. The caller has
    /// no identity yet. A request without a body is not judged here: its answerer refuses it as
    /// soon.
    package var judgesHead: (@Sendable (HTTPHead, HTTPCaller) -> HTTPRefusal?)?

    /// Every method that a server can tell from the others.
    package static let known = [
        "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
    ]

    /// Rules of a server that answers these methods.
    package init(methods: [String]) {
        self.methods = methods
    }

    /// Method and target alone reach the answerer.
    package static func bare(methods: [String]) -> HTTPRules {
        var rules = HTTPRules(methods: methods)
        (rules.keepsHeaders, rules.namesMethods) = (false, false)
        return rules
    }

    /// The refusal of any other method.
    var otherMethod: HTTPRefusal {
        let last = methods.last ?? "Nothing"
        let others = methods.dropLast().joined(separator: ", ")
        let sentence =
            others.isEmpty
            ? "Only \(last) is understood." : "Only \(others) and \(last) are understood."
        return HTTPRefusal(
            status: 405, code: .requestInvalid, sentence: sentence,
            headers: namesMethods ? [("Allow", methods.joined(separator: ", "))] : [])
    }
}
