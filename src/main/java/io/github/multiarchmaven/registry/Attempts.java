package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.ImageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tries of one request or transfer: which faults pass, how long to wait, how often to try. Waits are exponential with full
 * jitter (a random part of 0.5 s, 1 s, 2 s ... 30 s), or what the server asks for.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final long BASE_MILLIS = 500;
    private static final long CAP_MILLIS = 30_000;
    /** Beyond a century it makes no difference, and {@link Duration} and the clock still have the room. */
    private static final Duration CENTURY = Duration.ofDays(36_500);

    private final RetryPolicy policy;
    private final Timing timing;
    private final Gate gate;
    private final String what;
    private int made = 1;

    /** @param what for the log: method and redacted address */
    Attempts(RetryPolicy policy, Timing timing, Gate gate, String what) {
        this.policy = policy;
        this.timing = timing;
        this.gate = gate;
        this.what = what;
    }

    /** How many tries there were, with the one that runs. */
    int made() {
        return made;
    }

    /** The transfer has come further: what comes next are other tries. */
    void progressed() {
        made = 1;
    }

    static boolean isPassing(Answer answer) {
        return PASSING.contains(answer.status());
    }

    /**
     * Looks at an answer, and waits when it is worth another try.
     *
     * @return whether to try again
     */
    boolean again(Answer answer) throws IOException {
        return again(answer, isPassing(answer));
    }

    /** @param passing whether it is worth another try, as long as there is one left */
    boolean again(Answer answer, boolean passing) throws IOException {
        if (!passing) {
            return false;
        }
        Duration asked = retryAfter(answer.header("Retry-After"));
        if (asked.compareTo(policy.maxRetryAfter()) > 0) {
            answer.wantsTooLongAWait(asked, policy.maxRetryAfter());
            return false;
        }
        // All requests to this host keep it, also when this one gives up.
        gate.closeFor(asked);
        if (isLast()) {
            return false;
        }
        waitAfter("answered " + answer.status(), asked);
        return true;
    }

    /**
     * Looks at a broken connection, and waits when it is worth another try.
     *
     * @throws IOException the same when it will not pass, or {@link GaveUp} after the last try
     */
    void again(IOException failure) throws IOException {
        if (!isPassing(failure)) {
            throw failure;
        }
        if (isLast()) {
            throw made == 1 ? failure : new GaveUp(made, failure);
        }
        waitAfter("failed (" + Failures.reason(failure) + ")", Duration.ZERO);
    }

    private boolean isLast() {
        return made > policy.maxRetries();
    }

    private void waitAfter(String fault, Duration asked) throws IOException {
        long most = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(made - 1, 10));
        Duration wait = asked.isZero() ? Duration.ofMillis((long) (timing.random() * most)) : asked;
        made++;
        LOG.info(
                "{} {}; trying again in {} s ({} of {})",
                what,
                fault,
                String.format(Locale.ROOT, "%.1f", wait.toMillis() / 1000.0),
                made,
                policy.maxRetries() + 1);
        // Who was told a time waits at the gate, as all others do.
        timing.pause(asked.isZero() ? wait : Duration.ZERO);
    }

    /** Seconds or a date (RFC 9110, section 10.2.3); zero when it is neither. */
    private Duration retryAfter(String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        String text = header.strip();
        if (text.matches("\\d+")) {
            return text.length() > 9 ? CENTURY : Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(timing.now(), date.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private boolean isPassing(IOException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ImageException
                    || t instanceof Http.SourceException
                    || t instanceof Http.RedirectException
                    || t instanceof ProxyException
                    || t instanceof Timing.Interruption
                    || t instanceof UnknownHostException
                    || t instanceof ProtocolException
                    || t instanceof ClientProtocolException
                    || isLastingTls(t)) {
                return false;
            }
            if (t instanceof ConnectException
                    || t instanceof NoRouteToHostException
                    || t instanceof ConnectTimeoutException) {
                // Nobody there at all is a wrong name or port; somebody who was there comes back.
                return gate.hasAnswered();
            }
        }
        return true;
    }

    private static boolean isLastingTls(Throwable t) {
        return t instanceof SSLHandshakeException
                || t instanceof SSLPeerUnverifiedException
                || t instanceof CertificateException
                // What plain HTTP looks like; other SSLExceptions are connections that broke.
                || t instanceof SSLException && String.valueOf(t.getMessage()).contains("SSL message");
    }

    /** The last of several tries failed. */
    static final class GaveUp extends IOException {
        private static final long serialVersionUID = 1L;
        private final int tries;

        GaveUp(int tries, IOException last) {
            super(last.getMessage(), last);
            this.tries = tries;
        }

        int tries() {
            return tries;
        }

        IOException last() {
            return (IOException) getCause();
        }
    }
}
