public import Certificates
internal import Exchange
public import Federation
internal import Membership
public import Notices
public import Station
internal import StoreSQLite

/// Makes a new data folder: keys, configuration, empty store, and the proposal to join.
public struct Installation: Sendable {
    /// The data folder to make.
    public let folder: DataFolder
    /// The configuration to write.
    public let configuration: Configuration
    /// The address at which peers reach the node; `https://host:port`.
    public let endpoint: String
    /// The telephone and hours at which a person answers.
    public let contact: Member.Contact
    /// Codes that the member answers for besides its own.
    public let territories: [MemberCode]
    /// The lives of the certificates to make.
    public let lives: KeyLives

    /// Takes the parts as they are; `makeMember` judges them.
    public init(
        folder: DataFolder, configuration: Configuration, endpoint: String,
        contact: Member.Contact, territories: [MemberCode] = [], lives: KeyLives = .standard
    ) {
        self.folder = folder
        self.configuration = configuration
        self.endpoint = endpoint
        self.contact = contact
        self.territories = territories
        self.lives = lives
    }

    /// Makes a member with new keys.
    ///
    /// - Returns: the key id of its root, which the secretariat compares by telephone.
    /// - Throws: `usage` or `folderNotEmpty`, before anything is touched; or the trouble of the
    ///   folder or token.
    @discardableResult
    public func makeMember(at now: Instant) throws(HeliographError) -> KeyID {
        // A fault of these, a missing token or a wrong PIN leaves no folder behind.
        _ = try configuration.listenAddress()
        try check()
        let keys = KeyFolder(folder.keys, custody: try configuration.custody(in: folder.keys))
        let lock = try makeFolder()
        defer { lock.release() }
        do throws(HeliographError) {
            return try makeMember(keys, at: now)
        } catch {
            // A folder can be thrown away; keys on a token would stay.
            for slot in KeySlot.allCases { try? keys.custody.destroy(slot.rawValue) }
            throw error
        }
    }

    private func check() throws(HeliographError) {
        let (code, isSpecimen) = (configuration.member, configuration.allowSpecimens)
        var faults: [(option: String, Member.Fault?)] = [
            ("member", Member.fault(ofCode: code, allowSpecimens: isSpecimen)),
            ("authority", Member.fault(ofAuthority: configuration.authority)),
            ("endpoint", Member.fault(ofEndpoint: endpoint)),
            (
                "telephone",
                Member.fault(ofTelephone: contact.telephone, isSpecimen: code.isSpecimen)
            ),
            ("hours", Member.fault(ofHours: contact.hours)),
        ]
        faults += territories.map {
            ("answers-for", Member.fault(ofCode: $0, allowSpecimens: isSpecimen))
        }
        for case (let option, let fault?) in faults {
            throw HeliographError(
                .usage, "`--\(option)`: \(fault.sentence) Nothing was made.", next: fault.next)
        }
        guard !territories.contains(code), Set(territories).count == territories.count else {
            throw HeliographError(
                .usage,
                "`--answers-for` names \(code) itself, or a territory twice. Nothing was made.",
                next: "Name each territory once, without the member's own code.")
        }
    }

    private func makeMember(
        _ keys: KeyFolder, at now: Instant
    ) throws(HeliographError) -> KeyID {
        let tree = try keys.makeTree(configuration.member, at: now, lives: lives)
        let maker = KeyMaker(member: configuration.member, folder: keys, lives: lives)
        let ring = try keys.firstRing(bundleVersion: now.milliseconds, at: now)
        let announced = try maker.material(ring, at: now).announcement
        try keys.save(ring)
        let member = Member(
            code: configuration.member, authority: configuration.authority, status: .active,
            roots: [tree.root.certificate.der], endpoints: [endpoint], relays: [],
            contact: contact,
            suites: [WireProtocol.suite], territories: territories)
        let proposal = Proposal(member: member, bundle: announced.bundle)
        try Files.write(proposal.json.encodedPretty(), to: folder.proposal, mode: 0o644)
        try finish(keys)
        return tree.root.certificate.keyID
    }

