/// The envelope UNB to UNZ around the messages of a file, and its counts.
///
/// An interchange of ISO 9735 counts everything twice. A wrong count shows that something was lost
/// on the way, not that the rest is wrong: it is noted, and the messages are read.
struct PaxlstEnvelope {
    let segments: [EDIFACT.Segment]
    /// The segments of each message, from UNH up to the end of its last segment.
    private(set) var messages: [Range<Int>] = []
    private(set) var doubts: [PassengerLists.Doubt] = []

    /// An interchange or group that has begun: its place, and the number of items in it.
    private struct Open {
        let index: Int
        var count = 0
    }

    private var interchange: Open?
    private var group: Open?
    private var hasGroups = false
    private var message: Int?

    init(segments: [EDIFACT.Segment]) {
        self.segments = segments
    }

    mutating func doubt(_ code: Code, _ sentence: String) {
        // One doubt is enough to ask for the list again; nobody reads hundreds.
        guard doubts.count < 20 else { return }
        doubts.append(PassengerLists.Doubt(code: code, sentence: sentence))
    }

    /// - Throws: `importMalformed` if there is no message, or too many.
    mutating func read() throws(HeliographError) {
        for index in segments.indices {
            switch segments[index].tag {
            case "UNB":
                close(at: index)
                interchange = Open(index: index)
                hasGroups = false
            case "UNG":
                closeGroup(at: index)
                group = Open(index: index)
                hasGroups = true
                interchange?.count += 1
            case "UNH":
                closeMessage(at: index)
                guard messages.count < Manifest.messagesMax else {
                    throw Manifest.refused(at: index, "there are too many messages.")
                }
                message = index
                if group != nil { group?.count += 1 } else if !hasGroups { interchange?.count += 1 }
            case "UNT": endMessage(at: index)
            case "UNE":
                closeMessage(at: index)
                check(index, group, "UNE", reference: 4)
                group = nil
            case "UNZ":
                closeGroup(at: index)
                check(index, interchange, "UNZ", reference: 4)
                interchange = nil
            case "":
                doubt(.importMalformed, "Segment \(index + 1) has no tag of three capital letters.")
            default:
                guard message == nil else { break }
                // The message has ended, but a person stands here: the message was counted wrongly,
                // and the person is read.
                if let last = messages.last, last.upperBound == index {
                    messages[messages.count - 1] = last.lowerBound..<index + 1
                }
                doubt(.importMalformed, "Segment \(index + 1) stands outside a message.")
            }
        }
        close(at: segments.count)
        guard !messages.isEmpty else {
            throw Manifest.refused(at: segments.count - 1, "there is no message (UNH).")
        }
    }

    private mutating func endMessage(at index: Int) {
        guard let start = message else {
            doubt(.importMalformed, "Segment \(index + 1) ends a message (UNT) that has not begun.")
            return
        }
        messages.append(start..<index + 1)
        message = nil
        check(index, Open(index: start, count: index - start + 1), "UNT", reference: 0)
    }

    private mutating func closeMessage(at index: Int) {
        guard let start = message else { return }
        messages.append(start..<index)
        message = nil
        doubtEnd(of: "message", at: start, "UNT")
    }

    private mutating func closeGroup(at index: Int) {
        closeMessage(at: index)
        guard let open = group else { return }
        group = nil
        doubtEnd(of: "group", at: open.index, "UNE")
    }

    private mutating func close(at index: Int) {
        closeGroup(at: index)
        guard let open = interchange else { return }
        interchange = nil
        doubtEnd(of: "interchange", at: open.index, "UNZ")
    }

    private mutating func doubtEnd(of what: String, at start: Int, _ tag: String) {
        doubt(
            .importMalformed,
            "The \(what) that begins with segment \(start + 1) does not end (\(tag)).")
    }

    /// Checks a segment that ends something: its count, and the reference that it repeats.
    private mutating func check(_ index: Int, _ open: Open?, _ tag: String, reference: Int) {
        guard let open else {
            doubt(.importMalformed, "Segment \(index + 1) (\(tag)) ends what has not begun.")
            return
        }
        if Int(segments[index].value(0)) != open.count {
            doubt(
                .importCounts,
                "Segment \(index + 1): \(tag) does not count the \(open.count) that are there.")
        }
        if segments[index].value(1) != segments[open.index].value(reference) {
            doubt(
                .importCounts,
                "Segment \(index + 1): \(tag) has another reference than what it ends.")
        }
    }
}
