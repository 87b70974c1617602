import Testing
import VaultProcess

@Suite struct MachineTests {
    @Test func `a file of the kernel's is read without the line's end, and one that is not there is none`() {
        #expect(KernelFile.text("/proc/sys/kernel/ostype") == "Linux")
        #expect(KernelFile.text("/proc/no-such-file") == nil)
        #expect(KernelFile.text("/proc") == nil)
    }

    @Test func `a file system is known by its number`() {
        #expect(FileSystem.of("/dev/shm") == .local("tmpfs"))
        #expect(FileSystem.of("/proc") == .unknown)
        #expect(FileSystem.of("/no/such/place") == .unknown)
    }
}
