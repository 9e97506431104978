/// Every code a fault inside a notice can have. Stable for ever; listed in `docs/errors.md`.
public enum FaultCode: String, Sendable, CaseIterable {
    case jsonSyntax = "json-syntax"
}
