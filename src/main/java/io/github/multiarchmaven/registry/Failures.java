package io.github.multiarchmaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import io.github.multiarchmaven.registry.tls.TlsFailures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Turns refusals and broken connections into sentences with a remedy. */
final class Failures {
    private static final int MAX_ERROR_BODY = 1024 * 1024;
    private static final int MAX_SHOWN = 300;

    private Failures() {}

    /**
     * @param doing what was being done to which reference, for example {@code Reading manifest 17 of hub/base/java}
     * @param registry as in references
     */
    static RegistryException refused(String doing, String registry, Answer answer, CredentialSource credentials) {
        String code = "";
        String message = "";
        // An answer to a HEAD has no body that would tell.
        boolean wantsTls = answer.status() == 400
                && answer.method().equals("HEAD")
                && answer.url().getScheme().equals("http")
                && answer.header("Docker-Distribution-Api-Version") == null;
        try {
            byte[] body = answer.bytes(MAX_ERROR_BODY);
            wantsTls |= answer.status() == 400 && body != null && TlsFailures.wantsTls(body);
            if (body != null && body.length > 0) {
                JsonNode error =
                        Json.parseObject(body, "an error").path("errors").path(0);
                code = oneLine(error.path("code").asText(""));
                message = oneLine(error.path("message").asText(""));
            }
        } catch (IOException | ImageException e) {
            // No body, or not the specification's: the status has to do.
            code = "";
        }
        int status = answer.status();
        StringBuilder sentence = new StringBuilder(doing)
                .append(": ")
                .append(answer.method())
                .append(' ')
                .append(Urls.redacted(answer.url().toString()))
                .append(" answered ")
                .append(status);
        if (!code.isEmpty()) {
            sentence.append(' ').append(code);
        }
        if (!message.isEmpty()) {
            sentence.append(" (").append(message).append(')');
        }
        if (answer.tries() > 1) {
            sentence.append(", tried ").append(answer.tries()).append(" times");
        }
        var refusal = new Remedies.Refusal(registry, status, code, message, answer::header);
        sentence.append(". ")
                .append(answer.tooLongAWait())
                .append(wantsTls ? TlsFailures.wantsTls(authority(answer.url())) : Remedies.of(refusal, credentials));
        return new RegistryException(status < 500, status, code, sentence.toString(), null);
    }

    /** A text from a server, bounded and on one line, so that it cannot forge a line of the log, and without addresses' secrets. */
    private static String oneLine(String text) {
        String line =
                Urls.redactedWithin(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
    }

    /** The registry was not reached, or the connection broke. */
    static ImageException broken(String doing, String method, URI url, IOException failure) {
        IOException cause = failure instanceof Attempts.GaveUp gaveUp ? gaveUp.last() : failure;
        String tried = failure instanceof Attempts.GaveUp gaveUp ? gaveUp.tries() + " times: " : "";
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof ImageException already) {
                return already;
            }
        }
        String host = authority(url);
        String sentence = doing + ": " + method + " " + Urls.redacted(url.toString()) + " failed"
                + (tried.isEmpty() ? ": " : " " + tried);
        boolean userCanMend = true;
        if (cause instanceof Timing.Interruption) {
            return new RegistryException(false, 0, "", doing + ": it was interrupted.", cause);
        } else if (cause instanceof Http.SourceException) {
            sentence += "what is to be sent could not be read (" + reason(cause) + "). Try again.";
            userCanMend = false;
        } else if (cause instanceof UnknownHostException) {
            sentence += "the host " + host + " is not known. Check the name in the reference, and the network.";
        } else if (cause instanceof SocketTimeoutException
                || cause.getClass().getName().contains("ConnectTimeout")) {
            sentence += host + " did not answer in time. Check the network, or raise connectTimeout or readTimeout.";
            userCanMend = false;
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            sentence += "the connection to " + host
                    + " was refused. Check that the registry is running, its host and its port.";
        } else if (cause instanceof ProxyException) {
            sentence += cause.getMessage();
        } else if (cause instanceof SSLException) {
            sentence += TlsFailures.sentence(host, cause, reason(cause));
        } else if (cause instanceof ProtocolException) {
            sentence += cause.getMessage() + ". Look into the configuration of " + host + ", or of a proxy before it.";
            userCanMend = false;
        } else if (cause instanceof Http.RedirectException) {
            sentence += cause.getMessage() + ", which is not followed. Look into the registry's configuration.";
        } else if (cause instanceof NoHttpResponseException && url.getScheme().equals("http")) {
            // A server behind a port for TLS may hang up on what is no handshake.
            sentence += "the connection to " + host
                    + " broke (closed without an answer). Try again; if it speaks TLS, take it out of"
                    + " plainHttpHosts, or name a registry on this machine in tlsHosts.";
            userCanMend = false;
        } else if (cause instanceof SocketException
                && url.getScheme().equals("https")
                && (method.equals("GET") || method.equals("HEAD"))) {
            // With TLS 1.3 it refuses after the handshake, and its reason may be lost when we are writing meanwhile.
            sentence += "the connection to " + host + " broke (" + reason(cause)
                    + "). Try again; a server that wants a client certificate (parameter clientCertificates) may hang up so, too.";
            userCanMend = false;
        } else {
            sentence += "the connection to " + host + " broke (" + reason(cause) + "). Try again.";
            userCanMend = false;
        }
        return new RegistryException(userCanMend, 0, "", sentence, cause);
    }

    private static String authority(URI url) {
        return url.getRawAuthority().replaceFirst("^.*@", "");
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage();
        // Messages of the HTTP library hold hosts and reasons, no headers; a URL's query would be the exception.
        return message == null ? cause.getClass().getSimpleName() : oneLine(message.replaceAll("\\?\\S*", ""));
    }
}
