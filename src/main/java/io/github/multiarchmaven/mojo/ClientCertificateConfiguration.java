package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.tls.ClientCertificate;
import java.io.File;

/** One {@code <clientCertificate>}: the {@code <host>} it is shown to, its PEM file {@code <certificate>} and that of its {@code <key>}. */
public class ClientCertificateConfiguration {
    private String host;
    private File certificate;
    private File key;

    String host() {
        if (host == null || host.isBlank()) {
            throw new InvalidInputException(
                    "A <clientCertificate> has no <host>: name the registry that it is for, as host or host:port.");
        }
        return host.strip();
    }

    ClientCertificate files() {
        if (certificate == null || key == null) {
            throw new InvalidInputException("The <clientCertificate> for " + host()
                    + " lacks <certificate> or <key>: give the PEM files of both.");
        }
        return new ClientCertificate(certificate.toPath(), key.toPath());
    }
}
