package io.github.multiarchmaven.registry.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * How TLS is spoken with a host. Hosts of equal profiles share their connections' pool.
 *
 * @param authorities files with certificates that are trusted beside the JVM's
 * @param clientCertificates of which one that the server accepts is shown
 * @param insecure the server's certificate is not checked
 */
public record TlsProfile(List<Path> authorities, List<ClientCertificate> clientCertificates, boolean insecure) {
    public TlsProfile {
        authorities = List.copyOf(authorities);
        clientCertificates = List.copyOf(clientCertificates);
    }

    /**
     * Reads the files.
     *
     * @throws io.github.multiarchmaven.image.InvalidInputException for files that are no certificates or keys
     */
    public SSLSocketFactory socketFactory() {
        try {
            TrustManager trust = insecure ? new TrustsAnything() : new TrustedAuthorities(authoritiesRead());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {trust}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java runtime has TLS and PKCS#12", e);
        }
    }

    private List<X509Certificate> authoritiesRead() {
        return authorities.stream()
                .flatMap(file -> PemFile.read(file).certificates().stream())
                .toList();
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        if (clientCertificates.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        // Protects nothing: the store is never written.
        char[] password = new char[0];
        for (ClientCertificate client : clientCertificates) {
            List<X509Certificate> chain = PemFile.read(client.certificate()).certificates();
            PrivateKey key = PemFile.read(client.key()).privateKey(chain.get(0).getPublicKey());
            store.setKeyEntry(client.certificate().toString(), key, password, chain.toArray(X509Certificate[]::new));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }
}
