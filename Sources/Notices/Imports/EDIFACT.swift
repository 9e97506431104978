/// Segments of an interchange of UN/EDIFACT (ISO 9735), read strictly and whole.
public enum EDIFACT {
    public struct Limits: Sendable, Hashable {
        public var bytesMax: Int
        public var segmentsMax: Int
        public var elementsMax: Int
        public var componentsMax: Int
        public var componentBytesMax: Int
        /// In the whole interchange: each takes much more memory than its bytes.
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
        /// `NAD`.
        public let tag: String
        /// What stands behind the tag, each element as its components.
        public let elements: [[String]]

        /// A component; empty if it is not there.
        public func value(_ element: Int, _ component: Int = 0) -> String {
            guard elements.indices.contains(element),
                elements[element].indices.contains(component)
            else { return "" }
            return elements[element][component]
        }
    }

    /// Why an interchange is not read.
    public struct Refusal: Error, Hashable {
        public enum Reason: String, Sendable, CaseIterable {
            case tooLong = "it is over a limit of bytes"
            case serviceCharacters = "its service characters (UNA) cannot be told apart"
            case charset =
                "its bytes are not of the character set that it names, or we do not know that set"
            case tooManySegments = "it has too many segments, or too many parts in all of them"
            case segmentTooLong = "a segment has too many parts, or one that is too long"
            case tag = "a segment has no tag of three capital letters"
            case unfinished = "its last segment is not ended"
        }

        public let reason: Reason
        /// From 1; 0 for the whole interchange.
        public let segment: Int
    }

    /// Characters that part what others mean; the defaults of ISO 9735, level A.
    struct Service: Hashable {
        var component = UInt8(ascii: ":")
        var element = UInt8(ascii: "+")
        var release = UInt8(ascii: "?")
        var end = UInt8(ascii: "'")
    }

    /// The segments behind UNA, in their order.
    public static func read(
        _ bytes: [UInt8], limits: Limits = Limits()
    ) throws(Refusal) -> [Segment] {
        guard bytes.count <= limits.bytesMax else { throw Refusal(reason: .tooLong, segment: 0) }
        var service = Service()
        var at = 0
        if bytes.starts(with: "UNA".utf8) {
            guard bytes.count >= 9 else { throw Refusal(reason: .unfinished, segment: 0) }
            service = Service(
                component: bytes[3], element: bytes[4], release: bytes[6], end: bytes[8])
            let marks = [service.component, service.element, service.release, service.end]
            guard Set(marks).count == 4,
                marks.allSatisfy({ (0x21...0x7E).contains($0) && !isWordByte($0) })
            else { throw Refusal(reason: .serviceCharacters, segment: 0) }
            at = 9
        }
        var splitter = Splitter(bytes: bytes, service: service, limits: limits, at: at)
        let raw = try splitter.segments()
        let charset = raw.first { $0.first == [Array("UNB".utf8)] }?.dropFirst().first?.first
        return try raw.enumerated().map { index, parts throws(Refusal) in
            try segment(parts, index + 1, charset ?? [])
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func segment(
        _ parts: [[[UInt8]]], _ number: Int, _ charset: [UInt8]
    ) throws(Refusal) -> Segment {
        var elements: [[String]] = []
        for element in parts.dropFirst() {
            var components: [String] = []
            for component in element {
                guard let text = text(component, charset) else {
                    throw Refusal(reason: .charset, segment: number)
                }
                components.append(text)
            }
            elements.append(components)
        }
        guard let tag = parts.first?.first, parts.first?.count == 1, tag.count == 3,
            tag.allSatisfy({ (0x41...0x5A).contains($0) })
        else { throw Refusal(reason: .tag, segment: number) }
        return Segment(tag: String(decoding: tag, as: UTF8.self), elements: elements)
    }

    /// - Returns: nil if the bytes are not of that character set.
    private static func text(_ bytes: [UInt8], _ charset: [UInt8]) -> String? {
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        switch String(decoding: charset, as: UTF8.self) {
        case "UNOC":
            // ISO 8859-1: the first 256 of Unicode.
            guard bytes.allSatisfy({ $0 >= 0x20 && !(0x7F...0x9F).contains($0) }) else {
                return nil
            }
            var scalars = String.UnicodeScalarView()
            for byte in bytes { scalars.append(UnicodeScalar(byte)) }
            return String(scalars)
        case "UNOW", "UNOY":
            guard !bytes.contains(where: { $0 < 0x20 }) else { return nil }
            return String(validating: bytes, as: UTF8.self)
        default: return nil
        }
    }

    private struct Splitter {
        let bytes: [UInt8]
        let service: Service
        let limits: Limits
        var at: Int
        /// Elements and components so far.
        var parts = 0

        /// Segments as elements as components; the tag is the first element.
        mutating func segments() throws(Refusal) -> [[[[UInt8]]]] {
            var found: [[[[UInt8]]]] = []
            while true {
                // Between segments files have ends of lines, which mean nothing.
                while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D { at += 1 }
                guard at < bytes.count else { return found }
                guard found.count < limits.segmentsMax else {
                    throw Refusal(reason: .tooManySegments, segment: found.count + 1)
                }
                found.append(try segment(found.count + 1))
            }
        }

        private mutating func segment(_ number: Int) throws(Refusal) -> [[[UInt8]]] {
            var elements: [[[UInt8]]] = [[[]]]
            while at < bytes.count {
                let byte = bytes[at]
                at += 1
                if byte == service.element || byte == service.component {
                    parts += 1
                    guard parts <= limits.partsMax else {
                        throw Refusal(reason: .tooManySegments, segment: number)
                    }
                }
                switch byte {
                case service.end: return elements
                case service.element:
                    guard elements.count <= limits.elementsMax else { throw tooLong(number) }
                    elements.append([[]])
                case service.component:
                    guard elements[elements.count - 1].count < limits.componentsMax else {
                        throw tooLong(number)
                    }
                    elements[elements.count - 1].append([])
                case service.release:
                    guard at < bytes.count else {
                        throw Refusal(reason: .unfinished, segment: number)
                    }
                    try add(bytes[at], to: &elements, number)
                    at += 1
                default: try add(byte, to: &elements, number)
                }
            }
            throw Refusal(reason: .unfinished, segment: number)
        }

        private func add(
            _ byte: UInt8, to elements: inout [[[UInt8]]], _ number: Int
        ) throws(Refusal) {
            let element = elements.count - 1
            let component = elements[element].count - 1
            guard elements[element][component].count < limits.componentBytesMax else {
                throw tooLong(number)
            }
            elements[element][component].append(byte)
        }

        private func tooLong(_ number: Int) -> Refusal {
            Refusal(reason: .segmentTooLong, segment: number)
        }
    }
}
