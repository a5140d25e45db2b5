/** A SOAP 1.1 Fault that a service answers instead of a result. */
export class SoapFault extends Error {
  /**
   * @param faultcode e.g. `soap:Client`, `soap:Server`, `wsse:FailedAuthentication`.
   * @param detail written as the contract's `fauteTechnique`, where there is one.
   */
  constructor(
    readonly faultcode: string,
    faultstring: string,
    readonly detail?: { readonly code: string; readonly trace?: string },
  ) {
    super(faultstring);
    this.name = 'SoapFault';
  }
}

/** What a Java stack puts into `detail` on a bad day; such traces repeat what they worked on. */
export function technicalFault(about: string): SoapFault {
  return new SoapFault('soap:Server', 'Erreur technique', {
    code: 'TEC9001',
    trace: [
      `java.lang.IllegalStateException: enregistrement illisible [cle=${about}]`,
      '\tat com.banque.socle.acces.LecteurVsam.lire(LecteurVsam.java:214)',
      '\tat com.banque.socle.service.ServiceMetier.executer(ServiceMetier.java:88)',
      'Caused by: com.ibm.ctg.client.ECIException: ECI_ERR_SYSTEM_ERROR',
      '\t... 12 more',
    ].join('\n'),
  });
}

/** What every service answers between 22:30 and 05:30. */
export function closedAtNight(): SoapFault {
  return new SoapFault('soap:Server', 'FERMETURE', { code: 'FERMETURE' });
}
