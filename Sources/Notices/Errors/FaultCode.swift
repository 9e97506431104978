/// Every code a fault inside a notice can have. Stable for ever; listed in `docs/errors.md`.
public enum FaultCode: String, Sendable, CaseIterable {
    // The bytes.
    case jsonSyntax = "json-syntax"
    case jsonDuplicateKey = "json-duplicate-key"
    case jsonTooDeep = "json-too-deep"
    case jsonTooLarge = "json-too-large"
    case jsonUTF8 = "json-utf8"
    case jsonLoneSurrogate = "json-lone-surrogate"
    case jsonControlCharacter = "json-control-character"
    case jsonByteOrderMark = "json-byte-order-mark"
}
