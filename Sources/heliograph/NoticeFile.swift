import Notices

/// The file of a notice, with the text that its lines are counted in.
struct NoticeFile {
    let json: JSON
    private let bytes: [UInt8]

    /// - Throws: `fileUnreadable`, `bodyTooLarge`; `noticeInvalid` for anything but strict JSON.
    init(_ path: String) throws(HeliographError) {
        bytes = try InputFile.read(path)
        json = try InputFile.json(bytes, from: path)
    }

    /// The refusal with what to do at each place, and the line of the file.
    ///
    /// - Parameter path: names the file in the sentence; nil where the sentence names it already.
    func placed(_ error: HeliographError, naming path: String? = nil) -> HeliographError {
        guard error.code == .noticeInvalid, !error.faults.isEmpty else { return error }
        let faults = error.faults.map { fault in
            Fault(
                pointer: fault.pointer, code: fault.code, layer: fault.layer,
                sentence: fault.advised
                    + " (line \(TextPlace.line(of: fault.pointer, in: bytes)))")
        }
        let sentence =
            path.map { error.sentence.replacing(" in the notice ", with: " in \($0) ") }
            ?? error.sentence
        return HeliographError(
            error.code, sentence, next: error.next, detail: error.detail, faults: faults)
    }

    /// Carries out what is asked about the file; a refusal of the notice names its lines.
    func asking<Asked>(
        naming path: String, _ ask: () async throws(HeliographError) -> Asked
    ) async throws(HeliographError) -> Asked {
        do throws(HeliographError) {
            return try await ask()
        } catch {
            throw placed(error, naming: path)
        }
    }
}
