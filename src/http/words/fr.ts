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
  'ip-blocked': 'Trop de tentatives sont venues de votre réseau. Attendez quelques minutes, puis réessayez.',
  'server-busy': 'Nous sommes très sollicités en ce moment. Veuillez réessayer dans quelques secondes.',
  'upstream-unavailable':
    'Nous ne pouvons pas vérifier votre identité en ce moment. Veuillez réessayer dans quelques minutes.',
}

const passkey = {}

const passkeyErrors = {}

const passkeyEnrollment = {}

const ticketErrors = {
  eventTitleExpired: 'Ce lien a expiré',
  eventTitleUsed: 'Ce lien a déjà été utilisé',
  eventTitleGeneric: 'Ce lien ne fonctionne pas',
}

const codeErrors = {}

const codeByEmail = {
  title: 'Consultez vos e-mails',
  buttonText: 'Continuer',
  placeholder: 'Code',
  resendText: 'Rien reçu ? Regardez aussi dans vos courriers indésirables.',
  ...formErrors,
  ...codeErrors,
}

const codeBySms = {
  buttonText: 'Continuer',
  placeholder: 'Code',
  ...formErrors,
  ...codeErrors,
}

const names = {
  emailPlaceholder: 'Adresse e-mail',
  usernamePlaceholder: 'Adresse e-mail ou nom d’utilisateur',
  usernameOnlyPlaceholder: 'Nom d’utilisateur',
}

