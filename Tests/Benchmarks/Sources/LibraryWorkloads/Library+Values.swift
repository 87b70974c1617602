import SessionVault
import Support

extension Library {
    func readField(_ request: Request) async throws -> Reply {
        let (count, session) = (try request.count, try session)
        var sum = 0
        let time = try await seconds {
            for _ in 0..<count { sum += try session.dataCenter.id }
        }
        return .measured(time, count, check: sum)
    }

    /// Every write of a session's own values is durable, so there is no other one for `field-write`.
    func writeField(_ request: Request) async throws -> Reply {
        let (count, session) = (try request.count, try session)
        let time = try await seconds {
            for _ in 0..<count {
                lastAPIID += 1
                try await session.update(apiID: lastAPIID)
            }
        }
        guard try session.apiID == lastAPIID else { throw WrongAnswer(in: request.workload) }
        return .measured(time, count)
    }

    func setStates(_ request: Request) async throws -> Reply {
        let (count, version, session) = (try request.count, try request.version, try session)
        let time = try await seconds {
            for call in 0..<count {
                try await session.update([UpdateState(.set(by: call, version: version))])
            }
        }
        let last = UpdateState(.set(by: count - 1, version: version))
        guard try await session.updateStates().contains(last) else { throw WrongAnswer(in: request.workload) }
        return .measured(time, count)
    }

    func listStates(_ request: Request) async throws -> Reply {
        let (count, session) = (try request.count, try session)
        if try await session.updateStates().count < NumberedState.count {
            try await session.update((0..<NumberedState.count).map { UpdateState(NumberedState($0)) })
        }
        var sum: Int64 = 0
        let time = try await seconds {
            for _ in 0..<count { for state in try await session.updateStates() { sum &+= state.id } }
        }
        return .measured(seconds: time, operations: count, check: UInt64(bitPattern: sum))
    }
}
