import Foundation
import Testing

@testable import SessionVault

@Suite struct PassphraseFormTests {
    /// Accents in either order, marks that join, Hangul in letters and syllables, signs that are others in the composed
    /// form, and some that stay apart.
    @Test(arguments: [
        "caf\u{E9}", "cafe\u{301}", "a\u{323}\u{307}", "a\u{307}\u{323}", "\u{1112}\u{1161}\u{11AB}", "\u{D55C}",
        "\u{212B}", "\u{2126}", "\u{FB01}", "\u{1E9B}\u{323}", "\u{958}", "\u{1F469}\u{200D}\u{1F680}", "пароль",
        "パスワード", "ﾊﾟｽﾜｰﾄﾞ", "e\u{301}\u{301}\u{301}",
    ])
    func `a passphrase is taken in the form that Foundation calls composed`(_ text: String) throws {
        let expected = Array(text.precomposedStringWithCanonicalMapping.utf8)
        #expect(try Passphrase(text).withText { [UInt8](copying: $0) } == expected)
        #expect(try Passphrase(text.decomposedStringWithCanonicalMapping).withText { [UInt8](copying: $0) } == expected)
    }

    @Test func `every sign has that form`() {
        let others = (1...UInt32(0x10_FFFF)).compactMap(Unicode.Scalar.init).filter { scalar in
            let text = String(scalar)
            return Passphrase.composed(text).utf8.elementsEqual(text.precomposedStringWithCanonicalMapping.utf8)
                == false
        }
        #expect(others.map { String($0.value, radix: 16) } == [])
    }
}
