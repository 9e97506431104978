import Notices

extension FuzzTarget {
    /// The documents of officers and of travellers: JSON, notices, machine-readable zones.
    static let texts: [FuzzTarget] = [
        FuzzTarget("json") { bytes in
            guard let json = try? JSON.parse(bytes) else { return }
            holds((try? JSON.parse(json.encoded())) == json, "JSON is not read as it was written")
            holds(
                (try? JSON.parse(json.encodedPretty())) == json, "pretty JSON is not read again")
        },
        FuzzTarget("notice", bytesMax: 32_768) { bytes in
            for audience in [NoticeRules.Audience.author, .recipient] {
                var rules = NoticeRules(allowSpecimens: true)
                rules.audience = audience
                guard let notice = Notice.read(bytes, rules: rules).notice else { continue }
                for recipient in notice.to {
                    let rendition = notice.rendition(for: [recipient])
                    holds(!rendition.encoded().isEmpty, "a rendition is empty")
                    _ = notice.actBy(for: recipient)
                }
                _ = notice.searchKeys
            }
        },
        FuzzTarget("mrz", bytesMax: 512) { bytes in
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
                String($0)
            }
            let (zone, problems) = MRZ.read(lines)
            holds(zone != nil || !problems.isEmpty, "no zone and no reason")
        },
    ]
}
