#if CLI
internal import ArgumentParser
internal import SessionVault

/// How a plain session string is laid out.
struct PlainStringOptions: ParsableArguments {
    @Option(help: "How the plain session string is laid out.")
    var format: SessionString.Form = .pyrogram

    @Option(help: ArgumentHelp("The application's id in the string, where it is not the stored one.", valueName: "n"))
    var apiId: Int32?
}
#endif
