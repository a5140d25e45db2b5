import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.activation.DataHandler;
import javax.activation.DataSource;
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

/** The document store, reading only: each document is as many bytes as the last ten digits of its identifier say, sent by MTOM. */
@WebService(serviceName = "Ged", portName = "GedPort", name = "GedPortType", targetNamespace = DocumentStore.NS)
@SOAPBinding(parameterStyle = SOAPBinding.ParameterStyle.BARE)
public class DocumentStore {
  static final String NS = "http://ged.banque.example/documents/v1_4";

  @WebMethod
  @WebResult(name = "lireDocumentResponse", targetNamespace = NS)
  public ReadResponse lireDocument(@WebParam(name = "lireDocument", targetNamespace = NS) Read request) {
    ReadResponse response = new ReadResponse();
    long size = Long.parseLong(request.idDocument.substring(request.idDocument.length() - 10));
    response.contenu = new DataHandler(new Counting(size));
    return response;
  }

  @XmlRootElement(name = "lireDocument", namespace = NS)
  @XmlType(name = "", namespace = NS)
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class Read {
    @XmlElement(namespace = NS) public String idDocument;
  }

  @XmlRootElement(name = "lireDocumentResponse", namespace = NS)
  @XmlType(name = "", propOrder = {"codeRetour", "libelleRetour", "contenu"})
  @XmlAccessorType(XmlAccessType.FIELD)
  public static class ReadResponse {
    @XmlElement(namespace = NS) public String codeRetour = "00";
    @XmlElement(namespace = NS) public String libelleRetour = "OK";
    @XmlElement(namespace = NS) public DataHandler contenu;
  }

  /** Bytes 0, 1, … 250, 0, 1, … without end but the size. */
  private static class Counting implements DataSource {
    private final long size;

    Counting(long size) {
      this.size = size;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        private long at = 0;

        @Override
        public int read() {
          return at < size ? (int) (at++ % 251) : -1;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      throw new IOException("read only");
    }

    @Override
    public String getContentType() {
      return "application/octet-stream";
    }

    @Override
    public String getName() {
      return "document";
    }
  }
}
