import Notices
import Ports

/// An HTTP status with the three parts of a refusal.
struct Refusal: Error, Equatable {
    let status: Int
    let code: Code
    let sentence: String

    /// `{"code":…,"sentence":…,"next":…}`
    var body: [UInt8] {
        let parts = [("code", code.rawValue), ("sentence", sentence), ("next", code.next)]
        let members = parts.map { "\"\($0)\":\"\(Self.escaped($1))\"" }
        return Array("{\(members.joined(separator: ","))}".utf8)
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

    static func malformed(_ sentence: String) -> Refusal {
        Refusal(status: 400, code: .requestInvalid, sentence: sentence)
    }

    static let lengthRequired = Refusal(
        status: 411, code: .requestInvalid, sentence: "A body needs a Content-Length.")
    static let bodyTooLarge = Refusal(
        status: 413, code: .bodyTooLarge, sentence: "The body is longer than this node reads.")
    static let methodUnknown = Refusal(
        status: 405, code: .requestInvalid, sentence: "Only GET and POST are understood.")
    static let busy = Refusal(
        status: 503, code: .peerBusy, sentence: "This node has too much in hand.")
    static let unknownPeer = Refusal(
        status: 403, code: .certificateUntrusted,
        sentence: "The certificate of this connection is no longer accepted.")
    static let helloOnly = Refusal(
        status: 403, code: .certificateUntrusted,
        sentence: "With this certificate only hello may be asked.")
}
