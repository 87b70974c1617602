#if CLI
internal import ArgumentParser

/// The session that a command is about.
struct SessionArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The session: my_account, or a path that ends in .session.", valueName: "name"))
    var name: SessionName
}
#endif
