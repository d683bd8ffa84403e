package io.github.multiarchmaven.registry.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Why a server's certificate is refused, with what it presented. */
final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_NAMES = 10;

    /** The kinds that have remedies of their own. */
    enum Reason {
        UNKNOWN_AUTHORITY,
        EXPIRED,
        NOT_YET_VALID,
        WRONG_NAME
    }

    private final Reason reason;
    private final String presented;

    private RefusedCertificateException(Reason reason, String presented) {
        super(reason + ": " + presented);
        this.reason = reason;
        this.presented = presented;
    }

    /** @param trusted whether an authority stands for the chain */
    static RefusedCertificateException of(X509Certificate[] chain, boolean trusted) {
        Instant now = Instant.now();
        for (X509Certificate certificate : chain) {
            String subject = certificate.getSubjectX500Principal().getName();
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                return new RefusedCertificateException(
                        Reason.EXPIRED,
                        subject + " ended at " + certificate.getNotAfter().toInstant());
            }
            if (certificate.getNotBefore().toInstant().isAfter(now)) {
                return new RefusedCertificateException(
                        Reason.NOT_YET_VALID,
                        subject + " begins at " + certificate.getNotBefore().toInstant());
            }
        }
        return trusted
                ? new RefusedCertificateException(Reason.WRONG_NAME, String.join(", ", names(chain[0])))
                : new RefusedCertificateException(
                        Reason.UNKNOWN_AUTHORITY,
                        chain[chain.length - 1].getIssuerX500Principal().getName());
    }

    Reason reason() {
        return reason;
    }

    /** The issuer's name, the moment of an end or a beginning, or the names that the certificate is for. */
    String presented() {
        return presented;
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                // 2 is a DNS name, 7 an address (RFC 5280, section 4.2.1.6).
                if ((name.get(0).equals(2) || name.get(0).equals(7)) && names.size() < MAX_NAMES) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            names.clear();
        }
        return names.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : names;
    }
}
