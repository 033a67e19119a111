import type { Scope } from './scope.ts'

export function createUsers(_scope: Scope) {
  return {}
}