    /// Makes a node of the example federation: a copy of its keys, readable by nobody else, and a
    /// storage key of its own.
    ///
    /// - Throws: `memberUnknown`, `folderNotEmpty`, or the trouble of the folder.
    public func makeExample(from examples: String) async throws(HeliographError) {
        let source = KeyFolder(examples + "/" + configuration.member.description)
        guard Files.exists(source.bundleFile) else {
            throw HeliographError(
                .memberUnknown,
                "\(configuration.member) is not in the example federation. Nothing was made.",
                next: "Take one of \(ExampleKeys.codes(in: examples).joined(separator: ", ")).")
        }
        let lock = try makeFolder()
        defer { lock.release() }
        let keys = KeyFolder(folder.keys)
        try Files.makeFolder(keys.path)
        var names = ["root", "issuing"]
        names += [KeyRole.signing, .transport, .encryption].map(\.rawValue)
        for name in names {
            try copy(source.keyFile(name), keys.keyFile(name))
            try copy(source.certificateFile(name), keys.certificateFile(name))
        }
        try copy(source.bundleFile, keys.bundleFile)
        let issuing = KeySlot.issuing.rawValue
        try copy(source.revocationListFile(issuing), keys.revocationListFile(issuing))
        try keys.writeStorageKey()
        try finish(keys)
    }

    /// - Returns: the hold on the folder, to be kept until all of it is made.
    private func makeFolder() throws(HeliographError) -> FolderLock {
        try folder.checkOwner()
        let isUnfinished = Files.exists(folder.unfinished)
        let names = Files.names(in: folder.path).filter { folder.path + "/" + $0 != folder.lock }
        // A folder with a configuration is finished: its node may be at work.
        guard names.isEmpty || isUnfinished && !Files.exists(folder.configuration) else {
            throw notEmpty
        }
        try Files.makeFolder(folder.path)
        let lock = try FolderLock(folder)
        if isUnfinished { try clear() }
        try Files.mark(folder.unfinished)
        try Files.makeFolder(folder.store)
        return lock
    }

    private var notEmpty: HeliographError {
        HeliographError(
            .folderNotEmpty, "\(folder.path) already holds something. Nothing was made.")
    }

    /// Removes the remains of an `init` that did not come to its end: nothing has used them, and
    /// nothing will. In a folder with anything else, all of it stays.
    private func clear() throws(HeliographError) {
        let names = Files.names(in: folder.path)
        let own = ["keys", "store", "proposal.json", "proposal.json.new", "heliograph.json5.new"]
        let besides = ["init.unfinished", "lock"]
        // SQLite writes a journal until the file has been switched to its write-ahead log.
        let stores = ["store.db", "keys.db"].flatMap { name in
            ["", "-journal", "-wal", "-shm"].map { name + $0 }
        }
        guard names.allSatisfy((own + besides).contains),
            Files.names(in: folder.keys).allSatisfy(KeyFolder.isMadeByInit),
            Files.names(in: folder.store).allSatisfy(stores.contains)
        else { throw notEmpty }
        for name in own { try Files.remove(folder.path + "/" + name) }
    }

    /// The configuration comes last: a folder without one counts as no node.
    private func finish(_ keys: KeyFolder) throws(HeliographError) {
        let binding = StoreBinding(member: configuration.member, vault: try keys.loadVault())
        try SQLiteStore.make(folder: folder.store, identity: binding.newIdentity())
        try Files.write(Array(configuration.file.utf8), to: folder.configuration, mode: 0o600)
        // Durably: a mark that came back after a power cut would have a whole node begun anew.
        try Files.destroy(folder.unfinished)
    }

    private func copy(_ source: String, _ target: String) throws(HeliographError) {
        try Files.write(try Files.read(source), to: target)
    }
}
