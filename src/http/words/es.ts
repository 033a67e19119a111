// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Spanish, for Spain and America alike. Addresses the person as «usted», as banks and public services do in both.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Mostrar contraseña',
  hidePasswordText: 'Ocultar contraseña',
}

const passwordRules = {
  passwordSecurityText: 'Su contraseña debe tener:',
  'password-policy-length-at-least': 'Al menos {count, plural, one {# carácter} other {# caracteres}}',
  'password-policy-contains-at-least': 'Al menos ${count} de estos ${total} elementos:',
  'password-policy-lower-case': 'Una letra minúscula (a–z)',
  'password-policy-upper-case': 'Una letra mayúscula (A–Z)',
  'password-policy-numbers': 'Un número (0–9)',
  'password-policy-special-characters': 'Un carácter especial (por ejemplo, !@#$%)',
  'password-policy-identical-chars':
    'No más de {count, plural, one {# carácter idéntico seguido} other {# caracteres idénticos seguidos}}',
}

const passwordErrors = {
  'password-too-weak': 'Esta contraseña no cumple los requisitos indicados abajo.',
  'password-too-common': 'Esta contraseña figura en listas de contraseñas comunes. Elija una más difícil de adivinar.',
  'password-too-long':
    'Esta contraseña es demasiado larga. Use {max, plural, one {# carácter} other {# caracteres}} como máximo.',
  'password-contains-user-information': 'Esta contraseña contiene datos sobre usted. Elija una que no los contenga.',
  'password-breached':
    'Esta contraseña figura en listas robadas en otros sitios, así que otras personas podrían probarla. Elija una que no use en ningún otro lugar.',
  'password-previously-used': 'Ya ha usado esta contraseña antes. Elija una nueva.',
}

const formErrors = {
  alertListTitle: 'Corrija lo siguiente:',
  'form-expired': 'Esta página ha estado abierta demasiado tiempo. Inténtelo otra vez.',
  'challenge-required':
    'Ha habido muchos intentos desde su red, así que comprobamos que no es usted un robot. Inténtelo otra vez.',
  'ip-blocked': 'Se han hecho demasiados intentos desde su red. Espere unos minutos y vuelva a intentarlo.',
  'server-busy': 'Tenemos mucha actividad en este momento. Vuelva a intentarlo en unos segundos.',
  'upstream-unavailable': 'No podemos comprobar su identidad en este momento. Vuelva a intentarlo en unos minutos.',
}

const passkey = {
  passkeyButtonText: 'Continuar con una llave de acceso',
  passkeyFailedText: 'No se ha usado ninguna llave de acceso. Inténtelo otra vez o inicie sesión de otra forma.',
}

const passkeyErrors = {
  'passkey-failed': 'No se ha podido usar esta llave de acceso. Inténtelo otra vez o elija otra forma.',
  'passkey-expired': 'Ha tardado demasiado. Inténtelo otra vez.',
}

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'Su correo electrónico aún no está confirmado. Le hemos enviado el enlace otra vez; después, use de nuevo su llave de acceso.',
}

const passkeyEnrollment = {
  passkeyBenefit1Title: 'Nada que recordar',
  passkeyBenefit1Description: 'Inicia sesión con su huella, su cara o el bloqueo de su pantalla.',
  passkeyBenefit2Title: 'Nada que robar',
  passkeyBenefit2Description: 'Solo funciona en este sitio, así que nadie puede obtenerla con engaños.',
  createButtonText: 'Crear una llave de acceso',
  continueButtonText: 'Ahora no',
  doNotShowAgainText: 'No volver a preguntar en este dispositivo',
  passkeyFailedText: 'No se ha creado ninguna llave de acceso. Inténtelo otra vez o continúe sin ella.',
  passkeyTakenText: 'Este dispositivo ya tiene una llave de acceso para su cuenta.',
  notAvailableText: 'Este navegador no puede crear llaves de acceso. Puede continuar sin ella.',
  'too-many-passkeys-tried': 'Se han hecho demasiados intentos. Espere unos minutos o continúe sin llave de acceso.',
  'passkeys-full': 'Su cuenta tiene todas las llaves de acceso que puede tener. Elimine antes una que ya no use.',
}

const factors = {
  authenticatorNamesOTP: 'Aplicación de autenticación',
  authenticatorNamesSMS: 'Teléfono',
  authenticatorNamesEmail: 'Correo electrónico',
  authenticatorNamesRecoveryCode: 'Código de recuperación',
  authenticatorNamesWebauthnRoaming: 'Llave de seguridad',
  authenticatorNamesWebauthnPlatform: 'Huella, cara o bloqueo de pantalla de este dispositivo',
}

const codeErrors = {
  'invalid-otp-code-format': 'Escriba el código.',
  'invalid-code': 'Este código no es correcto. Revíselo e inténtelo de nuevo.',
  'invalid-expired-code': 'Este código ya no es válido. Pida uno nuevo.',
  'too-many-failures': 'Se han probado demasiados códigos en esta cuenta. Espere unos minutos y vuelva a intentarlo.',
  'codes-locked':
    'Demasiados códigos de esta cuenta eran incorrectos. Los códigos ya no sirven: elija otra forma o pida ayuda a quien administra este servicio.',
  'too-many-codes': 'Ya hemos enviado varios códigos. Espere unos minutos y vuelva a intentarlo.',
}

const secondProof = {
  buttonText: 'Continuar',
  codePlaceholder: 'Código',
  rememberMeText: 'No preguntarme en este dispositivo durante un tiempo',
  pickAuthenticatorText: 'Probar otra forma',
}

const secondKey = {
  continueButtonText: 'Continuar',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText: 'No se le puede pedir a este navegador. Pruebe otra forma u otro navegador.',
  ...formErrors,
  'webauthn-failed': 'No ha funcionado. Inténtelo otra vez o elija otra forma.',
  'webauthn-expired': 'Ha tardado demasiado. Inténtelo otra vez.',
  'too-many-failures': 'Se han hecho demasiados intentos con esta cuenta. Espere unos minutos y vuelva a intentarlo.',
}

const securityKey = {
  ...secondKey,
  failedText: 'No se ha usado ninguna llave de seguridad. Inténtelo otra vez o elija otra forma.',
  takenText: 'Esta llave de seguridad ya está añadida. Elija otra.',
}

const ownDevice = {
  ...secondKey,
  failedText: 'Su dispositivo no ha confirmado que es usted. Inténtelo otra vez o elija otra forma.',
  takenText: 'Este dispositivo ya está añadido.',
}

const sentCode = {
  ...secondProof,
  resendActionText: 'Enviar otra vez',
  resendText: '¿No lo ha recibido?',
  resentText: 'Hemos enviado otro código. Solo vale el más reciente.',
  ...formErrors,
  ...codeErrors,
}

const phoneEnrollment = {
  countryPlaceholder: 'País o región',
  placeholder: 'Número de teléfono',
  hint: 'Como se marca en su país, o completo: +44\u00a07700\u00a0900123',
  pickAuthenticatorText: 'Probar otra forma',
  ...formErrors,
  'no-phone': 'Escriba su número de teléfono.',
  'invalid-phone-format': 'Escriba el número con el prefijo del país, por ejemplo +44\u00a07700\u00a0900123.',
  'too-many-codes': codeErrors['too-many-codes'],
}

