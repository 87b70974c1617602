@main enum CustomEngine { static func main() async throws {} }
