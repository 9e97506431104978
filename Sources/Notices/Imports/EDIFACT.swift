/// Segments of interchanges of UN/EDIFACT (ISO 9735).
///
/// Text that carriers and mail put around and between segments is left out. A byte that belongs to
/// no character spoils its own component alone: a list of hundreds must not be lost for one name.
/// The whole file is refused only if the parts of a segment cannot be told apart.
public enum EDIFACT {
    /// The bounds of a file.
    public struct Limits: Sendable, Hashable {
        /// The size of the file, in bytes.
        public var bytesMax: Int
        /// The number of segments in the file.
        public var segmentsMax: Int
        /// The number of elements in one segment.
        public var elementsMax: Int
        /// The number of components in one element.
        public var componentsMax: Int
        /// The size of one component, in bytes.
        public var componentBytesMax: Int
        /// The number of elements and components in the whole file: each takes much more memory
        /// than its bytes.
        public var partsMax: Int

        /// The default fits the longest passenger lists.
        public init(
            bytesMax: Int = 8 << 20, segmentsMax: Int = 200_000, elementsMax: Int = 40,
            componentsMax: Int = 20, componentBytesMax: Int = 512, partsMax: Int = 400_000
        ) {
            self.partsMax = partsMax
            self.bytesMax = bytesMax
            self.segmentsMax = segmentsMax
            self.elementsMax = elementsMax
            self.componentsMax = componentsMax
            self.componentBytesMax = componentBytesMax
        }
    }

    /// One segment, taken apart.
    public struct Segment: Sendable, Hashable {
        /// The tag, such as `NAD`; empty if there are not three capital letters.
        public let tag: String
        /// The elements behind the tag, each as its components. `unreadable` stands for a byte that
        /// is no character of the character set.
        public let elements: [[String]]

        /// A component without the blanks that fill up its ends; empty if it is not there.
        public func value(_ element: Int, _ component: Int = 0) -> String {
            guard elements.indices.contains(element),
                elements[element].indices.contains(component)
            else { return "" }
            return FormFile.trimmed(elements[element][component])
        }

        /// True if a byte of the segment could not be read.
        var isDamaged: Bool {
            tag.isEmpty
                || elements.contains {
                    $0.contains { $0.unicodeScalars.contains(EDIFACT.unreadable) }
                }
        }
    }

    /// The character that stands for an unreadable byte.
    static let unreadable: Unicode.Scalar = "\u{FFFD}"

    /// The content of a file.
    public struct Reading: Sendable, Hashable {
        /// The segments of all interchanges, in their order.
        public var segments: [Segment] = []
        /// True if segments stand outside the interchanges, where only other text may be left out.
        public var hasLostSegments = false
        /// True if the last segment of an interchange is not ended; that segment is left out.
        public var isCut = false
    }

    /// The reason why a file is not read.
    public struct Refusal: Error, Hashable {
        /// The kinds of refusal; the raw value is the end of the sentence that an officer reads.
        public enum Reason: String, Sendable, CaseIterable {
            case tooLong = "it is over a limit of bytes"
            case serviceCharacters = "its service characters (UNA) cannot be told apart"
            case tooManySegments = "it has too many segments, or too many parts in all of them"
            case segmentTooLong = "a segment has too many parts, or one that is too long"
        }

        /// The kind of refusal.
        public let reason: Reason
        /// The segment, from 1; 0 for the whole file.
        public let segment: Int
    }

    /// Reads the segments behind UNA, in their order; none if there is neither UNA nor UNB.
    ///
    /// - Throws: a refusal if a bound is exceeded or the service characters cannot be told apart.
    public static func read(
        _ bytes: [UInt8], limits: Limits = Limits()
    ) throws(Refusal) -> Reading {
        guard bytes.count <= limits.bytesMax else { throw Refusal(reason: .tooLong, segment: 0) }
        var splitter = Splitter(bytes: bytes, limits: limits)
        var reading = Reading()
        while let interchange = try splitter.next() {
            let head = interchange.first { tag($0) == "UNB" }
            let charset = head?.dropFirst().first?.first ?? []
            for parts in interchange { reading.segments.append(segment(parts, charset)) }
        }
        reading.hasLostSegments = splitter.hasLostSegments
        reading.isCut = splitter.isCut
        return reading
    }

    private static func segment(_ parts: [[[UInt8]]], _ charset: [UInt8]) -> Segment {
        let name = String(decoding: charset, as: UTF8.self)
        return Segment(
            tag: tag(parts), elements: parts.dropFirst().map { $0.map { text($0, name) } })
    }

    /// The tag of a segment. It is the end of the first element, because a line that is no part of
    /// the segment, as mail quotes one, may stand before it.
    static func tag(_ parts: [[[UInt8]]]) -> String {
        var first = parts.first?.first ?? []
        while first.last == 0x20 { first.removeLast() }
        let tag = first.suffix(3)
        guard tag.count == 3, tag.allSatisfy({ (0x41...0x5A).contains($0) }) else { return "" }
        return String(decoding: tag, as: UTF8.self)
    }

    /// The characters of a component, by its character set where that is certain.
    ///
    /// Bytes that make UTF-8 of more than one byte are read as UTF-8, whatever set is named: as ISO
    /// 8859-1 they would be letters with signs between them, which no name has.
    private static func text(_ bytes: [UInt8], _ charset: String) -> String {
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var scalars = String.UnicodeScalarView()
        if let text = String(validating: bytes, as: UTF8.self) {
            scalars = text.unicodeScalars
        } else {
            for byte in bytes {
                // ISO 8859-1 is the first 256 characters of Unicode; of other sets only ASCII is
                // known here.
                scalars.append(byte < 0x80 || charset == "UNOC" ? UnicodeScalar(byte) : unreadable)
            }
        }
        return String(
            String.UnicodeScalarView(
                scalars.map { scalar in
                    if scalar == "\t" { return " " }
                    return scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                        ? unreadable : scalar
                }))
    }
}
