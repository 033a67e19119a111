import type { Scope } from './scope.ts'

export function createArtefacts(_scope: Scope) {
  return {}
}
