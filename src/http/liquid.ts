// Texts that a tenant writes itself, in Liquid (Auth0's syntax of templates). The only owner of the engine: a template reads the variables that
// it is given and nothing else, and is stopped when it takes too much.
import { Liquid } from 'liquidjs'

export type LiquidVariables = { readonly [name: string]: unknown }

const engine = new Liquid({
  // There are no other templates to include.
  templates: {},
  ownPropertyOnly: true,
  strictFilters: true,
  parseLimit: 200_000,
  renderLimit: 500,
  memoryLimit: 10_000_000,
})

/** What is wrong with a template, in words for who wrote it; undefined: nothing. */
export function liquidProblem(template: string): string | undefined {
  try {
    engine.parse(template)
  } catch (error) {
    return (error as Error).message
  }
  return undefined
}

/** Throws when the template breaks, or takes too much. What variables say stands as it is: whoever makes HTML of it escapes. */
export const renderLiquid = (template: string, variables: LiquidVariables): string =>
  engine.parseAndRenderSync(template, variables)
