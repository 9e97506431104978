package import HTTPService
package import Notices
internal import Station

/// A refusal as REST says it.
///
/// - Source: RFC 9457 (problem details for HTTP APIs); RFC 6901 (JSON Pointer) for the faults.
package enum Problem {
    /// The media type of a problem.
    package static let type = "application/problem+json"

    /// The answer for an error.
    ///
    /// - Parameter status: nil for the status of the code.
    package static func response(
        _ error: HeliographError, status: Int? = nil,
        headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        let status = status ?? self.status(of: error.code)
        var fields = headers
        if status == 401 { fields.append(("WWW-Authenticate", "Bearer realm=\"heliograph\"")) }
        if let seconds = retryAfter(status) { fields.append(("Retry-After", seconds)) }
        return HTTPResponse(
            status: status,
            headers: [("Content-Type", type)] + fields,
            body: .bytes(json(error, status: status).encoded()))
    }

    /// Seconds after which a program may ask again; nil for a refusal that stays.
    static func retryAfter(_ status: Int) -> String? {
        switch status {
        case 429: "1"
        case 503: "5"
        default: nil
        }
    }

    /// The problem as an object: the five members of RFC 9457, and ours.
    static func json(_ error: HeliographError, status: Int) -> JSON {
        var object: JSONObject = [
            "type": .string("urn:heliograph:error:\(error.code.rawValue)"),
            "title": .string(error.code.meaning), "status": .number(JSONNumber(status)),
            "detail": .string(error.sentence),
        ]
        for (name, value) in error.json.objectValue ?? [:] {
            // `detail` is a sentence here; the causes have another name.
            object[name == "detail" ? "causes" : name] = value
        }
        object["detail"] = .string(error.sentence)
        return .object(object)
    }

    /// The status of a code. What a program must know is whether to ask again: 4xx says no, 503
    /// says later.
    package static func status(of code: Code) -> Int {
        switch code {
        case .accessRefused: 401
        case .rightMissing, .nameRefused, .officerSuspended, .officerMissing, .approverIsAuthor:
            403
        case .notFound, .officerUnknown, .threadUnknown: 404
        case .usage, .requestInvalid: 400
        case .bodyTooLarge: 413
        case .mediaType: 415
        case .tooManyRequests: 429
        case .alreadySent, .storeConflict, .transitionRefused, .officerExists, .approvalWaits,
            .approvalNotDue, .approvalUnread, .lastAdministrator, .draftClosed, .sameTrip,
            .deliveryClosed, .keyStepRefused, .folderInUse:
            409
        case .erased: 410
        case .diskFull: 507
        case .internalFault, .storeCorrupt, .storeFailed, .selfTestFailed, .cryptoFailed: 500
        default: code.isWorthRetrying ? 503 : 422
        }
    }
}
