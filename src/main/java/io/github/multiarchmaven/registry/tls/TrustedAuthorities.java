package io.github.multiarchmaven.registry.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JVM's trust store first, then the authorities that the user added. What both refuse is refused with the reason. */
final class TrustedAuthorities extends ServerTrust {
    private final List<X509ExtendedTrustManager> managers;

    private interface Check {
        void with(X509ExtendedTrustManager manager) throws CertificateException;
    }

    TrustedAuthorities(List<X509Certificate> added) throws GeneralSecurityException, IOException {
        managers = new ArrayList<>(List.of(manager(null)));
        if (!added.isEmpty()) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < added.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), added.get(i));
            }
            managers.add(manager(store));
        }
    }

    /** @param store null for the JVM's own */
    private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }

    private boolean any(Check check) {
        for (X509ExtendedTrustManager manager : managers) {
            try {
                check.with(manager);
                return true;
            } catch (CertificateException e) {
                // The next may know the authority; why all refuse is found out below.
                continue;
            }
        }
        return false;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!any(m -> m.checkServerTrusted(chain, authType, socket))) {
            throw refusal(chain, authType);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (!any(m -> m.checkServerTrusted(chain, authType, engine))) {
            throw refusal(chain, authType);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (!any(m -> m.checkServerTrusted(chain, authType))) {
            throw refusal(chain, authType);
        }
    }

    private RefusedCertificateException refusal(X509Certificate[] chain, String authType) {
        // Without the socket the chain alone is checked: when it is good, the name was not.
        return RefusedCertificateException.of(chain, any(m -> m.checkServerTrusted(chain, authType)));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return managers.stream()
                .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }
}
