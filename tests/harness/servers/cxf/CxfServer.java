import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.headers.Header;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.ws.security.wss4j.DefaultCryptoCoverageChecker;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.common.cache.MemoryReplayCache;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;

/** The bank's services on Apache CXF, with WSS4J before them: arguments are the port, the WSDLs' folder and a certificate. */
public class CxfServer {
  public static void main(String[] arguments) throws Exception {
    String origin = "http://127.0.0.1:" + arguments[0];
    Path subgraphs = Path.of(arguments[1]);
    Merlin trusted = trust(Path.of(arguments[2]));
    String customers = subgraphs.resolve("customers/referentiel-clients.wsdl").toUri().toString();
    serve(origin + "/soap/referentiel-clients", new CustomerFile(), customers, null);
    serve(origin + "/signed/referentiel-clients", new CustomerFile(), customers, trusted);
    String documents = subgraphs.resolve("documents/ged.wsdl").toUri().toString();
    serve(origin + "/soap/ged", new DocumentStore(), documents, null);
    System.out.println(origin);
  }

  private static void serve(String url, Object service, String wsdl, Merlin trusted) {
    JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
    factory.setServiceBean(service);
    factory.setWsdlLocation(wsdl);
    factory.setAddress(url);
    Map<String, Object> properties = new HashMap<>();
    properties.put("schema-validation-enabled", "both");
    properties.put("mtom-enabled", true);
    properties.put("ws-security.nonce.cache.instance", new MemoryReplayCache());
    properties.put("ws-security.enable.nonce.cache", true);
    properties.put("ws-security.timestamp.cache.instance", new MemoryReplayCache());
    properties.put("ws-security.enable.timestamp.cache", trusted != null);
    factory.setProperties(properties);
    factory.getInInterceptors().add(security(trusted));
    if (trusted != null) factory.getInInterceptors().add(coverage());
    factory.getInInterceptors().add(new ContextRequired());
    factory.create();
  }

  /** UsernameToken with a digest and a time frame, and a signature by a certificate of the trusted authority where there is one. */
  private static WSS4JInInterceptor security(Merlin trusted) {
    CallbackHandler passwords = callbacks -> {
      for (var each : callbacks) {
        WSPasswordCallback asked = (WSPasswordCallback) each;
        if (asked.getIdentifier().equals("hub")) asked.setPassword("for-tests-only é&");
      }
    };
    Map<String, Object> properties = new HashMap<>();
    properties.put("action", "UsernameToken Timestamp" + (trusted == null ? "" : " Signature"));
    properties.put("passwordType", "PasswordDigest");
    properties.put("passwordCallbackRef", passwords);
    properties.put("timeToLive", "300");
    properties.put("futureTimeToLive", "60");
    properties.put("utTimeToLive", "300");
    properties.put("isBSPCompliant", "true");
    if (trusted != null) {
      properties.put("signatureVerificationPropRefId", "crypto");
      properties.put("crypto", trusted);
    }
    return new WSS4JInInterceptor(properties);
  }

  private static DefaultCryptoCoverageChecker coverage() {
    DefaultCryptoCoverageChecker checker = new DefaultCryptoCoverageChecker();
    checker.setSignBody(true);
    checker.setSignTimestamp(true);
    checker.setSignUsernameToken(true);
    checker.setEncryptUsernameToken(false);
    return checker;
  }

  private static Merlin trust(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(certificate)) {
      store.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Merlin merlin = new Merlin();
    merlin.setTrustStore(store);
    return merlin;
  }

  /** Every service of the bank asks for its own header. */
  private static class ContextRequired extends AbstractSoapInterceptor {
    ContextRequired() {
      super(Phase.PRE_INVOKE);
    }

    @Override
    public void handleMessage(SoapMessage message) throws Fault {
      Header context = message.getHeader(new QName("http://socle.banque.example/contexte/v1", "contexteAppel"));
      if (context == null) throw new SoapFault("contexteAppel obligatoire", message.getVersion().getSender());
    }
  }
}
