extension NameLetters {
    /// True if one of the spellings is exactly the shown text.
    ///
    /// - Parameter shown: `A-Z` and `<`.
    public func fits(_ shown: some StringProtocol) -> Bool {
        reached(in: Array(shown.utf8)).last?.last == true
    }

    /// True if one of the spellings begins with the shown text; an initial is such a beginning.
    func begins(with shown: some StringProtocol) -> Bool {
        let bytes = Array(shown.utf8)
        guard !bytes.isEmpty else { return true }
        // The end lies behind a letter, or inside a spelling of the letter that the end cuts.
        let rows = reached(in: bytes)
        for (row, letter) in zip(rows, letters) {
            for start in row.indices where row[start] {
                let rest = bytes[start...]
                let isCut =
                    switch letter {
                    case .plain(let byte): rest.count == 1 && rest.first == byte
                    case .open(let choices): choices.contains { $0.starts(with: rest) }
                    }
                if rest.isEmpty || isCut { return true }
            }
        }
        return rows.last?.last == true
    }

    /// The places in the text where each letter may begin; the last row is for the end of the name.
    private func reached(in text: [UInt8]) -> [[Bool]] {
        var row = [Bool](repeating: false, count: text.count + 1)
        row[0] = true
        var rows = [row]
        for letter in letters {
            var next = [Bool](repeating: false, count: text.count + 1)
            for start in row.indices where row[start] {
                switch letter {
                case .plain(let byte):
                    if start < text.count, text[start] == byte { next[start + 1] = true }
                case .open(let choices):
                    for choice in choices where text[start...].starts(with: choice) {
                        next[start + choice.count] = true
                    }
                }
            }
            row = next
            rows.append(row)
        }
        return rows
    }

    /// The name in further spellings, for a search alone: whoever types without a Danish keyboard
    /// writes `O` for `Ø`, which Doc 9303 spells `OE` only. Documents are compared without it.
    var widened: NameLetters {
        let (oe, o) = (Array("OE".utf8), Array("O".utf8))
        return NameLetters(
            letters: letters.map { letter in
                guard case .open(let choices) = letter, choices.contains(oe), !choices.contains(o)
                else { return letter }
                return .open(choices + [o])
            })
    }

    /// True if the two have a spelling in common.
    func agrees(with other: NameLetters) -> Bool {
        guard letters != other.letters else { return true }
        guard isOpen || other.isOpen else { return false }
        guard other.isOpen else { return fits(other.spelling(0)) }
        guard isOpen else { return other.fits(spelling(0)) }
        var seen: Set<Meeting> = []
        var open = [Meeting(own: 0, theirs: 0, ahead: [], isOwnAhead: true)]
        while let meeting = open.popLast() {
            guard seen.insert(meeting).inserted else { continue }
            if meeting.own == letters.count, meeting.theirs == other.letters.count,
                meeting.ahead.isEmpty
            {
                return true
            }
            // The name that is behind goes on.
            let behind = meeting.isOwnAhead ? other.letters : letters
            let place = meeting.isOwnAhead ? meeting.theirs : meeting.own
            guard place < behind.count else { continue }
            for choice in behind[place].choices {
                let isLonger = choice.count > meeting.ahead.count
                guard
                    isLonger
                        ? choice.starts(with: meeting.ahead) : meeting.ahead.starts(with: choice)
                else { continue }
                let rest =
                    isLonger
                    ? choice.dropFirst(meeting.ahead.count) : meeting.ahead.dropFirst(choice.count)
                var next = meeting
                if meeting.isOwnAhead { next.theirs += 1 } else { next.own += 1 }
                if isLonger { next.isOwnAhead.toggle() }
                next.ahead = Array(rest)
                open.append(next)
            }
        }
        return false
    }

    private var isOpen: Bool {
        letters.contains { if case .open = $0 { true } else { false } }
    }

    /// The places that two names have been read to, and the letters that one has shown more than
    /// the other.
    private struct Meeting: Hashable {
        var own: Int
        var theirs: Int
        var ahead: [UInt8]
        var isOwnAhead: Bool
    }

    /// True if each part of one name agrees with another part of the other; order and hyphens do
    /// not count.
    static func partsAgree(_ left: [NameLetters], _ right: [NameLetters]) -> Bool {
        guard left.count == right.count else { return false }
        var rest = right
        return left.allSatisfy { part in
            guard let found = rest.firstIndex(where: { part.agrees(with: $0) }) else {
                return false
            }
            rest.remove(at: found)
            return true
        }
    }
}

extension NameLetters.Letter {
    fileprivate var choices: [[UInt8]] {
        switch self {
        case .plain(let byte): [[byte]]
        case .open(let choices): choices
        }
    }
}
