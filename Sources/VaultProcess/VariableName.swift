/// Names of variables that a secret may be in.
enum VariableName {
    /// The loader and the shell print what they do not understand of these, or do something with it.
    private static let reserved: Set<String> = [
        "PATH", "HOME", "SHELL", "USER", "LOGNAME", "PWD", "OLDPWD", "CDPATH", "IFS", "ENV", "PS4", "TERM", "TZ",
        "TMPDIR", "BASH_ENV", "BASHOPTS", "SHELLOPTS", "LANG", "LANGUAGE", "GLIBC_TUNABLES", "GCONV_PATH", "LOCPATH",
        "NLSPATH", "HOSTALIASES", "CREDENTIALS_DIRECTORY",
        // Interpreters print what is in these, or run it.
        "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "NODE_OPTIONS", "PERL5OPT", "PERL5LIB", "RUBYOPT",
        "PYTHONSTARTUP", "PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS", "SSLKEYLOGFILE", "GODEBUG", "SWIFT_BACKTRACE",
    ]
    private static let reservedPrefixes = ["LD_", "DYLD_", "LC_", "MALLOC_", "BASH_FUNC_"]

    /// - Throws: ``ReplacementError/unsuitableVariable``, ``ReplacementError/reservedVariable(_:)``.
    static func check(_ name: String) throws(ReplacementError) {
        guard let first = name.utf8.first, isLetter(first), name.utf8.allSatisfy({ isLetter($0) || isDigit($0) }) else {
            throw .unsuitableVariable
        }
        guard !reserved.contains(name), !reservedPrefixes.contains(where: name.hasPrefix) else {
            throw .reservedVariable(name)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
