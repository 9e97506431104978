package import Federation

/// Everything that the catalogue says of an operation, without the types of its request and its
/// answer.
package struct OperationDescription: Sendable {
    /// Noun and verb, such as `notice.send`.
    package let name: String
    /// The verb of the command line that makes the request.
    package let verb: String
    /// One sentence for help and man page.
    package let summary: String
    /// The right that the operation needs.
    package let right: Right
    /// The operation reads, or it changes something.
    package let effect: OperationEffect
    /// Every field that the request may carry.
    package let fields: [FieldDescription]
    /// The form of the answer.
    package let answer: Shape
    /// A realistic call, for help and schemas.
    package let example: Call
}

/// Everything that the catalogue says of a field of a request.
package struct FieldDescription: Sendable {
    /// The field's name, camelCase.
    package let name: String
    /// The meaning of the value, with its unit, for help and schema: one sentence part.
    package let meaning: String
    /// The form of the field's value.
    package let shape: Shape
    /// True if the request is refused without the field.
    package let isRequired: Bool
}
