internal import Federation
package import Notices

/// The ways of received notices into national systems: to one system, or to several agencies, each
/// with the notices that it is to see.
package struct HandoverRoutes: Sendable {
    /// A national authority with a drop folder of its own.
    package struct Agency: Sendable, Hashable {
        let name: String
        let dropFolder: String
        /// The kinds that the agency takes; nil for every kind.
        let kinds: Set<NoticeKind>?
        /// The senders that the agency hears of; nil for all.
        let senders: Set<MemberCode>?

        var target: String { "agency:" + name }
    }

    /// The target that stands for the one drop folder, which takes every notice.
    static let dropFolderTarget = "drop-folder"
    static let fileBytesMax = 1 << 20
    static let agenciesMax = 64

    let agencies: [Agency]
    private let dropFolder: String?

    /// - Parameters:
    ///   - dropFolder: takes every notice; nil for none.
    ///   - agencies: each with a drop folder of its own.
    package init(dropFolder: String? = nil, agencies: [Agency] = []) {
        self.dropFolder = dropFolder
        self.agencies = agencies
    }

    /// True if nothing is handed over.
    package var isEmpty: Bool { dropFolder == nil && agencies.isEmpty }

    /// Every folder that notices are put into.
    package var folders: [String] { [dropFolder].compactMap(\.self) + agencies.map(\.dropFolder) }

    /// The folder that stands for a target; nil for one that is not configured any more.
    package func folder(of target: String) -> String? {
        if target == Self.dropFolderTarget { return dropFolder }
        return agencies.first { $0.target == target }?.dropFolder
    }

    /// The targets that are to have a statement. A correction or an order to erase goes to every
    /// agency that hears of its sender, whatever kinds the agency takes: it may hold the wrong
    /// statement.
    package func targets(of kind: NoticeKind, from sender: MemberCode) -> [String] {
        let isRepair = kind == .correction || kind == .erasure
        var targets = dropFolder == nil ? [] : [Self.dropFolderTarget]
        for agency in agencies
        where agency.senders?.contains(sender) ?? true
            && (isRepair || agency.kinds?.contains(kind) ?? true)
        {
            targets.append(agency.target)
        }
        return targets
    }

    /// Reads `{ border: { dropFolder: "/srv/border", kinds: ["travel-alert"], from: ["XA"] } }`.
    ///
    /// - Throws: `configurationInvalid`, naming the place; `fileUnreadable`.
    static func agencies(in file: String) throws(HeliographError) -> [Agency] {
        let bytes = try Files.read(file, bytesMax: fileBytesMax)
        let json: JSON
        do throws(JSON5.Fault) {
            json = try JSON5.read(bytes)
        } catch {
            throw HeliographError(
                .configurationInvalid, "The file of `agencies` is not JSON5: \(error)",
                next: "Correct \(file).")
        }
        guard let members = json.objectValue, members.count <= agenciesMax else {
            throw HeliographError(
                .configurationInvalid,
                "`agencies` is not a JSON5 object of at most \(agenciesMax) agencies.")
        }
        var agencies: [Agency] = []
        for (name, json) in members {
            do throws(StrictObject.Refusal) {
                agencies.append(try agency(name, json))
            } catch {
                throw HeliographError(
                    .configurationInvalid, "`agencies` cannot be used: \(error.sentence)")
            }
        }
        guard Set(agencies.map(\.dropFolder)).count == agencies.count else {
            throw HeliographError(.configurationInvalid, "Two agencies have the same drop folder.")
        }
        return agencies
    }

    private static func agency(
        _ name: String, _ json: JSON
    ) throws(StrictObject.Refusal) -> Agency {
        guard (1...40).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2D })
        else { throw .init("an agency's name is not of small letters and hyphens") }
        let object = try StrictObject(
            json, members: ["dropFolder", "kinds", "from"], path: "agencies.\(name)",
            isOurs: true)
        let folder = try object.string("dropFolder", bytesMax: 4_096)
        guard folder.hasPrefix("/") else {
            throw .init("agencies.\(name).dropFolder is not an absolute path")
        }
        func list<T: Hashable>(
            _ key: String, _ parse: (String) -> T?
        ) throws(StrictObject.Refusal) -> Set<T>? {
            guard object[key] != nil else { return nil }
            return Set(try object.values(key, countMax: 256, parse))
        }
        return Agency(
            name: name, dropFolder: folder, kinds: try list("kinds") { NoticeKind(rawValue: $0) },
            senders: try list("from") { MemberCode($0) })
    }
}

extension Configuration {
    /// Reads the ways of received notices into national systems.
    ///
    /// - Throws: `configurationInvalid`, naming the place; `fileUnreadable`.
    package func handoverRoutes(in folder: DataFolder) throws(HeliographError) -> HandoverRoutes {
        var list: [HandoverRoutes.Agency] = []
        if !agencies.isEmpty {
            list = try HandoverRoutes.agencies(
                in: agencies.hasPrefix("/") ? agencies : "\(folder.path)/\(agencies)")
        }
        return HandoverRoutes(dropFolder: dropFolder.isEmpty ? nil : dropFolder, agencies: list)
    }
}
