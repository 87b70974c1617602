import Support

extension Player {
    func readField(_ request: Request) async throws -> Reply {
        let (count, store) = (try request.count, try store)
        var sum = 0
        let time = try await seconds { for _ in 0..<count { sum += try await store.dataCenter() ?? 0 } }
        return .measured(time, count, check: sum)
    }

    func writeField(_ request: Request) async throws -> Reply {
        let (count, store) = (try request.count, try store)
        let time = try await seconds {
            for _ in 0..<count {
                lastAPIID += 1
                try await store.set(apiID: lastAPIID)
            }
        }
        return .measured(time, count)
    }

    /// The setting is outside of the clock: a program that wants every commit durable makes it once.
    func writeDurableField(_ request: Request) async throws -> Reply {
        try await store.setSynchronous("FULL")
        let reply = try await writeField(request)
        try await store.setSynchronous("NORMAL")
        return reply
    }

    func setStates(_ request: Request) async throws -> Reply {
        let (count, version, store) = (try request.count, try request.version, try store)
        let time = try await seconds {
            for call in 0..<count { try await store.set(UpdateState(.set(by: call, version: version))) }
        }
        return .measured(time, count)
    }

    func listStates(_ request: Request) async throws -> Reply {
        let (count, store) = (try request.count, try store)
        if try await store.states().count < NumberedState.count {
            try await store.set((0..<NumberedState.count).map { UpdateState(NumberedState($0)) })
        }
        var sum: Int64 = 0
        let time = try await seconds {
            for _ in 0..<count { for state in try await store.states() { sum &+= state.id } }
        }
        return .measured(seconds: time, operations: count, check: UInt64(bitPattern: sum))
    }
}
