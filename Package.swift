// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "SessionVault",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "SessionVault", targets: ["SessionVault"]),
        .library(name: "SessionVaultTesting", targets: ["SessionVaultTesting"]),
        .executable(name: "session-vault", targets: ["session-vault"]),
    ],
    traits: [
        .trait(name: "CLI", description: "The tool session-vault, and the argument parser that it needs."),
        .default(enabledTraits: ["CLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2"))
    ],
    targets: [
        // The C libraries, and the only Swift that touches their pointers. The names are prefixed because two
        // packages of one graph may not share a target name.
        .systemLibrary(
            name: "CVaultSodium", pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
        .systemLibrary(
            name: "CVaultSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .target(name: "VaultSodium", dependencies: ["CVaultSodium", "VaultLock"]),
        .target(name: "VaultSQLite", dependencies: ["CVaultSQLite", "VaultLock"]),
        // The only mutex, for all of them.
        .target(name: "VaultLock"),

        .target(name: "SessionVault", dependencies: ["VaultSodium", "VaultSQLite", "VaultLock"]),
        .target(name: "SessionVaultTesting", dependencies: ["SessionVault"]),

        // The tool, and what it asks of the system about its own process.
        .systemLibrary(name: "CVaultProcess"),
        .target(name: "VaultProcess", dependencies: ["CVaultProcess", "VaultSodium", "VaultLock"]),
        .executableTarget(
            name: "session-vault",
            dependencies: [
                "SessionVault", "VaultProcess", "VaultSodium", "VaultSQLite", "VaultLock",
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["CLI"])),
            ]),

        .executableTarget(name: "Quickstart", dependencies: ["SessionVault"], path: "Examples/Quickstart"),
        .executableTarget(
            name: "CustomEngine", dependencies: ["SessionVault", "SessionVaultTesting"], path: "Examples/CustomEngine"),
        .executableTarget(
            name: "ShareWithRecipients", dependencies: ["SessionVault"], path: "Examples/ShareWithRecipients"),
        .executableTarget(name: "DeploySecret", dependencies: ["SessionVault"], path: "Examples/DeploySecret"),

        .testTarget(name: "VaultSodiumTests", dependencies: ["VaultSodium", "CVaultSodium"]),
        .testTarget(name: "VaultSQLiteTests", dependencies: ["VaultSQLite"]),
        .testTarget(
            name: "VaultProcessTests", dependencies: ["VaultProcess", "ProcessDriver"], exclude: ["Driver"]),
        // What those start: a process hardens itself, and becomes another, only once.
        .executableTarget(
            name: "ProcessDriver", dependencies: ["VaultProcess", "VaultSodium"],
            path: "Tests/VaultProcessTests/Driver"),
        .testTarget(
            name: "SessionVaultTests",
            dependencies: ["SessionVault", "SessionVaultTesting", "VaultSodium", "VaultSQLite", "CVaultSQLite"],
            // Known answers and files of other clients, found by their place in the source.
            exclude: ["Fixtures", "Vectors/kit", "Vectors/vectors.json"]),
        // What the interop tests, which are written in the other clients' language, call on our side.
        .executableTarget(name: "InteropDriver", dependencies: ["SessionVault"], path: "Tests/Interop/Driver"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        // Keys live behind pointers in two targets; everywhere else the compiler proves that there are none.
        .strictMemorySafety(),
        // An async call stays on its caller's executor, so a look-up costs no thread hop.
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        // What a file uses is what it imports, and an existential is seen where it is paid for.
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("ExistentialAny"),
        .treatAllWarnings(as: .error),
    ]
}
