package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.image.InvalidInputException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ages and sizes as people write them. */
public final class Amounts {
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})\\s*([smhdw])");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*([kmgt]?i?)b?");
    private static final Map<String, Long> SECONDS =
            Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L);
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "k",
            1_000L,
            "m",
            1_000_000L,
            "g",
            1_000_000_000L,
            "t",
            1_000_000_000_000L,
            "ki",
            1L << 10,
            "mi",
            1L << 20,
            "gi",
            1L << 30,
            "ti",
            1L << 40);

    private Amounts() {}

    /** {@code 90s}, {@code 45m}, {@code 12h}, {@code 30d}, {@code 2w}. */
    public static Duration age(String parameter, String text) {
        Matcher matcher = AGE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new InvalidInputException("The parameter " + parameter + " is '" + text
                    + "'. Use a number with s, m, h, d or w, for example 30d.");
        }
        return Duration.ofSeconds(Long.parseLong(matcher.group(1)) * SECONDS.get(matcher.group(2)));
    }

    /** Bytes: {@code 500MB}, {@code 2GB}, {@code 1.5g}, and {@code 2GiB} in powers of two. */
    public static long size(String parameter, String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
            throw new InvalidInputException("The parameter " + parameter + " is '" + text
                    + "'. Use a number of bytes, or with kB, MB, GB or TB, for example 2GB.");
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(UNITS.get(matcher.group(2))))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }
}
