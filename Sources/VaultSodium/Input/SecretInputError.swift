/// Why a place gives no secret. No case carries a byte of what was read.
package enum SecretInputError: Error {
    /// Group or others have a right to it.
    case readableByOthers
    /// It belongs neither to this process's user nor to root.
    case foreignOwner
    /// It is a symbolic link.
    case symbolicLink
    /// It is no regular file.
    case notRegular
    /// It is not there.
    case missing
    /// It has no bytes.
    case empty
    /// It has more bytes than were asked for.
    case tooLong
    /// The process has no terminal.
    case noTerminal
    /// A signal that usually ends the process came while the terminal was asked, and its handler let the process go on.
    case interrupted
    /// The system refused a call.
    case system(code: Int32, call: StaticString)
}
