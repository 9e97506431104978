internal import Certificates
import Foundation
internal import Notices

/// The PKCS#11 URI of a token (RFC 7512): which token, which module, and where its PIN is.
///
/// The PIN itself never stands in a URI here: `pin-value` is refused.
struct TokenAddress: Sendable, Equatable {
    enum PinSource: Sendable, Equatable {
        /// A file that its owner alone may read.
        case file(String)
        /// A credential that the service manager hands to the node.
        case credential(String)
    }

    let name: KeyToken.Name
    let module: String
    let pin: PinSource

    /// - Throws: `configurationInvalid`; what stands in the URI is not repeated.
    init(_ uri: String) throws(HeliographError) {
        guard uri.hasPrefix("pkcs11:") else { throw Self.invalid("must begin with `pkcs11:`") }
        let parts = uri.dropFirst(7).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = try Self.attributes(
            parts[0], ";", known: ["token", "serial", "manufacturer", "model"])
        let query = try Self.attributes(
            parts.count > 1 ? parts[1] : "", "&", known: ["module-path", "pin-source"])
        guard path["token"] != nil || path["serial"] != nil else {
            throw Self.invalid("must name a token, by `token` or `serial`")
        }
        guard let module = query["module-path"], module.hasPrefix("/") else {
            throw Self.invalid("needs `module-path`, an absolute path")
        }
        guard let source = query["pin-source"] else { throw Self.invalid("needs `pin-source`") }
        if source.hasPrefix("credential:") {
            let credential = String(source.dropFirst(11))
            guard !credential.isEmpty, !credential.contains("/") else {
                throw Self.invalid("needs the name of a credential after `credential:`")
            }
            pin = .credential(credential)
        } else {
            let file = source.hasPrefix("file:") ? String(source.dropFirst(5)) : source
            guard file.hasPrefix("/") else {
                throw Self.invalid("needs an absolute path in `pin-source`")
            }
            pin = .file(file)
        }
        self.module = module
        name = KeyToken.Name(
            label: path["token"], serial: path["serial"], manufacturer: path["manufacturer"],
            model: path["model"])
    }

    /// Reads the PIN and logs in.
    ///
    /// - Throws: `keyMissing` or `keyExposed` of the PIN's file, or the token's trouble.
    func open() throws(HeliographError) -> KeyToken {
        var secret: [UInt8]
        switch pin {
        case .file(let path):
            secret = try Files.readSecret(path)
        case .credential(let name):
            guard let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] else {
                throw HeliographError(.keyMissing, "There is no credential \(name).")
            }
            secret = try Files.readSecret(folder + "/" + name, isCredential: true)
        }
        if secret.last == UInt8(ascii: "\n") { secret.removeLast() }
        return try KeyToken(module: module, name: name, pin: secret)
    }

    private static func attributes(
        _ text: Substring, _ separator: Character, known: Set<String>
    ) throws(HeliographError) -> [String: String] {
        var found: [String: String] = [:]
        for attribute in text.split(separator: separator) {
            let halves = attribute.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = String(halves[0])
            guard known.contains(key) else {
                throw invalid(
                    key == "pin-value"
                        ? "must not hold the PIN: use `pin-source`"
                        : "has an attribute that is not understood: \(key)")
            }
            guard halves.count == 2, let value = halves[1].removingPercentEncoding, !value.isEmpty,
                !value.utf8.contains(0), found.updateValue(value, forKey: key) == nil
            else { throw invalid("has no value for `\(key)`, or two") }
        }
        return found
    }

    private static func invalid(_ trouble: String) -> HeliographError {
        HeliographError(.configurationInvalid, "`keyStore` \(trouble).")
    }
}
