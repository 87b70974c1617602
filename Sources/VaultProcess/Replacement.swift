package import VaultSodium

/// Another program that this process becomes, with one secret that is handed to it.
///
/// No process of ours stays: signals, the exit status, job control and a service manager's main process are the
/// command's own from then on.
package struct Replacement: Sendable {
    /// How the command gets the secret.
    package enum Handover: Equatable, Sendable {
        /// By a pipe that has the secret in it and then ends, open for reading under this number.
        case descriptor(Int32)
        /// By a variable of the environment. All processes of the same user can read it in `/proc/PID/environ`, and what
        /// the command starts inherits it.
        case variable(String)
    }

    /// The most bytes of a secret: what a pipe takes at once, whatever its user has in others.
    package static let limit = 4_096

    private let command: ArgumentVector
    private let handover: Handover
    private let spent: Set<Int32>

    /// Checks what can be checked before there is a secret.
    ///
    /// - Parameters:
    ///   - command: The program, which is looked for in `PATH` where it has no slash, and its arguments.
    ///   - handover: How it gets the secret.
    ///   - spent: Descriptors that a secret is read from, which do not pass on.
    /// - Throws: ``ReplacementError`` where the secret cannot be handed over in this way.
    package init(command: ArgumentVector, handover: Handover, spent: Set<Int32> = []) throws(ReplacementError) {
        self.command = command
        self.handover = handover
        self.spent = spent
        guard !command.isEmpty else { throw .missingCommand }
        switch handover {
        case .descriptor(let number): try Self.check(number, spent)
        case .variable(let name): try VariableName.check(name)
        }
    }

    private static func check(_ number: Int32, _ spent: Set<Int32>) throws(ReplacementError) {
        guard number >= Descriptor.firstFree else { throw .standardStream(number) }
        // Whoever opened it for the command would not find what he put there.
        guard !Descriptor.isInherited(number) || spent.contains(number) else { throw .descriptorInUse(number) }
        let limit = InheritedState.remembered?.limits[.openFiles]?.soft ?? .max
        guard UInt64(number) < limit else { throw .descriptorOutOfRange(number) }
    }

    /// Becomes the command. What this process opened ends with it; what it was started with passes on, but for what is
    /// spent, and so do limits, ignored signals and the mask of signals as they were found.
    ///
    /// Other threads of this process end in the middle of what they do: nothing may be left to be done.
    ///
    /// - Parameter secret: The secret. Where it goes through a pipe, it is wiped before the program is replaced. Where it
    ///   goes into the environment, the one copy that is made of it is in guarded memory, which the system takes back
    ///   with all other memory of this program.
    /// - Throws: ``ReplacementError``, ``SystemCallError``, `SodiumError`. The process is to end then: some of what it would have handed
    ///   on may be changed.
    package func become(handing secret: consuming SecretBytes) throws -> Never {
        guard secret.count <= Self.limit else { throw ReplacementError.secretTooLong }
        try Descriptor.keepFromPassingOn(spent: spent)
        let environment = try handOver(secret)
        InheritedState.remembered?.restore()
        throw try environment.execute(command)
    }

    /// Hands the secret over, and lets it go.
    ///
    /// - Returns: The command's environment.
    private func handOver(_ secret: consuming SecretBytes) throws -> EnvironmentBlock {
        switch handover {
        case .descriptor(let number):
            try secret.withBytes { try SecretPipe.open(as: number, holding: $0) }
            return try EnvironmentBlock()
        case .variable(let name):
            return try secret.withBytes { try EnvironmentBlock(adding: name, $0) }
        }
    }
}
