import java.util.ArrayList;
import java.util.List;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlType;

/** `Personne`. Number 1 has all, number 2 has as little as the contract lets one have, number 3 is a company. */
@XmlType(
    name = "Personne",
    namespace = CustomerFile.NS,
    propOrder = {
      "numeroTiers", "typePersonne", "physique", "morale", "adresse", "telephone", "courriel", "langue", "codeAgence",
      "dateEntreeRelation", "dateFinRelation", "indicateurFragile", "indicateurDeces", "indicateurContentieux",
      "consentement"
    })
@XmlAccessorType(XmlAccessType.FIELD)
public class Person {
  private static final String NS = CustomerFile.NS;

  @XmlElement(namespace = NS) public String numeroTiers;
  @XmlElement(namespace = NS) public String typePersonne = "P";
  @XmlElement(namespace = NS) public Natural physique;
  @XmlElement(namespace = NS) public Company morale;
  @XmlElement(namespace = NS) public Address adresse = new Address();
  @XmlElement(namespace = NS) public String telephone = "";
  @XmlElement(namespace = NS, nillable = true) public String courriel;
  @XmlElement(namespace = NS) public String langue = "F";
  @XmlElement(namespace = NS) public String codeAgence = "01042";
  @XmlElement(namespace = NS) public String dateEntreeRelation = "0001-01-01";
  @XmlElement(namespace = NS) public String dateFinRelation = "9999-12-31";
  @XmlElement(namespace = NS) public String indicateurFragile = "N";
  @XmlElement(namespace = NS) public String indicateurDeces = "N";
  @XmlElement(namespace = NS) public String indicateurContentieux = "N";
  @XmlElement(namespace = NS) public List<Consent> consentement = new ArrayList<>();

  static Person numbered(String numero) {
    Person person = new Person();
    person.numeroTiers = numero;
    switch (numero) {
      case "000000000001":
        person.physique = new Natural("CARRE", "02101954", "154104034218504");
        person.adresse.ligne.add("M CARRE");
        person.adresse.ligne.add("");
        person.telephone = "06.39.98.12.34";
        person.courriel = "é&<>@courriel.example";
        person.consentement.add(new Consent("MAIL", "O"));
        person.consentement.add(new Consent("SMS", "N"));
        return person;
      case "000000000002":
        person.physique = new Natural("D'ARTAGNAN", "", null);
        return person;
      case "000000000003":
        person.typePersonne = "M";
        person.morale = new Company();
        person.consentement.add(new Consent("TEL", "N"));
        return person;
      default:
        return null;
    }
  }

  @XmlType(name = "Physique", namespace = NS, propOrder = {"civilite", "nom", "prenom", "dateNaissance", "nir"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Natural {
    @XmlElement(namespace = NS) public String civilite = "1";
    @XmlElement(namespace = NS) public String nom;
    @XmlElement(namespace = NS) public String prenom = "A";
    @XmlElement(namespace = NS) public String dateNaissance;
    @XmlElement(namespace = NS, nillable = true) public String nir;

    public Natural() {}

    Natural(String nom, String dateNaissance, String nir) {
      this.nom = nom;
      this.dateNaissance = dateNaissance;
      this.nir = nir;
    }
  }

  @XmlType(name = "Morale", namespace = NS, propOrder = {"raisonSociale", "siren"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Company {
    @XmlElement(namespace = NS) public String raisonSociale = "SARL";
    @XmlElement(namespace = NS) public String siren = "123456789";
  }

  @XmlType(name = "Adresse", namespace = NS, propOrder = {"ligne", "codePostal", "codePays"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Address {
    @XmlElement(namespace = NS) public List<String> ligne = new ArrayList<>();
    @XmlElement(namespace = NS) public String codePostal = "75011";
    @XmlElement(namespace = NS) public String codePays = "FR";
  }

  @XmlType(name = "Consentement", namespace = NS, propOrder = {"canal", "valeur"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Consent {
    @XmlElement(namespace = NS) public String canal;
    @XmlElement(namespace = NS) public String valeur;

    public Consent() {}

    Consent(String canal, String valeur) {
      this.canal = canal;
      this.valeur = valeur;
    }
  }
}
