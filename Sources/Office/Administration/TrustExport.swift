public import Notices
internal import Station

/// A trust list, or a folder that the secretariat exported, as the arguments of `trust import`.
public enum TrustExport {
    /// - Parameter path: a file, or a folder with `trust-list.der`, `trust-lists/` and `bundles/`.
    public static func command(_ path: String, digest: String?) throws(HeliographError) -> Command {
        guard Files.exists(path + "/trust-list.der") else {
            return command([try Files.read(path)], digest, bundles: [])
        }
        var lists: [[UInt8]] = []
        while Files.exists(path + "/trust-lists/\(lists.count + 1).der") {
            lists.append(try Files.read(path + "/trust-lists/\(lists.count + 1).der"))
        }
        if lists.isEmpty { lists = [try Files.read(path + "/trust-list.der")] }
        var bundles: [JSON] = []
        for name in Files.names(in: path + "/bundles") where name.hasSuffix(".der") {
            bundles.append([
                "member": .string(String(name.dropLast(4))),
                "der": .string(Base64.encode(try Files.read(path + "/bundles/" + name))),
            ])
        }
        return command(lists, digest, bundles: bundles)
    }

    private static func command(_ lists: [[UInt8]], _ digest: String?, bundles: [JSON]) -> Command {
        Command(
            "trust import",
            [
                "lists": .array(lists.map { .string(Base64.encode($0)) }),
                "digest": JSON(digest), "bundles": .array(bundles),
            ])
    }
}
