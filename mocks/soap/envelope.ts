import type { Contract } from './contract';
import { CONTEXT_NAMESPACE } from './contract';
import { SoapFault } from './fault';
import { validate } from './validate';
import { escapeXml, childOf, parseXml, textOf, XmlError, type XmlElement } from './xml';
import { writeElement, type Answer } from './write';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A request that keeps to the contract. */
export interface SoapRequest {
  readonly operation: string;
  readonly header: XmlElement | undefined;
  readonly body: XmlElement;
}

/** Who calls, for whom, as `contexteAppel` says. */
export interface CallContext {
  readonly codeAppli: string;
  readonly codeAgence: string;
  readonly matricule?: string;
  readonly idCorrelation: string;
}

/**
 * Reads one SOAP 1.1 envelope and holds it against the contract.
 *
 * @param soapAction the HTTP header, as sent.
 * @throws {SoapFault} not XML, not SOAP 1.1, an operation or a content that the contract does not declare.
 */
export function readRequest(text: string, soapAction: string | undefined, contract: Contract): SoapRequest {
  const envelope = parseEnvelope(text);
  const body = childOf(envelope, 'Body', ENVELOPE);
  const [request, ...others] = body?.children ?? [];
  if (!request || others.length > 0) throw new SoapFault('soap:Client', 'Un element attendu dans le corps');
  const operation = contract.operations.get(request.name);
  if (!operation || request.namespace !== contract.namespace) {
    throw new SoapFault('soap:Client', 'Operation inconnue');
  }
  if (soapAction?.replace(/^"|"$/g, '') !== operation.soapAction) {
    throw new SoapFault('soap:Client', "SOAPAction ne correspond pas a l'operation");
  }
  hold(() => validate(request, contract.element(request.name)));
  return { operation: request.name, header: childOf(envelope, 'Header', ENVELOPE), body: request };
}

/** @throws {SoapFault} the mandatory `contexteAppel` is missing or not as declared. */
export function readContext(header: XmlElement | undefined, contract: Contract): CallContext {
  const found = header && childOf(header, 'contexteAppel', CONTEXT_NAMESPACE);
  if (!found) throw new SoapFault('soap:Client', 'contexteAppel obligatoire');
  hold(() => validate(found, contract.element('contexteAppel', CONTEXT_NAMESPACE)));
  const matricule = textOf(found, 'matricule');
  return {
    codeAppli: textOf(found, 'codeAppli') ?? '',
    codeAgence: textOf(found, 'codeAgence') ?? '',
    ...(matricule === undefined ? {} : { matricule }),
    idCorrelation: textOf(found, 'idCorrelation') ?? '',
  };
}

/** How a service spells its envelopes. */
export interface EnvelopeSpelling {
  /** Prefix of the service's own namespace; `''` for the default namespace. */
  readonly prefix: string;
  readonly encoding: 'UTF-8' | 'ISO-8859-15';
}

/** @param anyValue lets values through that the contract forbids. */
export function writeAnswer(
  contract: Contract,
  operation: string,
  answer: Answer,
  { prefix, encoding }: EnvelopeSpelling,
  anyValue: boolean,
): string {
  const declared = contract.element(`${operation}Response`);
  const namespace = `${prefix === '' ? ' xmlns' : ` xmlns:${prefix}`}="${contract.namespace}"`;
  return envelope(encoding, writeElement(declared, answer, { prefix, anyValue }, namespace));
}

/** Writes a Fault, with its detail as the contract declares it. */
export function writeFault(
  contract: Contract,
  fault: SoapFault,
  encoding: EnvelopeSpelling['encoding'],
): string {
  const detail = fault.detail
    ? `<detail>${writeElement(contract.element('fauteTechnique'), fault.detail, { prefix: 'f' }, ` xmlns:f="${contract.namespace}"`)}</detail>`
    : '';
  const wsse = fault.faultcode.startsWith('wsse:')
    ? ' xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"'
    : '';
  return envelope(
    encoding,
    `<soap:Fault${wsse}><faultcode>${fault.faultcode}</faultcode><faultstring>${escapeXml(fault.message)}</faultstring>${detail}</soap:Fault>`,
  );
}

function envelope(encoding: string, body: string): string {
  return (
    `<?xml version="1.0" encoding="${encoding}"?>\n` +
    `<soap:Envelope xmlns:soap="${ENVELOPE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<soap:Body>${body}</soap:Body></soap:Envelope>`
  );
}

function parseEnvelope(text: string): XmlElement {
  try {
    const root = parseXml(text);
    if (root.name === 'Envelope' && root.namespace === ENVELOPE) return root;
  } catch (error) {
    if (error instanceof XmlError) throw new SoapFault('soap:Client', `XML illisible : ${error.message}`);
    throw error;
  }
  throw new SoapFault('soap:VersionMismatch', 'Enveloppe SOAP 1.1 attendue');
}

/** A broken contract is the caller's fault. */
function hold(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof Error) throw new SoapFault('soap:Client', `Requete non conforme : ${error.message}`);
    throw error;
  }
}
