"""The customer file and the document store on Spyne, for tests: python3 server.py PORT."""

import base64
import hashlib
import logging
import sys
import threading
from datetime import datetime, timedelta, timezone
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from spyne import Application, ByteArray, ComplexModel, Fault, ServiceBase, Unicode, rpc
from spyne.protocol.soap import Soap11, Soap12
from spyne.server.wsgi import WsgiApplication

CLIENTS = "http://referentiel.banque.example/clients/v2_3"
GED = "http://ged.banque.example/documents/v1_4"
CONTEXT = "{http://socle.banque.example/contexte/v1}contexteAppel"
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE = "{%swssecurity-secext-1.0.xsd}" % WSS
WSU = "{%swssecurity-utility-1.0.xsd}" % WSS
USER, PASSWORD = "hub", "for-tests-only é&"
SKEW = timedelta(minutes=5)

seen = set()
lock = threading.Lock()


def let_in(ctx):
    """UsernameToken with a digest, a nonce never seen before and a time within five minutes; and the bank's header."""
    headers = {header.tag: header for header in ctx.in_header_doc or []}
    security = headers.get(WSSE + "Security")
    if security is None or CONTEXT not in headers:
        raise Fault("Client", "en-tete absent")
    token = security.find(WSSE + "UsernameToken")
    nonce, created = token.findtext(WSSE + "Nonce"), token.findtext(WSU + "Created")
    digest = hashlib.sha1(base64.b64decode(nonce) + created.encode() + PASSWORD.encode()).digest()
    age = datetime.now(timezone.utc) - datetime.fromisoformat(created.replace("Z", "+00:00"))
    with lock:
        known = nonce in seen
        seen.add(nonce)
    right = token.findtext(WSSE + "Password") == base64.b64encode(digest).decode()
    if token.findtext(WSSE + "Username") != USER or not right or known or abs(age) > SKEW:
        raise Fault("Client", "Identification refusee")


class Model(ComplexModel):
    __namespace__ = CLIENTS


def required(**more):
    return Unicode(min_occurs=1, **more)


class Physique(Model):
    _type_info = [("civilite", required()), ("nom", required()), ("prenom", required()),
                  ("dateNaissance", required()), ("nir", required(nillable=True))]


class Morale(Model):
    _type_info = [("raisonSociale", required()), ("siren", required())]


class Adresse(Model):
    _type_info = [("ligne", Unicode(max_occurs=6)), ("codePostal", required()), ("codePays", required())]


class Consentement(Model):
    _type_info = [("canal", required()), ("valeur", required())]


class Personne(Model):
    _type_info = [("numeroTiers", required()), ("typePersonne", required()), ("physique", Physique), ("morale", Morale),
                  ("adresse", Adresse), ("telephone", required()), ("courriel", required(nillable=True)),
                  ("langue", required()), ("codeAgence", required()), ("dateEntreeRelation", required()),
                  ("dateFinRelation", required()), ("indicateurFragile", required()), ("indicateurDeces", required()),
                  ("indicateurContentieux", required()), ("consentement", Consentement.customize(max_occurs="unbounded"))]


def person(number):
    """Number 1 has all, number 2 as little as the contract lets one have, number 3 is a company."""
    plain = dict(numeroTiers=number, typePersonne="P", adresse=Adresse(ligne=[], codePostal="75011", codePays="FR"),
                 telephone="", courriel=None, langue="F", codeAgence="01042", dateEntreeRelation="0001-01-01",
                 dateFinRelation="9999-12-31", indicateurFragile="N", indicateurDeces="N", indicateurContentieux="N",
                 consentement=[])
    if number == "000000000001":
        return Personne(**{**plain, "telephone": "06.39.98.12.34", "courriel": "é&<>@courriel.example",
                           "adresse": Adresse(ligne=["M CARRE", ""], codePostal="75011", codePays="FR"),
                           "physique": Physique(civilite="1", nom="CARRE", prenom="A", dateNaissance="02101954",
                                                nir="154104034218504"),
                           "consentement": [Consentement(canal="MAIL", valeur="O"),
                                            Consentement(canal="SMS", valeur="N")]})
    if number == "000000000002":
        return Personne(**plain, physique=Physique(civilite="1", nom="D'ARTAGNAN", prenom="A", dateNaissance="", nir=None))
    if number == "000000000003":
        return Personne(**{**plain, "typePersonne": "M", "morale": Morale(raisonSociale="SARL", siren="123456789"),
                           "consentement": [Consentement(canal="TEL", valeur="N")]})
    return None


class CustomerFile(ServiceBase):
    @rpc(Unicode(max_occurs=20, pattern="[0-9]{12}"),
         _returns=[Unicode, Unicode, Unicode, Personne.customize(max_occurs="unbounded"), Unicode(max_occurs="unbounded")],
         _out_variable_names=["codeRetour", "libelleRetour", "codeErreur", "personne", "numeroInconnu"])
    def consulterPersonnes(ctx, numeroTiers):
        let_in(ctx)
        if "000000000012" in numeroTiers:
            raise ValueError("enregistrement illisible [cle=000000000012]")
        found = [person(number) for number in numeroTiers]
        unknown = [number for number, each in zip(numeroTiers, found) if each is None]
        return "04" if unknown else "00", "OK", None, [each for each in found if each], unknown

    @rpc(Unicode, Unicode, Unicode, Unicode,
         _returns=[Unicode, Unicode, Unicode, Personne.customize(max_occurs="unbounded"), Unicode, Unicode],
         _out_variable_names=["codeRetour", "libelleRetour", "codeErreur", "personne", "indicateurSuite",
                              "cleRepositionnement"])
    def rechercherPersonne(ctx, nom, prenom, dateNaissance, cleRepositionnement):
        let_in(ctx)
        if len(nom.strip()) < 2:
            return "08", "CRITERE TROP COURT", "CLI0410", [], "N", None
        return "00", nom, None, [], "N", None


class DocumentStore(ServiceBase):
    @rpc(Unicode, _returns=[Unicode, Unicode, Unicode, ByteArray],
         _out_variable_names=["codeRetour", "libelleRetour", "codeErreur", "contenu"])
    def lireDocument(ctx, idDocument):
        let_in(ctx)
        size = int(idDocument[-10:])
        return "00", "OK", None, [(bytes(range(251)) * (size // 251 + 1))[:size]]


def application(service, namespace, protocol):
    return WsgiApplication(Application([service], namespace, in_protocol=protocol(validator="soft"), out_protocol=protocol()))


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


logging.disable(logging.CRITICAL)
routes = {
    "/soap/referentiel-clients": application(CustomerFile, CLIENTS, Soap11),
    "/soap12/referentiel-clients": application(CustomerFile, CLIENTS, Soap12),
    "/soap/ged": application(DocumentStore, GED, Soap11),
}


def serve(environ, start_response):
    return routes[environ["PATH_INFO"]](environ, start_response)


httpd = make_server("127.0.0.1", int(sys.argv[1]), serve, Server, Silent)
print("http://127.0.0.1:%d" % httpd.server_port, flush=True)
httpd.serve_forever()
