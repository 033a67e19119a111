import type { Scope } from './scope.ts'

export function createConsents(_scope: Scope) {
  return {}
}
