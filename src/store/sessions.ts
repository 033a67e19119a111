import type { Scope } from './scope.ts'

export function createSessions(_scope: Scope) {
  return {}
}
