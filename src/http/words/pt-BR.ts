// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
// Portuguese of Brazil. Addresses the person as «você», as services there do.
import type { Translation } from '../words.ts'

const password = {
  showPasswordText: 'Mostrar senha',
  hidePasswordText: 'Ocultar senha',
}

const passwordRules = {
  passwordSecurityText: 'Sua senha precisa ter:',
  'password-policy-length-at-least': 'Pelo menos {count, plural, one {# caractere} other {# caracteres}}',
  'password-policy-contains-at-least': 'Pelo menos ${count} destes ${total} itens:',
  'password-policy-lower-case': 'Uma letra minúscula (a–z)',
  'password-policy-upper-case': 'Uma letra maiúscula (A–Z)',
  'password-policy-numbers': 'Um número (0–9)',
  'password-policy-special-characters': 'Um caractere especial (como !@#$%)',
  'password-policy-identical-chars':
    'No máximo {count, plural, one {# caractere idêntico seguido} other {# caracteres idênticos seguidos}}',
}

const passwordErrors = {
  'password-too-weak': 'Esta senha não atende aos requisitos abaixo.',
  'password-too-common': 'Esta senha está em listas de senhas comuns. Escolha uma mais difícil de adivinhar.',
  'password-too-long':
    'Esta senha é longa demais. Use no máximo {max, plural, one {# caractere} other {# caracteres}}.',
  'password-contains-user-information': 'Esta senha contém dados sobre você. Escolha uma que não contenha.',
  'password-breached':
    'Esta senha está em listas roubadas em outros lugares, e outras pessoas podem tentar usá-la. Escolha uma que você não use em nenhum outro lugar.',
  'password-previously-used': 'Você já usou esta senha antes. Escolha uma nova.',
}

const formErrors = {
  alertListTitle: 'Corrija o seguinte:',
  'form-expired': 'Esta página ficou aberta por tempo demais. Tente mais uma vez.',
  'challenge-required':
    'Houve muitas tentativas a partir da sua rede, então verificamos se você não é um robô. Tente mais uma vez.',
  'ip-blocked': 'Houve tentativas demais a partir da sua rede. Espere alguns minutos e tente de novo.',
  'server-busy': 'Estamos com muitos acessos neste momento. Tente de novo em alguns segundos.',
  'upstream-unavailable': 'Não conseguimos confirmar quem você é neste momento. Tente de novo em alguns minutos.',
}

const passkey = {
  passkeyButtonText: 'Continuar com uma chave de acesso',
  passkeyFailedText: 'Nenhuma chave de acesso foi usada. Tente de novo ou entre de outra forma.',
}

const passkeyErrors = {
  'passkey-failed': 'Não foi possível usar esta chave de acesso. Tente de novo ou escolha outra forma.',
  'passkey-expired': 'Isso demorou demais. Tente mais uma vez.',
}

const passkeySignInErrors = {
  ...passkeyErrors,
  'passkey-unverified':
    'Seu e-mail ainda não foi confirmado. Enviamos o link de novo; depois, use sua chave de acesso mais uma vez.',
}

const passkeyEnrollment = {
  passkeyBenefit1Title: 'Nada para lembrar',
  passkeyBenefit1Description: 'Você entra com sua impressão digital, seu rosto ou o bloqueio da tela.',
  passkeyBenefit2Title: 'Nada para roubar',
  passkeyBenefit2Description: 'Ela só funciona neste site, então ninguém consegue tirá-la de você com um golpe.',
  createButtonText: 'Criar uma chave de acesso',
  continueButtonText: 'Agora não',
  doNotShowAgainText: 'Não perguntar de novo neste dispositivo',
  passkeyFailedText: 'Nenhuma chave de acesso foi criada. Tente de novo ou continue sem ela.',
  passkeyTakenText: 'Este dispositivo já tem uma chave de acesso para sua conta.',
  notAvailableText: 'Este navegador não consegue criar chaves de acesso. Você pode continuar sem ela.',
  'too-many-passkeys-tried': 'Houve tentativas demais. Espere alguns minutos ou continue sem chave de acesso.',
  'passkeys-full': 'Sua conta já tem o máximo de chaves de acesso. Remova antes uma que você não usa mais.',
}

const factors = {
  authenticatorNamesOTP: 'Aplicativo autenticador',
  authenticatorNamesSMS: 'Telefone',
  authenticatorNamesEmail: 'E-mail',
  authenticatorNamesRecoveryCode: 'Código de recuperação',
  authenticatorNamesWebauthnRoaming: 'Chave de segurança',
  authenticatorNamesWebauthnPlatform: 'Impressão digital, rosto ou bloqueio de tela deste dispositivo',
}

const codeErrors = {
  'invalid-otp-code-format': 'Digite o código.',
  'invalid-code': 'Este código não está certo. Verifique e tente de novo.',
  'invalid-expired-code': 'Este código não vale mais. Peça um novo.',
  'too-many-failures': 'Foram tentados códigos demais nesta conta. Espere alguns minutos e tente de novo.',
  'codes-locked':
    'Códigos demais desta conta estavam errados. Os códigos não funcionam mais: escolha outro meio ou peça ajuda a quem administra este serviço.',
  'too-many-codes': 'Já enviamos vários códigos. Espere alguns minutos e tente de novo.',
}

const secondProof = {
  buttonText: 'Continuar',
  codePlaceholder: 'Código',
  rememberMeText: 'Não me perguntar neste dispositivo por um tempo',
  pickAuthenticatorText: 'Tentar de outra forma',
}

const secondKey = {
  continueButtonText: 'Continuar',
  rememberMeText: secondProof.rememberMeText,
  pickAuthenticatorText: secondProof.pickAuthenticatorText,
  notAvailableText: 'Não é possível pedi-la a este navegador. Tente de outra forma ou em outro navegador.',
  ...formErrors,
  'webauthn-failed': 'Não funcionou. Tente de novo ou escolha outra forma.',
  'webauthn-expired': 'Isso demorou demais. Tente mais uma vez.',
  'too-many-failures': 'Houve tentativas demais nesta conta. Espere alguns minutos e tente de novo.',
}

const securityKey = {
  ...secondKey,
  failedText: 'Nenhuma chave de segurança foi usada. Tente de novo ou escolha outra forma.',
  takenText: 'Esta chave de segurança já foi adicionada. Escolha outra.',
}

const ownDevice = {
  ...secondKey,
  failedText: 'Seu dispositivo não confirmou que é você. Tente de novo ou escolha outra forma.',
  takenText: 'Este dispositivo já foi adicionado.',
}

const sentCode = {
  ...secondProof,
  resendActionText: 'Enviar de novo',
  resendText: 'Não recebeu?',
  resentText: 'Enviamos outro código. Só o mais recente vale.',
  ...formErrors,
  ...codeErrors,
}

const phoneEnrollment = {
  countryPlaceholder: 'País ou região',
  placeholder: 'Número de telefone',
  hint: 'Como se disca no seu país, ou completo: +44\u00a07700\u00a0900123',
  pickAuthenticatorText: 'Tentar de outra forma',
  ...formErrors,
  'no-phone': 'Digite seu número de telefone.',
  'invalid-phone-format': 'Digite o número com o código do país, por exemplo +44\u00a07700\u00a0900123.',
  'too-many-codes': codeErrors['too-many-codes'],
}

const savedCode = {
  description:
    'Guarde-o onde você o encontre sem este dispositivo. Ele permite entrar uma vez quando não houver mais nada à mão.',
  buttonText: 'Já guardei',
  copyText: 'Copiar',
  copiedText: 'Copiado',
  printText: 'Imprimir',
}

const ticketErrors = {
  eventTitleExpired: 'Este link expirou',
  eventTitleUsed: 'Este link já foi usado',
  eventTitleGeneric: 'Este link não funciona',
}

