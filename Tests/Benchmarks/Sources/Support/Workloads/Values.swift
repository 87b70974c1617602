/// The values of every session that is written.
package enum Values {
    package static let authKey = (0..<256).map { UInt8($0) }
    package static let dataCenter = 2
    package static let account: Int64 = 1
    package static let apiID: Int32 = 1
}