const savedCode = {
  description:
    'Guárdelo donde pueda encontrarlo sin este dispositivo. Le permite entrar una vez cuando no tenga otra cosa a mano.',
  buttonText: 'Lo he guardado',
  copyText: 'Copiar',
  copiedText: 'Copiado',
  printText: 'Imprimir',
}

const ticketErrors = {
  eventTitleExpired: 'Este enlace ha caducado',
  eventTitleUsed: 'Este enlace ya se ha usado',
  eventTitleGeneric: 'Este enlace no funciona',
}

const firstCodeErrors = {
  'no-code': 'Escriba el código que le hemos enviado.',
  'wrong-code': 'Este código no es correcto. Revíselo o pida que le enviemos uno nuevo.',
  'expired-code': 'Este código ha caducado o se ha intentado demasiadas veces. Pida que le enviemos uno nuevo.',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login': 'Se han probado demasiados códigos aquí. Espere un rato y pida que le enviemos uno nuevo.',
}

const codeByEmail = {
  title: 'Revise su correo',
  buttonText: 'Continuar',
  placeholder: 'Código',
  resendText: '¿No ha llegado nada? Mire también en la carpeta de correo no deseado.',
  resendActionText: 'Enviar un código nuevo',
  resentText: 'Hay un código nuevo en camino.',
  ...formErrors,
  ...firstCodeErrors,
}

const codeBySms = {
  title: 'Revise su teléfono',
  buttonText: 'Continuar',
  placeholder: 'Código',
  resendText: '¿No ha llegado nada? Puede tardar un minuto.',
  resendActionText: 'Enviar un código nuevo',
  resentText: 'Hay un código nuevo en camino.',
  ...formErrors,
  ...firstCodeErrors,
}

const names = {
  countryPlaceholder: 'País o región',
  emailPlaceholder: 'Correo electrónico',
  usernamePlaceholder: 'Correo electrónico o nombre de usuario',
  usernameOnlyPlaceholder: 'Nombre de usuario',
  phonePlaceholder: 'Número de teléfono',
  phoneOrEmailPlaceholder: 'Número de teléfono o correo electrónico',
  phoneOrUsernamePlaceholder: 'Número de teléfono o nombre de usuario',
  phoneOrUsernameOrEmailPlaceholder: 'Número de teléfono, nombre de usuario o correo electrónico',
}

const noName = {
  'no-email': 'Escriba su correo electrónico.',
  'no-username': 'Escriba su correo electrónico o nombre de usuario.',
  'no-name': 'Escriba los datos con los que inicia sesión.',
}

const signInErrors = {
  'wrong-credentials': 'Estos datos no coinciden. Revíselos e inténtelo de nuevo.',
  'wrong-credentials-or-unverified':
    'Estos datos no coinciden, o el correo electrónico aún no está confirmado. Si solo falta eso, le hemos enviado el enlace otra vez.',
  'same-user-login':
    'Se han hecho demasiados intentos con esta cuenta. Si es suya, busque un correo nuestro que le permitirá entrar de nuevo, o elija otra contraseña.',
  'password-breached':
    'Su contraseña figura en listas robadas en otros sitios, por lo que ya no permite entrar aquí. Elija una nueva con «¿Ha olvidado su contraseña?».',
  'no-password': 'Escriba su contraseña.',
}

const signUpErrors = {
  'invalid-signup': 'No hemos podido crear una cuenta con estos datos. Si ya tiene una, inicie sesión.',
  'no-email': 'Escriba su correo electrónico.',
  'invalid-email-format': 'Escriba un correo electrónico con el formato nombre@example.com.',
  'no-username': 'Elija un nombre de usuario.',
  'invalid-username':
    'Use entre ${min} y ${max} letras, cifras o cualquiera de ${characters} para su nombre de usuario.',
  'no-phone-number': 'Escriba su número de teléfono.',
  'invalid-phone-number':
    'Escriba su número de teléfono con el prefijo del país, por ejemplo +44\u00a07700\u00a0900123.',
  'no-identifier': 'Rellene al menos uno de estos campos.',
}

