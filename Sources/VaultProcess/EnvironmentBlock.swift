internal import CVaultProcess
internal import VaultSodium

/// The environment that a command is started with: this process's own, perhaps with a variable more that is a secret.
struct EnvironmentBlock: ~Copyable {
    private typealias Address = UnsafeMutablePointer<CChar>

    /// `NAME=`; nothing where no variable is added.
    private let prefix: [UInt8]
    /// `NAME=value` with a zero at its end.
    private let added: SecretBytes

    init() throws {
        prefix = []
        added = try SecretBytes(count: 0)
    }

    /// With a variable more, which takes the place of one of that name.
    init(adding name: String, _ value: Span<UInt8>) throws {
        let prefix = Array((name + "=").utf8)
        var variable = try SecretBytes(count: prefix.count + value.count + 1)
        try variable.withMutableBytes { variable in
            for index in prefix.indices { variable[index] = prefix[index] }
            for index in value.indices { variable[prefix.count + index] = value[index] }
        }
        self.prefix = prefix
        added = variable
    }

    /// Becomes the command with it.
    ///
    /// - Returns: Why that could not be.
    func execute(_ command: ArgumentVector) throws -> ReplacementError {
        try added.withBytes { added in
            unsafe added.withUnsafeBytes { added in
                // The call only reads what its type says it might write.
                let variable = unsafe prefix.isEmpty ? nil : added.baseAddress?.assumingMemoryBound(to: CChar.self)
                let own = unsafe kept()
                let all = unsafe own + [variable.map { unsafe Address(mutating: $0) }, nil]
                return unsafe all.withUnsafeBufferPointer { unsafe ProgramSearch.execute(command, $0.baseAddress) }
            }
        }
    }

    /// This process's own variables, but for the one that is replaced.
    private func kept() -> [Address?] {
        var variables: [Address?] = unsafe []
        guard var next = unsafe vault_environment() else { return unsafe variables }
        while let variable = unsafe next.pointee {
            if unsafe prefix.isEmpty || !isReplaced(variable) { unsafe variables.append(variable) }
            unsafe next += 1
        }
        return unsafe variables
    }

    private func isReplaced(_ variable: Address) -> Bool {
        prefix.indices.allSatisfy { unsafe variable[$0] == CChar(bitPattern: prefix[$0]) }
    }
}
