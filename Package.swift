// swift-tools-version: 6.2
import PackageDescription

/// One array of settings serves every target. `_GNU_SOURCE` is given to the C importer here, and
/// nowhere else: the C modules disagree about `fd_set` unless all of them see it.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-Xcc", "-D_GNU_SOURCE=1"]),
    // What is generic in one module is made for its types in another.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// A target with tests beside it, unless `tested` says otherwise.
func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "Heliograph",
    products: [
        .executable(name: "heliograph", targets: ["heliograph"])
    ],
    targets: [
        // C libraries of Debian, each behind one wall.
        .systemLibrary(name: "COpenSSL"),
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CEvent"),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CLinux"),
        // Keys on a PKCS#11 token, as keys of OpenSSL.
        .target(
            name: "CToken", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("crypto")]),

        // Pure: the standard library and each other, nothing else.
        target("Notices"),
        target("Federation", ["Notices"]),
        target("Exchange", ["Notices", "Federation"]),
        target("Ports", ["Notices", "Federation", "Exchange"]),

        // Adapters: one port each, and the only importers of C.
        target("Certificates", ["Notices", "Federation", "Exchange", "COpenSSL", "CToken"]),
        target(
            "Sealing", ["Notices", "Federation", "Exchange", "Ports", "Certificates", "COpenSSL"]),
        target("StoreSQLite", ["Notices", "Federation", "Exchange", "Ports", "CSQLite"]),
        target("HTTPService", ["Notices", "Certificates", "COpenSSL", "CEvent"]),
        target(
            "PeerLink",
            [
                "Notices", "Federation", "Ports", "Certificates", "HTTPService", "COpenSSL",
                "CCurl",
            ]),

        // A node, lowest room first. Each imports only rooms above it in this list.
        target(
            "Station", ["Notices", "Federation", "Exchange", "Ports", "Certificates"]),
        target(
            "Membership",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Sealing", "Station",
            ]),
        target(
            "Secretariat",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Sealing", "Station",
                "Membership",
            ]),
        target(
            "Attachments",
            ["Notices", "Exchange", "Ports", "Certificates", "Station", "Membership"]),
        target(
            "Traffic",
            [
                "Notices", "Federation", "Exchange", "Ports", "Station", "Membership",
                "Attachments",
            ]),
        target(
            "Asking",
            [
                "Notices", "Federation", "Exchange", "Ports", "Station", "Membership",
                "Attachments", "Traffic",
            ]),
        target(
            "Administration",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Station",
                "Membership", "Attachments", "Traffic", "Asking",
            ]),
        target(
            "Office",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Station",
                "Membership", "Attachments", "Traffic", "Asking", "Administration",
            ]),
        target(
            "RestAPI",
            [
                "Notices", "Federation", "Ports", "Station", "Traffic", "Asking",
                "Administration", "Office", "HTTPService",
            ]),
        target(
            "Node",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Sealing",
                "StoreSQLite", "HTTPService", "PeerLink", "CLinux", "Station", "Membership",
                "Secretariat",
                "Attachments", "Traffic", "Asking", "Administration", "Office", "RestAPI",
            ]),

        // Shells.
        target("CommandWords", ["Notices"]),
        .executableTarget(
            name: "heliograph",
            dependencies: [
                "Notices", "Federation", "Certificates", "Station", "Membership", "Secretariat",
                "Asking", "Administration", "Office", "Node", "CommandWords",
            ],
            swiftSettings: strict),

        target("TestKit", ["Notices", "Federation", "Exchange", "Ports"]),
        // The simulator's own hold on Swift's scheduler and OpenSSL's randomness.
        .target(
            name: "CStepper", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("crypto")]),
        target(
            "Simulation",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Sealing", "PeerLink",
                "Station", "Membership", "Traffic", "Asking", "Administration", "Office", "Node",
                "TestKit", "CStepper",
            ]),
        .executableTarget(
            name: "heliograph-sim", dependencies: ["Notices", "Simulation"],
            swiftSettings: strict),

        // What cannot be faster on the machine at hand, and real nodes beside it.
        .target(
            name: "BenchFloor", path: "Benchmarks/Floor",
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "heliograph-bench",
            dependencies: [
                "Notices", "Exchange", "Ports", "StoreSQLite", "PeerLink", "Station", "Asking",
                "Office",
                "Node",
                "BenchFloor", "CSQLite",
            ],
            path: "Benchmarks/Program", swiftSettings: strict),

        .target(
            name: "FuzzTargets",
            dependencies: [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Sealing", "Station",
                "Membership", "Traffic", "Asking", "Office", "Node", "HTTPService", "PeerLink",
                "CommandWords",
            ], path: "Fuzz/Targets", swiftSettings: strict),
        .executableTarget(
            name: "heliograph-fuzz", dependencies: ["FuzzTargets"], path: "Fuzz/Program",
            swiftSettings: strict),
        tests("FuzzTests", ["FuzzTargets"]),

        tests("CommandLineTests", ["heliograph", "CommandWords", "Notices", "Asking", "Office"]),
        tests("NoticesTests", ["Notices", "TestKit"]),
        .target(
            name: "SpecimenFederation",
            dependencies: [
                "Notices", "Federation", "Ports", "Certificates", "Sealing", "COpenSSL",
            ],
            path: "Tests/SpecimenFederation", swiftSettings: strict),
        tests("FederationTests", ["Notices", "Federation", "TestKit"]),
        tests("SimulationTests", ["Simulation"]),
        .executableTarget(
            name: "PurityProbe", dependencies: ["Notices", "Federation", "Exchange", "Ports"],
            path: "Tests/PurityProbe", swiftSettings: strict),
        tests(
            "ArchitectureTests", ["Notices", "Federation", "Asking", "Office", "PurityProbe"]),
        tests("ExchangeTests", ["Notices", "Exchange", "TestKit"]),
        tests(
            "SealingTests",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Sealing",
                "SpecimenFederation",
            ]),
        tests(
            "NodeTests",
            [
                "Notices", "Federation", "Exchange", "Ports", "Certificates", "Sealing",
                "PeerLink", "Station", "Membership", "Secretariat", "Attachments", "Traffic",
                "Asking", "Administration", "Office", "Node", "TestKit", "SpecimenFederation",
                "RestAPI", "HTTPService",
            ]),
        tests(
            "StoreConformance",
            ["Notices", "Federation", "Exchange", "Ports", "CSQLite", "StoreSQLite", "TestKit"]),
        tests("HTTPServiceTests", ["Notices", "Certificates", "HTTPService", "TestKit"]),
        tests(
            "PeerLinkTests",
            [
                "Notices", "Federation", "Ports", "Certificates", "Sealing", "HTTPService",
                "PeerLink", "TestKit", "SpecimenFederation",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
