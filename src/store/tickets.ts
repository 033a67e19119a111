import type { Scope } from './scope.ts'

export function createTickets(_scope: Scope) {
  return {}
}
