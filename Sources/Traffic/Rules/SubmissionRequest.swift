package import Exchange
package import Notices

/// A statement that an officer submits, and who stands behind it.
package struct SubmissionRequest: Sendable {
    /// The notice as it was written.
    let document: JSON
    /// Overrides the document's own `to`.
    let recipients: [MemberCode]?
    /// The officer who submits it.
    let author: String
    /// The second officer; nil if none was named.
    let approver: String?
    /// Sealed already; each stands in the document too.
    var attachments: [SealedAttachment] = []
    /// Why one officer releases it alone; nil if none does.
    var emergency: String?
    /// Why a supervisor lifts the human-rights block; nil if none does.
    var override: String?
    /// Why it is not the trip that another notice tells of; nil if nobody says so.
    var notTheSame: String?

    /// Recipients are nil where the document names them; the other optional values mean "not asked for".
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
