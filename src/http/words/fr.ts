// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// French. Addresses the person as «vous». Punctuation is spaced as French typography asks (no-break spaces).
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Afficher le mot de passe',
  hidePasswordText: 'Masquer le mot de passe',
}

const passwordRules = {
  passwordSecurityText: 'Votre mot de passe doit contenir :',
  'password-policy-length-at-least': 'Au moins {count, plural, one {# caractère} other {# caractères}}',
  'password-policy-contains-at-least': 'Au moins ${count} de ces ${total} éléments :',
  'password-policy-lower-case': 'Une lettre minuscule (a–z)',
  'password-policy-upper-case': 'Une lettre majuscule (A–Z)',
  'password-policy-numbers': 'Un chiffre (0–9)',
  'password-policy-special-characters': 'Un caractère spécial (par exemple !@#$%)',
  'password-policy-identical-chars':
    'Pas plus de {count, plural, one {# caractère identique} other {# caractères identiques}} à la suite',
}

const passwordErrors = {
  'password-too-weak': 'Ce mot de passe ne respecte pas les règles ci-dessous.',
  'password-too-common':
    'Ce mot de passe figure dans des listes de mots de passe courants. Choisissez-en un plus difficile à deviner.',
  'password-too-long':
    'Ce mot de passe est trop long. Utilisez au plus {max, plural, one {# caractère} other {# caractères}}.',
  'password-contains-user-information':
    'Ce mot de passe contient une information sur vous. Choisissez-en un qui n’en contient pas.',
  'password-breached':
    'Ce mot de passe figure dans des listes volées ailleurs ; d’autres pourraient donc l’essayer. Choisissez-en un que vous n’utilisez nulle part ailleurs.',
  'password-previously-used': 'Vous avez déjà utilisé ce mot de passe. Choisissez-en un nouveau.',
}

const formErrors = {
  alertListTitle: 'Veuillez corriger les points suivants :',
  'form-expired': 'Cette page est restée ouverte trop longtemps. Veuillez réessayer.',
  'challenge-required':
    'De nombreuses tentatives sont venues de votre réseau ; nous vérifions donc que vous n’êtes pas un robot. Veuillez réessayer.',
  'ip-blocked': 'Trop de tentatives sont venues de votre réseau. Attendez quelques minutes, puis réessayez.',
  'server-busy': 'Nous sommes très sollicités en ce moment. Veuillez réessayer dans quelques secondes.',
  'upstream-unavailable':
    'Nous ne pouvons pas vérifier votre identité en ce moment. Veuillez réessayer dans quelques minutes.',
}

const passkey = {
  passkeyButtonText: 'Continuer avec une clé d’accès',
  passkeyFailedText: 'Aucune clé d’accès n’a été utilisée. Réessayez, ou connectez-vous autrement.',
}

const passkeyErrors = {
  'passkey-failed': 'Cette clé d’accès n’a pas pu être utilisée. Réessayez, ou choisissez un autre moyen.',
  'passkey-expired': 'Cela a pris trop de temps. Veuillez réessayer.',
}

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'Votre adresse e-mail n’est pas encore confirmée. Nous vous avons renvoyé le lien ; utilisez ensuite de nouveau votre clé d’accès.',
}

const passkeyEnrollment = {
  passkeyBenefit1Title: 'Rien à retenir',
  passkeyBenefit1Description:
    'Vous vous connectez avec votre empreinte, votre visage ou le verrouillage de votre écran.',
  passkeyBenefit2Title: 'Rien à voler',
  passkeyBenefit2Description: 'Elle ne fonctionne que sur ce site : personne ne peut vous la soutirer par ruse.',
  createButtonText: 'Créer une clé d’accès',
  continueButtonText: 'Pas maintenant',
  doNotShowAgainText: 'Ne plus demander sur cet appareil',
  passkeyFailedText: 'Aucune clé d’accès n’a été créée. Réessayez, ou continuez sans.',
  passkeyTakenText: 'Cet appareil a déjà une clé d’accès pour votre compte.',
  notAvailableText: 'Ce navigateur ne peut pas créer de clé d’accès. Vous pouvez continuer sans.',
  'too-many-passkeys-tried':
    'Trop de tentatives ont été faites. Attendez quelques minutes, ou continuez sans clé d’accès.',
  'passkeys-full':
    'Votre compte a autant de clés d’accès qu’il peut en avoir. Supprimez d’abord celle que vous n’utilisez plus.',
}

const factors = {
  authenticatorNamesOTP: 'Application d’authentification',
  authenticatorNamesSMS: 'Téléphone',
  authenticatorNamesEmail: 'E-mail',
  authenticatorNamesRecoveryCode: 'Code de récupération',
  authenticatorNamesWebauthnRoaming: 'Clé de sécurité',
  authenticatorNamesWebauthnPlatform: 'Empreinte, visage ou verrouillage d’écran de cet appareil',
}

const codeErrors = {
  'invalid-otp-code-format': 'Saisissez le code.',
  'invalid-code': 'Ce code n’est pas le bon. Vérifiez-le et réessayez.',
  'invalid-expired-code': 'Ce code n’est plus valable. Demandez-en un nouveau.',
  'too-many-failures': 'Trop de codes ont été essayés sur ce compte. Attendez quelques minutes, puis réessayez.',
  'codes-locked':
    'Trop de codes incorrects ont été saisis pour ce compte. Les codes ne fonctionnent plus : choisissez un autre moyen ou demandez à l’administrateur.',
  'too-many-codes': 'Nous avons déjà envoyé plusieurs codes. Attendez quelques minutes, puis réessayez.',
}

const secondProof = {
  buttonText: 'Continuer',
  codePlaceholder: 'Code',
  rememberMeText: 'Ne plus me demander sur cet appareil pendant un certain temps',
  pickAuthenticatorText: 'Essayer un autre moyen',
}

const secondKey = {
  continueButtonText: 'Continuer',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText: 'Ce navigateur ne permet pas de la demander. Essayez un autre moyen, ou un autre navigateur.',
  ...formErrors,
  'webauthn-failed': 'Cela n’a pas fonctionné. Réessayez, ou choisissez un autre moyen.',
  'webauthn-expired': 'Cela a pris trop de temps. Veuillez réessayer.',
  'too-many-failures': 'Trop de tentatives ont été faites sur ce compte. Attendez quelques minutes, puis réessayez.',
}

const securityKey = {
  ...secondKey,
  failedText: 'Aucune clé de sécurité n’a été utilisée. Réessayez, ou choisissez un autre moyen.',
  takenText: 'Cette clé de sécurité a déjà été ajoutée. Choisissez-en une autre.',
}

const ownDevice = {
  ...secondKey,
  failedText: 'Votre appareil n’a pas confirmé que c’est bien vous. Réessayez, ou choisissez un autre moyen.',
  takenText: 'Cet appareil a déjà été ajouté.',
}

const sentCode = {
  ...secondProof,
  resendActionText: 'Renvoyer',
  resendText: 'Rien reçu ?',
  resentText: 'Nous avons envoyé un autre code. Seul le plus récent est valable.',
  ...formErrors,
  ...codeErrors,
}

const phoneEnrollment = {
  countryPlaceholder: 'Pays ou région',
  placeholder: 'Numéro de téléphone',
  hint: 'Comme on le compose dans votre pays, ou en entier : +44\u00a07700\u00a0900123',
  pickAuthenticatorText: 'Essayer un autre moyen',
  ...formErrors,
  'no-phone': 'Saisissez votre numéro de téléphone.',
  'invalid-phone-format': 'Saisissez le numéro avec l’indicatif du pays, par exemple +44\u00a07700\u00a0900123.',
  'too-many-codes': codeErrors['too-many-codes'],
}

