package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A file of findings that are borne for now, so that only new ones fail: {@code {"findings":{"<fingerprint>":"<what it is>"}}}. */
public final class Baseline {
    private Baseline() {}

    /**
     * The fingerprints of a file.
     *
     * @return empty when there is no such file
     * @throws InvalidInputException for a damaged one
     */
    public static Set<String> read(Path file) {
        if (!Files.exists(file)) {
            return Set.of();
        }
        try {
            Set<String> fingerprints = new TreeSet<>();
            Json.parseObject(Files.readAllBytes(file), "the baseline " + file)
                    .path("findings")
                    .fieldNames()
                    .forEachRemaining(fingerprints::add);
            return fingerprints;
        } catch (IOException e) {
            throw new ImageException(false, "Reading the baseline " + file + " failed: " + e + ".", e);
        } catch (ImageException e) {
            throw new InvalidInputException(
                    e.getMessage() + " Restore it from version control, or write it anew with"
                            + " -Dmultiarch.check.updateBaseline.",
                    e);
        }
    }

    /** Writes what was found now, the known ones included; what is no longer found is left out. */
    public static void write(Path file, List<CheckResult> results) {
        Map<String, String> all = new TreeMap<>();
        results.stream()
                .flatMap(result -> Stream.concat(result.findings().stream(), result.known().stream()))
                .forEach(finding -> all.put(finding.fingerprint(), finding.toString()));
        ObjectNode json = Json.object();
        ObjectNode findings = json.putObject("findings");
        all.forEach(findings::put);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, Json.pretty(json) + "\n");
        } catch (IOException e) {
            throw new ImageException(false, "Writing the baseline " + file + " failed: " + e + ".", e);
        }
    }
}
