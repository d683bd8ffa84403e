package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/** A server's certificates in words. */
final class CertificateChain {
    private static final int MAX_NAME = 120;

    private CertificateChain() {}

    /** @param soon how long before its end a certificate is worth a warning */
    static Finding finding(String subject, List<X509Certificate> chain, Instant now, Duration soon) {
        X509Certificate first = chain.stream()
                .min(Comparator.comparing(X509Certificate::getNotAfter))
                .orElseThrow();
        Instant end = first.getNotAfter().toInstant();
        boolean ends = end.isBefore(now.plus(soon));
        return new Finding(
                subject,
                "TLS",
                ends ? Level.WARN : Level.OK,
                name(chain.get(0).getSubjectX500Principal().getName()) + ", issued by "
                        + name(chain.get(chain.size() - 1)
                                .getIssuerX500Principal()
                                .getName())
                        + (ends
                                ? "; " + name(first.getSubjectX500Principal().getName()) + " ends at "
                                : ", good until ")
                        + end.atZone(ZoneOffset.UTC).toLocalDate(),
                ends ? "Have it renewed." : "");
    }

    /** A certificate is the server's text: on one line, bounded. */
    private static String name(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_NAME ? line : line.substring(0, MAX_NAME) + "...";
    }
}
