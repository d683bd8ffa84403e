package io.github.multiarchmaven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code SECURITY.md} names the tests that show its promises. */
class SecurityPageTest {
    private static final Pattern SHOWN = Pattern.compile("`(\\w+(?:Test|IT|Fuzz))`");

    @Test
    void theTestsItNamesExist() throws IOException {
        Set<String> existing;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            existing = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        List<String> named = SHOWN.matcher(Files.readString(Path.of("SECURITY.md")))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertTrue(named.size() > 10, named::toString);
        assertEquals(
                List.of(),
                named.stream().filter(name -> !existing.contains(name)).toList());
    }
}