const consent = {
  pickerTitle: 'Sesión iniciada como ${userName}',
  scopesTitle: 'Podría:',
  apisTitle: 'Pide acceso a:',
  unverifiedTitle: 'Esta aplicación no está verificada',
  unverifiedText: 'Se registró por sí misma con este nombre. Nadie en ${companyName} ha comprobado quién está detrás.',
  unverifiedHostText: 'Se describe a sí misma en ${host}.',
  returnHostText: 'Si lo permite, se le llevará a ${host}.',
  returnDeviceText:
    'Si lo permite, una aplicación de este dispositivo obtendrá acceso. Continúe solo si acaba de abrirla usted.',
  acceptButtonText: 'Permitir',
  declineButtonText: 'Rechazar',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Error: ${pageTitle}',
      workingText: 'Comprobando que no es usted un robot…',
      workDoneText: 'Comprobado: puede continuar.',
      workWaitText:
        'Comprobamos que no es usted un robot: espere {seconds, plural, one {# segundo} other {# segundos}} antes de continuar.',
      logoAltText: '${companyName}',
      languagePickerText: 'Idioma',
    },
  },
  login: {
    login: {
      pageTitle: 'Iniciar sesión | ${clientName}',
      title: 'Iniciar sesión',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      ...names,
      passwordPlaceholder: 'Contraseña',
      forgotPasswordText: '¿Ha olvidado su contraseña?',
      signupActionText: '¿Es su primera vez aquí?',
      signupActionLinkText: 'Cree una cuenta',
      separatorText: 'o',
      codeText: 'Usar un código de un solo uso',
      passwordlessEmailText: 'Continuar con un código por correo',
      passwordlessSmsText: 'Continuar con un código por SMS',
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
      pageTitle: 'Crear una cuenta | ${clientName}',
      title: 'Cree su cuenta',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'Correo electrónico',
      usernamePlaceholder: 'Nombre de usuario',
      phonePlaceholder: 'Número de teléfono',
      optionalText: '${label} (opcional)',
      passwordPlaceholder: 'Contraseña',
      loginActionText: '¿Ya tiene una cuenta?',
      loginActionLinkText: 'Inicie sesión',
      countryPlaceholder: 'País o región',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Elija una contraseña.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'Crear una llave de acceso | ${clientName}',
      title: 'Inicie sesión más rápido la próxima vez',
      description: 'Con una llave de acceso inicia sesión en ${companyName} sin contraseña.',
      signupTitle: 'Cree una llave de acceso',
      signupFailedText: 'No se ha creado ninguna llave de acceso. Inténtelo otra vez.',
      signupWithoutText: 'Este navegador no puede crear llaves de acceso. Elija una contraseña.',
      signupNotAvailableText:
        'Este navegador no puede crear llaves de acceso, y una cuenta aquí necesita una. Pruebe otro navegador u otro dispositivo.',
      signupPasswordText: 'Elegir una contraseña',
      editText: 'Cambiar',
      loginActionText: '¿Ya tiene una cuenta?',
      loginActionLinkText: 'Inicie sesión',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'Continuar sin llave de acceso',
      signupByCodeText:
        'Este navegador no puede crear llaves de acceso. Continúe sin ella: la próxima vez entrará con un código.',
    },
    'passkey-enrollment-local': {
      pageTitle: 'Cree una llave de acceso en este dispositivo | ${clientName}',
      title: 'Cree una llave de acceso en este dispositivo',
      description:
        'Ha iniciado sesión con una llave de acceso de otro dispositivo. Con una propia, este dispositivo no necesita ningún otro.',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: '¿Quién es usted? | ${clientName}',
      title: 'Iniciar sesión',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      'passkey-needed': 'Aquí se inicia sesión con una llave de acceso: use el botón de abajo.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'o',
      passwordlessEmailText: 'Continuar con un código por correo',
      passwordlessSmsText: 'Continuar con un código por SMS',
      signupActionText: '¿Es su primera vez aquí?',
      signupActionLinkText: 'Cree una cuenta',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'Escriba su contraseña | ${clientName}',
      title: 'Escriba su contraseña',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Contraseña',
      editText: 'Cambiar',
      forgotPasswordText: '¿Ha olvidado su contraseña?',
      codeText: 'Usar un código de un solo uso',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'Iniciar sesión sin contraseña | ${clientName}',
      title: 'Iniciar sesión',
      descriptionEmail: 'Le enviamos un código por correo. No necesita contraseña.',
      descriptionSms: 'Enviamos un código a su teléfono. No necesita contraseña.',
      descriptionBoth: 'Le enviamos un código. No necesita contraseña.',
      buttonText: 'Continuar',
      ...names,
      passwordText: 'Usar una contraseña',
      ...formErrors,
      'no-name': 'Escriba su número de teléfono o correo electrónico.',
      'no-email': 'Escriba su correo electrónico.',
      'invalid-email-format': 'Escriba un correo electrónico con el formato nombre@example.com.',
      'no-phone-number': 'Escriba su número de teléfono.',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'Escriba el código de su correo | ${clientName}',
      description: 'Si ${address} puede iniciar sesión aquí, hay un código en camino.',
      editText: 'Cambiar',
      linkText: 'Enviarme un enlace en su lugar',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'Abra el enlace de su correo | ${clientName}',
      description: 'Si ${address} puede iniciar sesión aquí, hay un enlace en camino. Ábralo en este navegador.',
      editText: 'Cambiar',
      codeText: '¿Lo ha abierto en otro sitio? Escriba el código que se le ha mostrado allí.',
      codeActionText: 'Enviarme un código en su lugar',
      ...codeByEmail,
      resendActionText: 'Enviar un enlace nuevo',
      resentText: 'Hay un enlace nuevo en camino.',
    },
    'login-passwordless-sms-otp': {
      pageTitle: 'Escriba el código de su teléfono | ${clientName}',
      description: 'Si ${address} puede iniciar sesión aquí, hay un código en camino.',
      editText: 'Cambiar',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'Continuar el inicio de sesión | ${clientName}',
      title: 'Ya casi está',
      description: 'Ha pedido este enlace para iniciar sesión en ${clientName} como ${address}.',
      buttonText: 'Iniciar sesión',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: 'Inicie sesión donde empezó | ${companyName}',
      title: 'Escriba este código donde empezó',
      description: 'Pidió este enlace en otro navegador. Vuelva allí y escriba este código:',
      warningText: 'Si no ha empezado usted a iniciar sesión, cierre esta página y no dé el código a nadie.',
    },
    'login-passwordless-link-error': {
      pageTitle: 'Problema con el enlace de inicio de sesión | ${companyName}',
      title: 'Este enlace no funciona',
      description: 'Ha caducado, ya se ha usado o está incompleto. Vuelva a donde empezó y pida uno nuevo.',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'Escriba el código que le enviamos por correo | ${clientName}',
      description: 'Si ${address} puede iniciar sesión aquí, hay un código en camino.',
      editText: 'Cambiar',
      passwordText: 'Usar su contraseña',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'Escriba el código que le enviamos por SMS | ${clientName}',
      description: 'Si ${address} puede iniciar sesión aquí, hay un código en camino.',
      editText: 'Cambiar',
      passwordText: 'Usar su contraseña',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'Confirme su correo con un código | ${clientName}',
      description:
        'Hemos enviado un mensaje a ${address}. Escriba el código que contiene para confirmar que la dirección es suya.',
      editText: 'Cambiar',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'Confirme su teléfono con un código | ${clientName}',
      description:
        'Hemos enviado un mensaje a ${address}. Escriba el código que contiene para confirmar que el número es suyo.',
      editText: 'Cambiar',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'Su nueva cuenta | ${clientName}',
      title: 'Cree su cuenta',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'Correo electrónico',
      usernamePlaceholder: 'Nombre de usuario',
      phonePlaceholder: 'Número de teléfono',
      optionalText: '${label} (opcional)',
      loginActionText: '¿Ya tiene una cuenta?',
      loginActionLinkText: 'Inicie sesión',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: 'País o región',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'Elija una contraseña | ${clientName}',
      title: 'Elija una contraseña',
      description: 'Continúe a ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Contraseña',
      editText: 'Cambiar',
      loginActionText: '¿Ya tiene una cuenta?',
      loginActionLinkText: 'Inicie sesión',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Elija una contraseña.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Restablecer la contraseña | ${companyName}',
      title: '¿Ha olvidado su contraseña?',
      descriptionEmail: 'Indíquenos su correo electrónico y le enviaremos un enlace para elegir una contraseña nueva.',
      descriptionUsername:
        'Indíquenos su correo electrónico o nombre de usuario y le enviaremos un enlace para elegir una contraseña nueva.',
      descriptionEmailByCode:
        'Indíquenos su correo electrónico y le enviaremos un código para elegir una contraseña nueva.',
      descriptionUsernameByCode:
        'Indíquenos su correo electrónico o nombre de usuario y le enviaremos un código para elegir una contraseña nueva.',
      placeholderEmail: 'Correo electrónico',
      placeholderUsername: 'Correo electrónico o nombre de usuario',
      buttonText: 'Continuar',
      backToLoginLinkText: 'Volver a iniciar sesión',
      ...formErrors,
      'no-email': 'Escriba su correo electrónico.',
      'no-username': 'Escriba su correo electrónico o nombre de usuario.',
      'too-many-email': 'Ya hemos enviado varios correos. Espere unos minutos y vuelva a intentarlo.',
    },
    'reset-password-email': {
      pageTitle: 'Revise su correo | ${companyName}',
      title: 'Revise su correo',
      emailDescription: 'Si hay una cuenta para ${email}, hay en camino un enlace para elegir una contraseña nueva.',
      usernameDescription:
        'Si hay una cuenta para ${email}, hay en camino un enlace para elegir una contraseña nueva, enviado a su correo electrónico.',
      resendText: '¿No ha llegado nada? Mire también en la carpeta de correo no deseado.',
      resendLinkText: 'Enviar otra vez',
      resentText: 'Enviado otra vez.',
      backToLoginLinkText: 'Volver a iniciar sesión',
    },
    'reset-password': {
      pageTitle: 'Elegir una contraseña nueva | ${companyName}',
      title: 'Elija una contraseña nueva',
      description: 'Cuando la haya cambiado, inicie sesión con la nueva.',
      descriptionEmail: 'Va a cambiar la contraseña de ${email}.',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Contraseña nueva',
      reEnterPasswordPlaceholder: 'Repita la contraseña nueva',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Elija una contraseña nueva.',
      'no-re-enter-password': 'Escriba la contraseña nueva por segunda vez.',
      'password-mismatch': 'Las dos contraseñas no coinciden.',
    },
    'reset-password-success': {
      pageTitle: 'Contraseña cambiada | ${companyName}',
      eventTitle: 'Contraseña cambiada',
      description: 'Ya puede iniciar sesión con su contraseña nueva.',
      buttonText: 'Continuar a ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Problema con el enlace | ${companyName}',
      ...ticketErrors,
      descriptionExpired:
        'Los enlaces para restablecer una contraseña funcionan durante un tiempo limitado. Pida uno nuevo.',
      descriptionUsed:
        'Un enlace para restablecer una contraseña funciona una sola vez. Pida uno nuevo si lo necesita.',
      descriptionGeneric: 'Puede que se haya cortado al copiarlo. Ábralo otra vez desde el correo o pida uno nuevo.',
      requestLinkText: 'Pedir un enlace nuevo',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Confirmar el correo | ${companyName}',
      title: 'Confirme su correo electrónico',
      description: 'Falta un paso: confirme que esta dirección es suya.',
      descriptionEmail: 'Falta un paso: confirme que ${email} es su dirección.',
      buttonText: 'Continuar',
    },
    'email-verification-result': {
      pageTitle: 'Confirmación del correo | ${companyName}',
      verifiedTitle: 'Correo electrónico confirmado',
      errorTitle: 'Correo electrónico no confirmado',
      verifiedDescription: 'Gracias. Su correo electrónico está confirmado.',
      alreadyVerifiedDescription: 'Este correo electrónico ya se había confirmado. No queda nada por hacer.',
      invalidAccountOrCodeDescription:
        'Este enlace ha caducado, ya se ha usado o está incompleto. Inicie sesión para recibir uno nuevo.',
      unknownErrorDescription: 'Algo ha fallado por nuestra parte. Vuelva a abrir el enlace dentro de un momento.',
      buttonText: 'Continuar a ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Revise su correo | ${companyName}',
      title: 'Revise su correo',
      description:
        'Hemos enviado un enlace a ${email}. Ábralo para confirmar que la dirección es suya y luego vuelva aquí.',
      resendText: '¿No ha llegado nada? Mire también en la carpeta de correo no deseado.',
      resendActionText: 'Enviar otra vez',
      resentText: 'Enviado otra vez.',
      backToLoginLinkText: 'Volver a iniciar sesión',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'Su cuenta | ${companyName}',
      title: 'Su cuenta',
      signedInText: 'Ha iniciado sesión como ${account}.',
      nameLabel: 'Nombre',
      nicknameLabel: 'Cómo quiere que le llamemos',
      buttonText: 'Guardar',
      savedText: 'Guardado.',
      passwordLinkText: 'Contraseña',
      passwordLinkDescription: 'Elija una nueva',
      emailLinkText: 'Correo electrónico',
      securityLinkText: 'Formas de iniciar sesión',
      securityLinkDescription: 'Llaves de acceso, aplicaciones de autenticación, códigos de recuperación',
      sessionsLinkText: 'Dispositivos',
      sessionsLinkDescription: 'Dónde tiene la sesión iniciada',
      appsLinkText: 'Aplicaciones',
      appsLinkDescription: 'Quién puede actuar por usted',
      identitiesLinkText: 'Cuentas vinculadas',
      identitiesLinkDescription: 'Otras cuentas que llevan a esta',
      dataLinkText: 'Sus datos',
      dataLinkDescription: 'Descárguelos o elimine su cuenta',
      signOutLinkText: 'Cerrar sesión',
      'invalid-name': 'Use {max, plural, one {# carácter} other {# caracteres}} como máximo para su nombre.',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'Contraseña | ${companyName}',
      title: 'Elija una contraseña nueva',
      description: 'Aquí seguirá con la sesión iniciada. En todos los demás dispositivos se cerrará.',
      passwordPlaceholder: 'Contraseña nueva',
      buttonText: 'Cambiar contraseña',
      backText: 'Su cuenta',
      savedText: 'Su contraseña se ha cambiado.',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'Elija una contraseña.',
    },
    'account-email': {
      pageTitle: 'Correo electrónico | ${companyName}',
      title: 'Su correo electrónico',
      description: 'Ahora es ${email}. Enviaremos un enlace a la nueva dirección; contará cuando lo haya abierto.',
      descriptionNone: 'Aún no tiene ninguno. Enviaremos un enlace a la dirección; contará cuando lo haya abierto.',
      emailPlaceholder: 'Nuevo correo electrónico',
      buttonText: 'Enviar el enlace',
      backText: 'Su cuenta',
      sentText: 'Si esa dirección puede ser suya, hemos enviado un enlace a ${email}.',
      ...formErrors,
      'no-email': 'Escriba su correo electrónico.',
      'invalid-email-format': 'Escriba un correo electrónico con el formato nombre@example.com.',
      'too-many-email': 'Se han pedido demasiados correos. Espere unos minutos y vuelva a intentarlo.',
    },
    'account-email-confirm': {
      pageTitle: 'Confirme su correo electrónico | ${companyName}',
      title: 'Confirme su nuevo correo electrónico',
      description: 'A partir de ahora, ${email} será la dirección de la cuenta ${account} en ${companyName}.',
      warningText:
        'Confirme solo si esta cuenta es suya: quien la tiene la conserva, con su dirección. Si la escribió otra persona, cierre esta página y nada cambiará.',
      buttonText: 'Confirmar',
      doneTitle: 'Su correo electrónico se ha cambiado',
      failedTitle: 'Este enlace no funciona',
      failedDescription: 'Ha caducado, ya se ha usado o la dirección pertenece a otra cuenta. Pida uno nuevo.',
      backText: 'Su cuenta',
    },
    'account-sessions': {
      pageTitle: 'Dispositivos | ${companyName}',
      title: 'Dónde tiene la sesión iniciada',
      currentText: 'Este dispositivo',
      lastSeenText: 'Último uso: ${time}',
      signedInText: 'Sesión iniciada: ${time}',
      endButtonText: 'Cerrar sesión',
      endAllButtonText: 'Cerrar sesión en todos los demás',
      deviceText: '${browser} en ${system}',
      unknownDeviceText: 'Un dispositivo que no reconocemos',
      noneText: 'No tiene la sesión iniciada en ningún otro sitio.',
      backText: 'Su cuenta',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'Formas de iniciar sesión | ${companyName}',
      title: 'Formas de iniciar sesión',
      description: 'Con qué puede demostrar quién es.',
      noneText: 'Todavía nada.',
      totpText: 'Aplicación de autenticación',
      phoneText: 'Códigos a ${address}',
      emailText: 'Códigos a ${address}',
      recoveryText: 'Código de recuperación',
      webauthnText: 'Llave de seguridad o dispositivo',
      passkeyText: 'Llave de acceso',
      addedText: 'Añadido el ${time}',
      removeButtonText: 'Eliminar',
      addTotpButtonText: 'Añadir una aplicación de autenticación',
      addPasskeyButtonText: 'Añadir una llave de acceso',
      addKeyButtonText: 'Añadir una llave de seguridad',
      newRecoveryButtonText: 'Obtener un nuevo código de recuperación',
      passkeyFailedText: 'No se ha creado ninguna llave de acceso. Inténtelo otra vez.',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'Su cuenta',
      ...formErrors,
      'passkey-failed': 'No se ha podido añadir esta llave de acceso. Inténtelo otra vez.',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: 'Aplicación de autenticación | ${companyName}',
      title: 'Añada una aplicación de autenticación',
      description: 'Escanee este código con la aplicación y escriba el código que muestre.',
      secretText: '¿No tiene cámara? Escriba esto en la aplicación:',
      qrAltText: 'Un código QR para la aplicación',
      codePlaceholder: 'Código de seis cifras',
      buttonText: 'Añadir',
      backText: 'Formas de iniciar sesión',
      ...formErrors,
      'wrong-code': 'Este no es el código que muestra ahora la aplicación. Inténtelo otra vez.',
      'too-many-tries': 'Ha habido demasiados intentos. Espere unos minutos y vuelva a intentarlo.',
    },
    'account-recovery-code': {
      pageTitle: 'Código de recuperación | ${companyName}',
      title: 'Su nuevo código de recuperación',
      description:
        'Guárdelo donde pueda encontrarlo sin sus dispositivos. Le permite entrar una vez; cualquier código anterior deja de valer.',
      copyText: 'Copiar',
      copiedText: 'Copiado',
      printText: 'Imprimir',
      backText: 'Lo he guardado',
    },
    'account-apps': {
      pageTitle: 'Aplicaciones | ${companyName}',
      title: 'Aplicaciones que pueden actuar por usted',
      noneText: 'Ninguna.',
      revokeButtonText: 'Retirar el permiso',
      backText: 'Su cuenta',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: 'Cuentas vinculadas | ${companyName}',
      title: 'Cuentas que llevan a esta',
      primaryText: 'Su primera cuenta',
      unlinkButtonText: 'Desvincular',
      backText: 'Su cuenta',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'Sus datos | ${companyName}',
      title: 'Sus datos',
      downloadText: 'Todo lo que se guarda sobre usted, en un archivo.',
      downloadLinkText: 'Descargar mis datos',
      deleteTitle: 'Eliminar su cuenta',
      deleteText:
        'Su cuenta y todo lo que le pertenece se eliminan de inmediato y para siempre. Escriba ${account} para confirmar que lo desea.',
      confirmPlaceholder: 'Escríbalo aquí',
      buttonText: 'Eliminar mi cuenta',
      backText: 'Su cuenta',
      ...formErrors,
      'not-confirmed': 'Esto no es lo que se le pidió que escribiera.',
    },
    'account-deleted': {
      pageTitle: 'Cuenta eliminada | ${companyName}',
      title: 'Su cuenta se ha eliminado',
      description: 'Gracias por haber estado aquí.',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Volver a entrar | ${companyName}',
      title: 'Recupere el acceso',
      description:
        'Han fallado demasiados intentos de iniciar sesión en su cuenta, así que desde allí ya nadie puede entrar en ella.',
      descriptionEmail:
        'Han fallado demasiados intentos de iniciar sesión en la cuenta de ${email}, así que desde allí ya nadie puede entrar en ella.',
      deviceText:
        'Continúe solo en un dispositivo suyo: a partir de ahora seguirá abierto, pruebe lo que pruebe cualquier otra persona.',
      buttonText: 'Continuar',
    },
    'user-block-result': {
      pageTitle: 'De vuelta a su cuenta | ${companyName}',
      liftedTitle: 'Ya puede volver a iniciar sesión',
      invalidTitle: 'Este enlace no funciona',
      liftedDescription:
        'Si no fue usted quien lo intentó, nadie ha entrado. Si tiene una contraseña que otras personas puedan conocer, elija una nueva.',
      invalidDescription:
        'Ha caducado, ya se ha usado o está incompleto. Si tiene una contraseña, aún puede elegir una nueva.',
      buttonText: 'Continuar a ${clientName}',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'Proteja su cuenta | ${clientName}',
      title: 'Proteja su cuenta',
      description: 'Añada una segunda forma de demostrar que es usted. Se la pediremos además de lo que acaba de dar.',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: 'Elegir otra forma | ${clientName}',
      title: 'Demuestre que es usted',
      description: 'Elija lo que tenga a mano.',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'Añadir una forma de iniciar sesión | ${companyName}',
      enrolledTitle: 'Se ha añadido',
      enrolledDescription: 'A partir de ahora puede demostrar así que es usted.',
      alreadyEnrolledTitle: 'Ya tiene una',
      alreadyEnrolledDescription: 'Ya añadió antes una forma de demostrar que es usted. No queda nada por hacer.',
      alreadyUsedTitle: 'Este enlace ya se ha usado',
      alreadyUsedDescription: 'Lo que se añadió con él se mantiene. Si no fue usted, avísenos.',
      expiredTicketTitle: 'Este enlace ha caducado',
      expiredTicketDescription: 'Pida otro a quien se lo envió.',
      invalidTicketTitle: 'Este enlace no funciona',
      invalidTicketDescription: 'Ábralo tal como figura en el correo o pida otro.',
      genericErrorTitle: 'Ahora no se puede añadir nada',
      genericErrorDescription: 'Lo que pide este enlace no se ofrece. Avise a quien se lo envió.',
      buttonText: 'Continuar',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: 'Añada una aplicación de autenticación | ${clientName}',
      title: 'Añada una aplicación de autenticación',
      description: 'Escanee esta imagen con una aplicación de autenticación y escriba el código que muestre.',
      qrCodeAltText: 'Código QR para escanear con una aplicación de autenticación',
      codeEnrollmentText: 'No puedo escanearlo',
      pickAuthenticatorText: 'Probar otra forma',
      codePlaceholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'Añadir una aplicación de autenticación con su clave | ${clientName}',
      title: 'Añada una aplicación de autenticación',
      description: 'Escriba esta clave en una aplicación de autenticación y luego el código que muestre.',
      secretText: 'Clave',
      qrEnrollmentText: 'Escanear una imagen',
      pickAuthenticatorText: 'Probar otra forma',
      codePlaceholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: 'Código de su aplicación de autenticación | ${clientName}',
      title: 'Demuestre que es usted',
      description: 'Escriba el código que muestra su aplicación de autenticación.',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'Añada una llave de seguridad | ${clientName}',
      title: 'Añada una llave de seguridad',
      description: 'Tenga a mano su llave de seguridad y continúe. Su navegador le indicará qué hacer.',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'Añada este dispositivo | ${clientName}',
      title: 'Añada este dispositivo',
      description: 'A partir de ahora, demuestre que es usted con su huella, su cara o el bloqueo de su pantalla.',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'Use su llave de seguridad | ${clientName}',
      title: 'Use su llave de seguridad',
      description: 'Tenga a mano su llave de seguridad y continúe. Su navegador le indicará qué hacer.',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'Confirme en este dispositivo | ${clientName}',
      title: 'Demuestre que es usted',
      description: 'Continúe con su huella, su cara o el bloqueo de su pantalla.',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: 'Ponerle un nombre | ${clientName}',
      title: 'Ponga nombre a su llave de seguridad',
      description: 'Si tiene varias, sabrá por el nombre de cuál se trata.',
      nicknamePlaceholder: 'Nombre de la llave de seguridad',
      titlePlatform: 'Ponga nombre a este dispositivo',
      descriptionPlatform: 'Si tiene varios, sabrá por el nombre de cuál se trata.',
      nicknamePlaceholderPlatform: 'Nombre del dispositivo',
      buttonText: 'Continuar',
      ...formErrors,
      'no-nickname': 'Escriba un nombre.',
      'nickname-too-long': 'Este nombre es demasiado largo. Use 100 caracteres como máximo.',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: 'Añadido | ${clientName}',
      title: 'Su llave de seguridad está añadida',
      description: 'A partir de ahora puede demostrar que es usted con esta llave.',
      titlePlatform: 'Este dispositivo está añadido',
      descriptionPlatform: 'A partir de ahora puede demostrar que es usted en este dispositivo.',
      buttonText: 'Continuar',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'No disponible aquí | ${clientName}',
      errorTitle: 'Su llave no se puede usar aquí',
      errorDescription:
        'Se añadió en otra dirección nuestra, la única que puede pedirla. Inicie sesión allí o pruebe otra forma.',
      pickAuthenticatorText: 'Probar otra forma',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'Código de su correo | ${clientName}',
      title: 'Revise su correo',
      description: 'Hemos enviado un código a ${email}.',
      editText: 'Usar otra dirección',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'Elegir una dirección de correo | ${clientName}',
      title: '¿A qué dirección enviamos el código?',
      backText: 'Volver',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: 'Añada su teléfono | ${clientName}',
      title: 'Añada su teléfono',
      description: 'Le enviaremos un código por SMS cada vez que deba demostrar que es usted.',
      buttonText: 'Continuar',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'Código de sus mensajes | ${clientName}',
      title: 'Revise sus mensajes',
      description: 'Hemos enviado un código a ${phoneNumber}.',
      editText: 'Usar otro número',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: 'Elegir un teléfono | ${clientName}',
      title: '¿En qué teléfono quiere recibir el código?',
      backText: 'Volver',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: 'Añadir un teléfono al que llamamos | ${clientName}',
      title: 'Añada su teléfono',
      description: 'Llamaremos y le leeremos un código cada vez que deba demostrar que es usted.',
      buttonText: 'Continuar',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: 'Código de nuestra llamada | ${clientName}',
      title: 'Le estamos llamando',
      description: 'Una voz leerá un código en ${phoneNumber}.',
      editText: 'Usar otro número',
      ...sentCode,
      resendActionText: 'Llamar otra vez',
      resentText: 'Estamos llamando otra vez. Solo vale el código más reciente.',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: 'Añadir un teléfono | ${clientName}',
      title: 'Añada su teléfono',
      description: 'Le enviaremos un código cada vez que deba demostrar que es usted. ¿Cómo debe llegar el primero?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Llamada telefónica',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'Mensaje o llamada | ${clientName}',
      title: 'Demuestre que es usted',
      description: '¿Cómo debe llegar un código a ${phoneNumber}?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Llamada telefónica',
      pickAuthenticatorText: 'Probar otra forma',
      editText: 'Usar otro número',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'Su código de recuperación | ${clientName}',
      title: 'Guarde su código de recuperación',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'Código de recuperación | ${clientName}',
      title: 'Use su código de recuperación',
      description: 'Escriba el código de recuperación que guardó. Vale una sola vez; recibirá el siguiente.',
      buttonText: 'Continuar',
      placeholder: 'Código de recuperación',
      pickAuthenticatorText: 'Probar otra forma',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'Escriba su código de recuperación.',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: 'Su nuevo código de recuperación | ${clientName}',
      title: 'Guarde su nuevo código de recuperación',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'Permitir acceso | ${clientName}',
      title: '¿Permitir el acceso?',
      messageSingleTenant: '${clientName} pide acceso a su cuenta de ${companyName}.',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Saber quién es usted',
      profile: 'Ver su nombre, su foto y otros datos del perfil',
      email: 'Ver su correo electrónico',
      address: 'Ver su dirección postal',
      phone: 'Ver su número de teléfono',
      offline_access: 'Conservar este acceso cuando usted no esté',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'Permitir esto | ${clientName}',
      title: '¿Permitir esto?',
      messageSingleTenant: '${clientName} pide hacer esto una vez con su cuenta de ${companyName}.',
      detailsTitle: 'Pide exactamente esto:',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Conectar un dispositivo | ${companyName}',
      title: 'Conecte un dispositivo',
      description: 'Escriba el código que muestra su dispositivo.',
      placeholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      'no-code': 'Escriba el código que muestra su dispositivo.',
      'invalid-code': 'Ese código no existe. Compárelo con el de su dispositivo e inténtelo de nuevo.',
      'expired-code': 'Este código ha caducado. Obtenga uno nuevo en su dispositivo.',
      'used-code': 'Este código ya se ha usado. Obtenga uno nuevo en su dispositivo.',
    },
    'device-code-confirmation': {
      pageTitle: 'Confirmar el dispositivo | ${clientName}',
      title: '¿Es este su dispositivo?',
      description: 'Un dispositivo pide usar ${clientName} con su cuenta de ${companyName}.',
      inputCodeText: 'Muestra este código:',
      deviceTitle: 'Lo pidió desde aquí:',
      addressLabel: 'Dirección de red',
      userAgentLabel: 'Se presenta como',
      warningText:
        'Continúe solo si tiene este dispositivo delante y lo ha iniciado usted. Si alguien le envió el código o un enlace, quiere entrar en su cuenta.',
      confirmText: 'Sí, conectarlo',
      cancelText: 'No, no es mío',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Dispositivo conectado | ${clientName}',
      eventTitle: 'Su dispositivo está conectado',
      description: '${clientName} continúa allí por sí sola. Puede cerrar esta página.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Dispositivo no conectado | ${companyName}',
      eventTitle: 'El dispositivo no está conectado',
      description: 'No tiene acceso a su cuenta. Puede cerrar esta página.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Revisar una solicitud | ${clientName}',
      title: 'Alguien necesita su aprobación',
      description: '${clientName} le pide que apruebe algo. Inicie sesión para ver qué es.',
      buttonText: 'Revisar la solicitud',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Aprobar una solicitud | ${clientName}',
      title: '¿Lo aprueba?',
      description: '${clientName} pide su aprobación.',
      bindingMessageTitle: 'Compare esto con lo que le han dicho o mostrado allí:',
      scopesTitle: 'Podría:',
      detailsTitle: 'Pide exactamente esto:',
      warningText: 'Apruebe solo lo que conozca. Si no esperaba esto, rechácelo.',
      acceptButtonText: 'Aprobar',
      declineButtonText: 'Rechazar',
      pickerTitle: 'Sesión iniciada como ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Solicitud aprobada | ${clientName}',
      eventTitle: 'Ha aprobado la solicitud',
      description: '${clientName} continúa por sí sola. Puede cerrar esta página.',
    },
    'async-approval-denied': {
      pageTitle: 'Solicitud rechazada | ${clientName}',
      eventTitle: 'Ha rechazado la solicitud',
      description: '${clientName} no ha obtenido nada. Puede cerrar esta página.',
    },
    'async-approval-error': {
      pageTitle: 'Problema con la solicitud | ${companyName}',
      goneTitle: 'Esta solicitud ya no está en espera',
      goneDescription: 'Ha caducado, ya se ha respondido o el enlace está incompleto.',
      refusedTitle: 'Esta solicitud no se puede aprobar',
      refusedDescription: 'Su cuenta o la aplicación no pueden hacer esto en este momento. No se ha aprobado nada.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Otra cuenta | ${companyName}',
      eventTitle: 'Esta solicitud es para otra cuenta',
      description: 'Abra otra vez el enlace del correo e inicie sesión con la cuenta a la que se envió.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Cerrar sesión | ${clientName}',
      title: '¿Cerrar sesión?',
      userSalute: 'Sesión iniciada como ${userName}',
      description: 'Esto cierra su sesión de ${companyName} en este navegador.',
      acceptButtonText: 'Cerrar sesión',
      declineButtonText: 'Seguir conectado',
    },
    'logout-complete': {
      pageTitle: 'Sesión cerrada | ${companyName}',
      eventTitle: 'Ha cerrado la sesión',
      description: 'Ya puede cerrar esta página.',
      buttonText: 'Continuar a ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Cerrando sesión | ${companyName}',
      title: 'Cerrando su sesión',
      description: 'Estamos avisando a sus otras aplicaciones. Volverá en un momento.',
      buttonText: 'Continuar',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Esta página ha caducado',
      expiredDescription:
        'Ha estado abierta demasiado tiempo o ya se ha usado. Vuelva a la aplicación y empiece de nuevo.',
      noCookiesTitle: 'Esta página necesita cookies',
      noCookiesDescription:
        'Su navegador no ha enviado ninguna. Permita las cookies de este sitio o vuelva al navegador en el que empezó; después, vuelva a la aplicación y empiece de nuevo.',
      notFoundTitle: 'Aquí no hay nada',
      notFoundDescription: 'Puede que la dirección esté mal escrita o que la página se haya movido.',
      invalidTitle: 'No se puede responder a esta solicitud',
      invalidDescription:
        'La aplicación que le ha traído aquí ha pedido algo que no es válido. Quienes la desarrollan encontrarán el motivo abajo.',
      deniedTitle: 'Acceso denegado',
      deniedDescription:
        'No tiene permiso para continuar desde aquí. Si cree que es un error, pregunte a quienes administran este servicio.',
      tooManyTitle: 'Demasiadas solicitudes',
      tooManyDescription: 'Espere unos minutos y vuelva a intentarlo.',
      unavailableTitle: 'No estamos disponibles en este momento',
      unavailableDescription: 'Debería pasar pronto. Vuelva a intentarlo dentro de un momento.',
      unknownTitle: 'Algo ha fallado',
      unknownDescription:
        'Es culpa nuestra, no suya, y ha quedado registrado. Vuelva a intentarlo dentro de un momento.',
      detailsTitle: 'Detalles para desarrolladores',
      errorLabel: 'Error',
      descriptionLabel: 'Descripción',
      requestLabel: 'Solicitud',
      backLinkText: 'Volver',
      unverifiedDescription:
        'La aplicación que le ha traído aquí no está verificada: cualquiera podría haberla registrado. Continúe solo si conoce este lugar.',
      unverifiedLinkText: 'Continuar a ${host}',
      supportLinkText: 'Obtener ayuda',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${code} es su código para ${companyName}. No se lo diga a nadie.',
      voice:
        'Hola. Su código para ${companyName} es: ${pause} ${code}. ${pause} Se lo repetimos, su código es: ${pause} ${code}.',
    },
    otp_enroll: {
      text: '${code} es su código para añadir este teléfono en ${companyName}. No se lo diga a nadie.',
      voice:
        'Hola. Su código para añadir este teléfono en ${companyName} es: ${pause} ${code}. ${pause} Se lo repetimos, su código es: ${pause} ${code}.',
    },
  },
  mail: {
    layout: {
      linkHint: 'Si el botón no funciona, copie esta dirección en su navegador:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Confirme su correo electrónico',
      title: 'Confirme su correo electrónico',
      body: 'Se ha indicado esta dirección para una cuenta de ${companyName}. Confirme que es suya:',
      buttonText: 'Confirmar correo electrónico',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha pedido esto, ignore este correo y no pasará nada.',
    },
    'verify-email-by-code': {
      subject: 'Confirme su correo electrónico',
      title: 'Confirme su correo electrónico',
      body: 'Se ha indicado esta dirección para una cuenta de ${companyName}. Para confirmar que es suya, escriba este código donde se le haya pedido:',
      buttonText: 'Obtener ayuda',
      note: 'El código se puede usar una sola vez, hasta el ${expires}. No se lo diga a nadie. Si no ha pedido esto, ignore este correo y no pasará nada.',
    },
    welcome: {
      subject: 'Le damos la bienvenida a ${companyName}',
      title: 'Le damos la bienvenida',
      body: 'Su cuenta de ${companyName} está lista.',
      buttonText: 'Obtener ayuda',
      note: 'Si no la ha creado usted, otra persona ha indicado su dirección; avísenos, por favor.',
    },
    'reset-password': {
      subject: 'Elija una contraseña nueva',
      title: 'Elija una contraseña nueva',
      body: 'Alguien, esperamos que usted, ha pedido restablecer la contraseña de su cuenta de ${companyName}:',
      buttonText: 'Elegir una contraseña nueva',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha pedido esto, ignore este correo; su contraseña no cambiará.',
    },
    'reset-password-by-code': {
      subject: 'Elija una contraseña nueva',
      title: 'Elija una contraseña nueva',
      body: 'Alguien, esperamos que usted, ha pedido restablecer la contraseña de su cuenta de ${companyName}. Para elegir una nueva, escriba este código donde se le haya pedido:',
      buttonText: 'Obtener ayuda',
      note: 'El código se puede usar una sola vez, hasta el ${expires}. No se lo diga a nadie. Si no ha pedido esto, ignore este correo; su contraseña no cambiará.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Ya tiene una cuenta',
      title: 'Ya tiene una cuenta',
      body: 'Alguien, esperamos que usted, ha intentado crear una cuenta en ${companyName} con esta dirección. Ya existe una: inicie sesión con ella, o elija una contraseña nueva si no conoce la anterior:',
      buttonText: 'Elegir una contraseña nueva',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha sido usted, ignore este correo; su cuenta no cambiará.',
    },
    'account-exists-without-reset': {
      subject: 'Ya tiene una cuenta',
      title: 'Ya tiene una cuenta',
      body: 'Alguien, esperamos que usted, ha intentado crear una cuenta en ${companyName} con esta dirección. Ya existe una: vuelva atrás e inicie sesión con ella como siempre, por ejemplo con su llave de acceso o con un código que le enviamos.',
      buttonText: 'Obtener ayuda',
      note: 'Si no ha sido usted, ignore este correo; su cuenta no cambiará.',
    },
    'blocked-account': {
      subject: 'Alguien ha intentado entrar en su cuenta',
      title: 'Demasiados intentos fallidos',
      body: 'Alguien, quizá usted, ha intentado una y otra vez sin éxito iniciar sesión en su cuenta de ${companyName}, hasta que lo hemos detenido. Si ha sido usted, recupere el acceso:',
      buttonText: 'Volver a entrar',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no ha sido usted, nadie ha entrado; si tiene una contraseña que otras personas puedan conocer, elija una nueva.',
    },
    'enroll-factor': {
      subject: 'Haga más segura su cuenta',
      title: 'Añada una segunda forma de demostrar que es usted',
      body: 'Su cuenta de ${companyName} debe estar mejor protegida. Añada una aplicación de autenticación o un teléfono:',
      buttonText: 'Configurarlo',
      note: 'El enlace funciona una sola vez, hasta el ${expires}.',
    },
    'stolen-credentials': {
      subject: 'Otras personas conocen su contraseña',
      title: 'Otras personas conocen su contraseña',
      body: 'La contraseña de su cuenta de ${companyName} figura en listas robadas en otros sitios, así que otras personas podrían probarla. Elija una que no use en ningún otro lugar:',
      buttonText: 'Elegir una contraseña nueva',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Después, use «¿Ha olvidado su contraseña?» en la página de inicio de sesión.',
    },
    'async-approval': {
      subject: '${clientName} pide su aprobación',
      title: '${clientName} pide su aprobación',
      body: 'Alguien, esperamos que usted, está usando ${clientName}, que necesita su aprobación para continuar. Vea qué pide:',
      buttonText: 'Revisar la solicitud',
      note: 'Tiene hasta el ${expires}. Si no sabe nada de esto, ignore este correo; sin usted no se aprueba nada.',
    },
    'magic-link': {
      subject: 'Iniciar sesión en ${companyName}',
      title: 'Iniciar sesión',
      body: 'Abra este enlace en el navegador en el que lo pidió.',
      buttonText: 'Iniciar sesión',
      note: 'Funciona una sola vez, hasta el ${expires}. Si no lo ha pedido, ignore este correo: nadie puede entrar con él sin usted.',
    },
    'one-time-code': {
      subject: 'Su código para ${companyName}',
      title: 'Su código',
      body: 'Escriba este código donde se le haya pedido:',
      buttonText: 'Obtener ayuda',
      note: 'Se puede usar una sola vez, hasta el ${expires}. No se lo diga a nadie: nunca lo pedimos por teléfono ni por correo. Si no ha pedido un código, alguien podría estar intentando entrar en su lugar; si tiene una contraseña, elija una nueva.',
    },
    'sign-in-code': {
      subject: 'Su código para ${companyName}',
      title: 'Su código',
      body: 'Escriba este código donde se le haya pedido:',
      buttonText: 'Obtener ayuda',
      note: 'Se puede usar una sola vez, hasta el ${expires}. No se lo diga a nadie: nunca lo pedimos por teléfono ni por correo. Si no lo ha pedido, ignore este correo; sin él no entra nadie.',
    },
    'confirm-email': {
      subject: 'Confirme su nuevo correo electrónico',
      title: 'Confirme su nuevo correo electrónico',
      body: 'Alguien, esperamos que usted, quiere que esta sea la dirección de una cuenta de ${companyName}.',
      buttonText: 'Confirmar esta dirección',
      note: 'El enlace funciona una sola vez, hasta el ${expires}. Si no sabe nada de esto, ignore este correo; no cambiará nada.',
    },
    'password-changed': {
      subject: 'Se ha cambiado su contraseña',
      title: 'Se ha cambiado su contraseña',
      body: 'La contraseña de su cuenta de ${companyName} se cambió el ${time}.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, otra persona ha estado en su cuenta: use «¿Ha olvidado su contraseña?» para restablecerla de inmediato.',
    },
    'factor-added': {
      subject: 'Se ha añadido un segundo factor a su cuenta',
      title: 'Se ha añadido un segundo factor',
      body: 'El ${time} se añadió a su cuenta de ${companyName} una nueva forma de demostrar que es usted.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, otra persona ha estado en su cuenta: avísenos de inmediato y, si tiene una contraseña, elija una nueva.',
    },
    'factor-removed': {
      subject: 'Se ha eliminado un segundo factor de su cuenta',
      title: 'Se ha eliminado un segundo factor',
      body: 'El ${time} se eliminó de su cuenta de ${companyName} una forma de demostrar que es usted.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, otra persona ha estado en su cuenta: avísenos de inmediato y, si tiene una contraseña, elija una nueva.',
    },
    'codes-locked': {
      subject: 'Los códigos ya no sirven para su cuenta',
      title: 'Los códigos ya no sirven',
      body: 'Alguien superó el primer paso del inicio de sesión en su cuenta de ${companyName} e introdujo cien códigos incorrectos seguidos. Desde el ${time} se rechazan los códigos, también los correctos.',
      buttonText: 'Obtener ayuda',
      note: 'Para entrar, use una llave de seguridad o su código de recuperación, o pida ayuda a quien administra ${companyName}. Si no ha sido usted, puede que alguien conozca su contraseña: elija una nueva.',
    },
    'passkey-added': {
      subject: 'Se ha añadido una llave de acceso a su cuenta',
      title: 'Se ha añadido una llave de acceso',
      body: 'El ${time} se añadió una llave de acceso a su cuenta de ${companyName}. Quien la tenga puede iniciar sesión.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, otra persona ha estado en su cuenta: elimine la llave de acceso y, si tiene una contraseña, elija una nueva.',
    },
    'passkey-removed': {
      subject: 'Se ha eliminado una llave de acceso de su cuenta',
      title: 'Se ha eliminado una llave de acceso',
      body: 'El ${time} se eliminó una llave de acceso de su cuenta de ${companyName}. Ya nadie puede iniciar sesión con ella.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, otra persona ha estado en su cuenta: avísenos de inmediato y, si tiene una contraseña, elija una nueva.',
    },
    'email-changed': {
      subject: 'Se ha cambiado su correo electrónico',
      title: 'Se ha cambiado su correo electrónico',
      body: 'El ${time}, el correo electrónico de su cuenta de ${companyName} se cambió de ${oldEmail} a ${newEmail}.',
      buttonText: 'Obtener ayuda',
      note: 'Si ha sido usted, todo está bien. Si no, avise de inmediato a quienes administran ${companyName}.',
    },
  },
}

export default { name: 'Español', prompts } satisfies Translation
