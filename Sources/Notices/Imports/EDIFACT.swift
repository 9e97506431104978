/// Segments of interchanges of UN/EDIFACT (ISO 9735).
///
/// What carriers and mail put around and between segments is passed over, and a byte that belongs
/// to no character spoils its own component alone: a list of hundreds must not be lost for one
/// name. Only where nobody knows any more which parts a segment has, the whole is refused.
public enum EDIFACT {
    public struct Limits: Sendable, Hashable {
        public var bytesMax: Int
        public var segmentsMax: Int
        public var elementsMax: Int
        public var componentsMax: Int
        public var componentBytesMax: Int
        /// In the whole file: each takes much more memory than its bytes.
        public var partsMax: Int

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

    public struct Segment: Sendable, Hashable {
        /// `NAD`; empty if it has none of three capital letters.
        public let tag: String
        /// What stands behind the tag, each element as its components. A byte that is no character
        /// of the character set stands there as `unreadable`.
        public let elements: [[String]]

        /// A component without blanks at its ends, which fill it up; empty if it is not there.
        public func value(_ element: Int, _ component: Int = 0) -> String {
            guard elements.indices.contains(element),
                elements[element].indices.contains(component)
            else { return "" }
            return FormFile.trimmed(elements[element][component])
        }

        /// Whether a byte of it could not be read.
        var isDamaged: Bool {
            tag.isEmpty
                || elements.contains {
                    $0.contains { $0.unicodeScalars.contains(EDIFACT.unreadable) }
                }
        }
    }

    /// Stands for a byte that is no character.
    static let unreadable: Unicode.Scalar = "\u{FFFD}"

    /// What a file holds.
    public struct Reading: Sendable, Hashable {
        public var segments: [Segment] = []
        /// Segments stand outside the interchanges, where only a text may be passed over.
        public var hasLostSegments = false
        /// The last segment of an interchange is not ended; it is left out.
        public var isCut = false
    }

    /// Why a file is not read.
    public struct Refusal: Error, Hashable {
        public enum Reason: String, Sendable, CaseIterable {
            case tooLong = "it is over a limit of bytes"
            case serviceCharacters = "its service characters (UNA) cannot be told apart"
            case tooManySegments = "it has too many segments, or too many parts in all of them"
            case segmentTooLong = "a segment has too many parts, or one that is too long"
        }

        public let reason: Reason
        /// From 1; 0 for the whole file.
        public let segment: Int
    }

    /// The segments behind UNA, in their order; none if there is neither UNA nor UNB.
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

    /// Behind a line that is no part of a segment, as mail quotes one, its tag still stands where
    /// the first element ends.
    static func tag(_ parts: [[[UInt8]]]) -> String {
        var first = parts.first?.first ?? []
        while first.last == 0x20 { first.removeLast() }
        let tag = first.suffix(3)
        guard tag.count == 3, tag.allSatisfy({ (0x41...0x5A).contains($0) }) else { return "" }
        return String(decoding: tag, as: UTF8.self)
    }

    /// The characters of a component, as its character set has them, where that is certain.
    ///
    /// Bytes that make UTF-8 of more than one byte are UTF-8, whatever set is named: as ISO 8859-1
    /// they would be letters with signs between them, which no name has.
    private static func text(_ bytes: [UInt8], _ charset: String) -> String {
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var scalars = String.UnicodeScalarView()
        if let text = String(validating: bytes, as: UTF8.self) {
            scalars = text.unicodeScalars
        } else {
            for byte in bytes {
                // ISO 8859-1 is the first 256 of Unicode; of other sets only ASCII is known here.
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
