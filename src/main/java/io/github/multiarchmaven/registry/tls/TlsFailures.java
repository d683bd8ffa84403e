package io.github.multiarchmaven.registry.tls;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What went wrong with TLS, and what mends it: the second half of an error's sentence. */
public final class TlsFailures {
    /** How Go's, nginx's and Apache's servers answer plain HTTP on a port for TLS, with status 400. */
    private static final Pattern WANTS_TLS = Pattern.compile(
            "HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled");

    private static final int MAX_PRESENTED = 500;

    private TlsFailures() {}

    /**
     * @param host with its port where the URL has one
     * @param cause of which an SSLException is part
     * @param text the cause's message, on one line
     */
    public static String sentence(String host, Throwable cause, String text) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof RefusedCertificateException refused) {
                return refused(host, refused.reason(), shown(refused.presented()));
            }
        }
        if (text.contains("Unsupported or unrecognized SSL message") || text.contains("plaintext connection")) {
            return host
                    + " does not speak TLS. If it is meant to be plain HTTP, name it in the parameter plainHttpHosts"
                    + " (-Dmultiarch.plainHttpHosts=" + host + ").";
        }
        if (text.contains("certificate_required")
                || text.contains("bad_certificate")
                || text.contains("unknown_ca")
                || text.contains("certificate_unknown")) {
            return host + " wants a client certificate, or refused the one it was shown (" + text
                    + "). Set the parameter clientCertificates, or put client.cert and client.key into ~/.docker/certs.d/"
                    + host
                    + ".";
        }
        return "no TLS connection to " + host + " (" + text
                + "). Check host and port, and the versions of TLS that it speaks.";
    }

    private static String refused(String host, RefusedCertificateException.Reason reason, String presented) {
        return switch (reason) {
            case UNKNOWN_AUTHORITY ->
                "the certificate of " + host + " was issued by '" + presented
                        + "', which is not trusted. Set the parameter caCertificates to the PEM file of that authority"
                        + " (-Dmultiarch.caCertificates=FILE), or put the file into ~/.docker/certs.d/" + host
                        + " as ca.crt.";
            case EXPIRED ->
                "the certificate of " + host + " has expired: " + presented
                        + ". Renew it there; check this machine's clock if it should be good.";
            case NOT_YET_VALID ->
                "the certificate of " + host + " is not valid yet: " + presented + ". Check this machine's clock.";
            case WRONG_NAME ->
                "the certificate of " + host + " is for other names: " + presented
                        + ". Use one of these in the reference, or have the registry's certificate issued for " + host
                        + " too.";
        };
    }

    /** Whether the body of a 400 says that the port is one for TLS. */
    public static boolean wantsTls(byte[] body) {
        return WANTS_TLS.matcher(new String(body, StandardCharsets.ISO_8859_1)).find();
    }

    /** For a host that was spoken to in plain HTTP and speaks TLS. */
    public static String wantsTls(String host) {
        return host
                + " speaks TLS, as it seems, and was spoken to in plain HTTP. Take it out of plainHttpHosts; a registry on"
                + " this machine has to be named in the parameter tlsHosts (-Dmultiarch.tlsHosts=" + host + ").";
    }

    /** A certificate is the server's text: on one line, bounded. */
    private static String shown(String presented) {
        String line = presented.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_PRESENTED ? line : line.substring(0, MAX_PRESENTED) + "...";
    }
}
