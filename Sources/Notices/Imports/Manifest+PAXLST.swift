extension Manifest {
    /// The largest number of messages in one file.
    static let messagesMax = 100
    /// The largest number of passengers in one message.
    public static let passengersMax = 20_000
    /// The largest number of legs in one message.
    static let legsMax = 20

    /// Reads the messages PAXLST of a file.
    ///
    /// Every readable message is read. Each fault of the rest becomes a doubt: a wrong total, a
    /// missing end, a message without a flight beside others that have one.
    ///
    /// - Source: UN/EDIFACT D.05B and later, PAXLST, in the profile of the WCO/IATA/ICAO guidelines
    ///   on advance passenger information; ISO 9735 for UNB to UNZ.
    /// - Throws: `bodyTooLarge`, or `importMalformed` if there is no list of persons who fly;
    ///   nothing of the file is then used.
    public static func read(paxlst bytes: [UInt8]) throws(HeliographError) -> PassengerLists {
        let bytes = TextForm.unquoted(TextForm.utf8(bytes) ?? bytes)
        if let kind = FileKind(bytes), kind != .edifact {
            throw HeliographError(
                .importMalformed, "The file is no passenger list: it is \(kind.rawValue).",
                next: "Give the message PAXLST (UN/EDIFACT) as the carrier sent it.")
        }
        let reading: EDIFACT.Reading
        do throws(EDIFACT.Refusal) {
            reading = try EDIFACT.read(bytes)
        } catch {
            throw HeliographError(
                error.reason == .tooLong ? .bodyTooLarge : .importMalformed,
                error.segment == 0
                    ? "The list is not taken: \(error.reason.rawValue)."
                    : "The list is not taken: segment \(error.segment): \(error.reason.rawValue).")
        }
        guard !reading.segments.isEmpty else {
            throw HeliographError(
                .importMalformed,
                "The file is no passenger list: it has no line that begins with UNA or UNB, as the "
                    + "messages of carriers do (PAXLST, UN/EDIFACT).",
                next: "Give the message as the carrier sent it. `heliograph import forms FILE "
                    + "--profile sorna` reads a table of travel forms (CSV).")
        }
        var envelope = PaxlstEnvelope(segments: reading.segments)
        try envelope.read()
        if reading.isCut {
            envelope.doubt(
                .importMalformed, "The last segment is not ended: the list was cut in transit.")
        }
        if reading.hasLostSegments {
            envelope.doubt(
                .importMalformed, "Segments stand outside UNB to UNZ, and were not read.")
        }
        return try lists(of: envelope)
    }

    private static func lists(
        of envelope: PaxlstEnvelope
    ) throws(HeliographError) -> PassengerLists {
        var lists = PassengerLists(doubts: envelope.doubts)
        var refusal: HeliographError?
        for (index, range) in envelope.messages.enumerated() {
            let reading = PaxlstReading(
                segments: envelope.segments, range: range, message: index + 1)
            if let passed = reading.passedOver {
                lists.passedOver.append(passed)
                continue
            }
            do throws(HeliographError) {
                let (list, doubts) = try reading.manifest()
                lists.lists.append(list)
                lists.doubts += doubts
            } catch {
                refusal = refusal ?? error
                lists.doubts.append(
                    PassengerLists.Doubt(
                        code: error.code,
                        sentence: "Message \(index + 1) was not compared. \(error.sentence)"))
            }
        }
        guard lists.lists.isEmpty else { return lists }
        if let refusal { throw refusal }
        throw HeliographError(
            .importMalformed,
            (["The file holds no list of people who fly: nobody was compared."]
                + lists.passedOver.map(\.sentence)).joined(separator: " "),
            next: lists.passedOver.contains { $0.kind == .cancellation || $0.kind == .notOnBoard }
                ? "Look at `heliograph draft list` for the flight: a draft about a passenger who "
                    + "does not fly is discarded, an alert that was sent is cancelled."
                : "Give the list of passengers (BGM+745) as the carrier sent it.")
    }

    static func refused(
        _ code: Code = .importMalformed, at index: Int, _ sentence: String
    ) -> HeliographError {
        HeliographError(code, "The list is not taken: segment \(index + 1): \(sentence)")
    }
}
