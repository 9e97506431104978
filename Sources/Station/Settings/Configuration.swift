import Foundation
public import Notices

/// The settings of an administrator, in `heliograph.json5`.
public struct Configuration: Sendable, Equatable {
    /// The member that the node is.
    public var member: MemberCode
    /// The authority that speaks for the member, by its own name.
    public var authority: String
    /// `address:port` for peers; port 0 takes any free one.
    public var listen: String
    /// True to run with keys that everybody has, from `keys-example/`.
    public var allowExampleKeys: Bool
    /// True to accept the codes XA...XZ and specimen places.
    public var allowSpecimens: Bool
    /// The time that a recipient needs before an arrival, in minutes, 0...2880.
    public var leadTimeMinutes: Int
    /// A folder that a national system reads received notices from; empty for none.
    public var dropFolder: String
    /// The file of national agencies, each with a drop folder of its own; in the data folder or by
    /// an absolute path; empty for none.
    public var agencies = ""
    /// True if leaf keys are replaced when two thirds of their life are over.
    public var automaticRotation = true
    /// The time for which a former key must be quiet before it is announced no more, in minutes,
    /// 0...20160.
    public var keyDrainMinutes = 60
    /// The part of this disk that the attachments of one other member may take, in MiB.
    public var attachmentMegabytesPerMember = 20_480
    /// Says if a statement that takes two officers is refused with one.
    public var fourEyes = FourEyes.Mode.enforced
    /// The policy file, in the data folder or by an absolute path; empty for none.
    public var policy = ""
    /// Certificates that another member may have verified here in 24 hours, 0...10000.
    public var verificationsPerDay = Self.verificationsPerDayDefault
    /// The time between two ticks at which verifications are answered, in seconds, 2...3600.
    public var verificationTickSeconds = 60
    /// The zone in which officers read times beside UTC, by its IANA name; empty for the zone of
    /// the machine.
    public var timeZone = ""
    /// True if a name is taken as it is given with `--as`, without any proof.
    public var trustsNames = false
    /// The listener for programs; nil for none.
    public var api: APISettings?
    /// The place where private keys are made: empty for files, or the PKCS#11 URI of a token.
    public var keyStore = ""

    /// The handling of every notice of this member, unless an officer says otherwise.
    public var noticeDefaults = NoticeDefaults()

    /// Verifications of a busy day at one desk; too few to try numbers out.
    public static let verificationsPerDayDefault = 100

    /// Takes the settings as they are; the others have the values stated at each property.
    public init(
        member: MemberCode, authority: String, listen: String, allowExampleKeys: Bool = false,
        allowSpecimens: Bool = false, leadTimeMinutes: Int = 120, dropFolder: String = ""
    ) {
        self.member = member
        self.authority = authority
        self.listen = listen
        self.allowExampleKeys = allowExampleKeys
        self.allowSpecimens = allowSpecimens
        self.leadTimeMinutes = leadTimeMinutes
        self.dropFolder = dropFolder
    }

    /// Reads the file of a data folder.
    ///
    /// - Throws: `configurationInvalid`, naming the key and the file; `fileUnreadable`.
    public static func read(in folder: DataFolder) throws(HeliographError) -> Configuration {
        let bytes = try Files.read(folder.configuration)
        do throws(HeliographError) {
            return try read(bytes)
        } catch {
            throw HeliographError(
                error.code, error.sentence,
                next: error.next.replacing(
                    "`heliograph.json5`", with: "`\(folder.configuration)`"),
                detail: error.detail, faults: error.faults)
        }
    }

