internal import Exchange
internal import Notices

extension Notice {
    /// Whether the notice itself speaks of this file, with its size.
    func names(_ attachment: SealedAttachment) -> Bool {
        Self.attachments(in: json).contains {
            $0["sha256"]?.stringValue == attachment.digest.description
                && $0["bytes"]?.intValue == attachment.byteCount
        }
    }

    static func attachments(in document: JSON) -> [JSON] {
        document["attachments"]?.arrayValue ?? []
    }
}
