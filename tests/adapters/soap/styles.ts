/** Contracts in the styles of their generators, small: by file name. */
const definitions = (content: string, more = ''): string =>
  `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="urn:styles" xmlns:s="http://www.w3.org/2001/XMLSchema"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" ${more}
    targetNamespace="urn:styles">${content}</definitions>`;

const binding = (
  prefix: 'soap' | 'soap12',
  operation: string,
  style: string,
  use: string,
  transport = 'http://schemas.xmlsoap.org/soap/http',
): string =>
  `<binding name="${prefix}B" type="tns:T"><${prefix}:binding transport="${transport}"/><operation name="${operation}">
    <${prefix}:operation soapAction="urn:styles/${operation}" style="${style}"/><input><${prefix}:body ${use}/></input>
    <output><${prefix}:body ${use}/></output></operation></binding>`;

const port = (prefix: 'soap' | 'soap12'): string =>
  `<port name="${prefix}P" binding="tns:${prefix}B"><${prefix}:address location="http://styles.example/never"/></port>`;

const portType = (operation: string): string =>
  `<portType name="T"><operation name="${operation}"><input message="tns:In"/><output message="tns:Out"/></operation></portType>`;

/** .NET: both versions of SOAP, bare elements of the same type, unqualified children, attributes, an include without namespace. */
export const BARE = {
  'service.wsdl': definitions(
    `<types><s:schema targetNamespace="urn:styles"><s:include schemaLocation="./types/common.xsd"/>
      <s:element name="Query" type="tns:Query"/><s:element name="Answer" type="tns:Answer"/></s:schema></types>
    <message name="In"><part name="body" element="tns:Query"/></message>
    <message name="Out"><part name="body" element="tns:Answer"/></message>
    ${portType('Find')}${binding('soap', 'Find', 'document', 'use="literal"')}${binding('soap12', 'Find', 'document', 'use="literal"')}
    <service name="S">${port('soap')}${port('soap12')}</service>`,
  ),
  'types/common.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:attributeGroup name="Common"><xs:attribute name="lang" type="xs:string"/><xs:attribute name="version" type="xs:int"/></xs:attributeGroup>
    <xs:complexType name="Amount"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
    <xs:complexType name="Query"><xs:sequence>
      <xs:choice><xs:element name="number" type="xs:string"/><xs:element name="name" type="xs:string"/></xs:choice>
      <xs:element name="amount" type="Amount" minOccurs="0" maxOccurs="2"/>
      <xs:element name="since" type="xs:date" minOccurs="0" nillable="true" form="qualified"/>
    </xs:sequence><xs:attributeGroup ref="Common"/></xs:complexType>
    <xs:group name="Lines"><xs:sequence><xs:element name="line" type="xs:string" minOccurs="0"/></xs:sequence></xs:group>
    <xs:complexType name="Answer"><xs:sequence><xs:element name="total" type="Amount"/><xs:group ref="Lines" maxOccurs="unbounded"/></xs:sequence>
      <xs:attributeGroup ref="Common"/></xs:complexType></xs:schema>`,
};

/** gSOAP: rpc/literal, parts by type, the header's part in the same message, messages in a WSDL of their own. */
export const RPC = {
  'service.wsdl': definitions(
    `<import namespace="urn:styles" location="messages.wsdl"/>${portType('add')}
    ${binding('soap', 'add', 'rpc', 'use="literal" namespace="urn:calls" parts="a point"').replace('parts="a point"/></output>', '/></output>')}
    <service name="S">${port('soap')}</service>`,
  ),
  'messages.wsdl': definitions(
    `<types><s:schema targetNamespace="urn:types" elementFormDefault="qualified">
      <s:complexType name="Point"><s:all><s:element name="x" type="s:int"/><s:element name="y" type="s:int"/></s:all></s:complexType>
    </s:schema></types>
    <message name="In"><part name="a" type="s:long"/><part name="point" type="p:Point"/><part name="ticket" type="s:string"/></message>
    <message name="Out"><part name="sum" type="s:long"/><part name="point" type="p:Point"/></message>`,
    'xmlns:p="urn:types"',
  ),
};

/** Axis 1: rpc/encoded, every part names its type. */
export const ENCODED = {
  'service.wsdl': definitions(
    `<message name="In"><part name="in0" type="s:string"/></message><message name="Out"><part name="echoReturn" type="s:string"/></message>
    ${portType('echo')}
    ${binding('soap', 'echo', 'rpc', 'use="encoded" namespace="urn:calls" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"')}
    <service name="S">${port('soap')}</service>`,
  ),
};