const savedCode = {
  description:
    'Gardez-le là où vous le trouverez sans cet appareil. Il vous donne accès une fois, quand vous n’avez rien d’autre sous la main.',
  buttonText: 'Je l’ai enregistré',
  copyText: 'Copier',
  copiedText: 'Copié',
  printText: 'Imprimer',
}

const ticketErrors = {
  eventTitleExpired: 'Ce lien a expiré',
  eventTitleUsed: 'Ce lien a déjà été utilisé',
  eventTitleGeneric: 'Ce lien ne fonctionne pas',
}

const firstCodeErrors = {
  'no-code': 'Saisissez le code que nous vous avons envoyé.',
  'wrong-code': 'Ce code n’est pas le bon. Vérifiez-le, ou demandez-en un nouveau.',
  'expired-code': 'Ce code a expiré ou a été essayé trop souvent. Demandez-en un nouveau.',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login': 'Trop de codes ont été essayés ici. Attendez un moment, puis demandez-en un nouveau.',
}

const codeByEmail = {
  title: 'Consultez vos e-mails',
  buttonText: 'Continuer',
  placeholder: 'Code',
  resendText: 'Rien reçu ? Regardez aussi dans vos courriers indésirables.',
  resendActionText: 'Envoyer un nouveau code',
  resentText: 'Un nouveau code est en route.',
  ...formErrors,
  ...firstCodeErrors,
}

const codeBySms = {
  title: 'Consultez votre téléphone',
  buttonText: 'Continuer',
  placeholder: 'Code',
  resendText: 'Rien reçu ? Cela peut prendre une minute.',
  resendActionText: 'Envoyer un nouveau code',
  resentText: 'Un nouveau code est en route.',
  ...formErrors,
  ...firstCodeErrors,
}

const names = {
  countryPlaceholder: 'Pays ou région',
  emailPlaceholder: 'Adresse e-mail',
  usernamePlaceholder: 'Adresse e-mail ou nom d’utilisateur',
  usernameOnlyPlaceholder: 'Nom d’utilisateur',
  phonePlaceholder: 'Numéro de téléphone',
  phoneOrEmailPlaceholder: 'Numéro de téléphone ou e-mail',
  phoneOrUsernamePlaceholder: 'Numéro de téléphone ou nom d’utilisateur',
  phoneOrUsernameOrEmailPlaceholder: 'Numéro de téléphone, nom d’utilisateur ou e-mail',
}

const noName = {
  'no-email': 'Saisissez votre adresse e-mail.',
  'no-username': 'Saisissez votre adresse e-mail ou votre nom d’utilisateur.',
  'no-name': 'Saisissez l’identifiant avec lequel vous vous connectez.',
}

const signInErrors = {
  'wrong-credentials': 'Ces informations ne correspondent pas. Vérifiez-les et réessayez.',
  'wrong-credentials-or-unverified':
    'Ces informations ne correspondent pas, ou l’adresse e-mail n’est pas encore confirmée. Si c’est tout ce qui manque, nous vous avons renvoyé le lien.',
  'same-user-login':
    'Trop de tentatives ont été faites sur ce compte. S’il est à vous, cherchez un e-mail de notre part qui vous redonne accès, ou choisissez un nouveau mot de passe.',
  'password-breached':
    'Votre mot de passe figure dans des listes volées ailleurs ; il ne donne donc plus accès à ce service. Choisissez-en un nouveau par « Mot de passe oublié ? ».',
  'no-password': 'Saisissez votre mot de passe.',
}

const signUpErrors = {
  'invalid-signup':
    'Nous n’avons pas pu créer de compte avec ces informations. Si vous en avez déjà un, connectez-vous.',
  'no-email': 'Saisissez votre adresse e-mail.',
  'invalid-email-format': 'Saisissez une adresse e-mail de la forme nom@example.com.',
  'no-username': 'Choisissez un nom d’utilisateur.',
  'invalid-username':
    'Utilisez de ${min} à ${max} lettres, chiffres ou caractères parmi ${characters} pour votre nom d’utilisateur.',
  'no-phone-number': 'Saisissez votre numéro de téléphone.',
  'invalid-phone-number':
    'Saisissez votre numéro de téléphone avec l’indicatif du pays, par exemple +44\u00a07700\u00a0900123.',
  'no-identifier': 'Remplissez au moins l’un de ces champs.',
}

