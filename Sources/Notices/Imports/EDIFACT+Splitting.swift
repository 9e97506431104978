extension EDIFACT {
    /// The service characters, which separate the parts of a segment (ISO 9735).
    struct Service: Hashable {
        var component: UInt8
        var element: UInt8
        /// The release character; nil if UNA has a blank for it: then there is none.
        var release: UInt8?
        var end: UInt8

        /// The characters of ISO 9735, level A.
        static let levelA = Service(component: 0x3A, element: 0x2B, release: 0x3F, end: 0x27)
        /// The characters of ISO 9735, level B: the separators of ISO 646.
        static let levelB = Service(component: 0x1F, element: 0x1D, release: nil, end: 0x1C)

        /// - Parameter marks: the six characters that follow UNA.
        /// - Returns: nil if one character has two meanings, or could stand in a word.
        init?(_ marks: [UInt8]) {
            component = marks[0]
            element = marks[1]
            release = marks[3] == 0x20 ? nil : marks[3]
            end = marks[5]
            let used = [component, element, end] + (release.map { [$0] } ?? [])
            guard Set(used).count == used.count, used.allSatisfy(Self.isMark) else { return nil }
        }

        private init(component: UInt8, element: UInt8, release: UInt8?, end: UInt8) {
            self.component = component
            self.element = element
            self.release = release
            self.end = end
        }

        private static func isMark(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: false
            case 0x21...0x7E, 0x1C...0x1F, 0x0A, 0x0D: true
            default: false
            }
        }
    }

    /// Goes from interchange to interchange, and splits each into segments.
    struct Splitter {
        let bytes: [UInt8]
        let limits: Limits
        private(set) var hasLostSegments = false
        private(set) var isCut = false
        private var at = 0
        private var service = Service.levelA
        /// The number of elements and components so far.
        private var parts = 0
        private var segments = 0

        init(bytes: [UInt8], limits: Limits) {
            self.bytes = bytes
            self.limits = limits
        }

        /// The segments of the next interchange, each as elements as components; the tag is the
        /// first element.
        ///
        /// - Returns: nil after the last one.
        mutating func next() throws(Refusal) -> [[[[UInt8]]]]? {
            let from = at
            while at < bytes.count, !isStart(at) { at += 1 }
            if Self.holdsSegments(bytes[from..<at]) { hasLostSegments = true }
            guard at < bytes.count else { return nil }
            service = bytes[at...].starts(with: [0x55, 0x4E, 0x42, 0x1D]) ? .levelB : .levelA
            if hasTag("UNA", at: at) {
                guard let named = Service(Array(bytes[at + 3..<at + 9])) else {
                    throw Refusal(reason: .serviceCharacters, segment: 0)
                }
                service = named
                at += 9
            }
            var found: [[[[UInt8]]]] = []
            while true {
                while at < bytes.count, Self.isNoise(bytes[at]) { at += 1 }
                // The end of this interchange may have been lost.
                guard at < bytes.count, found.isEmpty || !isStart(at) else { return found }
                segments += 1
                guard segments <= limits.segmentsMax else { throw refusal(.tooManySegments) }
                guard let segment = try segment() else {
                    isCut = true
                    return found
                }
                found.append(segment)
                if EDIFACT.tag(segment) == "UNZ" { return found }
            }
        }

        /// True if an interchange begins here: UNA with six characters and UNB behind them, or UNB
        /// itself.
        private func isStart(_ index: Int) -> Bool {
            if hasTag("UNB", at: index), index + 3 < bytes.count {
                return bytes[index + 3] == 0x2B || bytes[index + 3] == 0x1D
            }
            guard hasTag("UNA", at: index), index + 9 < bytes.count else { return false }
            var next = index + 9
            while next < bytes.count, Self.isNoise(bytes[next]) { next += 1 }
            return hasTag("UNB", at: next)
        }

        /// True if the text around interchanges is a message that lacks its UNB.
        private static func holdsSegments(_ text: ArraySlice<UInt8>) -> Bool {
            text.indices.contains { index in
                guard text[index] == 0x55 || text[index] == 0x4E else { return false }
                return text[index...].starts(with: "UNH+".utf8)
                    || text[index...].starts(with: "NAD+".utf8)
            }
        }

        private func hasTag(_ tag: String, at index: Int) -> Bool {
            bytes[min(index, bytes.count)...].starts(with: tag.utf8)
        }

        /// True for blanks, ends of lines, control characters (Ctrl-Z, STX, ETX) and the bytes of a
        /// byte order mark: they have no meaning between segments.
        private static func isNoise(_ byte: UInt8) -> Bool {
            byte <= 0x20 && !(0x1C...0x1F).contains(byte) || byte == 0x7F
                || [0xEF, 0xBB, 0xBF].contains(byte)
        }

        /// - Returns: nil if it is not ended.
        private mutating func segment() throws(Refusal) -> [[[UInt8]]]? {
            var elements: [[[UInt8]]] = [[[]]]
            while let byte = taken() {
                if byte == service.element || byte == service.component {
                    parts += 1
                    guard parts <= limits.partsMax else { throw refusal(.tooManySegments) }
                }
                switch byte {
                case service.end: return elements
                case service.element:
                    guard elements.count <= limits.elementsMax else {
                        throw refusal(.segmentTooLong)
                    }
                    elements.append([[]])
                case service.component:
                    guard elements[elements.count - 1].count < limits.componentsMax else {
                        throw refusal(.segmentTooLong)
                    }
                    elements[elements.count - 1].append([])
                default:
                    var plain = byte
                    if byte == service.release {
                        guard let released = taken() else { return nil }
                        plain = released
                    }
                    let (element, component) = (elements.count - 1, elements.last?.count ?? 1)
                    guard
                        elements[element][component - 1].count < limits.componentBytesMax
                    else { throw refusal(.segmentTooLong) }
                    elements[element][component - 1].append(plain)
                }
            }
            return nil
        }

        /// The next byte. Mail and telex break long lines, also inside a word. So an end of line is
        /// no character of a segment, unless UNA makes it the end of one.
        private mutating func taken() -> UInt8? {
            while at < bytes.count {
                let byte = bytes[at]
                at += 1
                if byte != 0x0A && byte != 0x0D || byte == service.end { return byte }
            }
            return nil
        }

        private func refusal(_ reason: Refusal.Reason) -> Refusal {
            Refusal(reason: reason, segment: segments)
        }
    }
}
