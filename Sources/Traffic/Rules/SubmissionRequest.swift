package import Exchange
package import Notices

/// A statement that an officer submits, with the officers behind it.
package struct SubmissionRequest: Sendable {
    /// The notice as it was written.
    let document: JSON
    /// Overrides the document's own `to`.
    let recipients: [MemberCode]?
    /// The officer who submits it.
    let author: String
    /// The second officer; nil if none was named.
    let approver: String?
    /// The attachments, sealed already; each stands in the document too.
    var attachments: [SealedAttachment] = []
    /// The reason why one officer releases it alone; nil if none does.
    var emergency: String?
    /// The reason why a supervisor lifts the human-rights block; nil if none does.
    var override: String?
    /// The reason why it is not the trip that another notice tells of; nil if no officer says so.
    var notTheSame: String?

    /// Takes the parts as they are. Recipients are nil where the document names them; the other
    /// optional values are nil where they were not asked for.
    package init(
        document: JSON, recipients: [MemberCode]?, author: String, approver: String?,
        attachments: [SealedAttachment] = [], emergency: String? = nil, override: String? = nil,
        notTheSame: String? = nil
    ) {
        self.document = document
        self.recipients = recipients
        self.author = author
        self.approver = approver
        self.attachments = attachments
        self.emergency = emergency
        self.override = override
        self.notTheSame = notTheSame
    }
}