const firstCodeErrors = {
  'no-code': 'Digite o código que enviamos.',
  'wrong-code': 'Este código não está certo. Verifique ou peça um novo.',
  'expired-code': 'Este código expirou ou foi tentado muitas vezes. Peça um novo.',
  'too-many-codes': codeErrors['too-many-codes'],
  'same-user-login': 'Foram tentados códigos demais aqui. Espere um pouco e peça um novo.',
}

const codeByEmail = {
  title: 'Confira seu e-mail',
  buttonText: 'Continuar',
  placeholder: 'Código',
  resendText: 'Não chegou nada? Olhe também na pasta de spam.',
  resendActionText: 'Enviar um novo código',
  resentText: 'Um novo código está a caminho.',
  ...formErrors,
  ...firstCodeErrors,
}

const codeBySms = {
  title: 'Confira seu telefone',
  buttonText: 'Continuar',
  placeholder: 'Código',
  resendText: 'Não chegou nada? Pode levar um minuto.',
  resendActionText: 'Enviar um novo código',
  resentText: 'Um novo código está a caminho.',
  ...formErrors,
  ...firstCodeErrors,
}

const names = {
  countryPlaceholder: 'País ou região',
  emailPlaceholder: 'E-mail',
  usernamePlaceholder: 'E-mail ou nome de usuário',
  usernameOnlyPlaceholder: 'Nome de usuário',
  phonePlaceholder: 'Número de telefone',
  phoneOrEmailPlaceholder: 'Número de telefone ou e-mail',
  phoneOrUsernamePlaceholder: 'Número de telefone ou nome de usuário',
  phoneOrUsernameOrEmailPlaceholder: 'Número de telefone, nome de usuário ou e-mail',
}

const noName = {
  'no-email': 'Digite seu e-mail.',
  'no-username': 'Digite seu e-mail ou nome de usuário.',
  'no-name': 'Digite os dados com que você entra.',
}

const signInErrors = {
  'wrong-credentials': 'Esses dados não conferem. Verifique e tente de novo.',
  'wrong-credentials-or-unverified':
    'Esses dados não conferem, ou o e-mail ainda não foi confirmado. Se for só isso que falta, enviamos o link de novo.',
  'same-user-login':
    'Houve tentativas demais nesta conta. Se ela é sua, procure um e-mail nosso que permite entrar de novo ou escolha uma nova senha.',
  'password-breached':
    'Sua senha está em listas roubadas em outros lugares, por isso não dá mais acesso aqui. Escolha uma nova em “Esqueceu a senha?”.',
  'no-password': 'Digite sua senha.',
}

const signUpErrors = {
  'invalid-signup': 'Não foi possível criar uma conta com esses dados. Se você já tem uma, entre com ela.',
  'no-email': 'Digite seu e-mail.',
  'invalid-email-format': 'Digite um e-mail no formato nome@example.com.',
  'no-username': 'Escolha um nome de usuário.',
  'invalid-username': 'Use de ${min} a ${max} letras, dígitos ou qualquer um de ${characters} no nome de usuário.',
  'no-phone-number': 'Digite seu número de telefone.',
  'invalid-phone-number': 'Digite seu número de telefone com o código do país, por exemplo +44\u00a07700\u00a0900123.',
  'no-identifier': 'Preencha pelo menos um destes campos.',
}

const consent = {
  pickerTitle: 'Conectado como ${userName}',
  scopesTitle: 'Com isso, o app poderia:',
  apisTitle: 'Ele pede acesso a:',
  unverifiedTitle: 'Este app não foi verificado',
  unverifiedText: 'Ele se registrou sozinho com este nome. Ninguém em ${companyName} verificou quem está por trás.',
  unverifiedHostText: 'Ele se descreve em ${host}.',
  returnHostText: 'Se você permitir, será levado para ${host}.',
  returnDeviceText: 'Se você permitir, um app neste dispositivo terá acesso. Continue só se você acabou de abri-lo.',
  acceptButtonText: 'Permitir',
  declineButtonText: 'Recusar',
}

