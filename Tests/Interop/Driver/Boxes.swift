import Foundation
import SessionVault

/// Raw sealed boxes of any bytes, many in one process: a line each on standard input, a line each in answer.
enum Boxes {
    static func run(with secret: DriverSecret) throws {
        guard case .identity(let identity) = secret.secret else { throw UsageError() }
        while let line = readLine() {
            let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            switch (words.first, words.count) {
            case ("seal", 3):
                guard let bytes = Data(base64Encoded: words[2]) else { throw UsageError() }
                say(try RawBox.seal([UInt8](bytes).span, toKey: words[1]))
            case ("open", 2): say(try RawBox.open(words[1].utf8.span, with: identity) { base64($0) })
            default: throw UsageError()
            }
        }
    }

    private static func base64(_ bytes: Span<UInt8>) -> String {
        Data(bytes.indices.map { bytes[$0] }).base64EncodedString()
    }
}
