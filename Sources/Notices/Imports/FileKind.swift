/// The kind of a file that was given in the place of another, so that a refusal can name it.
enum FileKind: String, CaseIterable {
    case excel = "a workbook of Excel (xlsx)"
    case openDocument = "an OpenDocument file, such as an ods spreadsheet"
    case numbers = "a spreadsheet of Numbers"
    case zip = "a ZIP archive, such as a workbook (xlsx, ods) is one"
    case oldOffice = "a file of an old Office program, such as an xls workbook"
    case pdf = "a PDF document"
    case html = "a web page (HTML)"
    case xml = "an XML document"
    case rtf = "an RTF document"
    case json = "a JSON document"
    case gzip = "a gzip archive"
    case archive = "a 7z or RAR archive"
    case image = "an image"
    case database = "an SQLite database"
    case ebcdic = "a text in EBCDIC, as mainframes have it"
    case base64 = "a text in base64, as mail has its attachments"
    case edifact = "a message in UN/EDIFACT, such as a passenger list"

    /// Finds the kind by the first bytes.
    ///
    /// - Returns: nil for a text of no kind that is known here.
    init?(_ bytes: [UInt8]) {
        func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
        let text = Self.opening(bytes)
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
            || bytes.starts(with: [0x50, 0x4B, 0x05, 6])
        {
            self = Self.packed(bytes)
        } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            self = .oldOffice
        } else if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) || begins("Rar!") {
            self = .archive
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) || begins("GIF8") || begins("II*\0")
            || bytes.starts(with: [0xFF, 0xD8, 0xFF])
        {
            self = .image
        } else if bytes.starts(with: [0xE4, 0xD5, 0xC1]) || bytes.starts(with: [0xE4, 0xD5, 0xC2]) {
            self = .ebcdic
        } else if begins("VU5B") || begins("VU5C") {
            self = .base64
        } else if begins("SQLite format 3") {
            self = .database
        } else if text.hasPrefix("%pdf") {
            self = .pdf
        } else if text.hasPrefix("{\\rtf") {
            self = .rtf
        } else if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
            self = .html
        } else if text.hasPrefix("<") {
            self = text.contains("<html") ? .html : .xml
        } else if text.hasPrefix("{") || text.hasPrefix("[{") {
            self = .json
        } else if text.hasPrefix("una:+") || text.hasPrefix("unb+") {
            self = .edifact
        } else {
            return nil
        }
    }

    /// The readable beginning in small letters, without blanks and a byte order mark.
    private static func opening(_ bytes: [UInt8]) -> String {
        let start = bytes.prefix(2_000).drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
        return String(decoding: start.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
            .lowercased()
    }

    /// The kind of an archive, by the file names that are readable in it.
    private static func packed(_ bytes: [UInt8]) -> FileKind {
        let text = String(
            decoding: bytes.prefix(8_000).filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
        if text.contains("application/vnd.oasis.opendocument") { return .openDocument }
        if text.contains("xl/") || text.contains("[Content_Types].xml") { return .excel }
        return text.contains(".iwa") || text.contains("Index/") ? .numbers : .zip
    }

    var isSpreadsheet: Bool {
        [.excel, .openDocument, .numbers, .zip, .oldOffice].contains(self)
    }
}
