// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// A package of its own, so that nobody who uses the library builds it. Tests/Benchmarks/run builds it, and plays all
// workloads beside other contenders. Programs of their own measure what has none; each can be run by itself, from the
// repository, with
//
//     swift run -c release --package-path Tests/Benchmarks CheckpointBenchmark
//     swift run -c release --package-path Tests/Benchmarks FairnessBenchmark
//     swift run -c release --package-path Tests/Benchmarks RekeyBenchmark
//     swift run -c release --package-path Tests/Benchmarks ExportBenchmark
//     swift run -c release --static-swift-stdlib --package-path Tests/Benchmarks ToolBenchmark
let package = Package(
    name: "SessionVaultBenchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "SessionVault", path: "../.."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(
            name: "Reference",
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("sodium")]),
        // The limit that the library is measured against.
        .executableTarget(
            name: "Limit",
            dependencies: ["Reference"],
            cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-std=c11", "-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("sodium"), .linkedLibrary("sqlite3")]),
        .target(
            name: "Meter",
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "Shortcut",
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("sodium")]),
        .target(name: "Marks", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
        .target(
            name: "Support",
            dependencies: ["Marks", .product(name: "SessionVault", package: "SessionVault")],
            swiftSettings: settings),
        // The contenders: long-lived processes that answer one request a line.
        .executableTarget(
            name: "Contender",
            dependencies: ["LibraryWorkloads", "Support"],
            swiftSettings: settings),
        .executableTarget(
            name: "HotPaths",
            dependencies: ["LibraryWorkloads", "Support"],
            swiftSettings: settings),
        .target(
            name: "LibraryWorkloads",
            dependencies: ["Shortcut", "Support", .product(name: "SessionVault", package: "SessionVault")],
            swiftSettings: settings),
        .executableTarget(
            name: "GRDBContender",
            dependencies: ["Support", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .executableTarget(
            name: "ExportBenchmark",
            dependencies: [
                "Reference", "Shortcut", "Support", .product(name: "SessionVault", package: "SessionVault"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "RekeyBenchmark",
            dependencies: ["Support", .product(name: "SessionVault", package: "SessionVault")],
            swiftSettings: settings),
        // It finds the tool beside itself.
        .executableTarget(
            name: "ToolBenchmark",
            dependencies: [
                "Reference", "Support", .product(name: "SessionVault", package: "SessionVault"),
                .product(name: "session-vault", package: "SessionVault"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "FairnessBenchmark",
            dependencies: ["Support", .product(name: "SessionVault", package: "SessionVault")],
            swiftSettings: settings),
        .executableTarget(
            name: "CheckpointBenchmark",
            dependencies: ["Meter", "Support", .product(name: "SessionVault", package: "SessionVault")],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
