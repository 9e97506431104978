package import Notices

/// An HTTP status with the three parts of a refusal. The connection ends with it.
package struct HTTPRefusal: Error {
    /// HTTP status.
    package let status: Int
    /// The code, which stands for the next step besides.
    package let code: Code
    /// What happened; without control characters.
    package let sentence: String
    /// Fields of the answer besides its `Content-Type`.
    package let headers: [(name: String, value: String)]

    /// Takes the fields as they are.
    package init(
        status: Int, code: Code, sentence: String, headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.code = code
        self.sentence = sentence
        self.headers = headers
    }

    /// `{"code":…,"sentence":…,"next":…}`
    package var body: [UInt8] {
        let parts = [("code", code.rawValue), ("sentence", sentence), ("next", code.next)]
        let members = parts.map { "\"\($0)\":\"\(Self.escaped($1))\"" }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    /// The refusal as an answer.
    package var response: HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "application/json")] + headers,
            body: .bytes(body))
    }

    /// Our own sentences hold no control characters.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if character == "\"" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }

    static func malformed(_ sentence: String) -> HTTPRefusal {
        HTTPRefusal(status: 400, code: .requestInvalid, sentence: sentence)
    }

    static let lengthRequired = HTTPRefusal(
        status: 411, code: .requestInvalid, sentence: "A body needs a Content-Length.")
    static let bodyTooLarge = HTTPRefusal(
        status: 413, code: .bodyTooLarge, sentence: "The body is longer than this node reads.")
    static let busy = HTTPRefusal(
        status: 503, code: .peerBusy, sentence: "This node has too much in hand.")
}
