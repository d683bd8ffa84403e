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
    private static final Duration THREE_WEEKS = Duration.ofDays(21);

    private CertificateChain() {}

    static Finding finding(String subject, List<X509Certificate> chain, Instant now) {
        X509Certificate first = chain.stream()
                .min(Comparator.comparing(X509Certificate::getNotAfter))
                .orElseThrow();
        Instant end = first.getNotAfter().toInstant();
        boolean ends = end.isBefore(now.plus(soon(first)));
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

    /** How long before its end a certificate is worth a warning: three weeks, or the last quarter of a short life. */
    private static Duration soon(X509Certificate certificate) {
        Duration quarter = Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .dividedBy(4);
        return quarter.compareTo(THREE_WEEKS) < 0 ? quarter : THREE_WEEKS;
    }

    /** A certificate is the server's text: on one line, bounded. */
    private static String name(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_NAME ? line : line.substring(0, MAX_NAME) + "...";
    }
}