const noName = {
  'no-email': 'Saisissez votre adresse e-mail.',
  'no-username': 'Saisissez votre adresse e-mail ou votre nom d’utilisateur.',
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
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Erreur : ${pageTitle}',
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
      emailPlaceholder: 'Adresse e-mail',
      usernamePlaceholder: 'Adresse e-mail ou nom d’utilisateur',
      passwordPlaceholder: 'Mot de passe',
      forgotPasswordText: 'Mot de passe oublié ?',
      signupActionText: 'Première visite ?',
      signupActionLinkText: 'Créez un compte',
      ...password,
      ...passkey,
      ...formErrors,
      ...passkeyErrors,
      'wrong-credentials': 'Ces informations ne correspondent pas. Vérifiez-les et réessayez.',
      'wrong-credentials-or-unverified':
        'Ces informations ne correspondent pas, ou l’adresse e-mail n’est pas encore confirmée. Si c’est tout ce qui manque, nous vous avons renvoyé le lien.',
      'same-user-login':
        'Trop de tentatives ont été faites sur ce compte. S’il est à vous, cherchez un e-mail de notre part qui vous redonne accès, ou choisissez un nouveau mot de passe.',
      'password-breached':
        'Votre mot de passe figure dans des listes volées ailleurs ; il ne donne donc plus accès à ce service. Choisissez-en un nouveau par « Mot de passe oublié ? ».',
      'no-email': 'Saisissez votre adresse e-mail.',
      'no-username': 'Saisissez votre adresse e-mail ou votre nom d’utilisateur.',
      'no-password': 'Saisissez votre mot de passe.',
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
      passwordPlaceholder: 'Mot de passe',
      loginActionText: 'Vous avez déjà un compte ?',
      loginActionLinkText: 'Connectez-vous',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'invalid-signup':
        'Nous n’avons pas pu créer de compte avec ces informations. Si vous en avez déjà un, connectez-vous.',
      'no-email': 'Saisissez votre adresse e-mail.',
      'invalid-email-format': 'Saisissez une adresse e-mail de la forme nom@example.com.',
      'no-username': 'Choisissez un nom d’utilisateur.',
      'invalid-username':
        'Utilisez de ${min} à ${max} lettres, chiffres ou caractères parmi ${characters} pour votre nom d’utilisateur.',
      'no-password': 'Choisissez un mot de passe.',
    },
  },
  passkeys: {
    'passkey-enrollment': {
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
    'passkey-enrollment-local': {
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      title: 'Connexion',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      ...names,
      signupActionText: 'Première visite ?',
      signupActionLinkText: 'Créez un compte',
      ...formErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      passwordPlaceholder: 'Mot de passe',
      forgotPasswordText: 'Mot de passe oublié ?',
      ...password,
      ...formErrors,
      ...signInErrors,
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      title: 'Connexion',
      buttonText: 'Continuer',
      ...names,
      ...formErrors,
      'no-email': 'Saisissez votre adresse e-mail.',
      'invalid-email-format': 'Saisissez une adresse e-mail de la forme nom@example.com.',
    },
    'login-passwordless-email-code': {
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      ...codeByEmail,
    },
    'login-passwordless-sms-otp': {
      ...codeBySms,
    },
    'login-passwordless-link': {
      buttonText: 'Connexion',
      ...formErrors,
    },
    'login-passwordless-other-device': {},
    'login-passwordless-link-error': {
      pageTitle: 'Problème de lien | ${companyName}',
      title: 'Ce lien ne fonctionne pas',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      title: 'Créez votre compte',
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      emailPlaceholder: 'Adresse e-mail',
      usernamePlaceholder: 'Nom d’utilisateur',
      loginActionText: 'Vous avez déjà un compte ?',
      loginActionLinkText: 'Connectez-vous',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      description: 'Continuez vers ${clientName}',
      buttonText: 'Continuer',
      passwordPlaceholder: 'Mot de passe',
      loginActionText: 'Vous avez déjà un compte ?',
      loginActionLinkText: 'Connectez-vous',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Choisissez un mot de passe.',
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
      description: 'Une fois modifié, connectez-vous avec le nouveau.',
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
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Se reconnecter | ${companyName}',
      title: 'Retrouvez votre accès',
      description:
        'Trop de mots de passe erronés ont été essayés sur votre compte ; plus personne ne peut donc s’y connecter depuis cet endroit.',
      descriptionEmail:
        'Trop de mots de passe erronés ont été essayés sur le compte de ${email} ; plus personne ne peut donc s’y connecter depuis cet endroit.',
      deviceText: 'Ne continuez que sur un appareil à vous : il gardera désormais l’accès, quoi que d’autres essaient.',
      buttonText: 'Continuer',
    },
    'user-block-result': {
      pageTitle: 'De retour sur votre compte | ${companyName}',
      liftedTitle: 'Vous pouvez de nouveau vous connecter',
      invalidTitle: 'Ce lien ne fonctionne pas',
      liftedDescription:
        'Si ces tentatives ne venaient pas de vous, votre mot de passe a tenu. Choisissez-en un nouveau si d’autres peuvent le connaître.',
      invalidDescription:
        'Il a expiré, a déjà été utilisé ou est incomplet. Vous pouvez toujours choisir un nouveau mot de passe.',
      buttonText: 'Continuer vers ${clientName}',
    },
  },
  consent: {
    consent: {
      pageTitle: 'Autoriser l’accès | ${clientName}',
      title: 'Autoriser l’accès ?',
      messageSingleTenant: '${clientName} demande l’accès à votre compte ${companyName}.',
      pickerTitle: 'Connecté en tant que ${userName}',
      scopesTitle: 'Cela lui permettrait de :',
      detailsTitle: 'Voici exactement ce qui est demandé :',
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
    otp_verify: {},
    otp_enroll: {},
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
    'reset-password': {
      subject: 'Choisissez un nouveau mot de passe',
      title: 'Choisissez un nouveau mot de passe',
      body: 'Quelqu’un, vous sans doute, a demandé à réinitialiser le mot de passe de votre compte ${companyName} :',
      buttonText: 'Choisir un nouveau mot de passe',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si vous n’avez rien demandé, ignorez cet e-mail ; votre mot de passe reste inchangé.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Vous avez déjà un compte',
      title: 'Vous avez déjà un compte',
      body: 'Quelqu’un, vous sans doute, a essayé de créer un compte ${companyName} avec cette adresse. Il en existe déjà un : connectez-vous avec celui-ci, ou choisissez un nouveau mot de passe si vous ne connaissez pas l’ancien :',
      buttonText: 'Choisir un nouveau mot de passe',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si ce n’était pas vous, ignorez cet e-mail ; votre compte reste inchangé.',
    },
    'blocked-account': {
      subject: 'Quelqu’un a essayé de se connecter à votre compte',
      title: 'Trop de mots de passe erronés',
      body: 'Des mots de passe erronés ont été essayés sur votre compte ${companyName}, jusqu’à ce que nous y mettions fin. Si c’était vous, retrouvez votre accès :',
      buttonText: 'Retrouver mon accès',
      note: 'Le lien fonctionne une seule fois, jusqu’au ${expires}. Si ce n’était pas vous, votre mot de passe a tenu ; choisissez-en un nouveau si d’autres peuvent le connaître.',
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
      title: 'Connexion',
      buttonText: 'Connexion',
    },
    'one-time-code': {
      subject: 'Votre code pour ${companyName}',
      title: 'Votre code',
      body: 'Saisissez ce code là où il vous a été demandé :',
      buttonText: 'Obtenir de l’aide',
      note: 'Il ne peut être utilisé qu’une fois, jusqu’au ${expires}. Ne le communiquez à personne : nous ne le demandons jamais par téléphone ni par e-mail. Si vous n’avez pas demandé de code, quelqu’un connaît peut-être votre mot de passe ; choisissez-en un nouveau.',
    },
    'password-changed': {
      subject: 'Votre mot de passe a été modifié',
      title: 'Votre mot de passe a été modifié',
      body: 'Le mot de passe de votre compte ${companyName} a été modifié le ${time}.',
      buttonText: 'Obtenir de l’aide',
      note: 'Si c’était vous, tout va bien. Sinon, quelqu’un d’autre est entré dans votre compte : utilisez « Mot de passe oublié ? » pour le réinitialiser immédiatement.',
    },
    'passkey-added': {
      buttonText: 'Obtenir de l’aide',
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
