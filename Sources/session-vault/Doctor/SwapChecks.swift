#if CLI
internal import VaultProcess

/// Whether memory gets onto a disk.
enum SwapChecks {
    static func all() -> [Check] { [swap(), hibernation()] }

    private static func swap() -> Check {
        let id = "swap"
        guard let text = KernelFile.text("/proc/swaps") else {
            return .unknown(id, "the system does not tell where it swaps to")
        }
        // The first line is a heading.
        let places = text.split(separator: "\n").dropFirst().compactMap { $0.split { $0 == " " || $0 == "\t" }.first }
        guard !places.isEmpty else { return .ok(id, "there is none") }
        let open = places.filter { !isInMemory($0) && !isEncrypted($0) }
        guard open.isEmpty else {
            return .warning(
                id,
                "\(open.joined(separator: ", ")) is not known to be encrypted: locked keys stay out of it, and what a client "
                    + "makes of them does not; encrypt it, or use zram")
        }
        return .ok(id, "\(places.joined(separator: ", ")): in memory, or encrypted")
    }

    private static func isInMemory(_ place: Substring) -> Bool { place.hasPrefix("/dev/zram") }

    /// Whether it is a device of dm-crypt's.
    private static func isEncrypted(_ place: Substring) -> Bool {
        guard place.hasPrefix("/dev/dm-"), let name = place.split(separator: "/").last else { return false }
        return KernelFile.text("/sys/block/\(name)/dm/uuid")?.hasPrefix("CRYPT-") ?? false
    }

    /// It writes all memory to swap, what is locked too.
    private static func hibernation() -> Check {
        let id = "hibernation"
        #if os(Linux)
        let states = KernelFile.text("/sys/power/state")?.split(separator: " ") ?? []
        let mode = KernelFile.text("/sys/power/disk") ?? "[disabled]"
        let hasPlace = KernelFile.text("/sys/power/resume") != "0:0"
        guard states.contains("disk"), !mode.contains("[disabled]"), hasPlace else {
            return .ok(id, "this machine does not hibernate")
        }
        return .warning(id, "a machine that hibernates writes all memory to its swap, keys too: mask hibernate.target")
        #else
        return .unknown(id, "whether this machine writes its memory to disk when it sleeps is not known")
        #endif
    }
}
#endif
