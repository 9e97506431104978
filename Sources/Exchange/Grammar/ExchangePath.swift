/// The paths of the exchange, below a peer's endpoint.
public enum ExchangePath {
    /// `POST`: message envelopes, answered with an `ExchangeAnswer`.
    public static let messages = "/exchange/v1/messages"
    /// `POST`: evidence documents, answered with an `EvidenceAnswer`.
    public static let evidence = "/exchange/v1/evidence"
    /// `GET`: one piece of a ciphertext. Followed by message, ciphertext digest, first byte and
    /// count: see `AttachmentRequest`.
    public static let attachments = "/exchange/v1/attachments/"
    /// `POST`: a `Hello` of the caller, answered with a signed `ProbeContent`.
    public static let announcements = "/exchange/v1/announcements"
    /// `GET`: the node's `Hello`.
    public static let hello = "/exchange/v1/hello"
    /// `GET`: any trust list that the node ever held. Followed by its version in decimal.
    public static let trustLists = "/exchange/v1/trust-lists/"
}
