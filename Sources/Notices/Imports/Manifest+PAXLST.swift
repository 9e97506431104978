extension Manifest {
    /// Messages in one file.
    static let messagesMax = 100
    public static let passengersMax = 20_000

    /// Reads the messages PAXLST of an interchange.
    ///
    /// - Source: UN/EDIFACT D.05B and later, PAXLST, in the profile of the WCO/IATA/ICAO guidelines on
    ///   advance passenger information; ISO 9735 for UNB to UNZ.
    /// - Throws: `bodyTooLarge`, `importMalformed`, or `importCounts` if a number that it states is not the
    ///   number of what is there; nothing of the file is then used.
    public static func read(paxlst bytes: [UInt8]) throws(HeliographError) -> [Manifest] {
        guard bytes.drop(while: { $0 <= 0x20 }).starts(with: "UN".utf8) else {
            throw HeliographError(
                .importMalformed,
                "The file is no passenger list: it does not begin with UNA or UNB.",
                next: "Give the message PAXLST (UN/EDIFACT) as the carrier sent it.")
        }
        let segments: [EDIFACT.Segment]
        do throws(EDIFACT.Refusal) {
            segments = try EDIFACT.read(bytes)
        } catch {
            throw HeliographError(
                error.reason == .tooLong ? .bodyTooLarge : .importMalformed,
                error.segment == 0
                    ? "The list is not taken: \(error.reason.rawValue)."
                    : "The list is not taken: segment \(error.segment): \(error.reason.rawValue).")
        }
        return try Envelope(segments: segments).messages().map { range throws(HeliographError) in
            try PaxlstReading(segments: segments, range: range).manifest()
        }
    }

    static func refused(
        _ code: Code = .importMalformed, at index: Int, _ sentence: String
    ) -> HeliographError {
        HeliographError(code, "The list is not taken: segment \(index + 1): \(sentence)")
    }

    /// UNB to UNZ: what stands around the messages, and what it counts.
    private struct Envelope {
        let segments: [EDIFACT.Segment]

        /// Where the messages lie, UNH and UNT included.
        func messages() throws(HeliographError) -> [Range<Int>] {
            guard segments.first?.tag == "UNB", let last = segments.last, last.tag == "UNZ" else {
                throw HeliographError(
                    .importMalformed, "The list is not taken: it does not go from UNB to UNZ.")
            }
            var messages: [Range<Int>] = []
            var groups = 0
            var index = 1
            while index < segments.count - 1 {
                switch segments[index].tag {
                case "UNG":
                    let first = messages.count
                    let start = index
                    index += 1
                    while index < segments.count - 1, segments[index].tag == "UNH" {
                        messages.append(try message(at: &index))
                    }
                    try count(
                        "UNE", index, messages.count - first, segments[start].value(4))
                    groups += 1
                    index += 1
                case "UNH" where groups == 0: messages.append(try message(at: &index))
                default:
                    throw Manifest.refused(at: index, "it stands outside a message.")
                }
                guard messages.count <= Manifest.messagesMax else {
                    throw Manifest.refused(at: index, "there are too many messages.")
                }
            }
            guard !messages.isEmpty else {
                throw Manifest.refused(at: segments.count - 1, "there is no message.")
            }
            try count(
                "UNZ", segments.count - 1, groups > 0 ? groups : messages.count,
                segments[0].value(4))
            return messages
        }

        private func message(at index: inout Int) throws(HeliographError) -> Range<Int> {
            let start = index
            while index < segments.count - 1, segments[index].tag != "UNT" {
                if index > start, segments[index].tag.hasPrefix("UN"), segments[index].tag != "UNS"
                {
                    throw Manifest.refused(at: index, "it stands inside a message.")
                }
                index += 1
            }
            try count("UNT", index, index - start + 1, segments[start].value(0))
            index += 1
            return start..<index
        }

        /// A segment that ends something: it counts what it ends, and repeats its reference.
        private func count(
            _ tag: String, _ index: Int, _ found: Int, _ reference: String
        ) throws(HeliographError) {
            guard segments.indices.contains(index), segments[index].tag == tag else {
                throw Manifest.refused(at: index, "\(tag) is missing.")
            }
            guard Int(segments[index].value(0)) == found else {
                throw Manifest.refused(
                    .importCounts, at: index, "\(tag) does not count the \(found) that are there.")
            }
            guard segments[index].value(1) == reference else {
                throw Manifest.refused(
                    .importCounts, at: index, "\(tag) has another reference than what it ends.")
            }
        }
    }
}
