package io.github.multiarchmaven.registry.tls;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Files with which this machine shows who it is (mutual TLS).
 *
 * @param certificate PEM: the certificate, then those that lead to its authority
 * @param key PEM, not encrypted: PKCS#8, PKCS#1 or SEC 1
 */
public record ClientCertificate(Path certificate, Path key) {
    public ClientCertificate {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }
}
