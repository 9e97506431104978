public import Notices
public import Ports

/// A shelf in memory, with the semantics of the one on a disk, and damage on demand.
public actor MemoryShelf: AttachmentShelf {
    private var files: [ShelfPlace: [UInt8]] = [:]
    private var fault: Code?

    public init() {}

    /// Lets every write from now on fail with this code; nil ends that.
    public func failWrites(with code: Code?) { fault = code }

    /// Flips one bit, as a failing disk or a visitor might.
    public func damage(_ place: ShelfPlace, at offset: Int) { files[place]?[offset] ^= 1 }

    public func byteCount(of place: ShelfPlace) -> Int? { files[place]?.count }

    public func read(
        _ place: ShelfPlace, at offset: Int, count: Int
    ) throws(HeliographError) -> [UInt8] {
        guard let bytes = files[place] else {
            throw HeliographError(.fileUnreadable, "Nothing lies there.")
        }
        return Array(bytes.dropFirst(offset).prefix(count))
    }

    public func write(
        _ bytes: [UInt8], to place: ShelfPlace, at offset: Int
    ) throws(HeliographError) {
        if let fault { throw HeliographError(fault, "The test let this write fail.") }
        var file = files[place] ?? []
        let end = offset + bytes.count
        if file.count < end { file += [UInt8](repeating: 0, count: end - file.count) }
        file.replaceSubrange(offset..<end, with: bytes)
        files[place] = file
    }

    public func settle(_ place: ShelfPlace, as other: ShelfPlace) throws(HeliographError) {
        guard let bytes = files.removeValue(forKey: place) else {
            throw HeliographError(.fileUnwritable, "Nothing lies there.")
        }
        files[other] = bytes
    }

    public func remove(_ place: ShelfPlace) { files[place] = nil }

    public func places() -> [ShelfPlace] {
        files.keys.sorted { "\($0)" < "\($1)" }
    }

    public func usage(of member: MemberCode) -> Int {
        files.reduce(0) { sum, file in
            switch file.key {
            case .draft: sum
            case .part(let name), .whole(let name):
                name.from == member ? sum + file.value.count : sum
            }
        }
    }
}
