extension MRZ {
    /// Reads the lines of a zone.
    ///
    /// - Returns: nil with the reasons, at most one a line, if the lines have no known shape; else
    ///   the zone with every check digit that fails.
    public static func read(_ lines: [String]) -> (zone: MRZ?, problems: [MRZProblem]) {
        // A character that is not ASCII counts as one character, and none of a zone.
        let rows = lines.map { $0.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : 0 } }
        var problems = shapeProblems(rows)
        for (line, row) in rows.enumerated() where !problems.contains(where: { $0.line == line }) {
            let strange = row.indices.filter {
                CheckCharacters.alphanumericValue(row[$0]) == nil && row[$0] != 0x3C
            }
            guard let column = strange.first else { continue }
            problems.append(.character(line: line, column: column, count: strange.count))
        }
        guard problems.isEmpty, let format = format(of: rows) else { return (nil, problems) }
        let zone = format == .td1 ? card(rows, &problems) : booklet(rows, format, &problems)
        if !problems.isEmpty, isFrenchCard(rows) { return (nil, [.frenchCard]) }
        return (zone, problems)
    }

    private static func format(of rows: [[UInt8]]) -> Format? {
        guard let first = rows.first, let letter = first.first,
            rows.allSatisfy({ $0.count == first.count })
        else { return nil }
        let isVisa = letter == UInt8(ascii: "V")
        return Format.allCases.first {
            $0.lineCount == rows.count && $0.lineLength == first.count
                && ($0 == .td1 || ($0 == .mrvA || $0 == .mrvB) == isVisa)
        }
    }

    /// The lines that are too long or too short, judged by the others.
    private static func shapeProblems(_ rows: [[UInt8]]) -> [MRZProblem] {
        guard rows.count == 2 || rows.count == 3 else { return [.lineCount(rows.count)] }
        let lengths = rows.map(\.count)
        let wanted: Int
        if rows.count == 3 {
            wanted = Format.td1.lineLength
        } else if lengths == [Format.td1.lineLength, Format.td1.lineLength] {
            return [.lineCount(2)]
        } else {
            let known = [Format.td3.lineLength, Format.td2.lineLength]
            wanted =
                lengths.first(where: known.contains)
                ?? ((lengths.max() ?? 0) > 40 ? known[0] : known[1])
        }
        return lengths.indices.filter { lengths[$0] != wanted }.map {
            .length(line: $0, found: lengths[$0], wanted: wanted)
        }
    }

    /// True for the French card of two lines: `IDFRA`, family name and office on one line; number
    /// of twelve characters, given names, birth and sex on the other.
    private static func isFrenchCard(_ rows: [[UInt8]]) -> Bool {
        rows.count == 2 && rows[0].count == 36 && rows[0].starts(with: "IDFRA".utf8)
            && checkDigit(rows[1][0..<12]) == rows[1][12]
    }

    /// Reads TD1, which has on three lines the fields that other formats have on two.
    private static func card(_ rows: [[UInt8]], _ problems: inout [MRZProblem]) -> MRZ {
        let number = number(
            rows[0][5..<14], Digit(rows, 0, 14), optional: rows[0][15..<30], &problems)
        check(.birth, rows[1][0..<6], Digit(rows, 1, 6), &problems)
        check(.expiry, rows[1][8..<14], Digit(rows, 1, 14), &problems)
        let whole = rows[0][5..<30] + rows[1][0..<7] + rows[1][8..<15] + rows[1][18..<29]
        check(.composite, whole, Digit(rows, 1, 29), &problems)
        return MRZ(
            format: .td1, documentCode: unfilled(rows[0][0..<2]), issuer: unfilled(rows[0][2..<5]),
            number: number, nationality: unfilled(rows[1][15..<18]), birth: text(rows[1][0..<6]),
            sex: Character(UnicodeScalar(rows[1][7])), expiry: text(rows[1][8..<14]),
            nameField: text(rows[2][0..<30]),
            optional: unfilled(rows[0][15..<30] + rows[1][18..<29]))
    }

    private static func booklet(
        _ rows: [[UInt8]], _ format: Format, _ problems: inout [MRZProblem]
    ) -> MRZ {
        let line = rows[1]
        let optional: ArraySlice<UInt8> =
            switch format {
            case .td3: line[28..<42]
            case .td2: line[28..<35]
            default: line[28...]
            }
        let number =
            format == .td2
            ? number(line[0..<9], Digit(rows, 1, 9), optional: optional, &problems)
            : number(line[0..<9], Digit(rows, 1, 9), optional: [], &problems)
        check(.birth, line[13..<19], Digit(rows, 1, 19), &problems)
        check(.expiry, line[21..<27], Digit(rows, 1, 27), &problems)
        if format == .td3 {
            check(.optional, optional, Digit(rows, 1, 42), &problems)
            let whole = line[0..<10] + line[13..<20] + line[21..<43]
            check(.composite, whole, Digit(rows, 1, 43), &problems)
        }
        if format == .td2 {
            let whole = line[0..<10] + line[13..<20] + line[21..<35]
            check(.composite, whole, Digit(rows, 1, 35), &problems)
        }
        return MRZ(
            format: format, documentCode: unfilled(rows[0][0..<2]),
            issuer: unfilled(rows[0][2..<5]), number: number,
            nationality: unfilled(line[10..<13]), birth: text(line[13..<19]),
            sex: Character(UnicodeScalar(line[20])), expiry: text(line[21..<27]),
            nameField: text(rows[0][5...]), optional: unfilled(optional))
    }

    /// Reads a document number. A number longer than nine characters goes on in the optional data,
    /// with its check digit behind it; a filler then stands in the place of the check digit.
    private static func number(
        _ field: ArraySlice<UInt8>, _ digit: Digit, optional: ArraySlice<UInt8>,
        _ problems: inout [MRZProblem]
    ) -> String {
        let more = optional.prefix { $0 != 0x3C }
        if digit.value == 0x3C, let last = more.last, more.count > 1 {
            let whole = Array(field) + more.dropLast()
            let place = Digit(value: last, line: digit.line, column: more.endIndex - 1)
            check(.number, whole[...], place, &problems)
            return unfilled(whole[...])
        }
        check(.number, field, digit, &problems)
        return unfilled(field)
    }

    /// A check digit at its place.
    private struct Digit {
        let value: UInt8
        let line: Int
        let column: Int

        init(value: UInt8, line: Int, column: Int) {
            (self.value, self.line, self.column) = (value, line, column)
        }

        init(_ rows: [[UInt8]], _ line: Int, _ column: Int) {
            self.init(value: rows[line][column], line: line, column: column)
        }
    }

    private static func check(
        _ field: MRZProblem.CheckDigit.Field, _ text: ArraySlice<UInt8>, _ digit: Digit,
        _ problems: inout [MRZProblem]
    ) {
        // A field of fillers alone may have a filler for its check digit.
        if digit.value == 0x3C, text.allSatisfy({ $0 == 0x3C }) { return }
        let wanted = checkDigit(text)
        guard wanted != digit.value else { return }
        problems.append(
            .checkDigit(
                MRZProblem.CheckDigit(
                    field: field, line: digit.line, column: digit.column, found: digit.value,
                    wanted: wanted)))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The text without the fillers at its end.
    private static func unfilled(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while bytes.last == 0x3C { bytes.removeLast() }
        return text(bytes)
    }
}