    /// Reads JSON5.
    ///
    /// - Throws: `configurationInvalid`, naming the key.
    public static func read(_ bytes: [UInt8]) throws(HeliographError) -> Configuration {
        let json: JSON
        do throws(JSON5.Fault) {
            json = try JSON5.read(bytes)
        } catch {
            throw HeliographError(
                .configurationInvalid, "The configuration is not JSON5: \(error)",
                next: "Correct `heliograph.json5` at line \(error.line).")
        }
        guard let members = json.objectValue else {
            throw invalid("The configuration is no JSON5 object in braces.")
        }
        var found: [String: ConfigurationValue] = [:]
        for (key, json) in members {
            guard known.contains(key) else {
                throw invalid(
                    "The configuration has an unknown key, `\(ShownText.brief(key))`."
                        + Suggestion.question(to: key, among: known))
            }
            guard let value = ConfigurationValue(json) else {
                throw invalid("`\(key)` must be a text, a number, true or false, or an object.")
            }
            found[key] = value
        }
        guard let member = found["member"]?.text.flatMap({ MemberCode($0) }) else {
            throw wrong("member", "a code of two capital letters", found)
        }
        guard let authority = found["authority"]?.text, !authority.isEmpty else {
            throw wrong("authority", "the authority's name", found)
        }
        guard let listen = found["listen"]?.text, listen.contains(":") else {
            throw wrong("listen", "address:port", found)
        }
        var configuration = Configuration(member: member, authority: authority, listen: listen)
        _ = try configuration.listenAddress()
        configuration.allowExampleKeys = try flag(found, "allowExampleKeys")
        configuration.allowSpecimens = try flag(found, "allowSpecimens")
        if let minutes = found["leadTimeMinutes"] {
            guard let minutes = minutes.number, (0...2_880).contains(minutes) else {
                throw wrong("leadTimeMinutes", "0 to 2880", found)
            }
            configuration.leadTimeMinutes = minutes
        }
        if found["automaticRotation"] != nil {
            configuration.automaticRotation = try flag(found, "automaticRotation")
        }
        if let minutes = found["keyDrainMinutes"] {
            guard let minutes = minutes.number, (0...20_160).contains(minutes) else {
                throw wrong("keyDrainMinutes", "0 to 20160", found)
            }
            configuration.keyDrainMinutes = minutes
        }
        if let megabytes = found["attachmentMegabytesPerMember"] {
            guard let megabytes = megabytes.number, (0...16_777_216).contains(megabytes) else {
                throw wrong("attachmentMegabytesPerMember", "0 to 16777216", found)
            }
            configuration.attachmentMegabytesPerMember = megabytes
        }
        if let folder = found["dropFolder"] {
            guard let folder = folder.text, folder.isEmpty || folder.hasPrefix("/") else {
                throw wrong("dropFolder", "an absolute path, or empty", found)
            }
            configuration.dropFolder = folder
        }
        if let zone = found["timeZone"] {
            guard let zone = zone.text, zone.isEmpty || IANAZone(zone) != nil else {
                throw wrong("timeZone", "a zone such as \"Europe/Malta\", or empty", found)
            }
            configuration.timeZone = zone
        }
        if let mode = found["fourEyes"] {
            guard let mode = mode.text.flatMap(FourEyes.Mode.init(rawValue:)) else {
                throw wrong("fourEyes", "\"enforced\" or \"recorded\"", found)
            }
            configuration.fourEyes = mode
        }
        if let policy = found["policy"] {
            guard let policy = policy.text else {
                throw wrong("policy", "a file's name", found)
            }
            configuration.policy = policy
        }
        if let agencies = found["agencies"] {
            guard let agencies = agencies.text else {
                throw wrong("agencies", "a file's name", found)
            }
            configuration.agencies = agencies
        }
        if let count = found["verificationsPerDay"] {
            guard let count = count.number, (0...10_000).contains(count) else {
                throw wrong("verificationsPerDay", "0 to 10000", found)
            }
            configuration.verificationsPerDay = count
        }
        if let seconds = found["verificationTickSeconds"] {
            guard let seconds = seconds.number, (2...3_600).contains(seconds) else {
                throw wrong("verificationTickSeconds", "2 to 3600", found)
            }
            configuration.verificationTickSeconds = seconds
        }
        if let defaults = found["noticeDefaults"] {
            configuration.noticeDefaults = try defaults.noticeDefaults(of: member)
        }
        if let officers = found["officers"] {
            guard case .object(let members) = officers,
                members.keys.allSatisfy({ $0 == "trustNames" })
            else { throw wrong("officers", "an object such as { trustNames: false }", found) }
            configuration.trustsNames = try flag(members, "trustNames")
        }
        if let api = found["api"] { configuration.api = try APISettings(api) }
        if let store = found["keyStore"] {
            guard let store = store.text else { throw invalid("`keyStore` must be a text.") }
            if !store.isEmpty { _ = try TokenAddress(store) }
            configuration.keyStore = store
        }
        return configuration
    }

