internal import Asking
package import Office

/// The address of one operation: a method and a path below `/api/v1`.
package struct Route: Sendable {
    /// A part of a path between two slashes.
    enum Segment: Equatable, Sendable {
        case word(String)
        /// The value of a field of the request.
        case field(String)
    }

    /// `GET` or `POST`.
    package let method: String
    /// The path with its fields in braces, such as `/notices/{id}`.
    package let template: String
    /// The operation.
    package let operation: Catalogue.Entry
    let segments: [Segment]

    init(_ method: String, _ template: String, _ operation: Catalogue.Entry) {
        self.method = method
        self.template = template
        self.operation = operation
        segments = template.split(separator: "/").map { part in
            part.hasPrefix("{") ? .field(String(part.dropFirst().dropLast())) : .word(String(part))
        }
    }

    /// The names of the fields that the path holds.
    package var pathFields: [String] {
        segments.compactMap { if case .field(let name) = $0 { name } else { nil } }
    }

    /// The values of the path's fields; nil for another path.
    ///
    /// - Parameter parts: the decoded parts of a path.
    func match(_ parts: [String]) -> [String: String]? {
        guard parts.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .word(let word): if word != part { return nil }
            case .field(let name): values[name] = part
            }
        }
        return values
    }
}

/// Every address, one for each operation of the catalogue.
package enum Routes {
    /// The path before all addresses.
    package static let base = "/api/v1"
    /// The longest `Idempotency-Key`, bytes.
    static let keyBytesMax = 128

    /// The operations and their addresses, in the order of the catalogue.
    package static let all: [Route] = Catalogue.all.map { entry in
        guard let (method, template) = addresses[entry.name] else {
            // An operation that nobody has given an address has one all the same.
            let template = "/" + entry.name.replacing(".", with: "/")
            return Route(entry.effect == .reads ? "GET" : "POST", template, entry)
        }
        return Route(method, template, entry)
    }

    /// The routes of a path, with the values of its fields. An address of words alone goes before
    /// one with a field.
    static func of(_ parts: [String]) -> [(route: Route, values: [String: String])] {
        let found = all.compactMap { route in route.match(parts).map { (route, $0) } }
        let fewest = found.map(\.1.count).min()
        return found.filter { $0.1.count == fewest }
    }

    private static let addresses: [String: (String, String)] = [
        "notice.send": ("POST", "/notices"), "notice.list": ("GET", "/notices"),
        "notice.preview": ("POST", "/notices/preview"),
        "notice.merge": ("POST", "/notices/merge"),
        "notice.number": ("GET", "/notices/next-number"),
        "notice.show": ("GET", "/notices/{id}"),
        "notice.successor": ("GET", "/notices/{id}/successor"),
        "notice.approve": ("POST", "/notices/{id}/approve"),
        "notice.cancel": ("POST", "/notices/{id}/cancel"),
        "notice.forward": ("POST", "/notices/{id}/forward"),
        "notice.retract": ("POST", "/notices/{id}/retract"),
        "notice.keep": ("POST", "/notices/{id}/keep"),
        "notice.erase": ("POST", "/notices/{id}/erase"),
        "notice.confirm": ("POST", "/notices/{id}/confirm"),
        "notice.board": ("GET", "/notices/{id}/board"),
        "notice.totals": ("GET", "/notices/{id}/totals"),
        "outcome": ("POST", "/notices/{id}/outcome"), "reply": ("POST", "/notices/{id}/reply"),
        "outbox.list": ("GET", "/outbox"), "outbox.show": ("GET", "/outbox/{id}"),
        "outbox.retry": ("POST", "/outbox/{id}/retry"),
        "inbox.list": ("GET", "/inbox"), "inbox.show": ("GET", "/inbox/{id}"),
        "inbox.card": ("GET", "/inbox/{id}/card"),
        "tasks": ("GET", "/tasks"), "search": ("POST", "/search"),
        "import.forms": ("POST", "/imports/forms"),
        "import.passengers": ("POST", "/imports/passengers"),
        "import.person": ("POST", "/imports/person"),
        "draft.list": ("GET", "/drafts"), "draft.show": ("GET", "/drafts/{number}"),
        "draft.change": ("POST", "/drafts/{number}/change"),
        "draft.send": ("POST", "/drafts/{number}/send"),
        "draft.discard": ("POST", "/drafts/{number}/discard"),
        "statistics": ("GET", "/statistics"),
        "statistics.operation": ("GET", "/statistics/{number}"),
        "evidence.export": ("POST", "/evidence/{id}/export"),
        "handover.list": ("GET", "/handovers"), "handover.retry": ("POST", "/handovers/retry"),
        "peers": ("GET", "/peers"), "directory": ("GET", "/directory"),
        "policy.show": ("GET", "/policy"), "doctor": ("GET", "/doctor"),
        "trust.show": ("GET", "/trust"), "trust.diff": ("POST", "/trust/diff"),
        "trust.import": ("POST", "/trust/import"), "trust.forks": ("GET", "/trust/forks"),
        "trust.proof": ("GET", "/trust/forks/{digest}/proof"),
        "trust.settle": ("POST", "/trust/forks/{digest}/settle"),
        "keys.list": ("GET", "/keys"), "keys.preflight": ("GET", "/keys/{role}/preflight"),
        "keys.rotate": ("POST", "/keys/{role}/rotate"),
        "keys.stage": ("POST", "/keys/{role}/stage"),
        "keys.publish": ("POST", "/keys/{role}/publish"),
        "keys.activate": ("POST", "/keys/{role}/activate"),
        "keys.undo": ("POST", "/keys/{role}/undo"),
        "keys.retire": ("POST", "/keys/{id}/retire"),
        "keys.destroy": ("POST", "/keys/{id}/destroy"),
        "keys.revoke": ("POST", "/keys/{id}/revoke"),
        "approval.list": ("GET", "/approvals"), "approval.show": ("GET", "/approvals/{id}"),
        "approval.give": ("POST", "/approvals/{id}/give"),
        "approval.decline": ("POST", "/approvals/{id}/decline"),
        "whoami": ("GET", "/whoami"), "audit": ("GET", "/audit"),
        "officer.list": ("GET", "/officers"), "officer.add": ("POST", "/officers"),
        "officer.show": ("GET", "/officers/{name}"),
        "officer.change": ("POST", "/officers/{name}/change"),
        "officer.link": ("POST", "/officers/{name}/link"),
        "officer.unlink": ("POST", "/officers/{name}/unlink"),
        "officer.suspend": ("POST", "/officers/{name}/suspend"),
        "officer.resume": ("POST", "/officers/{name}/resume"),
        "officer.remove": ("POST", "/officers/{name}/remove"),
        "token.list": ("GET", "/tokens"), "token.new": ("POST", "/tokens"),
        "token.revoke": ("POST", "/tokens/{id}/revoke"),
    ]
}