const consent = {
  pickerTitle: 'Connecté en tant que ${userName}',
  scopesTitle: 'Cela lui permettrait de :',
  apisTitle: 'L’accès est demandé à :',
  unverifiedTitle: 'Cette application n’est pas vérifiée',
  unverifiedText:
    'Elle s’est enregistrée elle-même sous ce nom. Personne chez ${companyName} n’a vérifié qui est derrière.',
  unverifiedHostText: 'Elle se décrit sur ${host}.',
  returnHostText: 'Si vous autorisez l’accès, vous serez redirigé vers ${host}.',
  returnDeviceText:
    'Si vous autorisez l’accès, une application sur cet appareil l’obtiendra. Ne continuez que si vous venez de la lancer.',
  acceptButtonText: 'Autoriser',
  declineButtonText: 'Refuser',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Erreur : ${pageTitle}',
      workingText: 'Nous vérifions que vous n’êtes pas un robot…',
      workDoneText: 'Vérifié : vous pouvez continuer.',
      workWaitText:
        'Nous vérifions que vous n’êtes pas un robot : veuillez attendre {seconds, plural, one {# seconde} other {# secondes}} avant de continuer.',
      logoAltText: '${companyName}',
      languagePickerText: 'Langue',
    },
  },
  login: {
    login: {
      pageTitle: 'Connexion | ${clientName}',
      title: 'Connexion',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      ...names,
      passwordPlaceholder: 'Mot de passe',
      forgotPasswordText: 'Mot de passe oublié ?',
      signupActionText: 'Première visite ?',
      signupActionLinkText: 'Créez un compte',
      separatorText: 'ou',
      codeText: 'Utiliser plutôt un code à usage unique',
      passwordlessEmailText: 'Continuer avec un code par e-mail',
      passwordlessSmsText: 'Continuer avec un code par SMS',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...signInErrors,
      ...noName,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  signup: {
    signup: {
      pageTitle: 'Créer un compte | ${clientName}',
      title: 'Créez votre compte',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      emailPlaceholder: 'Adresse e-mail',
      usernamePlaceholder: 'Nom d’utilisateur',
      phonePlaceholder: 'Numéro de téléphone',
      optionalText: '${label} (facultatif)',
      passwordPlaceholder: 'Mot de passe',
      loginActionText: 'Vous avez déjà un compte ?',
      loginActionLinkText: 'Connectez-vous',
      countryPlaceholder: 'Pays ou région',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Choisissez un mot de passe.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'Créer une clé d’accès | ${clientName}',
      title: 'Connectez-vous plus vite la prochaine fois',
      description: 'Avec une clé d’accès, vous vous connectez à ${companyName} sans mot de passe.',
      signupTitle: 'Créez une clé d’accès',
      signupFailedText: 'Aucune clé d’accès n’a été créée. Veuillez réessayer.',
      signupWithoutText: 'Ce navigateur ne peut pas créer de clé d’accès. Choisissez plutôt un mot de passe.',
      signupNotAvailableText:
        'Ce navigateur ne peut pas créer de clé d’accès, et un compte ici en demande une. Essayez un autre navigateur ou un autre appareil.',
      signupPasswordText: 'Choisir plutôt un mot de passe',
      editText: 'Modifier',
      loginActionText: 'Vous avez déjà un compte ?',
      loginActionLinkText: 'Connectez-vous',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'Continuer sans clé d’accès',
      signupByCodeText:
        'Ce navigateur ne peut pas créer de clé d’accès. Continuez sans : la prochaine fois, vous vous connecterez avec un code.',
    },
    'passkey-enrollment-local': {
      pageTitle: 'Créez une clé d’accès sur cet appareil | ${clientName}',
      title: 'Créez une clé d’accès sur cet appareil',
      description:
        'Vous vous êtes connecté avec la clé d’accès d’un autre appareil. Avec la sienne, celui-ci n’aura plus besoin d’un autre.',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: 'Qui êtes-vous ? | ${clientName}',
      title: 'Connexion',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      'passkey-needed': 'Ici, on se connecte avec une clé d’accès : utilisez le bouton ci-dessous.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'ou',
      passwordlessEmailText: 'Continuer avec un code par e-mail',
      passwordlessSmsText: 'Continuer avec un code par SMS',
      signupActionText: 'Première visite ?',
      signupActionLinkText: 'Créez un compte',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'Saisissez votre mot de passe | ${clientName}',
      title: 'Saisissez votre mot de passe',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      passwordPlaceholder: 'Mot de passe',
      editText: 'Modifier',
      forgotPasswordText: 'Mot de passe oublié ?',
      codeText: 'Utiliser plutôt un code à usage unique',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'Se connecter sans mot de passe | ${clientName}',
      title: 'Connexion',
      descriptionEmail: 'Nous vous envoyons un code par e-mail. Aucun mot de passe n’est nécessaire.',
      descriptionSms: 'Nous envoyons un code sur votre téléphone. Aucun mot de passe n’est nécessaire.',
      descriptionBoth: 'Nous vous envoyons un code. Aucun mot de passe n’est nécessaire.',
      buttonText: 'Continuer',
      ...names,
      passwordText: 'Utiliser plutôt un mot de passe',
      ...formErrors,
      'no-name': 'Saisissez votre numéro de téléphone ou votre adresse e-mail.',
      'no-email': 'Saisissez votre adresse e-mail.',
      'invalid-email-format': 'Saisissez une adresse e-mail de la forme nom@example.com.',
      'no-phone-number': 'Saisissez votre numéro de téléphone.',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'Saisissez le code reçu par e-mail | ${clientName}',
      description: 'Si ${address} peut se connecter ici, un code est en route.',
      editText: 'Modifier',
      linkText: 'M’envoyer plutôt un lien',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'Ouvrez le lien dans votre e-mail | ${clientName}',
      description: 'Si ${address} peut se connecter ici, un lien est en route. Ouvrez-le dans ce navigateur.',
      editText: 'Modifier',
      codeText: 'Ouvert ailleurs ? Saisissez le code qui vous y a été affiché.',
      codeActionText: 'M’envoyer plutôt un code',
      ...codeByEmail,
      resendActionText: 'Envoyer un nouveau lien',
      resentText: 'Un nouveau lien est en route.',
    },
    'login-passwordless-sms-otp': {
      pageTitle: 'Saisissez le code reçu sur votre téléphone | ${clientName}',
      description: 'Si ${address} peut se connecter ici, un code est en route.',
      editText: 'Modifier',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'Poursuivre la connexion | ${clientName}',
      title: 'Vous y êtes presque',
      description: 'Vous avez demandé ce lien pour vous connecter à ${clientName} en tant que ${address}.',
      buttonText: 'Connexion',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: 'Connectez-vous là où vous avez commencé | ${companyName}',
      title: 'Saisissez ce code là où vous avez commencé',
      description: 'Vous avez demandé ce lien dans un autre navigateur. Retournez-y et saisissez ce code :',
      warningText:
        'Si vous n’avez pas commencé vous-même à vous connecter, fermez cette page et ne donnez le code à personne.',
    },
    'login-passwordless-link-error': {
      pageTitle: 'Problème de lien de connexion | ${companyName}',
      title: 'Ce lien ne fonctionne pas',
      description:
        'Il a expiré, a déjà été utilisé ou est incomplet. Retournez là où vous avez commencé et demandez-en un nouveau.',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'Saisissez le code que nous vous avons envoyé par e-mail | ${clientName}',
      description: 'Si ${address} peut se connecter ici, un code est en route.',
      editText: 'Modifier',
      passwordText: 'Utiliser plutôt votre mot de passe',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'Saisissez le code que nous vous avons envoyé par SMS | ${clientName}',
      description: 'Si ${address} peut se connecter ici, un code est en route.',
      editText: 'Modifier',
      passwordText: 'Utiliser plutôt votre mot de passe',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'Confirmez votre e-mail par un code | ${clientName}',
      description:
        'Nous avons envoyé un message à ${address}. Saisissez le code qu’il contient pour confirmer que l’adresse est la vôtre.',
      editText: 'Modifier',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'Confirmez votre téléphone par un code | ${clientName}',
      description:
        'Nous avons envoyé un message à ${address}. Saisissez le code qu’il contient pour confirmer que le numéro est le vôtre.',
      editText: 'Modifier',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'Votre nouveau compte | ${clientName}',
      title: 'Créez votre compte',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      emailPlaceholder: 'Adresse e-mail',
      usernamePlaceholder: 'Nom d’utilisateur',
      phonePlaceholder: 'Numéro de téléphone',
      optionalText: '${label} (facultatif)',
      loginActionText: 'Vous avez déjà un compte ?',
      loginActionLinkText: 'Connectez-vous',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: 'Pays ou région',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'Choisissez un mot de passe | ${clientName}',
      title: 'Choisissez un mot de passe',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      passwordPlaceholder: 'Mot de passe',
      editText: 'Modifier',
      loginActionText: 'Vous avez déjà un compte ?',
      loginActionLinkText: 'Connectez-vous',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Choisissez un mot de passe.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Réinitialiser le mot de passe | ${companyName}',
      title: 'Mot de passe oublié ?',
      descriptionEmail:
        'Indiquez-nous votre adresse e-mail et nous vous enverrons un lien pour choisir un nouveau mot de passe.',
      descriptionUsername:
        'Indiquez-nous votre adresse e-mail ou votre nom d’utilisateur et nous vous enverrons un lien pour choisir un nouveau mot de passe.',
      descriptionEmailByCode:
        'Indiquez-nous votre adresse e-mail et nous vous enverrons un code pour choisir un nouveau mot de passe.',
      descriptionUsernameByCode:
        'Indiquez-nous votre adresse e-mail ou votre nom d’utilisateur et nous vous enverrons un code pour choisir un nouveau mot de passe.',
      placeholderEmail: 'Adresse e-mail',
      placeholderUsername: 'Adresse e-mail ou nom d’utilisateur',
      buttonText: 'Continuer',
      backToLoginLinkText: 'Retour à la connexion',
      ...formErrors,
      'no-email': 'Saisissez votre adresse e-mail.',
      'no-username': 'Saisissez votre adresse e-mail ou votre nom d’utilisateur.',
      'too-many-email': 'Nous avons déjà envoyé plusieurs e-mails. Attendez quelques minutes, puis réessayez.',
    },
    'reset-password-email': {
      pageTitle: 'Consultez vos e-mails | ${companyName}',
      title: 'Consultez vos e-mails',
      emailDescription:
        'S’il existe un compte pour ${email}, un lien pour choisir un nouveau mot de passe est en route.',
      usernameDescription:
        'S’il existe un compte pour ${email}, un lien pour choisir un nouveau mot de passe est en route vers son adresse e-mail.',
      resendText: 'Rien reçu ? Regardez aussi dans vos courriers indésirables.',
      resendLinkText: 'Renvoyer',
      resentText: 'Renvoyé.',
      backToLoginLinkText: 'Retour à la connexion',
    },
    'reset-password': {
      pageTitle: 'Choisir un nouveau mot de passe | ${companyName}',
      title: 'Choisissez un nouveau mot de passe',
      description: 'Après la modification, connectez-vous avec le nouveau.',
      descriptionEmail: 'Ceci modifie le mot de passe de ${email}.',
      buttonText: 'Continuer',
      passwordPlaceholder: 'Nouveau mot de passe',
      reEnterPasswordPlaceholder: 'Répétez le nouveau mot de passe',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Choisissez un nouveau mot de passe.',
      'no-re-enter-password': 'Saisissez le nouveau mot de passe une seconde fois.',
      'password-mismatch': 'Les deux mots de passe sont différents.',
    },
    'reset-password-success': {
      pageTitle: 'Mot de passe modifié | ${companyName}',
      eventTitle: 'Mot de passe modifié',
      description: 'Vous pouvez maintenant vous connecter avec votre nouveau mot de passe.',
      buttonText: 'Continuer vers ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Problème de lien | ${companyName}',
      ...ticketErrors,
      descriptionExpired:
        'Les liens de réinitialisation fonctionnent pendant une durée limitée. Demandez-en un nouveau.',
      descriptionUsed: 'Un lien de réinitialisation ne fonctionne qu’une fois. Demandez-en un nouveau si besoin.',
      descriptionGeneric:
        'Il a peut-être été tronqué lors de la copie. Ouvrez-le de nouveau depuis l’e-mail, ou demandez-en un nouveau.',
      requestLinkText: 'Demander un nouveau lien',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Confirmer votre adresse e-mail | ${companyName}',
      title: 'Confirmez votre adresse e-mail',
      description: 'Plus qu’une étape : confirmez que cette adresse est la vôtre.',
      descriptionEmail: 'Plus qu’une étape : confirmez que ${email} est votre adresse.',
      buttonText: 'Continuer',
    },
    'email-verification-result': {
      pageTitle: 'Confirmation de l’e-mail | ${companyName}',
      verifiedTitle: 'Adresse e-mail confirmée',
      errorTitle: 'Adresse e-mail non confirmée',
      verifiedDescription: 'Merci. Votre adresse e-mail est confirmée.',
      alreadyVerifiedDescription: 'Cette adresse e-mail avait déjà été confirmée. Il n’y a plus rien à faire.',
      invalidAccountOrCodeDescription:
        'Ce lien a expiré, a déjà été utilisé ou est incomplet. Connectez-vous pour en recevoir un nouveau.',
      unknownErrorDescription: 'Un problème est survenu de notre côté. Veuillez rouvrir le lien dans un instant.',
      buttonText: 'Continuer vers ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Consultez vos e-mails | ${companyName}',
      title: 'Consultez vos e-mails',
      description:
        'Nous avons envoyé un lien à ${email}. Ouvrez-le pour confirmer que l’adresse est la vôtre, puis revenez ici.',
      resendText: 'Rien reçu ? Regardez aussi dans vos courriers indésirables.',
      resendActionText: 'Renvoyer',
      resentText: 'Renvoyé.',
      backToLoginLinkText: 'Retour à la connexion',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'Votre compte | ${companyName}',
      title: 'Votre compte',
      signedInText: 'Vous êtes connecté en tant que ${account}.',
      nameLabel: 'Nom',
      nicknameLabel: 'Comment vous appeler',
      buttonText: 'Enregistrer',
      savedText: 'Enregistré.',
      passwordLinkText: 'Mot de passe',
      passwordLinkDescription: 'En choisir un nouveau',
      emailLinkText: 'Adresse e-mail',
      securityLinkText: 'Moyens de connexion',
      securityLinkDescription: 'Clés d’accès, applications d’authentification, codes de récupération',
      sessionsLinkText: 'Appareils',
      sessionsLinkDescription: 'Là où vous êtes connecté',
      appsLinkText: 'Applications',
      appsLinkDescription: 'Qui peut agir pour vous',
      identitiesLinkText: 'Comptes liés',
      identitiesLinkDescription: 'D’autres comptes qui mènent à celui-ci',
      dataLinkText: 'Vos données',
      dataLinkDescription: 'Téléchargez-les, ou supprimez votre compte',
      signOutLinkText: 'Se déconnecter',
      'invalid-name': 'Utilisez au plus {max, plural, one {# caractère} other {# caractères}} pour votre nom.',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'Mot de passe | ${companyName}',
      title: 'Choisissez un nouveau mot de passe',
      description: 'Vous restez connecté ici. Tous les autres appareils sont déconnectés.',
      passwordPlaceholder: 'Nouveau mot de passe',
      buttonText: 'Modifier le mot de passe',
      backText: 'Votre compte',
      savedText: 'Votre mot de passe a été modifié.',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'Choisissez un mot de passe.',
    },
    'account-email': {
      pageTitle: 'Adresse e-mail | ${companyName}',
      title: 'Votre adresse e-mail',
      description:
        'C’est actuellement ${email}. Nous envoyons un lien à la nouvelle adresse ; elle compte une fois ce lien ouvert.',
      descriptionNone:
        'Vous n’en avez pas encore. Nous envoyons un lien à l’adresse ; elle compte une fois ce lien ouvert.',
      emailPlaceholder: 'Nouvelle adresse e-mail',
      buttonText: 'Envoyer le lien',
      backText: 'Votre compte',
      sentText: 'Si cette adresse peut être la vôtre, nous avons envoyé un lien à ${email}.',
      ...formErrors,
      'no-email': 'Saisissez votre adresse e-mail.',
      'invalid-email-format': 'Saisissez une adresse e-mail de la forme nom@example.com.',
      'too-many-email': 'Trop d’e-mails ont été demandés. Attendez quelques minutes, puis réessayez.',
    },
    'account-email-confirm': {
      pageTitle: 'Confirmez votre adresse e-mail | ${companyName}',
      title: 'Confirmez votre nouvelle adresse e-mail',
      description: 'Désormais, ${email} sera l’adresse du compte ${account} chez ${companyName}.',
      warningText:
        'Ne confirmez que si ce compte est le vôtre : qui le possède le garde, avec votre adresse. Si quelqu’un d’autre l’a saisie, fermez cette page et rien ne changera.',
      buttonText: 'Confirmer',
      doneTitle: 'Votre adresse e-mail a été modifiée',
      failedTitle: 'Ce lien ne fonctionne pas',
      failedDescription:
        'Il a expiré, a déjà été utilisé, ou l’adresse appartient à un autre compte. Demandez-en un nouveau.',
      backText: 'Votre compte',
    },
    'account-sessions': {
      pageTitle: 'Appareils | ${companyName}',
      title: 'Là où vous êtes connecté',
      currentText: 'Cet appareil',
      lastSeenText: 'Dernière utilisation le ${time}',
      signedInText: 'Connecté le ${time}',
      endButtonText: 'Déconnecter',
      endAllButtonText: 'Déconnecter partout ailleurs',
      deviceText: '${browser} sur ${system}',
      unknownDeviceText: 'Un appareil que nous ne reconnaissons pas',
      noneText: 'Vous n’êtes connecté nulle part ailleurs.',
      backText: 'Votre compte',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'Moyens de connexion | ${companyName}',
      title: 'Moyens de connexion',
      description: 'Ce avec quoi vous pouvez prouver qui vous êtes.',
      noneText: 'Rien pour l’instant.',
      totpText: 'Application d’authentification',
      phoneText: 'Codes vers ${address}',
      emailText: 'Codes vers ${address}',
      recoveryText: 'Code de récupération',
      webauthnText: 'Clé de sécurité ou appareil',
      passkeyText: 'Clé d’accès',
      addedText: 'Ajouté le ${time}',
      removeButtonText: 'Supprimer',
      addTotpButtonText: 'Ajouter une application d’authentification',
      addPasskeyButtonText: 'Ajouter une clé d’accès',
      addKeyButtonText: 'Ajouter une clé de sécurité',
      newRecoveryButtonText: 'Obtenir un nouveau code de récupération',
      passkeyFailedText: 'Aucune clé d’accès n’a été créée. Veuillez réessayer.',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'Votre compte',
      ...formErrors,
      'passkey-failed': 'Cette clé d’accès n’a pas pu être ajoutée. Veuillez réessayer.',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: 'Application d’authentification | ${companyName}',
      title: 'Ajoutez une application d’authentification',
      description: 'Scannez ce code avec l’application, puis saisissez le code qu’elle affiche.',
      secretText: 'Pas d’appareil photo ? Saisissez plutôt ceci dans l’application :',
      qrAltText: 'Un code QR pour l’application',
      codePlaceholder: 'Code à six chiffres',
      buttonText: 'Ajouter',
      backText: 'Moyens de connexion',
      ...formErrors,
      'wrong-code': 'Ce n’est pas le code que l’application affiche en ce moment. Veuillez réessayer.',
      'too-many-tries': 'Il y a eu trop de tentatives. Attendez quelques minutes, puis réessayez.',
    },
    'account-recovery-code': {
      pageTitle: 'Code de récupération | ${companyName}',
      title: 'Votre nouveau code de récupération',
      description:
        'Gardez-le là où vous le trouverez sans vos appareils. Il vous donne accès une fois ; tout code précédent ne vaut plus rien.',
      copyText: 'Copier',
      copiedText: 'Copié',
      printText: 'Imprimer',
      backText: 'Je l’ai mis de côté',
    },
    'account-apps': {
      pageTitle: 'Applications | ${companyName}',
      title: 'Applications qui peuvent agir pour vous',
      noneText: 'Aucune.',
      revokeButtonText: 'Retirer l’autorisation',
      backText: 'Votre compte',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: 'Comptes liés | ${companyName}',
      title: 'Comptes qui mènent à celui-ci',
      primaryText: 'Votre premier compte',
      unlinkButtonText: 'Dissocier',
      backText: 'Votre compte',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'Vos données | ${companyName}',
      title: 'Vos données',
      downloadText: 'Tout ce qui est conservé à votre sujet, dans un fichier.',
      downloadLinkText: 'Télécharger mes données',
      deleteTitle: 'Supprimer votre compte',
      deleteText:
        'Votre compte et tout ce qui lui appartient sont supprimés immédiatement et définitivement. Saisissez ${account} pour confirmer que c’est bien ce que vous voulez.',
      confirmPlaceholder: 'Saisissez-le ici',
      buttonText: 'Supprimer mon compte',
      backText: 'Votre compte',
      ...formErrors,
      'not-confirmed': 'Ce n’est pas ce qu’il vous était demandé de saisir.',
    },
    'account-deleted': {
      pageTitle: 'Compte supprimé | ${companyName}',
      title: 'Votre compte est supprimé',
      description: 'Merci d’avoir été parmi nous.',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Se reconnecter | ${companyName}',
      title: 'Retrouvez votre accès',
      description:
        'Trop de tentatives de connexion à votre compte ont échoué ; plus personne ne peut donc s’y connecter depuis cet endroit.',
      descriptionEmail:
        'Trop de tentatives de connexion au compte de ${email} ont échoué ; plus personne ne peut donc s’y connecter depuis cet endroit.',
      deviceText: 'Ne continuez que sur un appareil à vous : il gardera désormais l’accès, quoi que d’autres essaient.',
      buttonText: 'Continuer',
    },
    'user-block-result': {
      pageTitle: 'De retour sur votre compte | ${companyName}',
      liftedTitle: 'Vous pouvez de nouveau vous connecter',
      invalidTitle: 'Ce lien ne fonctionne pas',
      liftedDescription:
        'Si ces tentatives ne venaient pas de vous, personne n’est entré. Si vous avez un mot de passe que d’autres peuvent connaître, choisissez-en un nouveau.',
      invalidDescription:
        'Il a expiré, a déjà été utilisé ou est incomplet. Si vous avez un mot de passe, vous pouvez toujours en choisir un nouveau.',
      buttonText: 'Continuer vers ${clientName}',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'Protégez votre compte | ${clientName}',
      title: 'Protégez votre compte',
      description:
        'Ajoutez un second moyen de montrer que c’est bien vous. Nous le demanderons en plus de ce que vous venez de donner.',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: 'Choisir un autre moyen | ${clientName}',
      title: 'Montrez que c’est bien vous',
      description: 'Choisissez ce que vous avez sous la main.',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'Ajouter un moyen de connexion | ${companyName}',
      enrolledTitle: 'C’est ajouté',
      enrolledDescription: 'Désormais, vous pouvez montrer ainsi que c’est bien vous.',
      alreadyEnrolledTitle: 'Vous en avez déjà un',
      alreadyEnrolledDescription:
        'Vous avez déjà ajouté un moyen de montrer que c’est bien vous. Il n’y a plus rien à faire.',
      alreadyUsedTitle: 'Ce lien a déjà été utilisé',
      alreadyUsedDescription: 'Ce qui a été ajouté grâce à lui reste en place. Si ce n’était pas vous, prévenez-nous.',
      expiredTicketTitle: 'Ce lien a expiré',
      expiredTicketDescription: 'Demandez-en un autre à la personne qui vous l’a envoyé.',
      invalidTicketTitle: 'Ce lien ne fonctionne pas',
      invalidTicketDescription: 'Ouvrez-le tel qu’il figure dans l’e-mail, ou demandez-en un autre.',
      genericErrorTitle: 'Rien ne peut être ajouté pour le moment',
      genericErrorDescription: 'Ce que ce lien demande n’est pas proposé. Prévenez la personne qui vous l’a envoyé.',
      buttonText: 'Continuer',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: 'Ajoutez une application d’authentification | ${clientName}',
      title: 'Ajoutez une application d’authentification',
      description:
        'Scannez cette image avec une application d’authentification, puis saisissez le code qu’elle affiche.',
      qrCodeAltText: 'Code QR à scanner avec une application d’authentification',
      codeEnrollmentText: 'Je ne peux pas le scanner',
      pickAuthenticatorText: 'Essayer un autre moyen',
      codePlaceholder: 'Code',
      buttonText: 'Continuer',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'Ajouter une application d’authentification par sa clé | ${clientName}',
      title: 'Ajoutez une application d’authentification',
      description: 'Saisissez cette clé dans une application d’authentification, puis le code qu’elle affiche.',
      secretText: 'Clé',
      qrEnrollmentText: 'Scanner plutôt une image',
      pickAuthenticatorText: 'Essayer un autre moyen',
      codePlaceholder: 'Code',
      buttonText: 'Continuer',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: 'Code de votre application d’authentification | ${clientName}',
      title: 'Montrez que c’est bien vous',
      description: 'Saisissez le code affiché par votre application d’authentification.',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'Ajoutez une clé de sécurité | ${clientName}',
      title: 'Ajoutez une clé de sécurité',
      description: 'Ayez votre clé de sécurité sous la main et continuez. Votre navigateur vous dira quoi faire.',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'Ajoutez cet appareil | ${clientName}',
      title: 'Ajoutez cet appareil',
      description:
        'Montrez désormais que c’est bien vous avec votre empreinte, votre visage ou le verrouillage de votre écran.',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'Utilisez votre clé de sécurité | ${clientName}',
      title: 'Utilisez votre clé de sécurité',
      description: 'Ayez votre clé de sécurité sous la main et continuez. Votre navigateur vous dira quoi faire.',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'Confirmez sur cet appareil | ${clientName}',
      title: 'Montrez que c’est bien vous',
      description: 'Continuez avec votre empreinte, votre visage ou le verrouillage de votre écran.',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: 'Lui donner un nom | ${clientName}',
      title: 'Nommez votre clé de sécurité',
      description: 'Si vous en avez plusieurs, vous saurez à son nom de laquelle il s’agit.',
      nicknamePlaceholder: 'Nom de la clé de sécurité',
      titlePlatform: 'Nommez cet appareil',
      descriptionPlatform: 'Si vous en avez plusieurs, vous saurez à son nom duquel il s’agit.',
      nicknamePlaceholderPlatform: 'Nom de l’appareil',
      buttonText: 'Continuer',
      ...formErrors,
      'no-nickname': 'Saisissez un nom.',
      'nickname-too-long': 'Ce nom est trop long. Utilisez au plus 100 caractères.',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: 'Ajouté | ${clientName}',
      title: 'Votre clé de sécurité est ajoutée',
      description: 'Vous pouvez désormais montrer que c’est bien vous avec cette clé.',
      titlePlatform: 'Cet appareil est ajouté',
      descriptionPlatform: 'Vous pouvez désormais montrer que c’est bien vous sur cet appareil.',
      buttonText: 'Continuer',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'Non disponible ici | ${clientName}',
      errorTitle: 'Votre clé ne peut pas être utilisée ici',
      errorDescription:
        'Elle a été ajoutée à une autre de nos adresses, la seule qui puisse la demander. Connectez-vous là-bas, ou essayez un autre moyen.',
      pickAuthenticatorText: 'Essayer un autre moyen',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'Code de votre e-mail | ${clientName}',
      title: 'Consultez vos e-mails',
      description: 'Nous avons envoyé un code à ${email}.',
      editText: 'Utiliser une autre adresse',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'Choisir une adresse e-mail | ${clientName}',
      title: 'À quelle adresse envoyer le code ?',
      backText: 'Retour',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: 'Ajoutez votre téléphone | ${clientName}',
      title: 'Ajoutez votre téléphone',
      description: 'Nous y enverrons un code par SMS chaque fois que vous devrez montrer que c’est bien vous.',
      buttonText: 'Continuer',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'Code de vos messages | ${clientName}',
      title: 'Consultez vos messages',
      description: 'Nous avons envoyé un code au ${phoneNumber}.',
      editText: 'Utiliser un autre numéro',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: 'Choisir un téléphone | ${clientName}',
      title: 'Sur quel téléphone recevoir le code ?',
      backText: 'Retour',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: 'Ajouter un téléphone que nous appelons | ${clientName}',
      title: 'Ajoutez votre téléphone',
      description: 'Nous l’appellerons et lirons un code chaque fois que vous devrez montrer que c’est bien vous.',
      buttonText: 'Continuer',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: 'Code de notre appel | ${clientName}',
      title: 'Nous vous appelons',
      description: 'Une voix lira un code au ${phoneNumber}.',
      editText: 'Utiliser un autre numéro',
      ...sentCode,
      resendActionText: 'Rappeler',
      resentText: 'Nous appelons encore une fois. Seul le code le plus récent est valable.',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: 'Ajouter un téléphone | ${clientName}',
      title: 'Ajoutez votre téléphone',
      description:
        'Nous y enverrons un code chaque fois que vous devrez montrer que c’est bien vous. Comment le premier doit-il arriver ?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Appel téléphonique',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'Message ou appel | ${clientName}',
      title: 'Montrez que c’est bien vous',
      description: 'Comment un code doit-il arriver au ${phoneNumber} ?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Appel téléphonique',
      pickAuthenticatorText: 'Essayer un autre moyen',
      editText: 'Utiliser un autre numéro',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'Votre code de récupération | ${clientName}',
      title: 'Enregistrez votre code de récupération',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'Code de récupération | ${clientName}',
      title: 'Utilisez votre code de récupération',
      description:
        'Saisissez le code de récupération que vous avez enregistré. Il est valable une fois ; vous recevrez le suivant.',
      buttonText: 'Continuer',
      placeholder: 'Code de récupération',
      pickAuthenticatorText: 'Essayer un autre moyen',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'Saisissez votre code de récupération.',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: 'Votre nouveau code de récupération | ${clientName}',
      title: 'Enregistrez votre nouveau code de récupération',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'Autoriser l’accès | ${clientName}',
      title: 'Autoriser l’accès ?',
      messageSingleTenant: '${clientName} demande l’accès à votre compte ${companyName}.',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Savoir qui vous êtes',
      profile: 'Voir votre nom, votre photo et d’autres éléments de votre profil',
      email: 'Voir votre adresse e-mail',
      address: 'Voir votre adresse postale',
      phone: 'Voir votre numéro de téléphone',
      offline_access: 'Garder cet accès en votre absence',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'Autoriser ceci | ${clientName}',
      title: 'Autoriser ceci ?',
      messageSingleTenant: '${clientName} demande à faire ceci une fois avec votre compte ${companyName}.',
      detailsTitle: 'Voici exactement ce qui est demandé :',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Connecter un appareil | ${companyName}',
      title: 'Connectez un appareil',
      description: 'Saisissez le code affiché par votre appareil.',
      placeholder: 'Code',
      buttonText: 'Continuer',
      ...formErrors,
      'no-code': 'Saisissez le code affiché par votre appareil.',
      'invalid-code': 'Ce code n’existe pas. Comparez-le avec celui de votre appareil et réessayez.',
      'expired-code': 'Ce code a expiré. Obtenez-en un nouveau sur votre appareil.',
      'used-code': 'Ce code a déjà été utilisé. Obtenez-en un nouveau sur votre appareil.',
    },
    'device-code-confirmation': {
      pageTitle: 'Confirmer votre appareil | ${clientName}',
      title: 'Est-ce votre appareil ?',
      description: 'Un appareil demande à utiliser ${clientName} avec votre compte ${companyName}.',
      inputCodeText: 'Il affiche ce code :',
      deviceTitle: 'La demande vient d’ici :',
      addressLabel: 'Adresse réseau',
      userAgentLabel: 'Il se présente comme',
      warningText:
        'Ne continuez que si vous avez cet appareil devant vous et que la demande vient de vous. Si quelqu’un vous a envoyé le code ou un lien, il cherche à entrer dans votre compte.',
      confirmText: 'Oui, le connecter',
      cancelText: 'Non, ce n’est pas le mien',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Appareil connecté | ${clientName}',
      eventTitle: 'Votre appareil est connecté',
      description: '${clientName} y continue sans vous. Vous pouvez fermer cette page.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Appareil non connecté | ${companyName}',
      eventTitle: 'L’appareil n’est pas connecté',
      description: 'Il n’a pas accès à votre compte. Vous pouvez fermer cette page.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Examiner une demande | ${clientName}',
      title: 'Votre approbation est demandée',
      description: '${clientName} vous demande d’approuver quelque chose. Connectez-vous pour voir de quoi il s’agit.',
      buttonText: 'Examiner la demande',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Approuver une demande | ${clientName}',
      title: 'Approuvez-vous ?',
      description: '${clientName} demande votre approbation.',
      bindingMessageTitle: 'Comparez ceci avec ce qui vous a été dit ou montré là-bas :',
      scopesTitle: 'Cela lui permettrait de :',
      detailsTitle: 'Voici exactement ce qui est demandé :',
      warningText: 'N’approuvez que ce que vous connaissez. Si vous n’attendiez pas cette demande, refusez.',
      acceptButtonText: 'Approuver',
      declineButtonText: 'Refuser',
      pickerTitle: 'Connecté en tant que ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Demande approuvée | ${clientName}',
      eventTitle: 'Vous avez approuvé la demande',
      description: '${clientName} continue sans vous. Vous pouvez fermer cette page.',
    },
    'async-approval-denied': {
      pageTitle: 'Demande refusée | ${clientName}',
      eventTitle: 'Vous avez refusé la demande',
      description: '${clientName} n’a rien obtenu. Vous pouvez fermer cette page.',
    },
    'async-approval-error': {
      pageTitle: 'Problème de demande | ${companyName}',
      goneTitle: 'Cette demande n’est plus en attente',
      goneDescription: 'Elle a expiré, a déjà reçu une réponse, ou le lien est incomplet.',
      refusedTitle: 'Cette demande ne peut pas être approuvée',
      refusedDescription:
        'Votre compte ou l’application ne peuvent pas faire cela pour le moment. Rien n’a été approuvé.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Un autre compte | ${companyName}',
      eventTitle: 'Cette demande concerne un autre compte',
      description: 'Rouvrez le lien de l’e-mail et connectez-vous avec le compte auquel cet e-mail a été envoyé.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Déconnexion | ${clientName}',
      title: 'Se déconnecter ?',
      userSalute: 'Connecté en tant que ${userName}',
      description: 'Ceci met fin à votre session ${companyName} dans ce navigateur.',
      acceptButtonText: 'Se déconnecter',
      declineButtonText: 'Rester connecté',
    },
    'logout-complete': {
      pageTitle: 'Déconnecté | ${companyName}',
      eventTitle: 'Vous êtes déconnecté',
      description: 'Vous pouvez maintenant fermer cette page.',
      buttonText: 'Continuer vers ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Déconnexion en cours | ${companyName}',
      title: 'Déconnexion en cours',
      description: 'Vos autres applications sont prévenues. Vous serez redirigé dans un instant.',
      buttonText: 'Continuer',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Cette page a expiré',
      expiredDescription:
        'Elle est restée ouverte trop longtemps ou a déjà été utilisée. Retournez à l’application et recommencez.',
      noCookiesTitle: 'Cette page a besoin de cookies',
      noCookiesDescription:
        'Votre navigateur n’en a envoyé aucun. Autorisez les cookies pour ce site, ou retournez dans le navigateur où vous avez commencé ; puis retournez à l’application et recommencez.',
      notFoundTitle: 'Il n’y a rien ici',
      notFoundDescription: 'L’adresse est peut-être mal saisie, ou la page a été déplacée.',
      invalidTitle: 'Cette demande ne peut pas aboutir',
      invalidDescription:
        'L’application qui vous a envoyé ici a demandé quelque chose de non valide. Ses développeurs trouveront la raison ci-dessous.',
      deniedTitle: 'Accès refusé',
      deniedDescription:
        'Vous n’êtes pas autorisé à continuer. Si cela vous semble être une erreur, adressez-vous aux responsables de ce service.',
      tooManyTitle: 'Trop de demandes',
      tooManyDescription: 'Attendez quelques minutes, puis réessayez.',
      unavailableTitle: 'Nous ne sommes pas disponibles en ce moment',
      unavailableDescription: 'Cela ne devrait pas durer. Veuillez réessayer dans un instant.',
      unknownTitle: 'Un problème est survenu',
      unknownDescription:
        'La faute est de notre côté, pas du vôtre, et elle a été signalée. Veuillez réessayer dans un instant.',
      detailsTitle: 'Détails pour les développeurs',
      errorLabel: 'Erreur',
      descriptionLabel: 'Description',
      requestLabel: 'Demande',
      backLinkText: 'Retour',
      unverifiedDescription:
        'L’application qui vous a envoyé ici n’est pas vérifiée : n’importe qui pourrait l’avoir enregistrée. Ne continuez que si vous connaissez ce lieu.',
      unverifiedLinkText: 'Continuer vers ${host}',
      supportLinkText: 'Obtenir de l’aide',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${code} est votre code pour ${companyName}. Ne le communiquez à personne.',
      voice:
        'Bonjour. Votre code pour ${companyName} est : ${pause} ${code}. ${pause} Nous répétons, votre code est : ${pause} ${code}.',
    },
    otp_enroll: {
      text: '${code} est votre code pour ajouter ce téléphone chez ${companyName}. Ne le communiquez à personne.',
      voice:
        'Bonjour. Votre code pour ajouter ce téléphone chez ${companyName} est : ${pause} ${code}. ${pause} Nous répétons, votre code est : ${pause} ${code}.',
    },
  },
  mail: {
    layout: {
      linkHint: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Confirmez votre adresse e-mail',
      title: 'Confirmez votre adresse e-mail',
      body: 'Cette adresse a été indiquée pour un compte ${companyName}. Confirmez qu’elle est à vous :',
      buttonText: 'Confirmer l’adresse e-mail',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si vous n’avez rien demandé, ignorez cet e-mail et rien ne se passera.',
    },
    'verify-email-by-code': {
      subject: 'Confirmez votre adresse e-mail',
      title: 'Confirmez votre adresse e-mail',
      body: 'Cette adresse a été indiquée pour un compte ${companyName}. Pour confirmer qu’elle est à vous, saisissez ce code là où il vous a été demandé :',
      buttonText: 'Obtenir de l’aide',
      note: 'Le code ne peut être utilisé qu’une fois, jusqu’au ${expires}. Ne le communiquez à personne. Si vous n’avez rien demandé, ignorez cet e-mail et rien ne se passera.',
    },
    welcome: {
      subject: 'Bienvenue chez ${companyName}',
      title: 'Bienvenue',
      body: 'Votre compte ${companyName} est prêt.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si vous ne l’avez pas créé, quelqu’un d’autre a indiqué votre adresse ; merci de nous prévenir.',
    },
    'reset-password': {
      subject: 'Choisissez un nouveau mot de passe',
      title: 'Choisissez un nouveau mot de passe',
      body: 'Quelqu’un, vous sans doute, a demandé à réinitialiser le mot de passe de votre compte ${companyName} :',
      buttonText: 'Choisir un nouveau mot de passe',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si vous n’avez rien demandé, ignorez cet e-mail ; votre mot de passe reste inchangé.',
    },
    'reset-password-by-code': {
      subject: 'Choisissez un nouveau mot de passe',
      title: 'Choisissez un nouveau mot de passe',
      body: 'Quelqu’un, vous sans doute, a demandé à réinitialiser le mot de passe de votre compte ${companyName}. Pour en choisir un nouveau, saisissez ce code là où il vous a été demandé :',
      buttonText: 'Obtenir de l’aide',
      note: 'Le code ne peut être utilisé qu’une fois, jusqu’au ${expires}. Ne le communiquez à personne. Si vous n’avez rien demandé, ignorez cet e-mail ; votre mot de passe reste inchangé.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Vous avez déjà un compte',
      title: 'Vous avez déjà un compte',
      body: 'Quelqu’un, vous sans doute, a essayé de créer un compte ${companyName} avec cette adresse. Il en existe déjà un : connectez-vous avec celui-ci, ou choisissez un nouveau mot de passe si vous ne connaissez pas l’ancien :',
      buttonText: 'Choisir un nouveau mot de passe',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si ce n’était pas vous, ignorez cet e-mail ; votre compte reste inchangé.',
    },
    'account-exists-without-reset': {
      subject: 'Vous avez déjà un compte',
      title: 'Vous avez déjà un compte',
      body: 'Quelqu’un, vous sans doute, a essayé de créer un compte ${companyName} avec cette adresse. Il en existe déjà un : revenez en arrière et connectez-vous avec celui-ci comme d’habitude, par exemple avec votre clé d’accès ou avec un code que nous vous envoyons.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si ce n’était pas vous, ignorez cet e-mail ; votre compte reste inchangé.',
    },
    'blocked-account': {
      subject: 'Quelqu’un a essayé de se connecter à votre compte',
      title: 'Trop de tentatives échouées',
      body: 'Quelqu’un, vous peut-être, a essayé en vain et à plusieurs reprises de se connecter à votre compte ${companyName}, jusqu’à ce que nous y mettions fin. Si c’était vous, retrouvez votre accès :',
      buttonText: 'Retrouver mon accès',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si ce n’était pas vous, personne n’est entré ; si vous avez un mot de passe que d’autres peuvent connaître, choisissez-en un nouveau.',
    },
    'enroll-factor': {
      subject: 'Renforcez la sécurité de votre compte',
      title: 'Ajoutez un second moyen de montrer que c’est bien vous',
      body: 'Votre compte ${companyName} doit être mieux protégé. Ajoutez une application d’authentification ou un téléphone :',
      buttonText: 'Le configurer',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}.',
    },
    'stolen-credentials': {
      subject: 'D’autres connaissent votre mot de passe',
      title: 'D’autres connaissent votre mot de passe',
      body: 'Le mot de passe de votre compte ${companyName} figure dans des listes volées ailleurs ; d’autres pourraient donc l’essayer. Choisissez-en un que vous n’utilisez nulle part ailleurs :',
      buttonText: 'Choisir un nouveau mot de passe',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Ensuite, utilisez « Mot de passe oublié ? » sur la page de connexion.',
    },
    'async-approval': {
      subject: '${clientName} demande votre approbation',
      title: '${clientName} demande votre approbation',
      body: 'Quelqu’un, vous sans doute, utilise ${clientName}, qui a besoin de votre approbation pour continuer. Voyez ce qui est demandé :',
      buttonText: 'Examiner la demande',
      note: 'Vous avez jusqu’au ${expires}. Si cela ne vous dit rien, ignorez cet e-mail ; sans vous, rien n’est approuvé.',
    },
    'magic-link': {
      subject: 'Connexion à ${companyName}',
      title: 'Connexion',
      body: 'Ouvrez ce lien dans le navigateur où vous l’avez demandé.',
      buttonText: 'Connexion',
      note: 'Il fonctionne une seule fois, jusqu’au ${expires}. Si vous ne l’avez pas demandé, ignorez cet e-mail : sans vous, personne n’entre par ce lien.',
    },
    'one-time-code': {
      subject: 'Votre code pour ${companyName}',
      title: 'Votre code',
      body: 'Saisissez ce code là où il vous a été demandé :',
      buttonText: 'Obtenir de l’aide',
      note: 'Il ne peut être utilisé qu’une fois, jusqu’au ${expires}. Ne le communiquez à personne : nous ne le demandons jamais par téléphone ni par e-mail. Si vous n’avez pas demandé de code, quelqu’un essaie peut-être de se connecter à votre place ; si vous avez un mot de passe, choisissez-en un nouveau.',
    },
    'sign-in-code': {
      subject: 'Votre code pour ${companyName}',
      title: 'Votre code',
      body: 'Saisissez ce code là où il vous a été demandé :',
      buttonText: 'Obtenir de l’aide',
      note: 'Il ne peut être utilisé qu’une fois, jusqu’au ${expires}. Ne le communiquez à personne : nous ne le demandons jamais par téléphone ni par e-mail. Si vous ne l’avez pas demandé, ignorez cet e-mail ; personne n’entre sans lui.',
    },
    'confirm-email': {
      subject: 'Confirmez votre nouvelle adresse e-mail',
      title: 'Confirmez votre nouvelle adresse e-mail',
      body: 'Quelqu’un, vous sans doute, veut que ceci soit l’adresse d’un compte ${companyName}.',
      buttonText: 'Confirmer cette adresse',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si cela ne vous dit rien, ignorez cet e-mail ; rien ne change.',
    },
    'password-changed': {
      subject: 'Votre mot de passe a été modifié',
      title: 'Votre mot de passe a été modifié',
      body: 'Le mot de passe de votre compte ${companyName} a été modifié le ${time}.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si c’était vous, tout va bien. Sinon, quelqu’un d’autre est entré dans votre compte : utilisez « Mot de passe oublié ? » pour le réinitialiser immédiatement.',
    },
    'factor-added': {
      subject: 'Un second facteur a été ajouté à votre compte',
      title: 'Un second facteur a été ajouté',
      body: 'Le ${time}, un nouveau moyen de montrer que c’est bien vous a été ajouté à votre compte ${companyName}.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si c’était vous, tout va bien. Sinon, quelqu’un d’autre est entré dans votre compte : prévenez-nous immédiatement et, si vous avez un mot de passe, choisissez-en un nouveau.',
    },
    'factor-removed': {
      subject: 'Un second facteur a été supprimé de votre compte',
      title: 'Un second facteur a été supprimé',
      body: 'Le ${time}, un moyen de montrer que c’est bien vous a été supprimé de votre compte ${companyName}.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si c’était vous, tout va bien. Sinon, quelqu’un d’autre est entré dans votre compte : prévenez-nous immédiatement et, si vous avez un mot de passe, choisissez-en un nouveau.',
    },
    'codes-locked': {
      subject: 'Les codes ne fonctionnent plus pour votre compte',
      title: 'Les codes ne fonctionnent plus',
      body: 'Quelqu’un a passé la première étape de connexion à votre compte ${companyName}, puis a saisi cent codes incorrects d’affilée. Depuis le ${time}, les codes sont refusés, même les bons.',
      buttonText: 'Obtenir de l’aide',
      note: 'Pour vous connecter, utilisez une clé de sécurité ou votre code de récupération, ou adressez-vous à l’administrateur de ${companyName}. Si ce n’était pas vous, quelqu’un connaît peut-être votre mot de passe : choisissez-en un nouveau.',
    },
    'passkey-added': {
      subject: 'Une clé d’accès a été ajoutée à votre compte',
      title: 'Une clé d’accès a été ajoutée',
      body: 'Le ${time}, une clé d’accès a été ajoutée à votre compte ${companyName}. Qui la détient peut se connecter.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si c’était vous, tout va bien. Sinon, quelqu’un d’autre est entré dans votre compte : supprimez la clé d’accès et, si vous avez un mot de passe, choisissez-en un nouveau.',
    },
    'passkey-removed': {
      subject: 'Une clé d’accès a été supprimée de votre compte',
      title: 'Une clé d’accès a été supprimée',
      body: 'Le ${time}, une clé d’accès a été supprimée de votre compte ${companyName}. Plus personne ne peut s’en servir pour se connecter.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si c’était vous, tout va bien. Sinon, quelqu’un d’autre est entré dans votre compte : prévenez-nous immédiatement et, si vous avez un mot de passe, choisissez-en un nouveau.',
    },
    'email-changed': {
      subject: 'Votre adresse e-mail a été modifiée',
      title: 'Votre adresse e-mail a été modifiée',
      body: 'Le ${time}, l’adresse e-mail de votre compte ${companyName} est passée de ${oldEmail} à ${newEmail}.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si c’était vous, tout va bien. Sinon, prévenez immédiatement les responsables de ${companyName}.',
    },
  },
}

export default { name: 'Français', prompts } satisfies Translation
