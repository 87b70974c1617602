#if CLI
internal import SessionVault

extension Report {
    /// Prints it; for people, warnings go to standard error.
    func print(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        try StandardOutput.print(lines.joined(separator: "\n"))
        for warning in warnings { Diagnostics.warning(warning.detail) }
    }

    /// As people read it: what it is, then a line for each thing that is known.
    var lines: [String] {
        var lines = ["kind: \(kind)"]
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { lines.append("\(name): \(value)") }
        }
        add("schema", schema.map { "\($0.family)\($0.version.map { " \($0)" } ?? "")" })
        add("form", form)
        add("auth key", key)
        if let vault {
            add("vault", vault.id)
            add("epoch", vault.epoch)
            add("generation", vault.generation)
            add("rows", vault.rowsSealed.map { $0 ? "sealed" : "plain" })
            add("peers", vault.hasPeers.map { $0 ? "with it" : "without" })
            for slot in vault.slots { add("slot", slot.text) }
        }
        add("peers", peers?.line)
        add("update states", updateStates?.line)
        add("DC", dataCenter.map { "\($0)\(isTest == true ? ", test" : "")" })
        add("account", isBot.map { $0 ? "bot" : "user" })
        add("application's id", hasAPIID.map { $0 ? "in it" : "not in it" })
        add("recipient", recipient)
        add("signer", signer)
        add("size", size.map { "\($0) bytes" })
        add("mode", mode)
        return lines
    }
}

extension Report.Rows {
    fileprivate var line: String { sealed == count || sealed == 0 ? "\(count)" : "\(count), of them \(sealed) sealed" }
}
#endif
