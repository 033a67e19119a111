// Swagger UI over this server's own document. Who is let in by what is said in words, for a token is pasted, not fetched: Auth0's way of
// asking for one (audience) is not one that Swagger UI knows.
const api = await (await fetch('openapi.json')).json()
api.components.securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A Management API token: `POST /oauth/token` gives one.' },
}
for (const path of Object.values(api.paths))
  for (const operation of Object.values(path)) {
    const scopes = operation.security.map(({ oauth2 }) => `\`${oauth2[0]}\``)
    operation.description = `Needs ${scopes.join(' or ')}.`
    operation.summary = operation.operationId
    operation.security = [{ bearer: [] }]
  }

globalThis.SwaggerUIBundle({
  spec: api,
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  defaultModelExpandDepth: 3,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
})
