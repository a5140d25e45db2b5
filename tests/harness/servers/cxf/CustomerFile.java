import java.util.ArrayList;
import java.util.List;
import javax.jws.WebMethod;
import javax.jws.WebParam;
import javax.jws.WebResult;
import javax.jws.WebService;
import javax.jws.soap.SOAPBinding;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** The customer file with three people, for tests: written by JAXB, not by us. */
@WebService(
    serviceName = "ReferentielClients",
    portName = "ReferentielClientsPort",
    name = "ReferentielClientsPortType",
    targetNamespace = CustomerFile.NS)
@SOAPBinding(parameterStyle = SOAPBinding.ParameterStyle.BARE)
public class CustomerFile {
  static final String NS = "http://referentiel.banque.example/clients/v2_3";

  @WebMethod
  @WebResult(name = "consulterPersonnesResponse", targetNamespace = NS)
  public ConsultResponse consulterPersonnes(
      @WebParam(name = "consulterPersonnes", targetNamespace = NS) Consult request) {
    ConsultResponse response = new ConsultResponse();
    for (String numero : request.numeroTiers) {
      if (numero.equals("000000000012")) throw new IllegalStateException("enregistrement illisible [cle=" + numero + "]");
      Person person = Person.numbered(numero);
      if (person == null) response.numeroInconnu.add(numero);
      else response.personne.add(person);
    }
    if (!response.numeroInconnu.isEmpty()) response.codeRetour = "04";
    return response;
  }

  @WebMethod
  @WebResult(name = "rechercherPersonneResponse", targetNamespace = NS)
  public SearchResponse rechercherPersonne(
      @WebParam(name = "rechercherPersonne", targetNamespace = NS) Search request) {
    SearchResponse response = new SearchResponse();
    if (request.nom.trim().length() < 2) {
      response.codeRetour = "08";
      response.codeErreur = "CLI0410";
    } else {
      response.libelleRetour = request.nom;
    }
    return response;
  }

  @WebMethod
  @WebResult(name = "modifierCoordonneesResponse", targetNamespace = NS)
  public ChangeResponse modifierCoordonnees(
      @WebParam(name = "modifierCoordonnees", targetNamespace = NS) Change request) {
    ChangeResponse response = new ChangeResponse();
    if (Person.numbered(request.numeroTiers) == null) {
      response.codeRetour = "08";
      response.codeErreur = "CLI0404";
    }
    return response;
  }

  @XmlRootElement(name = "consulterPersonnes", namespace = NS)
  @XmlType(name = "", namespace = NS)
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Consult {
    @XmlElement(namespace = NS) public List<String> numeroTiers = new ArrayList<>();
  }

  @XmlRootElement(name = "consulterPersonnesResponse", namespace = NS)
  @XmlType(name = "", propOrder = {"codeRetour", "libelleRetour", "codeErreur", "personne", "numeroInconnu"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class ConsultResponse {
    @XmlElement(namespace = NS) public String codeRetour = "00";
    @XmlElement(namespace = NS) public String libelleRetour = "OK";
    @XmlElement(namespace = NS) public String codeErreur;
    @XmlElement(namespace = NS) public List<Person> personne = new ArrayList<>();
    @XmlElement(namespace = NS) public List<String> numeroInconnu = new ArrayList<>();
  }

  @XmlRootElement(name = "rechercherPersonne", namespace = NS)
  @XmlType(name = "", propOrder = {"nom", "prenom", "dateNaissance", "cleRepositionnement"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Search {
    @XmlElement(namespace = NS) public String nom;
    @XmlElement(namespace = NS) public String prenom;
    @XmlElement(namespace = NS) public String dateNaissance;
    @XmlElement(namespace = NS) public String cleRepositionnement;
  }

  @XmlRootElement(name = "rechercherPersonneResponse", namespace = NS)
  @XmlType(name = "", propOrder = {"codeRetour", "libelleRetour", "codeErreur", "personne", "indicateurSuite", "cleRepositionnement"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class SearchResponse {
    @XmlElement(namespace = NS) public String codeRetour = "00";
    @XmlElement(namespace = NS) public String libelleRetour = "OK";
    @XmlElement(namespace = NS) public String codeErreur;
    @XmlElement(namespace = NS) public List<Person> personne = new ArrayList<>();
    @XmlElement(namespace = NS) public String indicateurSuite = "N";
    @XmlElement(namespace = NS) public String cleRepositionnement;
  }

  @XmlRootElement(name = "modifierCoordonnees", namespace = NS)
  @XmlType(name = "", propOrder = {"numeroTiers", "telephone", "courriel"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Change {
    @XmlElement(namespace = NS) public String numeroTiers;
    @XmlElement(namespace = NS) public String telephone;
    @XmlElement(namespace = NS) public String courriel;
  }

  @XmlRootElement(name = "modifierCoordonneesResponse", namespace = NS)
  @XmlType(name = "", propOrder = {"codeRetour", "libelleRetour", "codeErreur"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class ChangeResponse {
    @XmlElement(namespace = NS) public String codeRetour = "00";
    @XmlElement(namespace = NS) public String libelleRetour = "OK";
    @XmlElement(namespace = NS) public String codeErreur;
  }
}
