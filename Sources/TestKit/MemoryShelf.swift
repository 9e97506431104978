public import Notices
public import Ports

/// A shelf in memory, with the semantics of the one on a disk, and damage on demand.
public actor MemoryShelf: AttachmentShelf {
    private var files: [ShelfPlace: [UInt8]] = [:]
    private var fault: Code?

    /// Empty, and without faults.
    public init() {}

    /// Makes every write from now on fail with this code; nil ends that.
    public func failWrites(with code: Code?) { fault = code }

    /// Flips one bit, as a failing disk or an intruder might.
    public func damage(_ place: ShelfPlace, at offset: Int) { files[place]?[offset] ^= 1 }

    /// The length of what lies there, bytes; nil if nothing does.
    public func byteCount(of place: ShelfPlace) -> Int? { files[place]?.count }

    /// Bytes from `offset` on, at most `count`; fails with `fileUnreadable` if nothing lies there.
    public func read(
        _ place: ShelfPlace, at offset: Int, count: Int
    ) throws(HeliographError) -> [UInt8] {
        guard let bytes = files[place] else {
            throw HeliographError(.fileUnreadable, "Nothing lies there.")
        }
        return Array(bytes.dropFirst(offset).prefix(count))
    }

    /// Writes bytes, with zeros in a gap before them; fails with the code of `failWrites`.
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

    /// Moves to another place; fails with `fileUnwritable` if nothing lies there.
    public func move(_ place: ShelfPlace, to other: ShelfPlace) throws(HeliographError) {
        guard let bytes = files.removeValue(forKey: place) else {
            throw HeliographError(.fileUnwritable, "Nothing lies there.")
        }
        files[other] = bytes
    }

    /// Removes what lies there, if anything does.
    public func remove(_ place: ShelfPlace) { files[place] = nil }

    /// Every place where something lies, in the order of their descriptions.
    public func places() -> [ShelfPlace] {
        files.keys.sorted { "\($0)" < "\($1)" }
    }

    /// Bytes of one member's ciphertexts, whole or in part; drafts do not count.
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
