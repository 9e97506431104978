package import Exchange
package import Notices

extension Notice {
    /// Whether the notice itself speaks of this file, with its size.
    package func names(_ attachment: SealedAttachment) -> Bool {
        Self.attachments(in: json).contains {
            $0["sha256"]?.stringValue == attachment.digest.description
                && $0["bytes"]?.intValue == attachment.byteCount
        }
    }

    package static func attachments(in document: JSON) -> [JSON] {
        document["attachments"]?.arrayValue ?? []
    }
}
