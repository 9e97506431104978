package import Exchange
package import Notices

extension Notice {
    /// True if the notice itself names this file by its digest, with its size.
    package func names(_ attachment: SealedAttachment) -> Bool {
        Self.attachments(in: json).contains {
            $0["sha256"]?.stringValue == attachment.digest.description
                && $0["bytes"]?.intValue == attachment.byteCount
        }
    }

    /// The entries of `attachments` in a notice; none if it has no such list.
    package static func attachments(in document: JSON) -> [JSON] {
        document["attachments"]?.arrayValue ?? []
    }
}
