// What a user attribute profile may begin as.

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'

const attribute = (
  label: string,
  description: string,
  { claim, saml, scim }: { claim: string; saml: string[]; scim: string },
  profile_required = false,
) => ({
  label,
  description,
  profile_required,
  auth0_mapping: claim,
  oidc_mapping: { mapping: claim, display_name: label },
  saml_mapping: saml,
  scim_mapping: scim,
})

const email = attribute(
  'Email',
  'The address that the user reads mail at',
  { claim: 'email', saml: [`${SOAP}/emailaddress`], scim: 'emails[primary eq true].value' },
  true,
)

const user_id = {
  oidc_mapping: 'sub' as const,
  saml_mapping: [`${SOAP}/nameidentifier`, `${SOAP}/upn`],
  scim_mapping: 'externalId',
}

export const TEMPLATES = [
  {
    id: 'email-only',
    display_name: 'E-mail address only',
    template: { name: 'E-mail address only', user_id, user_attributes: { email } },
  },
  {
    id: 'standard',
    display_name: 'Standard claims',
    template: {
      name: 'Standard claims',
      user_id,
      user_attributes: {
        email,
        name: attribute('Name', 'The whole name, as it is shown', {
          claim: 'name',
          saml: [`${SOAP}/name`],
          scim: 'displayName',
        }),
        given_name: attribute('Given name', 'What the user is called by those who know her', {
          claim: 'given_name',
          saml: [`${SOAP}/givenname`],
          scim: 'name.givenName',
        }),
        family_name: attribute('Family name', 'The name that the user has of her family', {
          claim: 'family_name',
          saml: [`${SOAP}/surname`],
          scim: 'name.familyName',
        }),
      },
    },
  },
]
