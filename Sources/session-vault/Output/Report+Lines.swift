#if CLI
internal import SessionVault

extension Report {
    /// Prints it; for people, warnings go to standard error.
    func print(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        try StandardOutput.print(lines.joined(separator: "\n"))
        for warning in warnings { Diagnostics.warning(warning) }
    }

    /// As people read it: what it is, then a line for each thing that is known.
    var lines: [String] {
        var lines = ["kind: \(kind)"]
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { lines.append("\(name): \(value)") }
        }
        add("form", form)
        add("auth key", key)
        if let vault {
            add("vault", vault.id)
            add("epoch", vault.epoch)
            add("generation", vault.generation)
            if kind == "session" { add("rows", vault.rowsSealed ? "sealed" : "plain") }
            for slot in vault.slots { add("slot", slot.text) }
        }
        add("peers", peers?.line)
        add("update states", updateStates?.line)
        add("DC", dataCenter.map { "\($0)\(isTest == true ? ", test" : "")" })
        add("account", isBot.map { $0 ? "bot" : "user" })
        add("recipient", recipient)
        add("signer", signer)
        add("size", size.map { "\($0) bytes" })
        add("mode", mode.map { "0" + $0 })
        return lines
    }
}

extension Report.Rows {
    fileprivate var line: String { sealed == count || sealed == 0 ? "\(count)" : "\(count), of them \(sealed) sealed" }
}

extension SessionFileSchema {
    /// Whose schema it is, and its number.
    var name: String {
        switch self {
        case .pyrogram(let version): "pyrogram \(version)"
        case .pyrotgfork(let version): "pyrotgfork \(version)"
        case .kurigram(let version): "kurigram \(version)"
        case .pyrofork(let version): "pyrofork \(version)"
        case .telethon(let version): "telethon \(version)"
        case .unknownVersion(let number): "unknown \(number.map(String.init) ?? "without a number")"
        case .halfMigrated(let number): "half-migrated \(number)"
        default: "unknown"
        }
    }
}
#endif
