/// The media type of a file, by the end of its name. A recipient need not believe this word of the
/// sender.
enum MediaType {
    private static let known = [
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp",
        "heic": "image/heic", "tif": "image/tiff", "tiff": "image/tiff", "pdf": "application/pdf",
        "txt": "text/plain", "csv": "text/csv", "json": "application/json", "mp4": "video/mp4",
        "mov": "video/quicktime", "mkv": "video/x-matroska", "webm": "video/webm",
        "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav", "zip": "application/zip",
    ]

    static func named(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return unknown }
        return known[name[name.index(after: dot)...].lowercased()] ?? unknown
    }

    private static let unknown = "application/octet-stream"
}
