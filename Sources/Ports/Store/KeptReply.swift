public import Notices

/// The answer to a call that a program may give again under the same key.
public struct KeptReply: Hashable, Sendable {
    /// Time for which an answer is kept.
    public static let life = Duration.hours(48)

    /// The principal who gave the call.
    public let principal: String
    /// The key that the program chose.
    public let key: String
    /// The digest of the call: the same key with another call is refused.
    public let call: Digest
    /// The moment when the call came first.
    public let made: Instant
    /// The status of the answer; nil while the call is carried out.
    public var status: Int?
    /// The answer, sealed; nil while the call is carried out.
    public var answer: RecordID?

    /// Takes the fields as they are.
    public init(
        principal: String, key: String, call: Digest, made: Instant, status: Int? = nil,
        answer: RecordID? = nil
    ) {
        self.principal = principal
        self.key = key
        self.call = call
        self.made = made
        self.status = status
        self.answer = answer
    }
}
