@main enum Quickstart { static func main() async throws {} }
