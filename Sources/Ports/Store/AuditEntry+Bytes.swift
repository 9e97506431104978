internal import Notices

extension AuditEntry {
    /// The version of the layout: the first byte of every entry.
    public static let layout: UInt8 = 1

    /// The bytes that stand for this entry in the audit log, the same on every node.
    ///
    /// The layout byte; the sequence and the milliseconds of `at`, 8 bytes each; then operation,
    /// actor, subject, recipients (codes with a space between), justification and salt, each after
    /// its length in 4 bytes. Numbers are big-endian, texts UTF-8. No two entries have the same
    /// bytes.
    ///
    /// - Source: `docs/audit.md`.
    public var canonicalBytes: [UInt8] {
        var bytes = [Self.layout]
        func add(number: Int64) {
            bytes += withUnsafeBytes(of: number.bigEndian, Array.init)
        }
        func add(field: some Collection<UInt8>) {
            bytes += withUnsafeBytes(of: UInt32(clamping: field.count).bigEndian, Array.init)
            bytes += field
        }
        add(number: sequence)
        add(number: at.milliseconds)
        add(field: operation.rawValue.utf8)
        add(field: actor.utf8)
        add(field: subject.description.utf8)
        add(field: recipients.map(\.description).joined(separator: " ").utf8)
        add(field: justification.utf8)
        add(field: salt)
        return bytes
    }

    /// The bytes whose SHA-256 is the leaf of this entry: a zero byte, then the entry.
    ///
    /// - Source: RFC 6962 section 2.1.
    public var leafBytes: [UInt8] { [0] + canonicalBytes }
}
