/// A place where a leg of a journey starts or ends.
public struct Place: Sendable, Hashable {
    /// The code as written: IATA (3 letters), ICAO (4 letters) or UN/LOCODE (5 characters).
    public let code: String
    /// The country of the place, alpha-2; nil if only an officer can know it.
    public let country: MemberCode?
    /// The IANA time zone of the place; nil if the list has none.
    public let zone: String?
    /// One code for one airport, whether it was written as IATA or as ICAO code.
    public let identity: String
    /// True for a place of the specimen list, which is for demonstrations.
    public let isSpecimen: Bool

    private static let iata = FixedRows(text: AirportData.iata, width: 12, codeWidth: 3)
    private static let icao = FixedRows(text: AirportData.icao, width: 9, codeWidth: 4)
    private static let zones = Rows(AirportData.zones).map(String.init)
    private static let specimens = Set(
        Rows(AirportData.specimens, separator: " ").map(String.init))

    /// Looks a code up. Airports are in the list; a UN/LOCODE is taken by its first two letters,
    /// which are the country. There is no list of ports: an officer states their zone.
    ///
    /// - Returns: nil for a code that is in no list.
    public init?(code: String) {
        switch code.utf8.count {
        case 3:
            guard let row = Self.iata.row(code) else { return nil }
            self.init(code: code, row: row, identity: String(row.dropFirst(4)))
        case 4:
            guard let row = Self.icao.row(code) else { return nil }
            self.init(code: code, row: row, identity: code)
        case 5:
            let country = String(code.prefix(2))
            guard Country.recognition(ofMember: country) != .unknown else { return nil }
            self.init(
                code: code, country: MemberCode(country), zone: nil, identity: code,
                isSpecimen: Country.recognition(ofMember: country) == .specimen)
        default: return nil
        }
    }

    private init(code: String, row: String, identity: String) {
        self.init(
            code: code, country: MemberCode(row.prefix(2)),
            zone: Int(row.dropFirst(2).prefix(2), radix: 36).map { Self.zones[$0] },
            identity: identity == "----" ? code : identity,
            isSpecimen: Self.specimens.contains(code))
    }

    private init(
        code: String, country: MemberCode?, zone: String?, identity: String, isSpecimen: Bool
    ) {
        self.code = code
        self.country = country
        self.zone = zone
        self.identity = identity
        self.isSpecimen = isSpecimen
    }

    /// The name that people use; nil if the list of names does not have the code.
    public var name: String? { Self.names[code] }

    /// The names by IATA code and by ICAO location indicator; read at the first use.
    private static let names: [String: String] = {
        var names: [String: String] = [:]
        for row in Rows(PlaceNameData.names) {
            let name = String(row.dropFirst(9))
            names[String(row.prefix(3))] = name
            names[String(row.dropFirst(4).prefix(4))] = name
        }
        names["----"] = nil
        return names
    }()

    /// The specimen airport of a specimen member, if it has one: `XAA` for `XA`.
    public static func specimenAirport(of member: MemberCode) -> Place? {
        specimens.lazy.compactMap { Place(code: $0) }.first { $0.country == member }
    }

    /// The first airport of a country in the order of IATA codes; nil if it has none.
    public static func firstAirport(of member: MemberCode) -> Place? {
        let wanted = Array(member.description.utf8)
        let code = AirportData.iata.withUTF8Buffer { bytes -> String? in
            let starts = stride(from: 0, to: bytes.count, by: Self.iata.width)
            return starts.first { bytes[($0 + 3)..<($0 + 5)].elementsEqual(wanted) }
                .map { String(decoding: bytes[$0..<($0 + 3)], as: UTF8.self) }
        }
        return code.flatMap { Place(code: $0) }
    }

    /// The airport of one of some countries whose code is nearest to a code that is in no list; nil
    /// if none is near.
    static func nearest(to code: String, in countries: Set<MemberCode>) -> String? {
        guard let list = [3: iata, 4: icao][code.utf8.count] else { return nil }
        let codes = list.codes { bytes in
            countries.contains { $0.description.utf8.elementsEqual(bytes.prefix(2)) }
        }
        return Suggestion.nearest(to: code, among: codes)
    }

    /// The number of airports in the lists, by IATA and by ICAO code.
    static var counts: (iata: Int, icao: Int) { (iata.count, icao.count) }
}
