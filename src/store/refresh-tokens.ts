import type { Scope } from './scope.ts'

export function createRefreshTokens(_scope: Scope) {
  return {}
}
