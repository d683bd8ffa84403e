package io.github.multiarchmaven.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a registry still allows, as Docker Hub tells it with manifests ({@code ratelimit-remaining: 76;w=21600} and
 * {@code ratelimit-limit: 100;w=21600}: a number, and seconds for which it holds).
 *
 * @param remaining pulls that are left
 * @param limit pulls that are allowed in all; negative when it is not told
 * @param window for which the limit holds; zero when it is not told
 */
public record RateLimit(long remaining, long limit, Duration window) {
    private static final Pattern VALUE = Pattern.compile("(\\d{1,18})(?:\\s*;\\s*w=(\\d{1,9}))?(?:[;,].*)?");
    /** From which share of the limit on it is worth a warning: one in ten. */
    private static final int SCARCE = 10;

    /**
     * @param remaining the header {@code ratelimit-remaining}; null when there is none
     * @param limit the header {@code ratelimit-limit}; null when there is none
     */
    static Optional<RateLimit> parse(String remaining, String limit) {
        Matcher left = VALUE.matcher(remaining == null ? "" : remaining.strip());
        if (!left.matches()) {
            return Optional.empty();
        }
        Matcher all = VALUE.matcher(limit == null ? "" : limit.strip());
        boolean told = all.matches();
        String seconds = left.group(2) != null ? left.group(2) : told ? all.group(2) : null;
        return Optional.of(new RateLimit(
                Long.parseLong(left.group(1)),
                told ? Long.parseLong(all.group(1)) : -1,
                seconds == null ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(seconds))));
    }

    /** Whether little is left. */
    public boolean isScarce() {
        return limit < 0 ? remaining <= SCARCE : remaining * SCARCE <= limit;
    }

    /** For messages: {@code 76 pulls are left of 100 in 6 hours}. */
    @Override
    public String toString() {
        return remaining
                + (remaining == 1 ? " pull is left" : " pulls are left")
                + (limit < 0 ? "" : " of " + limit)
                + (window.isZero() ? "" : " in " + Durations.words(window));
    }
}
