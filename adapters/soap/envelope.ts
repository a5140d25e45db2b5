import { ENVELOPES } from './contract';
import type { SoapVersion } from './wsdl';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** Writes a whole request. @param bodyAttributes e.g. the identifier by which a signature refers to the body. */
export const writeEnvelope = (
  version: SoapVersion,
  header: string,
  body: string,
  bodyAttributes = '',
): string =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${ENVELOPES[version]}" xmlns:xsi="${XSI}">` +
  `<soap:Header>${header}</soap:Header><soap:Body${bodyAttributes}>${body}</soap:Body></soap:Envelope>`;

/** The HTTP headers of a request: SOAP 1.2 says in its media type what 1.1 says in `SOAPAction`. */
export function requestHeaders(version: SoapVersion, soapAction: string): Record<string, string> {
  if (version === '1.1') return { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${soapAction}"` };
  const action = soapAction === '' ? '' : `; action="${soapAction}"`;
  return { 'content-type': `application/soap+xml; charset=utf-8${action}` };
}
