package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Glob;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.RangesList;
import org.semver4j.RangesListFactory;
import org.semver4j.Semver;

/**
 * Chooses among a repository's tags. The text has parts separated by {@code ;}:
 *
 * <ul>
 *   <li>tags separated by commas: {@code 1.27.2, 1.26.2};
 *   <li>or a pattern with {@code *} and {@code ?}: {@code 21.*-jre};
 *   <li>or a range of versions as npm writes them: {@code ^1.25}, {@code ~1.25.1}, {@code >=1.25 <2}, {@code 1.x}. It sees only
 *       tags that are a version and nothing else ({@code 1.25}, {@code v1.25.3}, {@code 21.0.5_11}); missing numbers are zeros;
 *   <li>{@code suffix -alpine}: the range looks at tags with this ending, without it;
 *   <li>{@code newest 3}: of what was chosen, the highest three; alone, of all versions.
 * </ul>
 */
public final class TagSelection {
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9}){0,3})(?:[_+]\\d{1,9})?");
    private static final Pattern RANGE = Pattern.compile("[v0-9.xX^~<>=| -]*");
    private static final Pattern RUNS = Pattern.compile("\\d+|\\D+");
    private static final Comparator<String> NEWEST_FIRST = Comparator.<String, List<String>>comparing(
                    TagSelection::runs, TagSelection::compareRuns)
            .reversed();

    private final String text;
    private final Predicate<String> chosen;
    private final int newest;

    private TagSelection(String text, Predicate<String> chosen, int newest) {
        this.text = text;
        this.chosen = chosen;
        this.newest = newest;
    }

    /** @throws InvalidInputException when the text is none of the above */
    public static TagSelection parse(String text) {
        String expression = null;
        String suffix = "";
        int newest = Integer.MAX_VALUE;
        for (String part : text.split(";")) {
            String word = part.strip();
            if (word.matches("newest\\s+[1-9]\\d{0,3}")) {
                newest = Integer.parseInt(word.substring(6).strip());
            } else if (word.matches("suffix\\s+\\S+")) {
                suffix = word.substring(6).strip();
            } else if (expression == null && !word.isEmpty()) {
                expression = word;
            } else {
                throw malformed(text);
            }
        }
        if (expression == null && newest == Integer.MAX_VALUE) {
            throw malformed(text);
        }
        Predicate<String> chosen =
                expression == null ? versions(suffix, version -> true) : predicate(text, expression, suffix);
        return new TagSelection(text.strip(), chosen, newest);
    }

    private static InvalidInputException malformed(String text) {
        return new InvalidInputException("The tags '" + text
                + "' are neither a list (1.27,1.26), a pattern (21.*-jre) nor a range of versions (^1.25, >=1.25 <2);"
                + " '; suffix -alpine' and '; newest 3' may follow.");
    }

    private static Predicate<String> predicate(String text, String expression, String suffix) {
        boolean plain = Arrays.stream(expression.split(",")).allMatch(word -> Reference.isTag(word.strip()));
        if (plain && suffix.isEmpty() && !expression.matches("v?\\d+(\\.\\d+)?\\.[xX]")) {
            List<String> list =
                    Arrays.stream(expression.split(",")).map(String::strip).toList();
            return list::contains;
        }
        if (RANGE.matcher(expression).matches()) {
            RangesList ranges = ranges(text, expression);
            return versions(suffix, version -> ranges.isSatisfiedBy(semver(version)));
        }
        if (!suffix.isEmpty() || !expression.matches("[\\w.*?-]+")) {
            throw malformed(text);
        }
        return tag -> Glob.matches(expression, tag);
    }

    private static RangesList ranges(String text, String expression) {
        RangesList ranges;
        try {
            ranges = RangesListFactory.create(expression);
        } catch (RuntimeException e) {
            throw malformed(text);
        }
        // The library passes over what it does not understand.
        if (ranges.get().isEmpty() || ranges.get().stream().anyMatch(List::isEmpty)) {
            throw malformed(text);
        }
        return ranges;
    }

    private static Predicate<String> versions(String suffix, Predicate<String> wanted) {
        return tag -> {
            if (!tag.endsWith(suffix)) {
                return false;
            }
            Matcher version = VERSION.matcher(tag.substring(0, tag.length() - suffix.length()));
            return version.matches() && wanted.test(version.group(1));
        };
    }

    private static Semver semver(String numbers) {
        List<String> parts = new ArrayList<>(List.of(numbers.split("\\.")));
        while (parts.size() < 3) {
            parts.add("0");
        }
        return Semver.of(
                Integer.parseInt(parts.get(0)), Integer.parseInt(parts.get(1)), Integer.parseInt(parts.get(2)));
    }

    /** The chosen of these tags, the newest first. */
    public List<String> select(List<String> tags) {
        return tags.stream()
                .filter(chosen)
                .distinct()
                .sorted(NEWEST_FIRST)
                .limit(newest)
                .toList();
    }

    private static List<String> runs(String tag) {
        return RUNS.matcher(tag).results().map(run -> run.group()).toList();
    }

    /** By numbers where both have numbers, so that 1.10 comes after 1.9. */
    private static int compareRuns(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            String left = a.get(i);
            String right = b.get(i);
            boolean numbers = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0));
            int compared = numbers
                    ? new java.math.BigInteger(left).compareTo(new java.math.BigInteger(right))
                    : left.compareTo(right);
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
