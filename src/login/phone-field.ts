// A phone number as it is typed beside a country, which counts where the number does not say its own. Auth0 has a page of its own for the country
// (mfa-country-codes); a list beside the number is one page less, and needs no script either.
import type { FastifyRequest } from 'fastify'
import { likelyCountry } from '../http/countries.ts'
import { CALLING_CODES, numberIn } from '../store/calling-codes.ts'
import { readForm } from './form.ts'

const chosenIn = (request: FastifyRequest): string | undefined => {
  if (request.method !== 'POST') return undefined
  const { country } = readForm(request, ['country'])
  return CALLING_CODES.has(country) ? country : undefined
}

/** The one that stands there: as it was chosen, else the likely one. */
export const countryShown = (request: FastifyRequest): string | undefined => chosenIn(request) ?? likelyCountry(request)

/** In full where it can be, else as it was typed. */
export const typedNumber = (request: FastifyRequest, typed: string): string => {
  const country = chosenIn(request)
  return country === undefined ? typed : numberIn(country, typed)
}
