#if CLI
internal import ArgumentParser
internal import VaultProcess

/// The tool.
@main
struct SessionVaultTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session-vault", abstract: "Keep MTProto (Telegram) sessions encrypted at rest.")

    mutating func run() async throws { Hardening.begin() }
}
#else
/// What is built of the tool where the package's trait `CLI` is off.
@main
enum SessionVaultTool {
    static func main() { print("session-vault was built without the package's trait CLI") }
}
#endif