const prompts = {
  common: {
    layout: {
      errorPageTitle: 'Erro: ${pageTitle}',
      workingText: 'Verificando se você não é um robô…',
      workDoneText: 'Verificado: você pode continuar.',
      workWaitText:
        'Verificamos se você não é um robô: espere {seconds, plural, one {# segundo} other {# segundos}} antes de continuar.',
      logoAltText: '${companyName}',
      languagePickerText: 'Idioma',
    },
  },
  login: {
    login: {
      pageTitle: 'Entrar | ${clientName}',
      title: 'Entrar',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      ...names,
      passwordPlaceholder: 'Senha',
      forgotPasswordText: 'Esqueceu a senha?',
      signupActionText: 'É sua primeira vez aqui?',
      signupActionLinkText: 'Crie uma conta',
      separatorText: 'ou',
      codeText: 'Usar um código de uso único',
      passwordlessEmailText: 'Continuar com um código por e-mail',
      passwordlessSmsText: 'Continuar com um código por SMS',
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
      pageTitle: 'Criar uma conta | ${clientName}',
      title: 'Crie sua conta',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'E-mail',
      usernamePlaceholder: 'Nome de usuário',
      phonePlaceholder: 'Número de telefone',
      optionalText: '${label} (opcional)',
      passwordPlaceholder: 'Senha',
      loginActionText: 'Já tem uma conta?',
      loginActionLinkText: 'Entre',
      countryPlaceholder: 'País ou região',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Escolha uma senha.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  passkeys: {
    'passkey-enrollment': {
      pageTitle: 'Criar uma chave de acesso | ${clientName}',
      title: 'Entre mais rápido da próxima vez',
      description: 'Com uma chave de acesso, você entra em ${companyName} sem senha.',
      signupTitle: 'Crie uma chave de acesso',
      signupFailedText: 'Nenhuma chave de acesso foi criada. Tente de novo.',
      signupWithoutText: 'Este navegador não consegue criar chaves de acesso. Escolha uma senha.',
      signupNotAvailableText:
        'Este navegador não consegue criar chaves de acesso, e uma conta aqui precisa de uma. Tente outro navegador ou outro dispositivo.',
      signupPasswordText: 'Escolher uma senha',
      editText: 'Alterar',
      loginActionText: 'Já tem uma conta?',
      loginActionLinkText: 'Entre',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
      signupCodeText: 'Continuar sem chave de acesso',
      signupByCodeText:
        'Este navegador não consegue criar chaves de acesso. Continue sem ela: na próxima vez, você entra com um código.',
    },
    'passkey-enrollment-local': {
      pageTitle: 'Crie uma chave de acesso neste dispositivo | ${clientName}',
      title: 'Crie uma chave de acesso neste dispositivo',
      description:
        'Você entrou com uma chave de acesso de outro dispositivo. Com uma própria, este dispositivo não precisa de nenhum outro.',
      ...passkeyEnrollment,
      ...formErrors,
      ...passkeyErrors,
    },
  },
  'login-id': {
    'login-id': {
      pageTitle: 'Quem é você? | ${clientName}',
      title: 'Entrar',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      'passkey-needed': 'Aqui você entra com uma chave de acesso: use o botão abaixo.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      ...names,
      separatorText: 'ou',
      passwordlessEmailText: 'Continuar com um código por e-mail',
      passwordlessSmsText: 'Continuar com um código por SMS',
      signupActionText: 'É sua primeira vez aqui?',
      signupActionLinkText: 'Crie uma conta',
      ...passkey,
      ...formErrors,
      ...passkeySignInErrors,
      ...noName,
    },
  },
  'login-password': {
    'login-password': {
      pageTitle: 'Digite sua senha | ${clientName}',
      title: 'Digite sua senha',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Senha',
      editText: 'Alterar',
      forgotPasswordText: 'Esqueceu a senha?',
      codeText: 'Usar um código de uso único',
      ...password,
      ...formErrors,
      ...signInErrors,
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'login-passwordless': {
    'login-passwordless-lists': {
      pageTitle: 'Entrar sem senha | ${clientName}',
      title: 'Entrar',
      descriptionEmail: 'Enviamos um código para seu e-mail. Você não precisa de senha.',
      descriptionSms: 'Enviamos um código para seu telefone. Você não precisa de senha.',
      descriptionBoth: 'Enviamos um código para você. Não é preciso senha.',
      buttonText: 'Continuar',
      ...names,
      passwordText: 'Usar uma senha',
      ...formErrors,
      'no-name': 'Digite seu número de telefone ou e-mail.',
      'no-email': 'Digite seu e-mail.',
      'invalid-email-format': 'Digite um e-mail no formato nome@example.com.',
      'no-phone-number': 'Digite seu número de telefone.',
      'invalid-phone-number': signUpErrors['invalid-phone-number'],
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
    'login-passwordless-email-code': {
      pageTitle: 'Digite o código do seu e-mail | ${clientName}',
      description: 'Se ${address} puder entrar aqui, um código está a caminho.',
      editText: 'Alterar',
      linkText: 'Enviar um link em vez disso',
      ...codeByEmail,
    },
    'login-passwordless-email-link': {
      pageTitle: 'Abra o link no seu e-mail | ${clientName}',
      description: 'Se ${address} puder entrar aqui, um link está a caminho. Abra-o neste navegador.',
      editText: 'Alterar',
      codeText: 'Abriu em outro lugar? Digite o código que apareceu lá.',
      codeActionText: 'Enviar um código em vez disso',
      ...codeByEmail,
      resendActionText: 'Enviar um novo link',
      resentText: 'Um novo link está a caminho.',
    },
    'login-passwordless-sms-otp': {
      pageTitle: 'Digite o código do seu telefone | ${clientName}',
      description: 'Se ${address} puder entrar aqui, um código está a caminho.',
      editText: 'Alterar',
      ...codeBySms,
    },
    'login-passwordless-link': {
      pageTitle: 'Continuar entrando | ${clientName}',
      title: 'Quase lá',
      description: 'Você pediu este link para entrar em ${clientName} como ${address}.',
      buttonText: 'Entrar',
      ...formErrors,
    },
    'login-passwordless-other-device': {
      pageTitle: 'Entre onde você começou | ${companyName}',
      title: 'Digite este código onde você começou',
      description: 'Você pediu este link em outro navegador. Volte para lá e digite este código:',
      warningText: 'Se não foi você quem começou a entrar, feche esta página e não diga o código a ninguém.',
    },
    'login-passwordless-link-error': {
      pageTitle: 'Problema com o link para entrar | ${companyName}',
      title: 'Este link não funciona',
      description: 'Ele expirou, já foi usado ou está incompleto. Volte para onde você começou e peça um novo.',
    },
  },
  'email-otp-challenge': {
    'email-otp-challenge': {
      pageTitle: 'Digite o código que enviamos por e-mail | ${clientName}',
      description: 'Se ${address} puder entrar aqui, um código está a caminho.',
      editText: 'Alterar',
      passwordText: 'Usar sua senha',
      ...codeByEmail,
    },
  },
  'sms-otp-challenge': {
    'sms-otp-challenge': {
      pageTitle: 'Digite o código que enviamos por SMS | ${clientName}',
      description: 'Se ${address} puder entrar aqui, um código está a caminho.',
      editText: 'Alterar',
      passwordText: 'Usar sua senha',
      ...codeBySms,
    },
  },
  'email-identifier-challenge': {
    'email-identifier-challenge': {
      pageTitle: 'Confirme seu e-mail com um código | ${clientName}',
      description: 'Enviamos uma mensagem para ${address}. Digite o código dela para confirmar que o endereço é seu.',
      editText: 'Alterar',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeByEmail,
    },
  },
  'phone-identifier-challenge': {
    'phone-identifier-challenge': {
      pageTitle: 'Confirme seu telefone com um código | ${clientName}',
      description: 'Enviamos uma mensagem para ${address}. Digite o código dela para confirmar que o número é seu.',
      editText: 'Alterar',
      'invalid-signup': signUpErrors['invalid-signup'],
      ...codeBySms,
    },
  },
  'signup-id': {
    'signup-id': {
      pageTitle: 'Sua nova conta | ${clientName}',
      title: 'Crie sua conta',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      emailPlaceholder: 'E-mail',
      usernamePlaceholder: 'Nome de usuário',
      phonePlaceholder: 'Número de telefone',
      optionalText: '${label} (opcional)',
      loginActionText: 'Já tem uma conta?',
      loginActionLinkText: 'Entre',
      'too-many-codes': firstCodeErrors['too-many-codes'],
      countryPlaceholder: 'País ou região',
      ...formErrors,
      ...signUpErrors,
    },
  },
  'signup-password': {
    'signup-password': {
      pageTitle: 'Escolha uma senha | ${clientName}',
      title: 'Escolha uma senha',
      description: 'Continue para ${clientName}',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Senha',
      editText: 'Alterar',
      loginActionText: 'Já tem uma conta?',
      loginActionLinkText: 'Entre',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      ...signUpErrors,
      'no-password': 'Escolha uma senha.',
      'too-many-codes': firstCodeErrors['too-many-codes'],
    },
  },
  'reset-password': {
    'reset-password-request': {
      pageTitle: 'Redefinir a senha | ${companyName}',
      title: 'Esqueceu sua senha?',
      descriptionEmail: 'Informe seu e-mail e enviaremos um link para você escolher uma nova senha.',
      descriptionUsername:
        'Informe seu e-mail ou nome de usuário e enviaremos um link para você escolher uma nova senha.',
      descriptionEmailByCode: 'Informe seu e-mail e enviaremos um código para você escolher uma nova senha.',
      descriptionUsernameByCode:
        'Informe seu e-mail ou nome de usuário e enviaremos um código para você escolher uma nova senha.',
      placeholderEmail: 'E-mail',
      placeholderUsername: 'E-mail ou nome de usuário',
      buttonText: 'Continuar',
      backToLoginLinkText: 'Voltar para o login',
      ...formErrors,
      'no-email': 'Digite seu e-mail.',
      'no-username': 'Digite seu e-mail ou nome de usuário.',
      'too-many-email': 'Já enviamos vários e-mails. Espere alguns minutos e tente de novo.',
    },
    'reset-password-email': {
      pageTitle: 'Confira seu e-mail | ${companyName}',
      title: 'Confira seu e-mail',
      emailDescription: 'Se houver uma conta para ${email}, um link para escolher uma nova senha está a caminho.',
      usernameDescription:
        'Se houver uma conta para ${email}, um link para escolher uma nova senha está a caminho do e-mail dela.',
      resendText: 'Não chegou nada? Olhe também na pasta de spam.',
      resendLinkText: 'Enviar de novo',
      resentText: 'Enviado de novo.',
      backToLoginLinkText: 'Voltar para o login',
    },
    'reset-password': {
      pageTitle: 'Escolher uma nova senha | ${companyName}',
      title: 'Escolha uma nova senha',
      description: 'Depois de alterá-la, entre com a nova.',
      descriptionEmail: 'Isto altera a senha de ${email}.',
      buttonText: 'Continuar',
      passwordPlaceholder: 'Nova senha',
      reEnterPasswordPlaceholder: 'Repita a nova senha',
      ...password,
      ...passwordRules,
      ...formErrors,
      ...passwordErrors,
      'no-password-reset': 'Escolha uma nova senha.',
      'no-re-enter-password': 'Digite a nova senha pela segunda vez.',
      'password-mismatch': 'As duas senhas são diferentes.',
    },
    'reset-password-success': {
      pageTitle: 'Senha alterada | ${companyName}',
      eventTitle: 'Senha alterada',
      description: 'Você já pode entrar com sua nova senha.',
      buttonText: 'Continuar para ${clientName}',
    },
    'reset-password-error': {
      pageTitle: 'Problema com o link | ${companyName}',
      ...ticketErrors,
      descriptionExpired: 'Links para redefinir uma senha funcionam por tempo limitado. Peça um novo.',
      descriptionUsed: 'Um link para redefinir uma senha funciona só uma vez. Peça um novo se precisar.',
      descriptionGeneric:
        'Ele pode ter sido cortado ao ser copiado. Abra-o de novo a partir do e-mail ou peça um novo.',
      requestLinkText: 'Pedir um novo link',
    },
  },
  'email-verification': {
    'email-verification': {
      pageTitle: 'Confirmar o e-mail | ${companyName}',
      title: 'Confirme seu e-mail',
      description: 'Falta um passo: confirme que este endereço é seu.',
      descriptionEmail: 'Falta um passo: confirme que ${email} é seu.',
      buttonText: 'Continuar',
    },
    'email-verification-result': {
      pageTitle: 'Confirmação do e-mail | ${companyName}',
      verifiedTitle: 'E-mail confirmado',
      errorTitle: 'E-mail não confirmado',
      verifiedDescription: 'Obrigado. Seu e-mail está confirmado.',
      alreadyVerifiedDescription: 'Este e-mail já tinha sido confirmado. Não há mais nada a fazer.',
      invalidAccountOrCodeDescription:
        'Este link expirou, já foi usado ou está incompleto. Entre para receber um novo.',
      unknownErrorDescription: 'Algo deu errado do nosso lado. Abra o link de novo daqui a pouco.',
      buttonText: 'Continuar para ${clientName}',
    },
    'email-verification-sent': {
      pageTitle: 'Confira seu e-mail | ${companyName}',
      title: 'Confira seu e-mail',
      description: 'Enviamos um link para ${email}. Abra-o para confirmar que o endereço é seu e depois volte para cá.',
      resendText: 'Não chegou nada? Olhe também na pasta de spam.',
      resendActionText: 'Enviar de novo',
      resentText: 'Enviado de novo.',
      backToLoginLinkText: 'Voltar para o login',
      'challenge-required': formErrors['challenge-required'],
      alertListTitle: formErrors.alertListTitle,
    },
  },
  account: {
    account: {
      pageTitle: 'Sua conta | ${companyName}',
      title: 'Sua conta',
      signedInText: 'Você entrou como ${account}.',
      nameLabel: 'Nome',
      nicknameLabel: 'Como devemos chamar você',
      buttonText: 'Salvar',
      savedText: 'Salvo.',
      passwordLinkText: 'Senha',
      passwordLinkDescription: 'Escolha uma nova',
      emailLinkText: 'E-mail',
      securityLinkText: 'Formas de entrar',
      securityLinkDescription: 'Chaves de acesso, aplicativos autenticadores, códigos de recuperação',
      sessionsLinkText: 'Dispositivos',
      sessionsLinkDescription: 'Onde você está conectado',
      appsLinkText: 'Aplicativos',
      appsLinkDescription: 'Quem pode agir por você',
      identitiesLinkText: 'Contas vinculadas',
      identitiesLinkDescription: 'Outras contas que levam a esta',
      dataLinkText: 'Seus dados',
      dataLinkDescription: 'Baixe-os ou exclua sua conta',
      signOutLinkText: 'Sair',
      'invalid-name': 'Use no máximo {max, plural, one {# caractere} other {# caracteres}} no seu nome.',
      ...formErrors,
    },
    'account-password': {
      pageTitle: 'Senha | ${companyName}',
      title: 'Escolha uma nova senha',
      description: 'Você continua conectado aqui. Todos os outros dispositivos serão desconectados.',
      passwordPlaceholder: 'Nova senha',
      buttonText: 'Alterar senha',
      backText: 'Sua conta',
      savedText: 'Sua senha foi alterada.',
      ...password,
      ...passwordRules,
      ...passwordErrors,
      ...formErrors,
      'no-password': 'Escolha uma senha.',
    },
    'account-email': {
      pageTitle: 'E-mail | ${companyName}',
      title: 'Seu e-mail',
      description:
        'Agora é ${email}. Enviamos um link para o novo endereço; ele passa a valer quando você abrir o link.',
      descriptionNone:
        'Você ainda não tem um. Enviamos um link para o endereço; ele passa a valer quando você abrir o link.',
      emailPlaceholder: 'Novo e-mail',
      buttonText: 'Enviar o link',
      backText: 'Sua conta',
      sentText: 'Se esse endereço puder ser seu, enviamos um link para ${email}.',
      ...formErrors,
      'no-email': 'Digite seu e-mail.',
      'invalid-email-format': 'Digite um e-mail no formato nome@example.com.',
      'too-many-email': 'Foram pedidos e-mails demais. Espere alguns minutos e tente de novo.',
    },
    'account-email-confirm': {
      pageTitle: 'Confirme seu e-mail | ${companyName}',
      title: 'Confirme seu novo e-mail',
      description: 'A partir de agora, ${email} será o endereço da conta ${account} em ${companyName}.',
      warningText:
        'Confirme somente se esta conta for sua: quem a tem fica com ela, com o seu endereço. Se outra pessoa o digitou, feche esta página e nada mudará.',
      buttonText: 'Confirmar',
      doneTitle: 'Seu e-mail foi alterado',
      failedTitle: 'Este link não funciona',
      failedDescription: 'Ele expirou, já foi usado ou o endereço pertence a outra conta. Peça um novo.',
      backText: 'Sua conta',
    },
    'account-sessions': {
      pageTitle: 'Dispositivos | ${companyName}',
      title: 'Onde você está conectado',
      currentText: 'Este dispositivo',
      lastSeenText: 'Último uso em ${time}',
      signedInText: 'Conectado em ${time}',
      endButtonText: 'Sair',
      endAllButtonText: 'Sair de todos os outros',
      deviceText: '${browser} no ${system}',
      unknownDeviceText: 'Um dispositivo que não reconhecemos',
      noneText: 'Você não está conectado em nenhum outro lugar.',
      backText: 'Sua conta',
      ...formErrors,
    },
    'account-security': {
      pageTitle: 'Formas de entrar | ${companyName}',
      title: 'Formas de entrar',
      description: 'Com o que você pode provar quem é.',
      noneText: 'Nada ainda.',
      totpText: 'Aplicativo autenticador',
      phoneText: 'Códigos para ${address}',
      emailText: 'Códigos para ${address}',
      recoveryText: 'Código de recuperação',
      webauthnText: 'Chave de segurança ou dispositivo',
      passkeyText: 'Chave de acesso',
      addedText: 'Adicionado em ${time}',
      removeButtonText: 'Remover',
      addTotpButtonText: 'Adicionar um aplicativo autenticador',
      addPasskeyButtonText: 'Adicionar uma chave de acesso',
      addKeyButtonText: 'Adicionar uma chave de segurança',
      newRecoveryButtonText: 'Obter um novo código de recuperação',
      passkeyFailedText: 'Nenhuma chave de acesso foi criada. Tente de novo.',
      passkeyTakenText: passkeyEnrollment.passkeyTakenText,
      keyFailedText: securityKey.failedText,
      keyTakenText: securityKey.takenText,
      backText: 'Sua conta',
      ...formErrors,
      'passkey-failed': 'Não foi possível adicionar esta chave de acesso. Tente de novo.',
      'webauthn-failed': securityKey['webauthn-failed'],
    },
    'account-totp': {
      pageTitle: 'Aplicativo autenticador | ${companyName}',
      title: 'Adicione um aplicativo autenticador',
      description: 'Escaneie este código com o aplicativo e digite o código que ele mostrar.',
      secretText: 'Sem câmera? Digite isto no aplicativo:',
      qrAltText: 'Um código QR para o aplicativo',
      codePlaceholder: 'Código de seis dígitos',
      buttonText: 'Adicionar',
      backText: 'Formas de entrar',
      ...formErrors,
      'wrong-code': 'Este não é o código que o aplicativo mostra agora. Tente de novo.',
      'too-many-tries': 'Houve tentativas demais. Espere alguns minutos e tente de novo.',
    },
    'account-recovery-code': {
      pageTitle: 'Código de recuperação | ${companyName}',
      title: 'Seu novo código de recuperação',
      description:
        'Guarde-o onde você o encontre sem seus dispositivos. Ele permite entrar uma vez; qualquer código anterior deixa de valer.',
      copyText: 'Copiar',
      copiedText: 'Copiado',
      printText: 'Imprimir',
      backText: 'Já guardei',
    },
    'account-apps': {
      pageTitle: 'Aplicativos | ${companyName}',
      title: 'Aplicativos que podem agir por você',
      noneText: 'Nenhum.',
      revokeButtonText: 'Retirar a permissão',
      backText: 'Sua conta',
      ...formErrors,
    },
    'account-identities': {
      pageTitle: 'Contas vinculadas | ${companyName}',
      title: 'Contas que levam a esta',
      primaryText: 'Sua primeira conta',
      unlinkButtonText: 'Desvincular',
      backText: 'Sua conta',
      ...formErrors,
    },
    'account-data': {
      pageTitle: 'Seus dados | ${companyName}',
      title: 'Seus dados',
      downloadText: 'Tudo o que é guardado sobre você, em um arquivo.',
      downloadLinkText: 'Baixar meus dados',
      deleteTitle: 'Excluir sua conta',
      deleteText:
        'Sua conta e tudo o que pertence a ela são excluídos imediatamente e para sempre. Digite ${account} para confirmar que é isso que você quer.',
      confirmPlaceholder: 'Digite aqui',
      buttonText: 'Excluir minha conta',
      backText: 'Sua conta',
      ...formErrors,
      'not-confirmed': 'Isto não é o que foi pedido para digitar.',
    },
    'account-deleted': {
      pageTitle: 'Conta excluída | ${companyName}',
      title: 'Sua conta foi excluída',
      description: 'Obrigado por ter estado aqui.',
    },
  },
  'user-block': {
    'user-block': {
      pageTitle: 'Entrar de novo | ${companyName}',
      title: 'Libere seu acesso',
      description:
        'Houve tentativas malsucedidas demais de entrar na sua conta, então ninguém mais consegue entrar nela a partir dali.',
      descriptionEmail:
        'Houve tentativas malsucedidas demais de entrar na conta de ${email}, então ninguém mais consegue entrar nela a partir dali.',
      deviceText:
        'Continue só em um dispositivo seu: a partir de agora ele fica liberado, não importa o que outras pessoas tentem.',
      buttonText: 'Continuar',
    },
    'user-block-result': {
      pageTitle: 'De volta à sua conta | ${companyName}',
      liftedTitle: 'Você já pode entrar de novo',
      invalidTitle: 'Este link não funciona',
      liftedDescription:
        'Se não foi você quem tentou, ninguém entrou. Se você tem uma senha que outras pessoas possam conhecer, escolha uma nova.',
      invalidDescription:
        'Ele expirou, já foi usado ou está incompleto. Se você tem uma senha, ainda pode escolher uma nova.',
      buttonText: 'Continuar para ${clientName}',
    },
  },
  mfa: {
    'mfa-begin-enroll-options': {
      pageTitle: 'Proteja sua conta | ${clientName}',
      title: 'Proteja sua conta',
      description:
        'Adicione uma segunda forma de mostrar que é você. Vamos pedi-la além do que você acabou de informar.',
      ...factors,
      ...formErrors,
    },
    'mfa-login-options': {
      pageTitle: 'Escolher outra forma | ${clientName}',
      title: 'Mostre que é você',
      description: 'Escolha o que você tem à mão.',
      ...factors,
      ...formErrors,
    },
    'mfa-enroll-result': {
      pageTitle: 'Adicionar uma forma de entrar | ${companyName}',
      enrolledTitle: 'Foi adicionado',
      enrolledDescription: 'A partir de agora você pode mostrar assim que é você.',
      alreadyEnrolledTitle: 'Você já tem uma',
      alreadyEnrolledDescription: 'Você já adicionou antes uma forma de mostrar que é você. Não há mais nada a fazer.',
      alreadyUsedTitle: 'Este link já foi usado',
      alreadyUsedDescription: 'O que foi adicionado com ele permanece. Se não foi você, avise-nos.',
      expiredTicketTitle: 'Este link expirou',
      expiredTicketDescription: 'Peça outro a quem o enviou.',
      invalidTicketTitle: 'Este link não funciona',
      invalidTicketDescription: 'Abra-o exatamente como está no e-mail ou peça outro.',
      genericErrorTitle: 'Nada pode ser adicionado agora',
      genericErrorDescription: 'O que este link pede não é oferecido. Avise quem o enviou.',
      buttonText: 'Continuar',
    },
  },
  'mfa-otp': {
    'mfa-otp-enrollment-qr': {
      pageTitle: 'Adicione um aplicativo autenticador | ${clientName}',
      title: 'Adicione um aplicativo autenticador',
      description: 'Escaneie esta imagem com um aplicativo autenticador e digite o código que ele mostrar.',
      qrCodeAltText: 'Código QR para escanear com um aplicativo autenticador',
      codeEnrollmentText: 'Não consigo escanear',
      pickAuthenticatorText: 'Tentar de outra forma',
      codePlaceholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-enrollment-code': {
      pageTitle: 'Adicionar um aplicativo autenticador pela chave | ${clientName}',
      title: 'Adicione um aplicativo autenticador',
      description: 'Digite esta chave em um aplicativo autenticador e depois o código que ele mostrar.',
      secretText: 'Chave',
      qrEnrollmentText: 'Escanear uma imagem',
      pickAuthenticatorText: 'Tentar de outra forma',
      codePlaceholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      ...codeErrors,
    },
    'mfa-otp-challenge': {
      pageTitle: 'Código do seu aplicativo autenticador | ${clientName}',
      title: 'Mostre que é você',
      description: 'Digite o código que seu aplicativo autenticador mostra.',
      ...secondProof,
      ...formErrors,
      ...codeErrors,
    },
  },
  'mfa-webauthn': {
    'mfa-webauthn-roaming-enrollment': {
      pageTitle: 'Adicione uma chave de segurança | ${clientName}',
      title: 'Adicione uma chave de segurança',
      description: 'Tenha sua chave de segurança à mão e continue. Seu navegador dirá o que fazer.',
      ...securityKey,
    },
    'mfa-webauthn-platform-enrollment': {
      pageTitle: 'Adicione este dispositivo | ${clientName}',
      title: 'Adicione este dispositivo',
      description: 'A partir de agora, mostre que é você com sua impressão digital, seu rosto ou o bloqueio da tela.',
      ...ownDevice,
    },
    'mfa-webauthn-roaming-challenge': {
      pageTitle: 'Use sua chave de segurança | ${clientName}',
      title: 'Use sua chave de segurança',
      description: 'Tenha sua chave de segurança à mão e continue. Seu navegador dirá o que fazer.',
      ...securityKey,
    },
    'mfa-webauthn-platform-challenge': {
      pageTitle: 'Confirme neste dispositivo | ${clientName}',
      title: 'Mostre que é você',
      description: 'Continue com sua impressão digital, seu rosto ou o bloqueio da tela.',
      ...ownDevice,
    },
    'mfa-webauthn-change-key-nickname': {
      pageTitle: 'Dar um nome | ${clientName}',
      title: 'Dê um nome à sua chave de segurança',
      description: 'Se você tiver várias, saberá pelo nome de qual se trata.',
      nicknamePlaceholder: 'Nome da chave de segurança',
      titlePlatform: 'Dê um nome a este dispositivo',
      descriptionPlatform: 'Se você tiver vários, saberá pelo nome de qual se trata.',
      nicknamePlaceholderPlatform: 'Nome do dispositivo',
      buttonText: 'Continuar',
      ...formErrors,
      'no-nickname': 'Digite um nome.',
      'nickname-too-long': 'Este nome é longo demais. Use no máximo 100 caracteres.',
    },
    'mfa-webauthn-enrollment-success': {
      pageTitle: 'Adicionado | ${clientName}',
      title: 'Sua chave de segurança foi adicionada',
      description: 'A partir de agora você pode mostrar que é você com esta chave.',
      titlePlatform: 'Este dispositivo foi adicionado',
      descriptionPlatform: 'A partir de agora você pode mostrar que é você neste dispositivo.',
      buttonText: 'Continuar',
    },
    'mfa-webauthn-not-available-error': {
      pageTitle: 'Não disponível aqui | ${clientName}',
      errorTitle: 'Sua chave não pode ser usada aqui',
      errorDescription:
        'Ela foi adicionada em outro endereço nosso, o único que pode pedi-la. Entre por lá ou tente de outra forma.',
      pickAuthenticatorText: 'Tentar de outra forma',
    },
  },
  'mfa-email': {
    'mfa-email-challenge': {
      pageTitle: 'Código do seu e-mail | ${clientName}',
      title: 'Confira seu e-mail',
      description: 'Enviamos um código para ${email}.',
      editText: 'Usar outro endereço',
      ...sentCode,
    },
    'mfa-email-list': {
      pageTitle: 'Escolher um endereço de e-mail | ${clientName}',
      title: 'Para qual endereço enviamos o código?',
      backText: 'Voltar',
      ...formErrors,
    },
  },
  'mfa-sms': {
    'mfa-sms-enrollment': {
      pageTitle: 'Adicione seu telefone | ${clientName}',
      title: 'Adicione seu telefone',
      description: 'Enviaremos um código por SMS sempre que você precisar mostrar que é você.',
      buttonText: 'Continuar',
      ...phoneEnrollment,
    },
    'mfa-sms-challenge': {
      pageTitle: 'Código das suas mensagens | ${clientName}',
      title: 'Confira suas mensagens',
      description: 'Enviamos um código para ${phoneNumber}.',
      editText: 'Usar outro número',
      ...sentCode,
    },
    'mfa-sms-list': {
      pageTitle: 'Escolher um telefone | ${clientName}',
      title: 'Em qual telefone você quer receber o código?',
      backText: 'Voltar',
      ...formErrors,
    },
  },
  'mfa-voice': {
    'mfa-voice-enrollment': {
      pageTitle: 'Adicionar um telefone para o qual ligamos | ${clientName}',
      title: 'Adicione seu telefone',
      description: 'Vamos ligar e ler um código sempre que você precisar mostrar que é você.',
      buttonText: 'Continuar',
      ...phoneEnrollment,
    },
    'mfa-voice-challenge': {
      pageTitle: 'Código da nossa ligação | ${clientName}',
      title: 'Estamos ligando para você',
      description: 'Uma voz vai ler um código em ${phoneNumber}.',
      editText: 'Usar outro número',
      ...sentCode,
      resendActionText: 'Ligar de novo',
      resentText: 'Estamos ligando mais uma vez. Só o código mais recente vale.',
    },
  },
  'mfa-phone': {
    'mfa-phone-enrollment': {
      pageTitle: 'Adicionar um telefone | ${clientName}',
      title: 'Adicione seu telefone',
      description: 'Enviaremos um código sempre que você precisar mostrar que é você. Como o primeiro deve chegar?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Chamada telefônica',
      ...phoneEnrollment,
    },
    'mfa-phone-challenge': {
      pageTitle: 'Mensagem ou ligação | ${clientName}',
      title: 'Mostre que é você',
      description: 'Como um código deve chegar a ${phoneNumber}?',
      smsButtonText: 'SMS',
      voiceButtonText: 'Chamada telefônica',
      pickAuthenticatorText: 'Tentar de outra forma',
      editText: 'Usar outro número',
      ...formErrors,
    },
  },
  'mfa-recovery-code': {
    'mfa-recovery-code-enrollment': {
      pageTitle: 'Seu código de recuperação | ${clientName}',
      title: 'Guarde seu código de recuperação',
      ...savedCode,
    },
    'mfa-recovery-code-challenge': {
      pageTitle: 'Código de recuperação | ${clientName}',
      title: 'Use seu código de recuperação',
      description: 'Digite o código de recuperação que você guardou. Ele vale uma vez; você receberá o próximo.',
      buttonText: 'Continuar',
      placeholder: 'Código de recuperação',
      pickAuthenticatorText: 'Tentar de outra forma',
      ...formErrors,
      ...codeErrors,
      'no-recovery-code': 'Digite seu código de recuperação.',
    },
    'mfa-recovery-code-challenge-new-code': {
      pageTitle: 'Seu novo código de recuperação | ${clientName}',
      title: 'Guarde seu novo código de recuperação',
      ...savedCode,
    },
  },
  consent: {
    consent: {
      pageTitle: 'Permitir acesso | ${clientName}',
      title: 'Permitir o acesso?',
      messageSingleTenant: '${clientName} pede acesso à sua conta de ${companyName}.',
      ...consent,
    },
    /** What the standard scopes mean; a resource server describes its own. */
    scopes: {
      openid: 'Saber quem você é',
      profile: 'Ver seu nome, sua foto e outros dados do perfil',
      email: 'Ver seu e-mail',
      address: 'Ver seu endereço postal',
      phone: 'Ver seu número de telefone',
      offline_access: 'Manter este acesso quando você não estiver presente',
    },
  },
  'customized-consent': {
    'customized-consent': {
      pageTitle: 'Permitir isto | ${clientName}',
      title: 'Permitir isto?',
      messageSingleTenant: '${clientName} pede para fazer isto uma vez com sua conta ${companyName}.',
      detailsTitle: 'Ele pede exatamente isto:',
      ...consent,
    },
  },
  'device-flow': {
    'device-code-activation': {
      pageTitle: 'Conectar um dispositivo | ${companyName}',
      title: 'Conecte um dispositivo',
      description: 'Digite o código que aparece no seu dispositivo.',
      placeholder: 'Código',
      buttonText: 'Continuar',
      ...formErrors,
      'no-code': 'Digite o código que aparece no seu dispositivo.',
      'invalid-code': 'Esse código não existe. Compare com o do seu dispositivo e tente de novo.',
      'expired-code': 'Este código expirou. Gere um novo no seu dispositivo.',
      'used-code': 'Este código já foi usado. Gere um novo no seu dispositivo.',
    },
    'device-code-confirmation': {
      pageTitle: 'Confirmar o dispositivo | ${clientName}',
      title: 'Este dispositivo é seu?',
      description: 'Um dispositivo pede para usar ${clientName} com sua conta de ${companyName}.',
      inputCodeText: 'Ele mostra este código:',
      deviceTitle: 'O pedido veio daqui:',
      addressLabel: 'Endereço de rede',
      userAgentLabel: 'Ele se identifica como',
      warningText:
        'Continue só se você está com este dispositivo na sua frente e foi você quem começou. Se alguém enviou o código ou um link a você, essa pessoa quer entrar na sua conta.',
      confirmText: 'Sim, conectar',
      cancelText: 'Não, não é meu',
      ...formErrors,
    },
    'device-code-activation-allowed': {
      pageTitle: 'Dispositivo conectado | ${clientName}',
      eventTitle: 'Seu dispositivo está conectado',
      description: '${clientName} continua nele sozinho. Você pode fechar esta página.',
    },
    'device-code-activation-denied': {
      pageTitle: 'Dispositivo não conectado | ${companyName}',
      eventTitle: 'O dispositivo não está conectado',
      description: 'Ele não tem acesso à sua conta. Você pode fechar esta página.',
    },
  },
  'async-approval-flow': {
    'async-approval-start': {
      pageTitle: 'Revisar um pedido | ${clientName}',
      title: 'Alguém precisa da sua aprovação',
      description: '${clientName} pede que você aprove algo. Entre para ver o que é.',
      buttonText: 'Revisar o pedido',
      ...formErrors,
    },
    'async-approval': {
      pageTitle: 'Aprovar um pedido | ${clientName}',
      title: 'Você aprova?',
      description: '${clientName} pede sua aprovação.',
      bindingMessageTitle: 'Compare isto com o que disseram ou mostraram a você lá:',
      scopesTitle: 'Com isso, o app poderia:',
      detailsTitle: 'Ele pede exatamente isto:',
      warningText: 'Aprove só o que você conhece. Se não esperava por isto, recuse.',
      acceptButtonText: 'Aprovar',
      declineButtonText: 'Recusar',
      pickerTitle: 'Conectado como ${userName}',
      ...formErrors,
    },
    'async-approval-accepted': {
      pageTitle: 'Pedido aprovado | ${clientName}',
      eventTitle: 'Você aprovou o pedido',
      description: '${clientName} continua sozinho. Você pode fechar esta página.',
    },
    'async-approval-denied': {
      pageTitle: 'Pedido recusado | ${clientName}',
      eventTitle: 'Você recusou o pedido',
      description: '${clientName} não recebeu nada. Você pode fechar esta página.',
    },
    'async-approval-error': {
      pageTitle: 'Problema com o pedido | ${companyName}',
      goneTitle: 'Este pedido não está mais em espera',
      goneDescription: 'Ele expirou, já foi respondido ou o link está incompleto.',
      refusedTitle: 'Este pedido não pode ser aprovado',
      refusedDescription: 'Sua conta ou o app não podem fazer isto no momento. Nada foi aprovado.',
    },
    'async-approval-wrong-user': {
      pageTitle: 'Outra conta | ${companyName}',
      eventTitle: 'Este pedido é para outra conta',
      description: 'Abra o link do e-mail de novo e entre com a conta para a qual o e-mail foi enviado.',
    },
  },
  logout: {
    logout: {
      pageTitle: 'Sair | ${clientName}',
      title: 'Deseja sair?',
      userSalute: 'Conectado como ${userName}',
      description: 'Isto encerra sua sessão em ${companyName} neste navegador.',
      acceptButtonText: 'Sair',
      declineButtonText: 'Continuar conectado',
    },
    'logout-complete': {
      pageTitle: 'Você saiu | ${companyName}',
      eventTitle: 'Você saiu',
      description: 'Você já pode fechar esta página.',
      buttonText: 'Continuar para ${clientName}',
    },
    'logout-continue': {
      pageTitle: 'Saindo | ${companyName}',
      title: 'Encerrando sua sessão',
      description: 'Seus outros apps estão sendo avisados. Você volta em um instante.',
      buttonText: 'Continuar',
    },
  },
  error: {
    error: {
      pageTitle: '${title} | ${companyName}',
      expiredTitle: 'Esta página expirou',
      expiredDescription: 'Ela ficou aberta por tempo demais ou já foi usada. Volte ao app e comece de novo.',
      noCookiesTitle: 'Esta página precisa de cookies',
      noCookiesDescription:
        'Seu navegador não enviou nenhum. Permita cookies para este site ou volte ao navegador em que você começou; depois, volte ao app e comece de novo.',
      notFoundTitle: 'Não há nada aqui',
      notFoundDescription: 'O endereço pode ter sido digitado errado, ou a página mudou de lugar.',
      invalidTitle: 'Este pedido não pode ser atendido',
      invalidDescription: 'O app que trouxe você aqui pediu algo inválido. Quem o desenvolve encontra o motivo abaixo.',
      deniedTitle: 'Acesso negado',
      deniedDescription:
        'Você não tem permissão para continuar daqui. Se acha que isso está errado, fale com quem administra este serviço.',
      tooManyTitle: 'Pedidos demais',
      tooManyDescription: 'Espere alguns minutos e tente de novo.',
      unavailableTitle: 'Não estamos disponíveis no momento',
      unavailableDescription: 'Isso deve passar logo. Tente de novo daqui a pouco.',
      unknownTitle: 'Algo deu errado',
      unknownDescription: 'A culpa é nossa, não sua, e já foi registrado. Tente de novo daqui a pouco.',
      detailsTitle: 'Detalhes para desenvolvedores',
      errorLabel: 'Erro',
      descriptionLabel: 'Descrição',
      requestLabel: 'Pedido',
      backLinkText: 'Voltar',
      unverifiedDescription:
        'O app que trouxe você aqui não foi verificado: qualquer pessoa poderia tê-lo registrado. Continue só se você conhece este lugar.',
      unverifiedLinkText: 'Continuar para ${host}',
      supportLinkText: 'Obter ajuda',
    },
  },
  /** Short, since each 70 to 160 characters are a message of their own; `voice` is read out. */
  phone: {
    otp_verify: {
      text: '${code} é seu código para ${companyName}. Não o diga a ninguém.',
      voice:
        'Olá. Seu código para ${companyName} é: ${pause} ${code}. ${pause} Repetindo, seu código é: ${pause} ${code}.',
    },
    otp_enroll: {
      text: '${code} é seu código para adicionar este telefone em ${companyName}. Não o diga a ninguém.',
      voice:
        'Olá. Seu código para adicionar este telefone em ${companyName} é: ${pause} ${code}. ${pause} Repetindo, seu código é: ${pause} ${code}.',
    },
  },
  mail: {
    layout: {
      linkHint: 'Se o botão não funcionar, copie este endereço para o navegador:',
      signature: '${companyName}',
    },
    'verify-email': {
      subject: 'Confirme seu e-mail',
      title: 'Confirme seu e-mail',
      body: 'Este endereço foi informado para uma conta em ${companyName}. Confirme que ele é seu:',
      buttonText: 'Confirmar e-mail',
      note: 'O link funciona uma vez, até ${expires}. Se você não pediu isto, ignore este e-mail e nada acontece.',
    },
    'verify-email-by-code': {
      subject: 'Confirme seu e-mail',
      title: 'Confirme seu e-mail',
      body: 'Este endereço foi informado para uma conta em ${companyName}. Para confirmar que ele é seu, digite este código onde ele foi pedido:',
      buttonText: 'Obter ajuda',
      note: 'O código pode ser usado uma vez, até ${expires}. Não o diga a ninguém. Se você não pediu isto, ignore este e-mail e nada acontece.',
    },
    welcome: {
      subject: 'Boas-vindas a ${companyName}',
      title: 'Boas-vindas',
      body: 'Sua conta em ${companyName} está pronta.',
      buttonText: 'Obter ajuda',
      note: 'Se não foi você quem a criou, outra pessoa informou seu endereço; por favor, nos avise.',
    },
    'reset-password': {
      subject: 'Escolha uma nova senha',
      title: 'Escolha uma nova senha',
      body: 'Alguém, esperamos que você, pediu para redefinir a senha da sua conta em ${companyName}:',
      buttonText: 'Escolher uma nova senha',
      note: 'O link funciona uma vez, até ${expires}. Se você não pediu isto, ignore este e-mail; sua senha continua como está.',
    },
    'reset-password-by-code': {
      subject: 'Escolha uma nova senha',
      title: 'Escolha uma nova senha',
      body: 'Alguém, esperamos que você, pediu para redefinir a senha da sua conta em ${companyName}. Para escolher uma nova, digite este código onde ele foi pedido:',
      buttonText: 'Obter ajuda',
      note: 'O código pode ser usado uma vez, até ${expires}. Não o diga a ninguém. Se você não pediu isto, ignore este e-mail; sua senha continua como está.',
    },
    /** Instead of a confirmation, where there is an account already: the page tells nobody, the owner of the mailbox learns it. */
    'account-exists': {
      subject: 'Você já tem uma conta',
      title: 'Você já tem uma conta',
      body: 'Alguém, esperamos que você, tentou criar uma conta em ${companyName} com este endereço. Já existe uma: entre com ela ou escolha uma nova senha se não souber a antiga:',
      buttonText: 'Escolher uma nova senha',
      note: 'O link funciona uma vez, até ${expires}. Se não foi você, ignore este e-mail; sua conta continua como está.',
    },
    'account-exists-without-reset': {
      subject: 'Você já tem uma conta',
      title: 'Você já tem uma conta',
      body: 'Alguém, esperamos que você, tentou criar uma conta em ${companyName} com este endereço. Já existe uma: volte e entre com ela como sempre, por exemplo com sua chave de acesso ou com um código que enviamos a você.',
      buttonText: 'Obter ajuda',
      note: 'Se não foi você, ignore este e-mail; sua conta continua como está.',
    },
    'blocked-account': {
      subject: 'Alguém tentou entrar na sua conta',
      title: 'Tentativas malsucedidas demais',
      body: 'Alguém, talvez você, tentou várias vezes sem sucesso entrar na sua conta em ${companyName}, até que impedimos isso. Se foi você, libere seu acesso:',
      buttonText: 'Liberar meu acesso',
      note: 'O link funciona uma vez, até ${expires}. Se não foi você, ninguém entrou; se você tem uma senha que outras pessoas possam conhecer, escolha uma nova.',
    },
    'enroll-factor': {
      subject: 'Torne sua conta mais segura',
      title: 'Adicione uma segunda forma de mostrar que é você',
      body: 'Sua conta em ${companyName} deve ficar mais protegida. Adicione um aplicativo autenticador ou um telefone:',
      buttonText: 'Configurar',
      note: 'O link funciona uma vez, até ${expires}.',
    },
    'stolen-credentials': {
      subject: 'Outras pessoas conhecem sua senha',
      title: 'Outras pessoas conhecem sua senha',
      body: 'A senha da sua conta em ${companyName} está em listas roubadas em outros lugares, e outras pessoas podem tentar usá-la. Escolha uma que você não use em nenhum outro lugar:',
      buttonText: 'Escolher uma nova senha',
      note: 'O link funciona uma vez, até ${expires}. Depois disso, use “Esqueceu a senha?” na página de entrada.',
    },
    'async-approval': {
      subject: '${clientName} pede sua aprovação',
      title: '${clientName} pede sua aprovação',
      body: 'Alguém, esperamos que você, está usando ${clientName}, que precisa da sua aprovação para continuar. Veja o que é pedido:',
      buttonText: 'Revisar o pedido',
      note: 'Você tem até ${expires}. Se não sabe do que se trata, ignore este e-mail; sem você nada é aprovado.',
    },
    'magic-link': {
      subject: 'Entrar em ${companyName}',
      title: 'Entrar',
      body: 'Abra este link no navegador em que você o pediu.',
      buttonText: 'Entrar',
      note: 'Ele funciona uma vez, até ${expires}. Se você não o pediu, ignore este e-mail: ninguém entra com ele sem você.',
    },
    'one-time-code': {
      subject: 'Seu código para ${companyName}',
      title: 'Seu código',
      body: 'Digite este código onde ele foi pedido:',
      buttonText: 'Obter ajuda',
      note: 'Ele pode ser usado uma vez, até ${expires}. Não o diga a ninguém: nunca o pedimos por telefone ou e-mail. Se você não pediu um código, alguém pode estar tentando entrar no seu lugar; se você tem uma senha, escolha uma nova.',
    },
    'sign-in-code': {
      subject: 'Seu código para ${companyName}',
      title: 'Seu código',
      body: 'Digite este código onde ele foi pedido:',
      buttonText: 'Obter ajuda',
      note: 'Ele pode ser usado uma vez, até ${expires}. Não o diga a ninguém: nunca o pedimos por telefone ou e-mail. Se você não o pediu, ignore este e-mail; sem ele ninguém entra.',
    },
    'confirm-email': {
      subject: 'Confirme seu novo e-mail',
      title: 'Confirme seu novo e-mail',
      body: 'Alguém, esperamos que você, quer que este seja o endereço de uma conta em ${companyName}.',
      buttonText: 'Confirmar este endereço',
      note: 'O link funciona uma vez, até ${expires}. Se não sabe do que se trata, ignore este e-mail; nada muda.',
    },
    'password-changed': {
      subject: 'Sua senha foi alterada',
      title: 'Sua senha foi alterada',
      body: 'A senha da sua conta em ${companyName} foi alterada em ${time}.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, outra pessoa esteve na sua conta: use “Esqueceu a senha?” para redefini-la imediatamente.',
    },
    'factor-added': {
      subject: 'Um segundo fator foi adicionado à sua conta',
      title: 'Um segundo fator foi adicionado',
      body: 'Em ${time}, uma nova forma de mostrar que é você foi adicionada à sua conta em ${companyName}.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, outra pessoa esteve na sua conta: avise-nos imediatamente e, se você tem uma senha, escolha uma nova.',
    },
    'factor-removed': {
      subject: 'Um segundo fator foi removido da sua conta',
      title: 'Um segundo fator foi removido',
      body: 'Em ${time}, uma forma de mostrar que é você foi removida da sua conta em ${companyName}.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, outra pessoa esteve na sua conta: avise-nos imediatamente e, se você tem uma senha, escolha uma nova.',
    },
    'codes-locked': {
      subject: 'Os códigos não funcionam mais na sua conta',
      title: 'Os códigos não funcionam mais',
      body: 'Alguém passou da primeira etapa de entrada na sua conta em ${companyName} e digitou cem códigos errados seguidos. Desde ${time}, os códigos são recusados, mesmo os corretos.',
      buttonText: 'Obter ajuda',
      note: 'Para entrar, use uma chave de segurança ou o seu código de recuperação, ou peça ajuda a quem administra ${companyName}. Se não foi você, talvez alguém saiba a sua senha: escolha uma nova.',
    },
    'passkey-added': {
      subject: 'Uma chave de acesso foi adicionada à sua conta',
      title: 'Uma chave de acesso foi adicionada',
      body: 'Em ${time}, uma chave de acesso foi adicionada à sua conta em ${companyName}. Quem a tiver pode entrar.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, outra pessoa esteve na sua conta: remova a chave de acesso e, se você tem uma senha, escolha uma nova.',
    },
    'passkey-removed': {
      subject: 'Uma chave de acesso foi removida da sua conta',
      title: 'Uma chave de acesso foi removida',
      body: 'Em ${time}, uma chave de acesso foi removida da sua conta em ${companyName}. Ninguém mais pode entrar com ela.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, outra pessoa esteve na sua conta: avise-nos imediatamente e, se você tem uma senha, escolha uma nova.',
    },
    'email-changed': {
      subject: 'Seu e-mail foi alterado',
      title: 'Seu e-mail foi alterado',
      body: 'Em ${time}, o e-mail da sua conta em ${companyName} foi alterado de ${oldEmail} para ${newEmail}.',
      buttonText: 'Obter ajuda',
      note: 'Se foi você, está tudo bem. Se não, avise imediatamente quem administra ${companyName}.',
    },
  },
}

export default { name: 'Português (Brasil)', prompts } satisfies Translation
