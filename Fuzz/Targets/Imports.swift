import Notices

extension FuzzTarget {
    /// Files from other offices and from carriers.
    static let imports: [FuzzTarget] = [
        FuzzTarget("csv", bytesMax: 16_384) { bytes in
            guard let rows = try? CSV.read(bytes) else { return }
            // The count is over bytes, not characters: a quotation mark with an accent on it is
            // still one.
            let quote = UInt8(ascii: "\"")
            func written(_ cell: String) -> [UInt8] {
                [quote] + cell.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
            }
            let lines = rows.map { row in
                Array(row.cells.map(written).joined(separator: [UInt8(ascii: ",")]))
            }
            let bytes = Array(lines.joined(separator: [0x0D, 0x0A]))
            let again = try? CSV.read(bytes)
            holds(again?.map(\.cells) == rows.map(\.cells), "CSV is not read as it was written")
        },
        FuzzTarget("form", bytesMax: 16_384) { bytes in
            guard let member = MemberCode("XA") else { return }
            for profile in FormProfile.all {
                guard let file = try? FormFile.read(bytes, as: profile) else { continue }
                for row in file.rows {
                    holds(FormRow(row.json) == row, "a form is not handed over as it was read")
                    let verdict = row.judge(
                        as: profile, from: member, number: 1, at: Instant(seconds: 1_800_000_000),
                        rules: NoticeRules(allowSpecimens: true))
                    if case .refused(let faults) = verdict {
                        holds(!faults.isEmpty, "a form is refused without a reason")
                    }
                }
            }
        },
        FuzzTarget("paxlst", bytesMax: 16_384) { bytes in
            guard let file = try? Manifest.read(paxlst: bytes) else { return }
            holds(!file.lists.isEmpty, "a file without a list is taken")
            for list in file.lists {
                holds(
                    list.legs.compactMap { Manifest.Flight($0.leg) } == list.legs,
                    "a flight is read anew")
                for passenger in list.passengers {
                    holds(
                        passenger.isComparable || !passenger.flaws.isEmpty,
                        "a passenger is refused without a reason")
                    _ = Traveller.searchKeys(of: passenger.person)
                    _ = Traveller.looseKeys(of: passenger.person)
                    holds(
                        !passenger.isComparable
                            || Traveller.looseAgreement(
                                of: passenger.person, with: passenger.person)
                                != nil,
                        "a passenger does not agree with itself")
                }
            }
        },
        FuzzTarget("document-scan", bytesMax: 2_048) { bytes in
            guard let entries = try? DocumentScan.read(bytes) else { return }
            for entry in entries {
                let person = entry.person(today: CivilDate(daysSinceEpoch: 20_833))
                holds(
                    (person == nil) != entry.faults.isEmpty,
                    "a document is neither read nor refused")
            }
        },
    ]
}
