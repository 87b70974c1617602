internal import CVaultProcess

/// What a path lies on.
package enum FileSystem: Equatable, Sendable {
    /// On one machine, by its name.
    case local(String)
    /// Reached over a network or through a program, where locks need not hold.
    case remote(String)
    /// One that is not known here, or that the system does not tell.
    case unknown

    /// The file system of a path.
    package static func of(_ path: String) -> FileSystem {
        #if os(Linux)
        known[unsafe vault_file_system(path)] ?? .unknown
        #else
        .unknown
        #endif
    }

    /// By the numbers of statfs(2).
    private static let known: [UInt: FileSystem] = [
        0xEF53: .local("ext4"), 0x5846_5342: .local("XFS"), 0x9123_683E: .local("Btrfs"), 0x2FC1_2FC1: .local("ZFS"),
        0x0102_1994: .local("tmpfs"), 0x8584_58F6: .local("ramfs"), 0x794C_7630: .local("overlayfs"),
        0xF2F5_2010: .local("F2FS"), 0xCA45_1A4E: .local("bcachefs"), 0xF15F: .local("eCryptfs"),
        0x6969: .remote("NFS"), 0x517B: .remote("SMB"), 0xFE53_4D42: .remote("SMB"), 0xFF53_4D42: .remote("CIFS"),
        0x6573_5546: .remote("FUSE"), 0x0102_1997: .remote("9p"), 0x00C3_6400: .remote("Ceph"),
        0x5346_414F: .remote("AFS"), 0x786F_4256: .remote("a shared folder of VirtualBox"),
        0x0116_1970: .remote("GFS2"), 0x7461_636F: .remote("OCFS2"), 0x0BD0_0BD0: .remote("Lustre"),
    ]
}