    /// Opens the place of the private keys of a folder of keys; logs in to a token.
    ///
    /// - Throws: `configurationInvalid`, or the trouble of the token or its PIN.
    package func custody(in folder: String) throws(HeliographError) -> any KeyCustody {
        guard !keyStore.isEmpty else { return FileCustody(folder: folder) }
        return TokenCustody(
            folder: folder, member: member, token: try TokenAddress(keyStore).open())
    }

    /// The policy of a node; without a file, everything may go everywhere.
    ///
    /// - Throws: `fileUnreadable` or `policyInvalid`.
    package func policies(in folder: DataFolder) throws(HeliographError) -> PolicyShelf {
        guard !policy.isEmpty else { return PolicyShelf() }
        return try PolicyShelf(path: policy.hasPrefix("/") ? policy : "\(folder.path)/\(policy)")
    }

    /// The two parts of `listen`: an address in figures, and a port.
    ///
    /// - Throws: `configurationInvalid`.
    package func listenAddress() throws(HeliographError) -> (host: String, port: UInt16) {
        try Self.address(listen, "listen")
    }

    /// The two parts of `address:port`.
    ///
    /// - Throws: `configurationInvalid`, naming the key.
    package static func address(
        _ text: String, _ key: String
    ) throws(HeliographError) -> (host: String, port: UInt16) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { throw invalid("`\(key)` must be address:port.") }
        let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        var address = in6_addr()
        guard inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
        else {
            throw HeliographError(
                .configurationInvalid,
                "`\(key)` must begin with an address of this machine in figures, not with a name.",
                next: "Write 0.0.0.0 or [::] for every address that the machine has.")
        }
        return (host, port)
    }

    private static func flag(
        _ found: [String: ConfigurationValue], _ key: String
    ) throws(HeliographError)
        -> Bool
    {
        guard let value = found[key] else { return false }
        guard case .flag(let flag) = value else { throw wrong(key, "true or false", found) }
        return flag
    }

    /// The keys of the file.
    private static let known: Set<String> = [
        "member", "authority", "listen", "allowExampleKeys", "allowSpecimens",
        "leadTimeMinutes", "dropFolder", "automaticRotation", "keyDrainMinutes",
        "keyStore", "attachmentMegabytesPerMember", "fourEyes", "policy", "agencies",
        "verificationsPerDay", "verificationTickSeconds", "noticeDefaults", "timeZone", "officers",
        "api",
    ]

    /// The refusal of a value, with the value.
    private static func wrong(
        _ key: String, _ demand: String, _ found: [String: ConfigurationValue]
    ) -> HeliographError {
        let value = found[key].map { "it is \($0.shown)" } ?? "it is missing"
        return invalid("`\(key)` must be \(demand); \(value).")
    }

    static func invalid(_ sentence: String) -> HeliographError {
        HeliographError(.configurationInvalid, sentence)
    }

    /// The file that `init` writes, every key explained.
    public var file: String {
        """
        // Configuration of a Heliograph node. Restart the node after a change.
        {
          // The member's code in the trust list.
          member: \(quoted(member.description)),
          // The authority that speaks for the member, by its own name.
          authority: \(quoted(authority)),
          // Where peers reach this node: address:port. Port 0 takes any free port.
          listen: \(quoted(listen)),
          // Run with keys from keys-example/, which everybody has. Never true in earnest.
          allowExampleKeys: \(allowExampleKeys),
          // Accept the specimen codes XA...XZ and specimen airports. Never true in earnest.
          allowSpecimens: \(allowSpecimens),
          // How many minutes before arrival a recipient needs to know; sets the deadline.
          leadTimeMinutes: \(leadTimeMinutes),
          // An absolute path where received notices are put, a JSON file each, for a national
          // system to take away. They hold names. Empty: nothing is put anywhere.
          dropFolder: \(quoted(dropFolder)),
          // The same for several national agencies, each with its own folder and \
        what it is to see: a file
          // such as "agencies.json5" with { border: { dropFolder: "/srv/border", \
        kinds: ["travel-alert"],
          // from: ["XB"] } }; without `kinds` or `from` an agency sees all of them. Empty: none.
          agencies: \(quoted(agencies)),
          // Replace signing, transport and encryption keys when two thirds of their life are over.
          automaticRotation: \(automaticRotation),
          // How many minutes a former key must have been quiet before it is announced no more.
          keyDrainMinutes: \(keyDrainMinutes),
          // How many MiB of this disk the attachments of one other member may take.
          attachmentMegabytesPerMember: \(attachmentMegabytesPerMember),
          // The zone in which the command line shows times beside UTC, such as "Europe/Malta". \
        Empty: the
          // zone of this machine. TZ of the one who types goes before it.
          timeZone: \(quoted(timeZone)),
          // "enforced": what discloses a person, and what cannot be undone, takes two officers.
          // "recorded": an approver is written down if one is named, and nobody is asked for one;
          // the log, `doctor` and the audit record say so. Never that in earnest.
          fourEyes: \(quoted(fourEyes.rawValue)),
          // trustNames: true takes the name of --as from whoever may use the socket, to try things
          // out. Never that in earnest: officers are added with `heliograph officer add`, and the
          // kernel, a token or a certificate says who asks.
          officers: { trustNames: \(trustsNames) },
          // Where programs of this country reach the node over REST. Plain HTTP is for loopback
          // and the socket alone. A program may show a certificate that one of
          // clientAuthorities issued:
          // api: {
          //   listen: "127.0.0.1:7444",
          //   certificate: "/etc/heliograph/api.pem",
          //   key: "/etc/heliograph/api.key",
          //   clientAuthorities: "/etc/heliograph/agency-ca.pem",
          //   names: ["heliograph.agency.example"],
          //   socket: "/run/heliograph/api.sock",
          // },
          // What may be told to whom: a file in the data folder, such as "policy.json5". \
        Empty: all of
          // it to everybody. It is read again when it changes; `heliograph policy check FILE`
          // looks at one before that.
          policy: \(quoted(policy)),
          // How many certificates of this member another one may have verified here in 24 hours.
          verificationsPerDay: \(verificationsPerDay),
          // Verifications are answered together, every so many seconds: \
        how long one takes says nothing.
          verificationTickSeconds: \(verificationTickSeconds),
          // What notices of this member say about their own handling, for `notice new` \
        and for imports; an
          // officer can write otherwise. What is left out is empty, \
        and refused until an officer writes it:
          // noticeDefaults: {
          //   handling: ["H1", "H2"],
          //   classification: "restricted",
          //   legalBasis: { code: "national-law", text: "Police Act, section 1",
          //                 transferBasis: "safeguards" },
          //   purpose: "prevent-child-sexual-abuse",
          //   retainDays: 365,
          // },
          // Where private keys are made. Empty: files in keys/. Or a token, by its PKCS#11 URI:
          // "pkcs11:token=LABEL?module-path=/FILE.so&pin-source=file:/FILE", or credential:NAME.
          keyStore: \(quoted(keyStore)),
        }

        """
    }

    private func quoted(_ text: String) -> String {
        String(decoding: JSON.string(text).encoded(), as: UTF8.self)
    }
}
