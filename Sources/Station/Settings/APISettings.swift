internal import Notices

/// The settings of the listener for programs, `api` in the configuration.
public struct APISettings: Sendable, Equatable {
    /// `address:port`; empty for none.
    public var listen = ""
    /// The server's certificate and those that lead to its root, PEM; empty for plain HTTP.
    public var certificate = ""
    /// The certificate's key, PEM.
    public var key = ""
    /// Authorities whose certificates a program may show, PEM; empty for none.
    public var clientAuthorities = ""
    /// Names by which programs call the listener.
    public var names: [String] = []
    /// A UNIX socket for users of this machine; empty for none.
    public var socket = ""

    /// No listener.
    public init() {}

    /// Reads the object.
    ///
    /// - Throws: `configurationInvalid`, naming the member.
    init(_ value: ConfigurationValue) throws(HeliographError) {
        guard case .object(let members) = value else {
            throw Configuration.invalid("`api` must be an object.")
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            switch (name, value) {
            case ("listen", .text(let text)): listen = text
            case ("certificate", .text(let text)): certificate = text
            case ("key", .text(let text)): key = text
            case ("clientAuthorities", .text(let text)): clientAuthorities = text
            case ("socket", .text(let text)): socket = text
            case ("names", .list(let texts)): names = texts.map { $0.lowercased() }
            default:
                let known = [
                    "listen", "certificate", "key", "clientAuthorities", "names", "socket",
                ]
                throw Configuration.invalid(
                    known.contains(name)
                        ? "`api.\(name)` must be a \(name == "names" ? "list of texts" : "text")."
                        : "`api` has an unknown key, `\(ShownText.brief(name))`."
                            + Suggestion.question(to: name, among: known))
            }
        }
        guard certificate.isEmpty == key.isEmpty else {
            throw Configuration.invalid("`api` needs `certificate` and `key`, or neither.")
        }
        guard clientAuthorities.isEmpty || !certificate.isEmpty else {
            throw Configuration.invalid("`api.clientAuthorities` needs `api.certificate`.")
        }
        guard !listen.isEmpty || !socket.isEmpty else {
            throw Configuration.invalid("`api` needs `listen` or `socket`.")
        }
        if !listen.isEmpty { _ = try Configuration.address(listen, "api.listen") }
        for path in [certificate, key, clientAuthorities, socket]
        where !path.isEmpty && !path.hasPrefix("/") {
            throw Configuration.invalid("`api` takes absolute paths; one is `\(path)`.")
        }
    }
}
