import type { Scope } from './scope.ts'

export function createRoles(_scope: Scope) {
  return {}
}
