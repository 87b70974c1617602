import Foundation

/// A file that only its owner can read and that is replaced as a whole: whoever reads it, a program after a crash too,
/// finds the old bytes or the new.
struct PrivateFile: Sendable {
    /// Holds the file and nothing else. Foundation writes the new bytes under another name with the process's usual
    /// mode first; nobody else gets as far as that name.
    let directory: URL

    private var url: URL { directory.appending(path: "session.json") }

    func read() throws -> Data? {
        do {
            return try Data(contentsOf: url)
        } catch CocoaError.fileReadNoSuchFile {
            return nil
        }
    }

    /// Writes the bytes, waits until they are on the disk, and then puts them in the place of the old.
    func replace(with bytes: Data) throws {
        let files = FileManager.default
        try files.createDirectory(at: directory, withIntermediateDirectories: true)
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: directory.path)
        try bytes.write(to: url, options: .atomic)
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
    }

    func remove() throws {
        do {
            try FileManager.default.removeItem(at: directory)
        } catch CocoaError.fileNoSuchFile {
            // Nothing to remove is no error.
        }
    }
}
