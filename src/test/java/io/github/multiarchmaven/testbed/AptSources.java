package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine's own package sources without those of third parties, which have nothing for the test bed, often are for
 * one architecture only, and would fail an update when they cannot be reached.
 */
final class AptSources {
    private static final Path LIST = Path.of("/etc/apt/sources.list");
    private static final Path PARTS = Path.of("/etc/apt/sources.list.d");
    private static final Pattern DEBIAN = Pattern.compile("/debian|debian-archive");

    private static final Pattern SUITES = Pattern.compile("(?m)^Suites:(.*)$");
    private static final Pattern COMPONENTS = Pattern.compile("(?m)^Components:.*$");
    // deb [options] URI suite component ...
    private static final Pattern LINE = Pattern.compile("(deb (?:\\[[^\\]]*] *)?\\S+) +(\\S+) .*");

    private AptSources() {}

    /**
     * Copies Debian's own entries, whole stanzas of {@code .sources} and single lines of {@code .list}.
     *
     * @param suite the release to take instead of the machine's own: {@code trixie}; null for the machine's own
     */
    static void copyDebians(Path folder, String suite) throws IOException, Unavailable {
        int copied = Files.isRegularFile(LIST) ? copy(LIST, folder, suite) : 0;
        if (Files.isDirectory(PARTS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(PARTS, "*.{list,sources}")) {
                for (Path file : files) {
                    copied += copy(file, folder, suite);
                }
            }
        }
        if (copied == 0) {
            throw new Unavailable("The test bed takes its real parts from Debian's packages, and no source of"
                    + " them is configured for apt on this machine.");
        }
    }

    private static int copy(Path file, Path folder, String suite) throws IOException {
        String name = file.getFileName().toString();
        boolean deb822 = name.endsWith(".sources");
        String kept = deb822 ? stanzas(Files.readString(file)) : lines(Files.readAllLines(file));
        if (suite != null) {
            kept = deb822 ? stanzasOf(suite, kept) : linesOf(suite, kept);
        }
        if (kept.isBlank()) {
            return 0;
        }
        Files.writeString(folder.resolve(name), kept);
        return 1;
    }

    static String stanzas(String text) {
        return Arrays.stream(text.split("\\n[ \\t]*\\n"))
                .map(stanza ->
                        stanza.lines().filter(line -> !line.startsWith("#")).toList())
                .filter(stanza -> stanza.stream().anyMatch(debian()))
                .map(stanza -> String.join("\n", stanza) + "\n")
                .collect(Collectors.joining("\n"));
    }

    private static String lines(List<String> lines) {
        Stream<String> debian =
                lines.stream().filter(line -> line.startsWith("deb ")).filter(debian());
        return debian.map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Stanzas for another release; those with nothing of it, such as security updates of the machine's own, go. */
    static String stanzasOf(String suite, String stanzas) {
        return Arrays.stream(stanzas.split("\\n\\n"))
                .map(stanza -> stanzaOf(suite, stanza))
                .flatMap(Optional::stream)
                .map(stanza -> stanza.strip() + "\n")
                .collect(Collectors.joining("\n"));
    }

    private static Optional<String> stanzaOf(String suite, String stanza) {
        Matcher named = SUITES.matcher(stanza);
        if (!named.find()) {
            return Optional.empty();
        }
        return suitesOf(suite, named.group(1)).map(suites -> COMPONENTS
                .matcher(named.replaceFirst("Suites: " + suites))
                .replaceFirst("Components: main"));
    }

    /** Lines for another release, as {@link #stanzasOf}. */
    static String linesOf(String suite, String lines) {
        return lines.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .flatMap(line ->
                        suitesOf(suite, line.group(2)).map(suites -> line.group(1) + " " + suites + " main\n").stream())
                .collect(Collectors.joining());
    }

    // A release's name stands alone; with something after it ("bookworm-security", "buster/updates") it names a part
    // that is on a server of its own or need not exist for the other release.
    private static Optional<String> suitesOf(String suite, String named) {
        List<String> suites = Arrays.stream(named.strip().split("\\s+"))
                .filter(name -> name.equals(suite) || name.startsWith(suite + "-") || !name.matches(".*[-/].*"))
                .map(name -> name.startsWith(suite + "-") ? name : suite)
                .distinct()
                .toList();
        return suites.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", suites));
    }

    private static Predicate<String> debian() {
        return DEBIAN.asPredicate();
    }
}
