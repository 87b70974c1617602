/// Why this process cannot become another program. No case carries a byte of a secret.
package enum ReplacementError: Error, Equatable, CustomStringConvertible {
    /// There is no program in the command.
    case missingCommand
    /// The number is that of standard input, output or error.
    case standardStream(Int32)
    /// This process was started with something under that number.
    case descriptorInUse(Int32)
    /// No descriptor can have the number.
    case descriptorOutOfRange(Int32)
    /// It is no name of a variable.
    case unsuitableVariable
    /// What reads the variable would print it, or do something else with it.
    case reservedVariable(String)
    /// The secret does not fit into a pipe at once.
    case secretTooLong
    /// There is no such program.
    case notFound
    /// There is one, which the system does not execute.
    case notExecutable(SystemCallError)

    package var description: String {
        switch self {
        case .missingCommand: "there is no command to run"
        case .standardStream(let number): "descriptor \(number) is a standard stream of the command"
        case .descriptorInUse(let number): "descriptor \(number) is in use: something was handed to us there"
        case .descriptorOutOfRange(let number): "there can be no descriptor \(number)"
        case .unsuitableVariable: "a variable's name has letters, digits and _, and does not begin with a digit"
        case .reservedVariable(let name): "\(name) has a meaning of its own to the system, which could print it"
        case .secretTooLong: "it is too long to be handed over"
        case .notFound: "command not found"
        case .notExecutable(let error): error.description
        }
    }
}
