// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses the library builds it. Run it from the repository with
//
//     swift run -c release --package-path Tests/Benchmarks LookupBenchmark
let package = Package(
    name: "SessionVaultBenchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "SessionVault", path: "../..")],
    targets: [
        .target(
            name: "Reference",
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("sodium"), .linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "LookupBenchmark",
            dependencies: ["Reference", .product(name: "SessionVault", package: "SessionVault")],
            swiftSettings: [
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .treatAllWarnings(as: .error),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
