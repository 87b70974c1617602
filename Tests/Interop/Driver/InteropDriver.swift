@main enum InteropDriver { static func main() async throws {} }
