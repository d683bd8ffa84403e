package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
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

    private AptSources() {}

    /** Copies Debian's own entries, whole stanzas of {@code .sources} and single lines of {@code .list}. */
    static void copyDebians(Path folder) throws IOException, Unavailable {
        int copied = Files.isRegularFile(LIST) ? copy(LIST, folder) : 0;
        if (Files.isDirectory(PARTS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(PARTS, "*.{list,sources}")) {
                for (Path file : files) {
                    copied += copy(file, folder);
                }
            }
        }
        if (copied == 0) {
            throw new Unavailable("The test bed takes its real parts from Debian's packages, and no source of"
                    + " them is configured for apt on this machine.");
        }
    }

    private static int copy(Path file, Path folder) throws IOException {
        String name = file.getFileName().toString();
        String kept = name.endsWith(".sources") ? stanzas(Files.readString(file)) : lines(Files.readAllLines(file));
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

    private static Predicate<String> debian() {
        return DEBIAN.asPredicate();
    }
}
