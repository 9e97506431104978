internal import CToken
public import Notices

/// A PKCS#11 token that this process is logged in to. Private keys are made on the token and never
/// leave it; it signs and agrees with them itself.
///
/// `@unchecked Sendable`: the pointer is set once, and the C side guards its state with a mutex.
public final class KeyToken: @unchecked Sendable {
    /// The marks by which a token is found, as CK_TOKEN_INFO of PKCS#11 has them; nil matches any.
    public struct Name: Sendable, Equatable {
        /// The token's label.
        public var label: String?
        /// The token's serial number.
        public var serial: String?
        /// The name of the token's manufacturer.
        public var manufacturer: String?
        /// The name of the token's model.
        public var model: String?

        /// The default matches any token.
        public init(
            label: String? = nil, serial: String? = nil, manufacturer: String? = nil,
            model: String? = nil
        ) {
            self.label = label
            self.serial = serial
            self.manufacturer = manufacturer
            self.model = model
        }
    }

    /// The one operation that a key on a token may do; the token allows no other.
    public enum Use: Sendable {
        case sign
        case agree
    }

    private let raw: OpaquePointer  // heliograph_token *

    /// Loads the module, finds the token and logs in. A wrong PIN is not tried again.
    ///
    /// - Parameter module: the path of the PKCS#11 library.
    /// - Throws: `tokenMissing`, `tokenPinRefused`, `tokenFailed`.
    public init(module: String, name: Name, pin: [UInt8]) throws(HeliographError) {
        var status = heliograph_token_status()
        let opened = withText(name.label) { label in
            withText(name.serial) { serial in
                withText(name.manufacturer) { manufacturer in
                    withText(name.model) { model in
                        var wanted = heliograph_token_name(
                            label: label, serial: serial, manufacturer: manufacturer, model: model)
                        return heliograph_token_open(module, &wanted, pin, pin.count, &status)
                    }
                }
            }
        }
        guard let opened else { throw Self.error(status) }
        raw = opened
    }

    deinit { heliograph_token_free(raw) }

    /// Makes an EC P-256 pair under a label that no object on the token has yet.
    ///
    /// - Throws: `tokenOccupied` if the label is taken; `tokenMissing` or `tokenFailed` if the
    ///   token does not do it.
    public func make(_ label: String, for use: Use) throws(HeliographError) {
        var status = heliograph_token_status()
        let purpose = use == .sign ? HELIOGRAPH_TOKEN_SIGN : HELIOGRAPH_TOKEN_AGREE
        guard heliograph_token_make(raw, label, purpose, &status) == 1 else {
            throw Self.error(status)
        }
    }

    /// The key under this label, for use through OpenSSL.
    ///
    /// - Throws: `keyMissing` if there is none; `tokenMissing` or `tokenFailed` if the token does
    ///   not answer.
    public func key(_ label: String) throws(HeliographError) -> PrivateKey {
        var status = heliograph_token_status()
        guard let key = heliograph_token_key(raw, label, &status) else {
            throw Self.error(status)
        }
        return PrivateKey(onToken: key)
    }

    /// Deletes the pair under this label; a label without a pair is no error.
    public func destroy(_ label: String) throws(HeliographError) {
        var status = heliograph_token_status()
        guard heliograph_token_destroy(raw, label, &status) == 1 else { throw Self.error(status) }
    }

    private static func error(_ status: heliograph_token_status) -> HeliographError {
        let step = withUnsafeBytes(of: status.step) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        let code = code(of: status.fault) ?? .tokenFailed
        return HeliographError(
            code, code.meaning, detail: ["\(step): 0x\(String(status.answer, radix: 16))"])
    }

    fileprivate static func code(of fault: heliograph_token_fault) -> Code? {
        switch fault {
        case HELIOGRAPH_TOKEN_FINE: nil
        case HELIOGRAPH_TOKEN_MODULE, HELIOGRAPH_TOKEN_ABSENT: .tokenMissing
        case HELIOGRAPH_TOKEN_PIN: .tokenPinRefused
        case HELIOGRAPH_TOKEN_KEY_ABSENT: .keyMissing
        case HELIOGRAPH_TOKEN_KEY_THERE: .tokenOccupied
        default: .tokenFailed
        }
    }
}

/// The error code for an entry of OpenSSL's error queue, if the token caused it. A key that was
/// loaded and is missing now is reported as a missing token.
func tokenCode(of error: UInt) -> Code? {
    let code = KeyToken.code(of: heliograph_token_fault_of(error))
    return code == .keyMissing ? .tokenMissing : code
}

private func withText<T>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> T) -> T {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
}
